//! Deployments: a ReplicaSet for each template, scaled against each other. Upstream: pkg/controller/deployment
//! (sync.go, util/deployment_util.go).

mod progress;
mod rollout;
mod scaling;
mod sets;

use super::{adopt, refused, workload};
use crate::cluster::finalizers;
use crate::latency;
use crate::world::{Effects, Timer, Workload, World};
use api::Object;
use k8s_openapi::api::apps::v1::Deployment;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use sets::OwnedSet;
use std::rc::Rc;

/// One turn of the controller: what it sees, and what it has changed so far.
struct Turn<'a> {
    world: &'a World,
    index: usize,
    workload: &'a Workload,
    /// With the status and the annotations that this turn gives it.
    object: Deployment,
    replicas: usize,
    surge: usize,
    unavailable: usize,
    /// In order of their creation, with the changes of this turn.
    sets: Vec<OwnedSet>,
    /// The API server does not take the new set.
    is_refused: bool,
    effects: Effects,
}

/// The controller's turn: at most one step of a rollout. The next turn follows when something has changed.
pub(super) fn control(world: &World, index: usize, workload: &Workload, object: &Deployment) -> Effects {
    let claimed = adopt::claim_sets(world, index, workload);
    if !claimed.is_empty() {
        return claimed;
    }
    let replicas = usize::try_from(object.spec.replicas.unwrap_or(1)).unwrap_or(0);
    let (surge, unavailable) = bounds(object, replicas);
    let sets = sets::owned(world, index);
    let object = object.clone();
    let (effects, is_refused) = (Effects::none(), false);
    let mut turn =
        Turn { world, index, workload, object, replicas, surge, unavailable, sets, is_refused, effects };
    if finalizers::is_deleting(&workload.object) {
        turn.number_revision();
        turn.report_counts();
        return turn.finish();
    }
    turn.note_pause();
    if turn.object.spec.paused == Some(true) || turn.was_scaled() {
        turn.number_revision();
        turn.scale_all();
        if turn.object.spec.paused == Some(true) {
            turn.forget_old_sets();
        }
        turn.report_counts();
    } else {
        turn.roll_out();
        if !turn.is_refused {
            turn.report();
        }
    }
    turn.finish()
}

impl Turn<'_> {
    fn is_rolling(&self) -> bool {
        let strategy = self.object.spec.strategy.as_ref().and_then(|one| one.type_.as_deref());
        strategy != Some("Recreate")
    }

    /// The hash of the present template.
    fn hash(&self) -> String {
        workload::template_hash(&self.object.spec.template)
    }

    /// The place of the ReplicaSet with the present template.
    fn new_set(&self) -> Option<usize> {
        let hash = self.hash();
        self.sets.iter().position(|set| set.workload.hash == hash)
    }

    /// The Pods that all ReplicaSets are to have.
    fn total(&self) -> usize {
        self.sets.iter().map(|set| set.wanted).sum()
    }

    fn finish(mut self) -> Effects {
        for set in self.sets {
            set.save(self.world, &mut self.effects);
        }
        let refusals = if self.is_refused { self.workload.refusals.saturating_add(1) } else { 0 };
        if self.is_refused {
            self.effects.at(self.world.now() + refused::wait(self.workload), Timer::Control(self.index));
        }
        // A turn writes nothing of the Deployment but its annotations and its status.
        let same = |known: &Deployment| {
            known.metadata.annotations == self.object.metadata.annotations
                && known.status == self.object.status
        };
        if !matches!(&*self.workload.object, Object::Deployment(known) if same(known)) {
            let object = Rc::new(Object::Deployment(Box::new(self.object)));
            self.effects.workload(self.index, Workload { object, refusals, ..self.workload.clone() });
            self.effects.at(self.world.now() + latency::CONTROLLER, Timer::Control(self.index));
        } else if refusals != self.workload.refusals {
            self.effects.workload(self.index, Workload { refusals, ..self.workload.clone() });
        }
        self.effects
    }
}

/// `maxSurge`, rounded up, and `maxUnavailable`, rounded down; never both zero. A Deployment that is recreated has none.
fn bounds(object: &Deployment, replicas: usize) -> (usize, usize) {
    let strategy = object.spec.strategy.as_ref();
    if strategy.and_then(|one| one.type_.as_deref()) == Some("Recreate") {
        return (0, 0);
    }
    let rolling = strategy.and_then(|one| one.rolling_update.as_ref());
    let surge = share(rolling.and_then(|one| one.max_surge.as_ref()), replicas, usize::div_ceil);
    let unavailable =
        share(rolling.and_then(|one| one.max_unavailable.as_ref()), replicas, |parts, whole| parts / whole);
    if surge == 0 && unavailable == 0 { (0, 1) } else { (surge, unavailable.min(replicas)) }
}

/// A number, or a percentage of `whole` in whole numbers; 25 % when it is not written.
fn share(value: Option<&IntOrString>, whole: usize, divide: fn(usize, usize) -> usize) -> usize {
    let percent = match value {
        Some(IntOrString::Int(number)) => return usize::try_from(*number).unwrap_or(0),
        Some(IntOrString::String(text)) => text.trim_end_matches('%').parse::<usize>().unwrap_or(25),
        None => 25,
    };
    divide(whole.saturating_mul(percent), 100)
}
