//! Whether a container runs again. Upstream: ContainerShouldRestart, pkg/api/v1/pod/util.go, and
//! pkg/kubelet/container/helpers.go.

use crate::world::{Instance, InstanceState, PodState, Runtime, Shape, Spec};
use k8s_openapi::api::core::v1::PodStatus;

/// The action of the first rule that matches an exit code.
pub(crate) fn rule(spec: &Spec, code: i32) -> Option<&str> {
    let rules = spec.container.restart_policy_rules.iter().flatten();
    rules.into_iter().find_map(|rule| {
        let codes = rule.exit_codes.as_ref()?;
        let among = codes.values.iter().flatten().any(|value| *value == code);
        let matches = match codes.operator.as_str() {
            "In" => among,
            "NotIn" => !among,
            _ => false,
        };
        matches.then_some(rule.action.as_str())
    })
}

/// Whether an exit with this code is followed by a restart: rules first, then the container's policy, then the Pod's.
pub(crate) fn should_restart(shape: &Shape, spec: &Spec, code: i32) -> bool {
    let Some(policy) = spec.restart else { return shape.restart.after(code) };
    match rule(spec, code) {
        Some("Restart" | "RestartAllContainers") => true,
        _ => policy.after(code),
    }
}

/// Whether the next sync should start a container, going by its newest instance.
pub(crate) fn should_be_restarted(
    shape: &Shape,
    spec: &Spec,
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
            InstanceState::Exited => should_restart(shape, spec, instance.exit_code),
        },
    }
}

/// Whether some rule of the Pod may restart all its containers.
pub(crate) fn could_restart_all(shape: &Shape) -> bool {
    let rules = shape.containers.iter().flat_map(|spec| spec.container.restart_policy_rules.iter().flatten());
    rules.into_iter().any(|rule| rule.action == "RestartAllContainers")
}

/// Whether all containers are to be restarted now.
pub(crate) fn all_containers_restart(state: &PodState, seen: &Runtime, old: &PodStatus) -> bool {
    if !could_restart_all(&state.shape) {
        return false;
    }
    if restarting(old) {
        return true;
    }
    state.shape.containers.iter().enumerate().any(|(index, spec)| {
        let ended = seen.newest(index).filter(|instance| instance.state == InstanceState::Exited);
        ended.is_some_and(|ended| rule(spec, ended.exit_code) == Some("RestartAllContainers"))
    })
}

/// Whether a status says that all containers are being restarted.
pub(crate) fn restarting(status: &PodStatus) -> bool {
    let mut conditions = status.conditions.iter().flatten();
    conditions.any(|one| one.type_ == "AllContainersRestarting" && one.status == "True")
}
