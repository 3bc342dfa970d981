//! `activeDeadlineSeconds`. Upstream: pkg/kubelet/active_deadline.go.

use crate::Millis;
use crate::latency;
use crate::world::{Effects, PodId, PodState, Stage, Timer, World};
use k8s_openapi::api::core::v1::PodStatus;

/// Event and status message.
pub(crate) const MESSAGE: &str = "Pod was active on the node longer than the specified deadline";

/// When a Pod's deadline passes, counted from its start time, which the status cuts to the second.
fn due(state: &PodState, status: &PodStatus) -> Option<Millis> {
    let start = status.start_time.as_ref()?.0.as_second() - crate::EPOCH_SECONDS;
    let seconds = start.saturating_add(state.shape.deadline?);
    Some(Millis::seconds(u64::try_from(seconds).unwrap_or(0)))
}

/// Sets the alarm anew for a Pod that runs and gets this deadline.
pub(crate) fn changed(state: &PodState, pod: PodId, seconds: Option<i64>) -> Effects {
    let mut effects = Effects::none();
    let start = state.api.status.start_time.as_ref().map(|start| start.0.as_second() - crate::EPOCH_SECONDS);
    if let Some((start, seconds)) = start.zip(seconds).filter(|_| state.shape.deadline != seconds) {
        let due = u64::try_from(start.saturating_add(seconds)).unwrap_or(0);
        effects.at(latency::next_tick(Millis::seconds(due)), Timer::Deadline(pod));
    }
    effects
}

/// Whether the deadline has passed.
pub(crate) fn passed(now: Millis, state: &PodState, status: &PodStatus) -> bool {
    due(state, status).is_some_and(|due| due <= now)
}

/// Sets the alarm, at the tick of the sync loop that follows the deadline.
pub(crate) fn arm(state: &PodState, pod: PodId, status: &PodStatus) -> Effects {
    let mut effects = Effects::none();
    if let Some(due) = due(state, status) {
        effects.at(latency::next_tick(due), Timer::Deadline(pod));
    }
    effects
}

/// The sync loop asks whether the Pod has to be synced because of its deadline; it asks each second.
pub(crate) fn check(world: &World, pod: PodId) -> Effects {
    let Some((state, kubelet)) = world.known(pod) else { return Effects::none() };
    let Some(status) = &kubelet.status else { return Effects::none() };
    if kubelet.worker.stage == Stage::Finished || !passed(world.now(), state, status) {
        return Effects::none();
    }
    let mut effects = super::worker::request(world, pod);
    effects.at(latency::next_tick(world.now() + Millis(1)), Timer::Deadline(pod));
    effects
}
