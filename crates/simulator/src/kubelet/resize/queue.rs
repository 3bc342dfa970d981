//! The resizes that wait, and when they are tried again. Upstream: sortPendingResizes and retryPendingResizes,
//! pkg/kubelet/allocation/allocation_manager.go.

use super::allocate::{Verdict, decide, sync};
use crate::Millis;
use crate::latency;
use crate::shape::Shape;
use crate::world::{Effects, NodeEffect, PodId, PodState, Timer, World};
use api::{Gate, Quantity};
use k8s_openapi::api::core::v1::{PodSpec, PodStatus};
use k8s_openapi::jiff::Timestamp;
use resources::Options;
use std::cmp::Reverse;

/// The Pods that wait, with one more, in the order in which they are tried.
pub(super) fn pushed(world: &World, pod: PodId) -> Vec<PodId> {
    let mut pending = world.node().pending_resizes.clone();
    if !pending.contains(&pod) {
        pending.push(pod);
        api::collections::sort_by_key(&mut pending, |pod| rank(world, *pod));
    }
    pending
}

/// Those that ask for no more than they have come first, then by priority, then Guaranteed ones, then by their wait.
fn rank(world: &World, pod: PodId) -> (bool, Reverse<i32>, bool, bool, Option<Timestamp>) {
    let Some((state, kubelet)) = world.known(pod) else { return (true, Reverse(0), true, true, None) };
    let since = kubelet.resizing.pending.as_ref().and_then(|pending| pending.last_transition_time.as_ref());
    let since = since.map(|time| time.0);
    let guaranteed = state.api.status.qos_class.as_deref() == Some("Guaranteed");
    let priority = state.shape.spec.priority.unwrap_or(0);
    (asks_for_more(world, state), Reverse(priority), !guaranteed, since.is_none(), since)
}

fn asks_for_more(world: &World, state: &PodState) -> bool {
    let of = |name: &str| {
        let amount =
            |shape: &Shape| shape.reserved(world.kubernetes()).0.get(name).cloned().unwrap_or(Quantity::ZERO);
        amount(&state.shape) > amount(state.allocation())
    };
    of("cpu") || of("memory")
}

/// Looks at resizes, one after the other.
pub(super) fn look(world: &World, pending: Vec<PodId>) -> Effects {
    let mut effects = Effects::none();
    let (mut granted, mut left) = (Vec::new(), Vec::new());
    for pod in pending {
        let found = match decide(world, pod, &granted) {
            None => continue,
            Some(Verdict::Granted(found)) => {
                granted.push(pod);
                found
            }
            Some(Verdict::Deferred(found)) => {
                left.push(pod);
                found
            }
            Some(Verdict::Same(found) | Verdict::Infeasible(found)) => found,
        };
        effects.and(found);
        effects.and(sync(world, pod));
    }
    if !left.is_empty() {
        let after = Some(world.now());
        effects.at(world.now() + latency::RESIZE_RETRY, Timer::RetryResizes { after });
    }
    effects.node(NodeEffect::PendingResizes(left));
    effects.node(NodeEffect::ResizesTried);
    effects
}

/// Looks again at all that wait.
pub(in crate::kubelet) fn retry(world: &World) -> Effects {
    if world.node().pending_resizes.is_empty() {
        return Effects::none();
    }
    look(world, world.node().pending_resizes.clone())
}

/// The same by the clock, unless there was a look since.
pub(crate) fn retry_after(world: &World, after: Option<Millis>) -> Effects {
    if after.is_some() && after != world.node().resizes_tried {
        return Effects::none();
    }
    retry(world)
}

/// A Pod has another status: when it ended or holds less than before, those that wait are tried again.
/// Upstream: HandlePodReconcile, pkg/kubelet/kubelet.go.
pub(in crate::kubelet) fn freed(world: &World, state: &PodState, new: &PodStatus) -> Effects {
    let mut effects = Effects::none();
    if world.node().pending_resizes.is_empty() {
        return effects;
    }
    let ended = |status: &PodStatus| matches!(status.phase.as_deref(), Some("Failed" | "Succeeded"));
    let old = &state.api.status;
    if ended(new) && !ended(old) || shrank(world, &state.allocation().spec, old, new) {
        effects.at(world.now() + latency::WATCH, Timer::RetryResizes { after: None });
    }
    effects
}

/// Whether a Pod of this spec holds less of the node with its new status.
pub(in crate::kubelet) fn shrank(world: &World, spec: &PodSpec, old: &PodStatus, new: &PodStatus) -> bool {
    let kubernetes = world.kubernetes();
    let holds = |status: &PodStatus, name: &str| {
        let options = Options {
            status: Some(status),
            resize_pod_level: kubernetes.enabled(Gate::InPlacePodLevelResourcesVerticalScaling),
            ..Options::of(kubernetes)
        };
        let requests = resources::requests(spec, &options);
        requests.get(name).cloned().unwrap_or(Quantity::ZERO)
    };
    ["cpu", "memory"].iter().any(|name| holds(new, name) < holds(old, name))
}
