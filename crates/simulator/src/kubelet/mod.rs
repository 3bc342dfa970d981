//! The kubelet: what it does with the Pods of its node. Upstream: pkg/kubelet.

pub(crate) mod backoff;
pub(crate) mod deadline;
pub(crate) mod images;
pub(crate) mod kill;
pub(crate) mod latency;
pub(crate) mod plan;
pub(crate) mod pleg;
pub(crate) mod prober;
pub(crate) mod publish;
pub(crate) mod references;
pub(crate) mod restart;
pub(crate) mod restart_policy;
pub(crate) mod status;
pub(crate) mod sync;
pub(crate) mod volumes;
pub(crate) mod words;
pub(crate) mod worker;

use crate::Millis;
use crate::trace::{CallKind, EventType, ObjectRef};
use crate::world::{Draft, Effect, PodId, PodState, World};
use std::rc::Rc;

/// Whether something that started then was there before the kubelet (re)started, with ten seconds of grace.
/// Upstream: kubeletRestartGracePeriod, pkg/kubelet/prober/prober_manager.go.
pub(crate) fn started_before_kubelet(world: &World, started: Option<Millis>) -> bool {
    let (Some(started), Some(kubelet)) = (started, world.node.started) else { return false };
    started + Millis::seconds(10) < kubelet
}

/// FNV-1a: numbers that look random and never change.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

/// An event of the kubelet about a Pod or one of its containers.
pub(crate) fn event(
    state: &PodState,
    container: Option<usize>,
    type_: EventType,
    reason: &'static str,
    message: impl Into<String>,
) -> Effect {
    Effect::Event(Rc::new(draft(state, container, type_, reason, message)))
}

/// The same, to be said more than once.
pub(crate) fn draft(
    state: &PodState,
    container: Option<usize>,
    type_: EventType,
    reason: &'static str,
    message: impl Into<String>,
) -> Draft {
    let spec = container.and_then(|index| state.shape.containers.get(index));
    Draft {
        object: pod_ref(state),
        field: spec.map(crate::world::Spec::event_field).unwrap_or_default(),
        type_,
        reason,
        message: message.into(),
        component: "kubelet",
    }
}

/// What events about a Pod refer to.
pub(crate) fn pod_ref(state: &PodState) -> ObjectRef {
    ObjectRef {
        kind: "Pod".to_owned(),
        namespace: state.namespace.clone(),
        name: state.name.clone(),
        uid: state.uid.clone(),
    }
}

/// A runtime call about an instance.
pub(crate) fn call(pod: PodId, state: &PodState, instance: u32, kind: CallKind) -> Effect {
    let found = state.runtime.instance(instance);
    Effect::Call(pod, found.map(|found| found.container), found.map_or(0, |found| found.attempt), kind)
}
