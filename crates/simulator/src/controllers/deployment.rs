//! Deployments: a ReplicaSet for each template, scaled against each other. Upstream: pkg/controller/deployment
//! (sync.go, rolling.go, recreate.go, util/deployment_util.go).

use super::pods;
use super::workload;
use crate::Word;
use crate::latency;
use crate::world::{Effects, Timer, Workload, World};
use api::Object;
use k8s_openapi::api::apps::v1::{Deployment, ReplicaSet, ReplicaSetSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::rc::Rc;

/// A ReplicaSet of the Deployment with what it has.
struct OwnedSet<'a> {
    index: usize,
    workload: &'a Workload,
    wanted: usize,
    available: usize,
}

/// The controller's turn: at most one step of a rollout. The next turn follows when something has changed.
pub(super) fn control(world: &World, index: usize, workload: &Workload, object: &Deployment) -> Effects {
    let replicas = usize::try_from(object.spec.replicas.unwrap_or(1)).unwrap_or(0);
    let hash = workload::template_hash(&object.spec.template);
    let sets =
        world.workloads().iter().enumerate().filter(|(_, one)| one.owner == Some(index) && !one.deleted);
    let sets: Vec<OwnedSet<'_>> = sets.map(|(at, one)| set(world, at, one)).collect();
    let (new, old): (Vec<OwnedSet<'_>>, Vec<OwnedSet<'_>>) =
        sets.into_iter().partition(|set| set.workload.hash == hash);
    let (surge, unavailable) = bounds(object, replicas);
    let recreate = object.spec.strategy.as_ref().and_then(|one| one.type_.as_deref()) == Some("Recreate");
    let old_wanted: usize = old.iter().map(|set| set.wanted).sum();
    let Some(new) = new.first() else {
        let still_there =
            old.iter().any(|set| pods::owned(world, set.index).any(|(_, pod)| !pod.is_terminal()));
        if recreate && (old_wanted > 0 || still_there) {
            return scale_all_down(world, workload, &old);
        }
        let room = if recreate { replicas } else { (replicas + surge).saturating_sub(old_wanted) };
        return new_set(world, index, workload, object, hash, replicas.min(room));
    };
    if new.wanted > replicas {
        return scale(world, workload, new, replicas);
    }
    let room = (replicas + surge).saturating_sub(old_wanted + new.wanted);
    let up = (replicas - new.wanted).min(if recreate { replicas } else { room });
    if up > 0 {
        let mut effects = scale(world, workload, new, new.wanted + up);
        effects.at(world.now() + latency::CONTROLLER + latency::CONTROLLER, Timer::Control(index));
        return effects;
    }
    let down = scale_down_old(world, workload, replicas, unavailable, new, &old);
    let mut effects = down;
    if !effects.is_empty() {
        effects.at(
            world.now() + latency::CONTROLLER + latency::CONTROLLER + latency::CONTROLLER,
            Timer::Control(index),
        );
    }
    effects
}

fn set<'a>(world: &World, index: usize, workload: &'a Workload) -> OwnedSet<'a> {
    let wanted = super::replica_set::replicas(&workload.object);
    let available =
        pods::owned(world, index).filter(|(_, pod)| pods::is_active(pod) && pods::is_ready(pod)).count();
    OwnedSet { index, workload, wanted, available }
}

/// `maxSurge`, rounded up, and `maxUnavailable`, rounded down; never both zero.
fn bounds(object: &Deployment, replicas: usize) -> (usize, usize) {
    let rolling = object.spec.strategy.as_ref().and_then(|one| one.rolling_update.as_ref());
    let of = |value: Option<&IntOrString>, up: bool| match value {
        Some(IntOrString::Int(number)) => usize::try_from(*number).unwrap_or(0),
        Some(IntOrString::String(text)) => {
            let percent = text.trim_end_matches('%').parse::<usize>().unwrap_or(25);
            if up { (replicas * percent).div_ceil(100) } else { replicas * percent / 100 }
        }
        None if up => (replicas * 25).div_ceil(100),
        None => replicas * 25 / 100,
    };
    let surge = of(rolling.and_then(|one| one.max_surge.as_ref()), true);
    let unavailable = of(rolling.and_then(|one| one.max_unavailable.as_ref()), false);
    if surge == 0 && unavailable == 0 { (0, 1) } else { (surge, unavailable) }
}

