//! Workloads are deleted, and what they made before them, after them, or not at all.
//! Upstream: processDeletingDependentsItem, pkg/controller/garbagecollector.

use super::{adopt, claims, pods, workload};
use crate::cluster::delete;
use crate::cluster::finalizers::{self, FOREGROUND};
use crate::latency;
use crate::scenario::Propagation;
use crate::world::{Effects, Timer, Workload, WorkloadId, WorkloadKind, World};

/// Deletes a workload as `--cascade` says.
pub(super) fn delete(world: &World, index: WorkloadId, how: Propagation) -> Effects {
    let mut effects = Effects::none();
    let Some(workload) = world.workloads().get(index).filter(|workload| !workload.deleted) else {
        return effects;
    };
    if workload.kind == WorkloadKind::PersistentVolumeClaim {
        return claims::delete(world, index, workload);
    }
    let mut held = finalizers::held(&workload.object);
    held.retain(|name| name != FOREGROUND);
    match how {
        Propagation::Foreground if has_dependents(world, index) => held.push(FOREGROUND.to_owned()),
        Propagation::Orphan => effects.and(adopt::orphan(world, index, workload)),
        Propagation::Foreground | Propagation::Background => {}
    }
    match (held.is_empty(), how) {
        (true, Propagation::Orphan) => effects.and(workload::delete_alone(world, index, workload)),
        (true, _) => effects.and(gone(world, index, workload)),
        (false, _) => {
            let names = held.join(", ");
            effects.message(&workload.name, format!("deleted, but kept by its finalizers: {names}"));
            effects.and(hold(world, index, workload, &held));
        }
    }
    if held.last().is_some_and(|name| name == FOREGROUND) {
        effects.and(delete_dependents(world, index, workload, Propagation::Foreground));
    }
    effects
}

/// Stores a workload that finalizers hold.
pub(super) fn hold(world: &World, index: WorkloadId, workload: &Workload, held: &[String]) -> Effects {
    let mut effects = Effects::none();
    let object = finalizers::marked(world, &workload.object, held);
    workload::store(world, index, Workload { object, ..workload.clone() }, &mut effects);
    effects
}

/// Nothing holds the object: it goes, and what it made after it.
pub(super) fn gone(world: &World, index: WorkloadId, workload: &Workload) -> Effects {
    let mut effects = workload::delete_alone(world, index, workload);
    if workload.kind == WorkloadKind::Node {
        effects.at(latency::node_gone(world.now()), Timer::NodeGone(workload.name.clone()));
    }
    effects.and(delete_dependents(world, index, workload, Propagation::Background));
    effects
}

/// Deletes what a workload made.
fn delete_dependents(world: &World, index: WorkloadId, workload: &Workload, how: Propagation) -> Effects {
    let mut effects = claims::delete_with(world, workload);
    for (child, one) in world.workloads().iter().enumerate() {
        if one.owner == Some(index) {
            effects.and(delete(world, child, how));
        }
    }
    for (pod, _) in pods::owned(world, index).filter(|(_, state)| state.api.deletion.is_none()) {
        effects.and(delete::delete(world, pod, None));
    }
    effects
}

fn has_dependents(world: &World, index: WorkloadId) -> bool {
    pods::owned(world, index).next().is_some()
        || world.workloads().iter().any(|one| one.owner == Some(index) && !one.deleted)
}

/// A deleted object has seen all go that it waited for: the finalizer that waits is taken off. `None` as long as it waits, and
/// of objects that do not wait.
pub(super) fn turn(world: &World, index: WorkloadId, workload: &Workload) -> Option<Effects> {
    let mut held = finalizers::held(&workload.object);
    let place = held.iter().position(|name| name == FOREGROUND)?;
    if has_dependents(world, index) {
        return None;
    }
    held.remove(place);
    Some(if held.is_empty() { gone(world, index, workload) } else { hold(world, index, workload, &held) })
}
