//! Fills the trace. The correlator decides whether an event is stored, counted or dropped.

use super::correlator::Correlator;
use super::{Draft, PodId};
use crate::Millis;
use crate::trace::{Call, Change, Event, Lane, Mark, MarkKind, PodTrace, Segment, State, Trace};

/// The trace being made.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    pub trace: Trace,
    correlator: Correlator,
}

impl Recorder {
    /// Counts and stores an event, unless it is held back.
    pub fn event(&mut self, at: Millis, draft: &Draft) {
        let Some(counted) = self.correlator.correlate(at, draft) else { return };
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

    /// The kubelet's counters start anew with it.
    pub fn kubelet_restarted(&mut self) {
        self.correlator.forget("kubelet");
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
