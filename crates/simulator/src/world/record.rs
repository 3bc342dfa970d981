//! Fills the trace. The correlator decides whether an event is stored, counted or dropped.

use super::correlator::Correlator;
use super::{Draft, PodId};
use crate::Millis;
use crate::trace::{
    Call, Change, Event, Lane, Mark, MarkKind, ObjectRef, PodTrace, Segment, State, Trace, Version,
};
use k8s_openapi::api::core::v1::{ContainerState, ContainerStatus};

/// The trace being made.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    pub trace: Trace,
    /// States of containers in the versions of Pods; a long message counts as several.
    pub states: usize,
    correlator: Correlator,
}

/// Bytes of a message that take as much room as a state.
const ROOM: usize = 256;
/// The states that take as much room as a version of a workload.
const OBJECT: usize = 10;

impl Recorder {
    /// Makes room for a version of a workload, whose size is that of some states.
    pub fn object(&mut self) {
        self.states += OBJECT;
    }

    /// Stores a version of a Pod.
    pub fn version(&mut self, pod: PodId, version: Version) {
        let status = &version.status;
        let lists = [&status.init_container_statuses, &status.container_statuses];
        let sizes = lists.into_iter().flatten().flatten().map(|one| 1 + message(one) / ROOM);
        self.states += sizes.sum::<usize>();
        if let Some(trace) = self.trace.pods.get_mut(pod) {
            trace.versions.push(version);
        }
    }

    /// Counts and stores an event, unless it is held back. A namespace that is `closed`, as it is being deleted, takes no new
    /// event; one that is there still counts.
    pub fn event(&mut self, at: Millis, draft: &Draft, closed: bool) {
        let counted = self.correlator.correlate(at, draft);
        let Some(counted) = counted.filter(|counted| !closed || counted.count > 1) else { return };
        self.states += draft.message.len() / ROOM;
        self.trace.events.push(Event {
            at,
            first: counted.first,
            object: draft.object.clone(),
            field: counted.field.unwrap_or_else(|| draft.field.clone()),
            type_: draft.type_,
            reason: draft.reason.text().to_owned(),
            message: counted.message.unwrap_or_else(|| draft.message.clone()),
            count: counted.count,
            component: draft.component,
        });
    }

    /// A kubelet's counters of the events about its objects start anew with it.
    pub fn kubelet_restarted(&mut self, is_its: impl Fn(&ObjectRef) -> bool) {
        self.correlator.forget("kubelet", is_its);
    }

    pub fn call(&mut self, call: Call) {
        self.trace.calls.push(call);
    }

    pub fn change(&mut self, change: Change) {
        self.trace.changes.push(change);
    }

    pub fn pod(&mut self, pod: PodId) -> Option<&mut PodTrace> {
        self.trace.pods.get_mut(pod)
    }

    /// Puts a mark on a lane.
    pub fn mark(&mut self, pod: PodId, container: usize, at: Millis, kind: MarkKind) {
        if let Some(lane) = self.lane(pod, container) {
            lane.marks.push(Mark { at, kind });
        }
    }

    /// Begins a segment of a lane, unless it goes on as it is.
    pub fn segment(&mut self, pod: PodId, container: usize, at: Millis, state: State) {
        let Some(lane) = self.lane(pod, container) else { return };
        if lane.segments.last().is_some_and(|last| last.state == state) {
            return;
        }
        if lane.segments.last().is_some_and(|last| last.from == at) {
            lane.segments.pop();
        }
        lane.segments.push(Segment { from: at, state });
    }

    fn lane(&mut self, pod: PodId, container: usize) -> Option<&mut Lane> {
        self.trace.pods.get_mut(pod)?.lanes.get_mut(container)
    }
}

/// Bytes of the messages in a container's status.
fn message(status: &ContainerStatus) -> usize {
    let both = [&status.state, &status.last_state].into_iter().flatten();
    let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let of = |state: &ContainerState| {
        let waiting = state.waiting.as_ref().map_or(0, |waiting| length(&waiting.message));
        waiting + state.terminated.as_ref().map_or(0, |ended| length(&ended.message))
    };
    both.map(of).sum()
}
