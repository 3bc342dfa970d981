//! Init containers and sidecars. Upstream: computeInitContainerActions, kuberuntime_container.go.

use super::{Input, KillOne, PodActions, resize};
use crate::kubelet::restart_policy::should_be_restarted;
use crate::shape::{ContainerShape, Role};
use crate::trace::Probe;
use crate::world::{Instance, InstanceState, ProbeResult};
use api::Gate;

/// The finding about one container on the walk through them.
enum Found {
    /// It runs, or was put on a list.
    Busy,
    /// It has done its part.
    Initialized,
    /// It failed for good.
    Failed,
}

/// Fills the lists; answers whether the app containers may be looked at.
pub(super) fn plan(input: &Input<'_>, actions: &mut PodActions) -> bool {
    if !input.shape.has_init() {
        return true;
    }
    let alive = |index: usize| {
        let newest = input.seen.newest(index);
        newest.is_some_and(|newest| newest.state != InstanceState::Exited)
    };
    let mut initialized = input.shape.of(Role::App).any(|(index, _)| alive(index));
    let mut earlier = initialized;
    let last = input.shape.init().count() - 1;
    for (index, spec) in input.shape.init().rev() {
        let sidecar = spec.role == Role::Sidecar;
        let Some(newest) = input.seen.newest(index) else {
            if earlier && sidecar {
                actions.init.push(index);
            }
            continue;
        };
        if earlier && !sidecar {
            continue;
        }
        let found = if sidecar {
            of_sidecar(input, index, spec, newest, actions, |actions| {
                if index != last && !earlier {
                    actions.init.push(index + 1);
                }
            })
        } else {
            of_init(input, index, spec, newest, actions)
        };
        match found {
            Found::Initialized if index == last => initialized = true,
            Found::Initialized if !sidecar => actions.init.push(index + 1),
            Found::Busy | Found::Initialized => {}
            Found::Failed => {
                actions.kill_pod = true;
                actions.init.clear();
                return false;
            }
        }
        earlier = true;
    }
    if !earlier {
        actions.init.push(0);
    }
    actions.init.reverse();
    initialized
}

fn of_init(
    input: &Input<'_>,
    index: usize,
    spec: &ContainerShape,
    newest: &Instance,
    actions: &mut PodActions,
) -> Found {
    match newest.state {
        InstanceState::Running => {
            if input.kubernetes.enabled(Gate::InPlacePodVerticalScalingInitContainers) {
                // No init container restarts for a resize: the API server refuses such a policy.
                resize::keeps(input, index, spec, newest, actions);
            }
            Found::Busy
        }
        InstanceState::Created => {
            actions.init.push(index);
            Found::Busy
        }
        InstanceState::Exited if newest.exit_code == 0 => Found::Initialized,
        InstanceState::Exited => {
            if !should_be_restarted(input.shape, spec, Some(newest), input.deleting) {
                return Found::Failed;
            }
            actions.init.push(index);
            Found::Busy
        }
    }
}

/// `next` puts the following container on the list, before this one is perhaps restarted.
fn of_sidecar(
    input: &Input<'_>,
    index: usize,
    spec: &ContainerShape,
    newest: &Instance,
    actions: &mut PodActions,
    next: impl FnOnce(&mut PodActions),
) -> Found {
    let restart = |actions: &mut PodActions, why: &str, probe| {
        let message = format!("Init container {} {why}", spec.name);
        actions.kill.push(KillOne { instance: newest.id, message, probe });
        actions.init.push(index);
    };
    if newest.state != InstanceState::Running {
        actions.init.push(index);
        return Found::Busy;
    }
    if spec.probe(Probe::Startup).is_some() {
        match input.result(newest, Probe::Startup) {
            Some(ProbeResult::Success) => {}
            Some(ProbeResult::Failure) => {
                restart(actions, "failed startup probe", Some(Probe::Startup));
                return Found::Busy;
            }
            Some(ProbeResult::Unknown) | None => return Found::Busy,
        }
    }
    next(actions);
    if newest.image != spec.image() {
        restart(actions, "definition changed", None);
    } else if input.result(newest, Probe::Liveness) == Some(ProbeResult::Failure) {
        restart(actions, "failed liveness probe", Some(Probe::Liveness));
    } else if !resize::keeps(input, index, spec, newest, actions) {
        actions.init.push(index);
    }
    Found::Initialized
}
