//! Running containers whose resources are not those that were allocated. Upstream: computePodResizeAction and
//! computePodLevelResourcesResizeAction, kuberuntime_manager.go.

use super::{Input, KillOne, PodActions};
use crate::kubelet::resize::amounts;
use crate::shape::ContainerShape;
use crate::world::{Instance, Update};
use api::Gate;

/// Lines up a container's changes; answers whether it goes on meanwhile, or has to be started anew.
pub(super) fn keeps(
    input: &Input<'_>,
    container: usize,
    spec: &ContainerShape,
    running: &Instance,
    actions: &mut PodActions,
) -> bool {
    if !input.kubernetes.enabled(Gate::InPlacePodVerticalScaling) {
        return true;
    }
    let wanted = amounts::of(input.allocated, container, input.kubernetes);
    let present = input.live.instance(running.id).map_or(running.resources, |live| live.resources);
    if wanted == present {
        return true;
    }
    let memory = change(wanted.memory_limit, present.memory_limit)
        .or_else(|| change(wanted.memory_request, present.memory_request));
    let cpu = change(wanted.cpu_limit, present.cpu_limit)
        .or_else(|| change(wanted.cpu_request, present.cpu_request));
    let policy = |resource: &str| {
        let policies = spec.container.resize_policy.iter().flatten();
        let found = policies.into_iter().find(|policy| policy.resource_name == resource);
        found.is_some_and(|policy| policy.restart_policy == "RestartContainer")
    };
    if memory.is_some() && policy("memory") || cpu.is_some() && policy("cpu") {
        let message = format!("Container {} resize requires restart", spec.name);
        actions.kill.push(KillOne { instance: running.id, message, probe: None });
        actions.updates.restarts = true;
        return false;
    }
    let update = Update { instance: running.id, container, wanted, present };
    for (grows, list) in [(memory, &mut actions.updates.memory), (cpu, &mut actions.updates.cpu)] {
        // Shrinking comes before growing.
        match grows {
            Some(true) => list.push(update),
            Some(false) => list.insert(0, update),
            None => {}
        }
    }
    true
}

/// Whether an amount grows; `None` when it stays.
fn change(wanted: i64, present: i64) -> Option<bool> {
    (wanted != present).then_some(wanted > present)
}

/// Whether the pod-level resources are not those that were allocated.
pub(super) fn of_pod(input: &Input<'_>) -> bool {
    let wanted = amounts::pod_level(input.allocated, input.kubernetes).unwrap_or_default();
    wanted != input.live.pod_level.unwrap_or_default()
}
