//! Container statuses. Upstream: convertToAPIContainerStatuses, pkg/kubelet/kubelet_pods.go.

use super::{Input, time};
use crate::kubelet::restart_policy::should_be_restarted;
use crate::world::{Instance, InstanceState, Role, Spec};
use k8s_openapi::api::core::v1::{
    ContainerState, ContainerStateRunning, ContainerStateTerminated, ContainerStateWaiting, ContainerStatus,
    PodStatus,
};

const REMOVED: &str = "The container is removed because RestartAllContainers in place";
const LOST: &str =
    "The container could not be located when the pod was deleted.  The container used to be Running";

/// The statuses of one list of containers; app containers sorted by name, the others in their order.
pub(super) fn convert(
    input: &Input<'_>,
    old: &PodStatus,
    list: Role,
    resetting: bool,
) -> Vec<ContainerStatus> {
    let previous = match list {
        Role::Init | Role::Sidecar => &old.init_container_statuses,
        Role::App => &old.container_statuses,
        Role::Ephemeral => &old.ephemeral_container_statuses,
    };
    let shape = &input.state.shape;
    let mine = |role: Role| if list.is_init() { role.is_init() } else { role == list };
    let specs = shape.containers.iter().enumerate().filter(|(_, spec)| mine(spec.role));
    let mut statuses: Vec<ContainerStatus> = specs
        .map(|(index, spec)| {
            let old = previous.iter().flatten().find(|status| status.name == spec.name);
            one(input, index, spec, old, resetting)
        })
        .collect();
    if !list.is_init() {
        statuses.sort_by(|a, b| a.name.cmp(&b.name));
    }
    statuses
}

fn one(
    input: &Input<'_>,
    index: usize,
    spec: &Spec,
    old: Option<&ContainerStatus>,
    resetting: bool,
) -> ContainerStatus {
    let mut found = input.seen.instances.iter().rev().filter(|instance| instance.container == index);
    let mut status = match found.next() {
        None => absent(input, spec, old, resetting),
        Some(newest) => {
            let mut status = from_instance(input, newest, spec, old);
            if let Some(before) = found.next() {
                status.last_state = from_instance(input, before, spec, old).state;
            }
            status
        }
    };
    not_started(input, index, spec, &mut status);
    status
}

fn waiting(reason: &str, message: Option<String>) -> ContainerState {
    let reason = (!reason.is_empty()).then(|| reason.to_owned());
    ContainerState { waiting: Some(ContainerStateWaiting { reason, message }), ..ContainerState::default() }
}

fn terminated(reason: &str, message: &str) -> ContainerState {
    let terminated = ContainerStateTerminated {
        exit_code: 137,
        reason: Some(reason.to_owned()),
        message: Some(message.to_owned()),
        ..ContainerStateTerminated::default()
    };
    ContainerState { terminated: Some(terminated), ..ContainerState::default() }
}

/// A container that the runtime does not have.
fn absent(input: &Input<'_>, spec: &Spec, old: Option<&ContainerStatus>, resetting: bool) -> ContainerStatus {
    let reason = if input.state.shape.has_init() { "PodInitializing" } else { "ContainerCreating" };
    let mut status = ContainerStatus {
        name: spec.name.clone(),
        image: spec.image().to_owned(),
        state: Some(waiting(reason, None)),
        ..ContainerStatus::default()
    };
    let Some(old) = old else { return status };
    let old_state = old.state.clone().unwrap_or_default();
    if old_state.terminated.is_some() {
        status = old.clone();
    } else {
        status.restart_count = old.restart_count;
        status.last_state.clone_from(&old.last_state);
    }
    if resetting && old_state.waiting.is_none() {
        status.state = Some(waiting("RestartingAllContainers", Some(REMOVED.to_owned())));
        status.last_state = Some(terminated("RestartingAllContainers", REMOVED));
        status.restart_count = old.restart_count + 1;
        return status;
    }
    let had_ended = status.last_state.as_ref().is_some_and(|last| last.terminated.is_some());
    if old_state.running.is_some() && !had_ended {
        status.last_state = Some(terminated("ContainerStatusUnknown", LOST));
        if input.state.api.deletion.is_none() {
            status.restart_count += 1;
        }
    }
    status
}

/// A container as the runtime reports it.
fn from_instance(
    input: &Input<'_>,
    instance: &Instance,
    spec: &Spec,
    old: Option<&ContainerStatus>,
) -> ContainerStatus {
    let id = container_id(&input.state.uid, instance);
    let attempt = i32::try_from(instance.attempt).unwrap_or(i32::MAX);
    let mut status = ContainerStatus {
        name: spec.name.clone(),
        restart_count: attempt,
        image: instance.image.clone(),
        image_id: format!("{}@sha256:{:064x}", instance.image, super::super::hash(&instance.image)),
        container_id: Some(id.clone()),
        ..ContainerStatus::default()
    };
    let old_ended = old.and_then(|old| old.state.as_ref()).and_then(|state| state.terminated.clone());
    if let Some(old) = old {
        status.restart_count = status.restart_count.max(old.restart_count);
        let old_last = old.last_state.as_ref().and_then(|last| last.terminated.clone());
        let same = old.container_id.as_deref() == Some(id.as_str());
        let last = if same { None } else { old_ended.clone() }.or(old_last);
        status.last_state =
            last.map(|last| ContainerState { terminated: Some(last), ..ContainerState::default() });
        if instance.state == InstanceState::Running {
            status.started = old.started;
        }
    }
    let state = match instance.state {
        InstanceState::Running => {
            if let Some(old) = old.filter(|old| old_ended.is_some() && old.restart_count >= attempt) {
                status.restart_count = old.restart_count + 1;
            }
            let running = ContainerStateRunning { started_at: time(instance.started) };
            ContainerState { running: Some(running), ..ContainerState::default() }
        }
        InstanceState::Created => waiting("", None),
        InstanceState::Exited => {
            let terminated = ContainerStateTerminated {
                container_id: Some(id),
                exit_code: instance.exit_code,
                reason: Some(instance.reason.clone()),
                message: instance.message.clone(),
                started_at: time(instance.started),
                finished_at: time(instance.finished),
                signal: None,
            };
            ContainerState { terminated: Some(terminated), ..ContainerState::default() }
        }
    };
    status.state = Some(state);
    status
}

/// A container that the last sync could not start is waiting, with the reason.
fn not_started(input: &Input<'_>, index: usize, spec: &Spec, status: &mut ContainerStatus) {
    let newest = input.seen.newest(index);
    let ended_well = newest.is_some_and(|one| one.state == InstanceState::Exited && one.exit_code == 0);
    if spec.role.is_init() && ended_well {
        return;
    }
    let deleting = input.state.api.deletion.is_some();
    if !should_be_restarted(&input.state.shape, spec, newest, deleting) {
        return;
    }
    let Some(reason) = input.kubelet.reasons.get(&index) else { return };
    if status.state.as_ref().is_some_and(|state| state.terminated.is_some()) {
        status.last_state = status.state.take();
    }
    let message = (!reason.message.is_empty()).then(|| reason.message.clone());
    status.state = Some(waiting(reason.reason, message));
}

/// `containerd://` and 64 hexadecimal digits, made from the Pod, the container and its number.
pub(crate) fn container_id(uid: &str, instance: &Instance) -> String {
    let seed = super::super::hash(&format!("{uid}/{}", instance.id));
    let part = |salt: u64| {
        seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(17) ^ salt.wrapping_mul(0xD134_2543_DE82_EF95)
    };
    format!("containerd://{:016x}{:016x}{:016x}{:016x}", part(1), part(2), part(3), part(4))
}