fn new_set(
    world: &World,
    index: usize,
    workload: &Workload,
    object: &Deployment,
    hash: String,
    replicas: usize,
) -> Effects {
    let mut effects = Effects::none();
    let name = format!("{}-{hash}", workload.name);
    let set = ReplicaSet {
        metadata: ObjectMeta {
            name: Some(name.clone()),
            namespace: Some(workload.namespace.clone()),
            ..ObjectMeta::default()
        },
        spec: ReplicaSetSpec {
            replicas: i32::try_from(replicas).ok(),
            selector: object.spec.selector.clone(),
            template: Some(object.spec.template.clone()),
            ..ReplicaSetSpec::default()
        },
        status: None,
    };
    let object = Object::ReplicaSet(Box::new(set));
    let Some(set) = workload::new(world, object, Some(&workload.written_name), Some(index)) else {
        return effects;
    };
    effects.new_workload(Workload { hash, ..set });
    effects.at(world.now() + latency::CONTROLLER, Timer::Control(world.workloads().len()));
    if replicas > 0 {
        let message = format!("Scaled up replica set {name} from 0 to {replicas}");
        effects.message(&workload.name, message.clone());
        effects.event(workload::normal(workload, Word::ScalingReplicaSet, message));
    }
    effects
}

fn scale(world: &World, workload: &Workload, set: &OwnedSet<'_>, replicas: usize) -> Effects {
    let mut effects = Effects::none();
    let Object::ReplicaSet(object) = &*set.workload.object else { return effects };
    if set.wanted == replicas {
        return effects;
    }
    let mut object = object.clone();
    object.spec.replicas = i32::try_from(replicas).ok();
    let direction = if replicas > set.wanted { "up" } else { "down" };
    let message =
        format!("Scaled {direction} replica set {} from {} to {replicas}", set.workload.name, set.wanted);
    let scaled = Workload { object: Rc::new(Object::ReplicaSet(object)), ..set.workload.clone() };
    effects.workload(set.index, scaled);
    effects.message(&workload.name, message.clone());
    effects.event(workload::normal(workload, Word::ScalingReplicaSet, message));
    effects.at(world.now() + latency::CONTROLLER, Timer::Control(set.index));
    effects
}

fn scale_all_down(world: &World, workload: &Workload, old: &[OwnedSet<'_>]) -> Effects {
    let mut effects = Effects::none();
    for set in old {
        effects.and(scale(world, workload, set, 0));
    }
    effects
}

/// Old ReplicaSets shrink as far as enough Pods stay available. Upstream: reconcileOldReplicaSets.
fn scale_down_old(
    world: &World,
    workload: &Workload,
    replicas: usize,
    unavailable: usize,
    new: &OwnedSet<'_>,
    old: &[OwnedSet<'_>],
) -> Effects {
    let mut effects = Effects::none();
    let wanted = |sets: &[OwnedSet<'_>]| sets.iter().map(|set| set.wanted).sum::<usize>();
    let minimum = replicas.saturating_sub(unavailable);
    let new_unavailable = new.wanted.saturating_sub(new.available);
    let mut surplus = (wanted(old) + new.wanted).saturating_sub(minimum + new_unavailable);
    let available: usize = old.iter().map(|set| set.available).sum::<usize>() + new.available;
    let mut spare = available.saturating_sub(minimum);
    for set in old.iter().filter(|set| set.wanted > 0) {
        // Unhealthy Pods go first; they cost no availability.
        let unhealthy = set.wanted.saturating_sub(set.available).min(surplus);
        let healthy = (set.wanted - unhealthy).min(spare).min(surplus - unhealthy);
        surplus -= unhealthy + healthy;
        spare -= healthy;
        effects.and(scale(world, workload, set, set.wanted - unhealthy - healthy));
    }
    effects
}
