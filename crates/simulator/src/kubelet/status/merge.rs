//! The part of the kubelet's status that reaches the API. Upstream: mergePodStatus, pkg/kubelet/status/status_manager.go.

use super::conditions::by_kubelet;
use crate::world::Status;
use k8s_openapi::api::core::v1::PodStatus;
use std::rc::Rc;

/// The new status of the API. A terminal phase waits until nothing can be running any more.
pub(crate) fn merge(api: &PodStatus, kubelet: &Status, could_be_running: bool) -> Status {
    let is_terminal = |status: &PodStatus| matches!(status.phase.as_deref(), Some("Failed" | "Succeeded"));
    let becomes_terminal = is_terminal(kubelet) && !is_terminal(api);
    let waits = becomes_terminal && could_be_running;
    let mut all = api.conditions.iter().chain(&kubelet.conditions).flatten();
    if !waits && kubelet.qos_class == api.qos_class && all.all(|one| by_kubelet(&one.type_)) {
        return Rc::clone(kubelet);
    }
    let mut merged = PodStatus::clone(kubelet);
    let foreign = api.conditions.iter().flatten().filter(|one| !by_kubelet(&one.type_)).cloned();
    let conditions = merged.conditions.get_or_insert_default();
    conditions.retain(|one| by_kubelet(&one.type_));
    conditions.splice(0..0, foreign);
    merged.qos_class.clone_from(&api.qos_class);
    if waits {
        merged.phase.clone_from(&api.phase);
        merged.reason.clone_from(&api.reason);
        merged.message.clone_from(&api.message);
    }
    Rc::new(merged)
}
