//! Container statuses. Upstream: convertToAPIContainerStatuses, pkg/kubelet/kubelet_pods.go.

use super::{Input, time};
use crate::kubelet::resize;
use crate::kubelet::restart_policy::should_be_restarted;
use crate::shape::{ContainerShape, Role};
use crate::trace::named;
use crate::world::{Instance, InstanceState, SyncKind};
use crate::{Limits, Word};
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
            let old = named(previous.as_deref().unwrap_or_default(), spec.index, &spec.name);
            let mut status = one(input, index, spec, old, resetting);
            share_messages(&mut status, shape.containers.len());
            status
        })
        .collect();
    if !list.is_init() {
        api::collections::sort_by(&mut statuses, |a, b| a.name.cmp(&b.name));
    }
    statuses
}

/// Each container of a Pod has the same share of the termination messages that a status may hold.
/// Upstream: normalizeStatus, pkg/kubelet/status/status_manager.go.
fn share_messages(status: &mut ContainerStatus, containers: usize) {
    let most = Limits::TERMINATION_MESSAGES / containers.max(1);
    for state in [&mut status.state, &mut status.last_state].into_iter().flatten() {
        let Some(message) = state.terminated.as_mut().and_then(|ended| ended.message.as_mut()) else {
            continue;
        };
        let end = (0..=most.min(message.len())).rev().find(|at| message.is_char_boundary(*at));
        message.truncate(end.unwrap_or(0));
    }
}

fn one(
    input: &Input<'_>,
    index: usize,
    spec: &ContainerShape,
    old: Option<&ContainerStatus>,
    resetting: bool,
) -> ContainerStatus {
    let mut found = input.seen.instances.of(index);
    let mut status = match found.next() {
        None => absent(input, spec, old, resetting),
        Some(newest) => {
            let mut status = from_instance(newest, spec, old);
            resize::status::of_container(input.allocated, newest, input.world.kubernetes(), &mut status);
            status.last_state = match found.next() {
                Some(before) => Some(state_of(before)),
                None => old.and_then(|old| last_known(newest, old)),
            };
            status
        }
    };
    not_started(input, index, spec, &mut status);
    status
}

fn waiting(reason: Option<Word>, message: Option<String>) -> ContainerState {
    let reason = reason.map(|reason| reason.text().to_owned());
    ContainerState { waiting: Some(ContainerStateWaiting { reason, message }), ..ContainerState::default() }
}

fn terminated(reason: Word, message: &str) -> ContainerState {
    let terminated = ContainerStateTerminated {
        exit_code: 137,
        reason: Some(reason.text().to_owned()),
        message: Some(message.to_owned()),
        ..ContainerStateTerminated::default()
    };
    ContainerState { terminated: Some(terminated), ..ContainerState::default() }
}

/// A container that the runtime does not have.
fn absent(
    input: &Input<'_>,
    spec: &ContainerShape,
    old: Option<&ContainerStatus>,
    resetting: bool,
) -> ContainerStatus {
    let reason = input.state.shape.before_start();
    let mut status = ContainerStatus {
        name: spec.name.clone(),
        image: spec.image().to_owned(),
        state: Some(waiting(Some(reason), None)),
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
        status.state = Some(waiting(Some(Word::RestartingAllContainers), Some(REMOVED.to_owned())));
        status.last_state = Some(terminated(Word::RestartingAllContainers, REMOVED));
        status.restart_count = old.restart_count + 1;
        return status;
    }
    let had_ended = status.last_state.as_ref().is_some_and(|last| last.terminated.is_some());
    if old_state.running.is_some() && !had_ended {
        status.last_state = Some(terminated(Word::ContainerStatusUnknown, LOST));
        if input.state.api.deletion.is_none() {
            status.restart_count += 1;
        }
    }
    status
}

