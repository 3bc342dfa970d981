//! The kubelet: everything that it does with the Pods of its node. Upstream: pkg/kubelet.

pub(crate) mod admission;
pub(crate) mod backoff;
mod contents;
pub(crate) mod deadline;
pub(crate) mod event_texts;
pub(crate) mod exits;
pub(crate) mod images;
pub(crate) mod kill;
pub(crate) mod plan;
pub(crate) mod pleg;
pub(crate) mod prober;
pub(crate) mod publish;
pub(crate) mod references;
pub(crate) mod resize;
pub(crate) mod restart;
pub(crate) mod restart_policy;
pub(crate) mod status;
pub(crate) mod storage;
pub(crate) mod sync;
pub(crate) mod volumes;
pub(crate) mod worker;

use crate::Millis;
use crate::Word;
use crate::shape::ContainerShape;
use crate::trace::EventType;
use crate::world::{Draft, Effect, PodState, RecordEffect, World};
use std::rc::Rc;

/// Whether something that started then was there before the kubelet (re)started, with ten seconds of grace.
/// Upstream: kubeletRestartGracePeriod, pkg/kubelet/prober/prober_manager.go.
pub(crate) fn started_before_kubelet(world: &World, state: &PodState, started: Option<Millis>) -> bool {
    let (Some(started), Some(kubelet)) = (started, world.kubelet_of(state).started) else { return false };
    started + Millis::seconds(10) < kubelet
}

/// An event of the kubelet about a Pod or one of its containers.
pub(crate) fn event(
    state: &PodState,
    container: Option<usize>,
    type_: EventType,
    reason: Word,
    message: impl Into<String>,
) -> Effect {
    Effect::Record(RecordEffect::Event(Rc::new(draft(state, container, type_, reason, message))))
}

/// The same as a draft, for an event that is recorded more than once.
pub(crate) fn draft(
    state: &PodState,
    container: Option<usize>,
    type_: EventType,
    reason: Word,
    message: impl Into<String>,
) -> Draft {
    let spec = container.and_then(|index| state.shape.containers.get(index));
    Draft {
        object: state.object_ref(),
        field: spec.map(ContainerShape::event_field).unwrap_or_default(),
        type_,
        reason,
        message: message.into(),
        component: "kubelet",
    }
}
