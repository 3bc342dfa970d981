//! Whether the kubelet takes a Pod that was put on its node. Upstream: pkg/kubelet/lifecycle/predicate.go.

use super::{event, status};
use crate::Word;
use crate::cluster::{nodes, watch};
use crate::fit::{occupies, ports_conflict, requests, room, shares_node};
use crate::trace::EventType;
use crate::world::{Effects, ObjectEffect, PodId, PodState, World};
use k8s_openapi::api::core::v1::PodStatus;
use std::rc::Rc;

/// The refusal, when there is a reason for one.
pub(crate) fn refusal(world: &World, pod: PodId, state: &PodState) -> Option<Effects> {
    if world.kubelet_of(state).started.is_some() {
        return None;
    }
    let (reason, message) = forbidden(world, state).or_else(|| cause(world, pod, state, &[]))?;
    let mut effects = Effects::none();
    effects.push(event(state, None, EventType::Warning, reason, message.clone()));
    effects.pod_message(pod, format!("rejected by the kubelet: {reason}: {message}"));
    // Conditions that are the kubelet's own go with it, `PodScheduled` too.
    let status = PodStatus {
        phase: Some("Failed".to_owned()),
        reason: Some(reason.text().to_owned()),
        message: Some(format!("Pod was rejected: {message}")),
        start_time: Some(world.now().to_time()),
        conditions: None,
        ..PodStatus::clone(&state.api.status)
    };
    let status = status::merge(&state.api.status, &Rc::new(status), false);
    effects.object(pod, ObjectEffect::Status(status));
    effects.and(watch::pod_changed(world, pod));
    Some(effects)
}

/// Why no node takes the Pod, or none that runs Linux. Upstream: pkg/kubelet/sysctl/allowlist.go.
fn forbidden(world: &World, state: &PodState) -> Option<(Word, String)> {
    let spec = &state.shape.spec;
    let sysctls = spec.security_context.iter().flat_map(|context| context.sysctls.iter().flatten());
    for name in sysctls.map(|sysctl| api::sysctl_name(&sysctl.name)) {
        if !world.kubernetes().is_safe_sysctl(&name) {
            return Some((Word::SysctlForbidden, format!("forbidden sysctl: {name:?} not allowlisted")));
        }
    }
    // A node that is assumed is one for the Pod.
    let is_other = spec.os.as_ref().is_some_and(|os| os.name != "linux") && !world.scenario().assumes();
    is_other.then(|| {
        let message = "Failed to admit pod as the OS field doesn't match node OS";
        (Word::PodOsNotSupported, message.to_owned())
    })
}

/// Why the node has no room for what a Pod asks for. The other Pods count with what was allocated to them, those in
/// `granted` with what they ask for.
pub(super) fn cause(
    world: &World,
    pod: PodId,
    state: &PodState,
    granted: &[PodId],
) -> Option<(Word, String)> {
    let others = || {
        world.pods().iter().enumerate().filter(|(other, one)| {
            *other != pod && one.kubelet.is_some() && occupies(one) && shares_node(world, state, one)
        })
    };
    for (resource, wanted) in requests(state, world.kubernetes()) {
        let capacity = room(world, state, resource)?;
        let mut used = api::Quantity::ZERO;
        for (number, other) in others() {
            let shape = if granted.contains(&number) { &other.shape } else { other.allocation() };
            if let Some(theirs) = shape.reserved(world.kubernetes()).0.get(resource) {
                used.add(theirs);
            }
        }
        let (wanted, used, capacity) = match resource.as_str() {
            "cpu" => (wanted.milli_value(), used.milli_value(), capacity.milli_value()),
            _ => (wanted.value(), used.value(), capacity.value()),
        };
        if wanted > 0 && wanted > capacity - used {
            let reason = match resource.as_str() {
                "cpu" => Word::OutOfCpu,
                "memory" => Word::OutOfMemory,
                _ => Word::OutOfEphemeralStorage,
            };
            let message = format!(
                "Node didn't have enough resource: {resource}, requested: {wanted}, used: {used}, capacity: {capacity}"
            );
            return Some((reason, message));
        }
    }
    if !nodes::own_suits(world, &state.shape.spec) {
        let message = "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector";
        return Some((Word::NodeAffinity, message.to_owned()));
    }
    if others().any(|(_, other)| ports_conflict(state, other)) {
        let message =
            "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports";
        return Some((Word::NodePorts, message.to_owned()));
    }
    None
}