/// A container as the runtime reports it.
fn from_instance(
    instance: &Instance,
    spec: &ContainerShape,
    old: Option<&ContainerStatus>,
) -> ContainerStatus {
    let attempt = i32::try_from(instance.attempt).unwrap_or(i32::MAX);
    let mut status = ContainerStatus {
        name: spec.name.clone(),
        restart_count: attempt,
        image: instance.image.clone(),
        image_id: instance.image_id.clone(),
        container_id: Some(instance.container_id.clone()),
        state: Some(state_of(instance)),
        ..ContainerStatus::default()
    };
    let Some(old) = old else { return status };
    status.restart_count = attempt.max(old.restart_count);
    let old_ended = old.state.as_ref().and_then(|state| state.terminated.as_ref());
    if instance.state == InstanceState::Running {
        status.started = old.started;
        if old_ended.is_some() && old.restart_count >= attempt {
            status.restart_count = old.restart_count + 1;
        }
    }
    status
}

/// The end before the present run, as the last status had it.
fn last_known(instance: &Instance, old: &ContainerStatus) -> Option<ContainerState> {
    let same = old.container_id.as_ref() == Some(&instance.container_id);
    let ended = old.state.as_ref().and_then(|state| state.terminated.as_ref()).filter(|_| !same);
    let last = ended.or_else(|| old.last_state.as_ref()?.terminated.as_ref())?;
    Some(ContainerState { terminated: Some(last.clone()), ..ContainerState::default() })
}

/// The state of an instance.
fn state_of(instance: &Instance) -> ContainerState {
    match instance.state {
        InstanceState::Running => {
            let running = ContainerStateRunning { started_at: time(instance.started) };
            ContainerState { running: Some(running), ..ContainerState::default() }
        }
        InstanceState::Created => waiting(None, None),
        InstanceState::Exited => {
            let terminated = ContainerStateTerminated {
                container_id: Some(instance.container_id.clone()),
                exit_code: instance.exit_code,
                reason: Some(instance.reason.clone()),
                message: instance.message.clone(),
                started_at: time(instance.started),
                finished_at: time(instance.finished),
                signal: None,
            };
            ContainerState { terminated: Some(terminated), ..ContainerState::default() }
        }
    }
}

/// A container that the last sync could not start is waiting, with the reason.
fn not_started(input: &Input<'_>, index: usize, spec: &ContainerShape, status: &mut ContainerStatus) {
    let newest = input.seen.newest(index);
    let ended_well = newest.is_some_and(|one| one.state == InstanceState::Exited && one.exit_code == 0);
    if spec.role.is_init() && ended_well {
        return;
    }
    // A sync that began before the deletion knows nothing of it.
    let sync = input.kubelet.worker.sync.as_ref();
    let is_older = sync.is_some_and(|sync| sync.kind == SyncKind::Sync);
    let deleting = input.state.api.deletion.is_some() && !is_older;
    if !should_be_restarted(&input.state.shape, spec, newest, deleting) {
        return;
    }
    let Some(reason) = input.kubelet.reasons.get(&index) else { return };
    if status.state.as_ref().is_some_and(|state| state.terminated.is_some()) {
        status.last_state = status.state.take();
    }
    let message = (!reason.message.is_empty()).then(|| reason.message.clone());
    status.state = Some(waiting(Some(reason.reason), message));
}

/// `containerd://` and 64 hexadecimal digits, made from the Pod, the container and its number.
pub(crate) fn container_id(uid: &str, instance: u32) -> String {
    let seed = crate::hash::hash(&format!("{uid}/{instance}"));
    let part = |salt: u64| {
        seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(17) ^ salt.wrapping_mul(0xD134_2543_DE82_EF95)
    };
    format!("containerd://{:016x}{:016x}{:016x}{:016x}", part(1), part(2), part(3), part(4))
}

/// A digest made from the image's name.
pub(crate) fn image_id(image: &str) -> String {
    format!("{image}@sha256:{:064x}", crate::hash::hash(image))
}
