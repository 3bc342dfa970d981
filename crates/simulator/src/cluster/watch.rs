//! Controllers hear of changes of their objects and get a turn.

use crate::latency;
use crate::world::{Effects, PodId, Timer, WorkloadId, World};

/// A Pod's object changed: its owner looks at it. The Job controller gathers such changes for a second.
pub(crate) fn pod_changed(world: &World, pod: PodId) -> Effects {
    let mut effects = Effects::none();
    let Some(owner) = world.pod(pod).and_then(|state| state.owner) else { return effects };
    let Some(workload) = world.workloads().get(owner) else { return effects };
    let wait = if workload.kind == "Job" { latency::JOB_BATCH } else { latency::CONTROLLER };
    effects.at(world.now() + wait, Timer::Control(owner));
    effects.and(workload_changed(world, workload.owner));
    effects
}

/// The controller looks at a workload soon.
pub(crate) fn workload_changed(world: &World, workload: Option<WorkloadId>) -> Effects {
    let mut effects = Effects::none();
    if let Some(workload) = workload {
        effects.at(world.now() + latency::CONTROLLER + latency::CONTROLLER, Timer::Control(workload));
    }
    effects
}
