//! Whether the next sync starts a container again. Upstream: ShouldContainerBeRestarted, pkg/kubelet/container/helpers.go.

use crate::shape::{ContainerShape, Shape};
use crate::world::{Instance, InstanceState, PodState, RuntimePod};
use k8s_openapi::api::core::v1::PodStatus;

/// Whether the next sync should start a container, going by its newest instance.
pub(crate) fn should_be_restarted(
    shape: &Shape,
    spec: &ContainerShape,
    newest: Option<&Instance>,
    deleting: bool,
) -> bool {
    if deleting {
        return false;
    }
    match newest {
        None => true,
        Some(instance) => match instance.state {
            InstanceState::Running => false,
            InstanceState::Created => true,
            InstanceState::Exited => shape.restarts(spec, instance.exit_code),
        },
    }
}

/// Whether all containers are to be restarted now.
pub(crate) fn all_containers_restart(state: &PodState, seen: &RuntimePod, old: &PodStatus) -> bool {
    if !state.shape.could_restart_all() {
        return false;
    }
    if restarting(old) {
        return true;
    }
    state.shape.containers.iter().enumerate().any(|(index, spec)| {
        let ended = seen.newest(index).filter(|instance| instance.state == InstanceState::Exited);
        ended.is_some_and(|ended| spec.rule_action(ended.exit_code) == Some("RestartAllContainers"))
    })
}

/// Whether a status says that all containers are being restarted.
pub(crate) fn restarting(status: &PodStatus) -> bool {
    let mut conditions = status.conditions.iter().flatten();
    conditions.any(|one| one.type_ == "AllContainersRestarting" && one.status == "True")
}
