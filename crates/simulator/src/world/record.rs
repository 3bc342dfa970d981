//! The record of a simulation: fills the trace, counts events as client-go's recorder does.
//! Upstream: client-go/tools/record/events_cache.go.

use super::{Draft, PodId};
use crate::Millis;
use crate::trace::{
    Call, Change, Event, EventType, Lane, Mark, MarkKind, ObjectRef, PodTrace, Segment, State, Trace,
};
use std::collections::BTreeMap;

/// Events of one source about one object and type that pass at once.
const BURST: u64 = 25;
/// After them, one passes in this time.
const REFILL: Millis = Millis::seconds(300);

type Source = (&'static str, ObjectRef, EventType);
type Repeat = (Source, String, &'static str, String);

/// The trace being made.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    pub trace: Trace,
    counts: BTreeMap<Repeat, (Millis, u32)>,
    /// Tokens left, in thousandths, and when they were counted.
    spam: BTreeMap<Source, (u64, Millis)>,
}

impl Recorder {
    /// Counts and stores an event, unless the spam filter holds it back.
    pub fn event(&mut self, at: Millis, draft: Draft) {
        let source = (draft.component, draft.object.clone(), draft.type_);
        let key = (source.clone(), draft.field.clone(), draft.reason, draft.message.clone());
        let (first, count) = self.counts.entry(key).or_insert((at, 0));
        *count += 1;
        let (tokens, counted) = self.spam.entry(source).or_insert((BURST * 1000, at));
        *tokens = (*tokens + (at - *counted).0 * 1000 / REFILL.0).min(BURST * 1000);
        *counted = at;
        let Some(left) = tokens.checked_sub(1000) else { return };
        *tokens = left;
        self.trace.events.push(Event {
            at,
            first: *first,
            object: draft.object,
            field: draft.field,
            type_: draft.type_,
            reason: draft.reason.to_owned(),
            message: draft.message,
            count: *count,
            component: draft.component,
        });
    }

    /// The kubelet's counters start anew with it.
    pub fn kubelet_restarted(&mut self) {
        self.counts.retain(|((component, ..), ..), _| *component != "kubelet");
        self.spam.retain(|(component, ..), _| *component != "kubelet");
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
