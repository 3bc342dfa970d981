//! What people do: delete, evict, patch, create, restart the kubelet. Upstream: pkg/registry/core/pod/strategy.go and
//! rest/storage of Pods.

use super::{patch, scheduler};
use crate::Millis;
use crate::kubelet::latency;
use crate::scenario::Deed;
use crate::trace::What;
use crate::world::{Deletion, Effect, Effects, PodId, Timer, World};
use k8s_openapi::api::core::v1::{PodCondition, PodStatus};
use std::rc::Rc;

/// Does the scenario's action of this number.
pub(crate) fn act(world: &World, number: usize) -> Effects {
    let Some(action) = world.scenario.actions.get(number) else { return Effects::none() };
    let target = action.target.as_deref();
    match &action.deed {
        Deed::KubeletRestart { down } => crate::kubelet::restart::stop(world, *down),
        Deed::Create { objects } => crate::controllers::create(world, objects),
        Deed::Patch { patch, kind, subresource } => {
            patch::patch(world, target, patch, kind.as_deref(), subresource.as_deref())
        }
        Deed::Delete { grace } => match find(world, target) {
            Some(pod) => delete(world, pod, *grace),
            None => crate::controllers::delete(world, target),
        },
        Deed::Evict => match find(world, target) {
            Some(pod) => evict(world, pod),
            None => Effects::none(),
        },
    }
}

/// The Pod that was written under this name; the first one without a name.
pub(super) fn find(world: &World, target: Option<&str>) -> Option<PodId> {
    let written = |state: &crate::world::PodState| state.owner.is_none() && !state.api.removed;
    match target {
        Some(name) => world.pods.iter().position(|state| state.name == name && !state.api.removed),
        None if world.workloads.is_empty() => world.pods.iter().position(written),
        None => world.pods.iter().position(written).filter(|_| world.workloads.is_empty()),
    }
}

/// Deletes a Pod: gracefully when it runs somewhere, else at once.
pub(crate) fn delete(world: &World, pod: PodId, grace: Option<i64>) -> Effects {
    let mut effects = Effects::none();
    let Some(state) = world.pod(pod).filter(|state| !state.api.removed) else { return effects };
    let wanted = grace.unwrap_or(state.shape.grace);
    if state.api.deletion.is_none() || wanted == 0 {
        let how =
            if wanted == 0 { "deleted by force".to_owned() } else { format!("deleted, grace {wanted}s") };
        effects.push(Effect::Change(Some(pod), None, What::Said(how)));
    }
    if wanted == 0 || !state.api.bound || state.is_terminal() {
        // A running Pod shows its deletion for a moment, and the kubelet gets the grace period of zero.
        if state.api.bound {
            effects.push(Effect::Delete(pod, Deletion { at: world.now, grace: 0 }));
        }
        effects.at(world.now + Millis(2), Timer::Remove(pod));
        return effects;
    }
    if state.api.deletion.is_some_and(|known| known.grace <= wanted) {
        return Effects::none();
    }
    effects.push(Effect::Delete(pod, Deletion { at: world.now, grace: wanted }));
    effects.and(crate::controllers::pod_changed(world, pod));
    effects.at(world.now + latency::WATCH, Timer::Config(pod));
    effects
}

/// The object goes; the kubelet, the scheduler and the owner hear of it.
pub(crate) fn remove(world: &World, pod: PodId) -> Effects {
    let mut effects = Effects::none();
    if world.pod(pod).is_none_or(|state| state.api.removed) {
        return effects;
    }
    effects.push(Effect::Remove(pod));
    effects.and(crate::controllers::pod_changed(world, pod));
    effects.at(world.now + latency::WATCH, Timer::Config(pod));
    effects.and(scheduler::retry(world));
    effects
}

/// An eviction is a deletion with a condition that says why.
fn evict(world: &World, pod: PodId) -> Effects {
    let mut effects = Effects::none();
    let Some(state) = world.pod(pod) else { return effects };
    let mut status = PodStatus::clone(&state.api.status);
    status.conditions.get_or_insert_default().insert(
        0,
        PodCondition {
            type_: "DisruptionTarget".to_owned(),
            status: "True".to_owned(),
            reason: Some("EvictionByEvictionAPI".to_owned()),
            message: Some("Eviction API: evicting".to_owned()),
            last_transition_time: Some(world.now.to_time()),
            observed_generation: Some(state.shape.generation),
            ..PodCondition::default()
        },
    );
    effects.push(Effect::ApiStatus(pod, Rc::new(status)));
    effects.and(delete(world, pod, None));
    effects
}
