//! App containers. Upstream: the last part of computePodActions, kuberuntime_manager.go.

use super::{Input, KillOne, PodActions, resize};
use crate::kubelet::restart_policy::should_be_restarted;
use crate::shape::{ContainerShape, Restart, Role};
use crate::trace::Probe;
use crate::world::{Instance, InstanceState, ProbeResult};

/// Fills the lists; with nothing to keep and nothing to start the Pod is stopped, sidecars included.
pub(super) fn plan(input: &Input<'_>, actions: &mut PodActions) {
    let mut kept = false;
    for (index, spec) in input.shape.of(Role::App) {
        let newest = input.seen.newest(index);
        let Some(running) = newest.filter(|newest| newest.state == InstanceState::Running) else {
            if should_be_restarted(input.shape, spec, newest, input.deleting) {
                actions.app.push(index);
            }
            continue;
        };
        let Some((why, probe, always)) = fault(input, spec, running) else {
            if resize::keeps(input, index, spec, running, actions) {
                kept = true;
            } else {
                actions.app.push(index);
            }
            continue;
        };
        let restarts = always || spec.restart.unwrap_or(input.shape.restart) != Restart::Never;
        let tail = if restarts { ", will be restarted" } else { "" };
        let message = format!("Container {} {why}{tail}", spec.name);
        actions.kill.push(KillOne { instance: running.id, message, probe });
        if restarts {
            actions.app.push(index);
        }
    }
    if !kept && actions.app.is_empty() {
        actions.kill_pod = true;
        actions.init.clear();
    }
}

/// Why a running container has to be stopped: text, probe, and whether it is restarted under any policy.
fn fault(
    input: &Input<'_>,
    spec: &ContainerShape,
    running: &Instance,
) -> Option<(&'static str, Option<Probe>, bool)> {
    let failed = |probe| input.result(running, probe) == Some(ProbeResult::Failure);
    if running.image != spec.image() {
        Some(("definition changed", None, true))
    } else if failed(Probe::Liveness) {
        Some(("failed liveness probe", Some(Probe::Liveness), false))
    } else if failed(Probe::Startup) {
        Some(("failed startup probe", Some(Probe::Startup), false))
    } else {
        None
    }
}
