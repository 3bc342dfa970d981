//! The steps that end a Pod. Upstream: SyncTerminatingPod and SyncTerminatedPod, pkg/kubelet/kubelet.go; TerminatePod,
//! pkg/kubelet/status/status_manager.go.

use super::Here;
use crate::Millis;
use crate::Word;
use crate::kubelet::{event, prober, publish, status};
use crate::latency;
use crate::shape::{Role, Shape};
use crate::trace::EventType;
use crate::world::{Effects, KubeletEffect, SyncEffect};
use k8s_openapi::api::core::v1::{ContainerState, ContainerStateTerminated, ContainerStatus, PodStatus};

/// Liveness and startup probes of app containers end before the kill.
pub(super) fn stop_probes(here: &Here<'_>) -> Effects {
    let mut effects = prober::stop_liveness_and_startup(here.pod, here.kubelet, &here.state.shape);
    here.done(&mut effects, Millis::ZERO);
    effects
}

/// All is stopped: the status goes by the runtime itself, not by the cache.
pub(super) fn stopped(here: &Here<'_>) -> Effects {
    let mut effects = prober::remove_pod(here.pod, here.kubelet);
    effects.sync(here.pod, SyncEffect::SeesRuntime);
    let input = status::Input {
        world: here.world,
        state: here.state,
        kubelet: here.kubelet,
        seen: &here.state.runtime,
        allocated: &here.sync.allocated,
        terminal: true,
    };
    let made = status::generate(&input);
    effects.kubelet(here.pod, KubeletEffect::Resizing(Box::default()));
    if made.past_deadline {
        let message = crate::kubelet::deadline::MESSAGE;
        effects.push(event(here.state, None, EventType::Normal, Word::DeadlineExceeded, message));
    }
    effects.and(publish::set(here.world, here.pod, made.status));
    here.done(&mut effects, Millis::ZERO);
    effects
}

/// Waits for the volumes to go.
pub(super) fn unmount(here: &Here<'_>) -> Effects {
    let mut effects = Effects::none();
    here.done(&mut effects, if here.kubelet.mounted { latency::UNMOUNT } else { Millis::ZERO });
    effects
}

/// The last status: every container that was started has ended.
pub(super) fn finalize(here: &Here<'_>) -> Effects {
    let mut effects = Effects::none();
    let mut last: PodStatus = here.kubelet.status.as_deref().unwrap_or(&here.state.api.status).clone();
    if initialized(&here.state.shape, &here.state.api.status) {
        last.container_statuses.iter_mut().flatten().for_each(lost);
    }
    if let Some(init) = &mut last.init_container_statuses {
        let begun = init.iter().rposition(|one| !is_waiting(one) || has_ended(one)).unwrap_or(0);
        init.iter_mut().take(begun + 1).for_each(lost);
    }
    if !matches!(last.phase.as_deref(), Some("Succeeded" | "Failed")) {
        last.phase = Some("Failed".to_owned());
    }
    effects.and(publish::set_last(here.world, here.pod, last));
    here.done(&mut effects, Millis::ZERO);
    effects
}

fn is_waiting(status: &ContainerStatus) -> bool {
    status.state.as_ref().is_none_or(|state| state.waiting.is_some())
}

fn has_ended(status: &ContainerStatus) -> bool {
    status.last_state.as_ref().is_some_and(|last| last.terminated.is_some())
}

fn succeeded(state: Option<&ContainerState>) -> bool {
    state.and_then(|state| state.terminated.as_ref()).is_some_and(|terminated| terminated.exit_code == 0)
}

/// Upstream: hasPodInitialized.
fn initialized(shape: &Shape, status: &PodStatus) -> bool {
    if !shape.has_init()
        || status.container_statuses.iter().flatten().any(|one| !is_waiting(one) || has_ended(one))
    {
        return true;
    }
    let Some(last) = status.init_container_statuses.iter().flatten().next_back() else { return false };
    if shape.init().next_back().is_some_and(|(_, spec)| spec.role == Role::Sidecar) {
        return !is_waiting(last) && last.started == Some(true);
    }
    succeeded(last.state.as_ref()) || succeeded(last.last_state.as_ref())
}

fn lost(status: &mut ContainerStatus) {
    if status.state.as_ref().is_some_and(|state| state.terminated.is_some()) {
        return;
    }
    let terminated = ContainerStateTerminated {
        exit_code: 137,
        reason: Some(Word::ContainerStatusUnknown.text().to_owned()),
        message: Some("The container could not be located when the pod was terminated".to_owned()),
        ..ContainerStateTerminated::default()
    };
    status.state = Some(ContainerState { terminated: Some(terminated), ..ContainerState::default() });
}
