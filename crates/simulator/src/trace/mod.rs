//! The history of a simulation: changes with their times, from which every frame follows.

mod call;
mod change;
mod event;
mod lane;
mod object;
mod pod;
mod statuses;

pub use call::{Call, CallKind, LinuxResources};
pub use change::{Change, What};
pub(crate) use event::COMBINED;
pub use event::{Event, EventType, ObjectRef};
pub use lane::{Lane, Mark, MarkKind, Probe, Segment, State};
pub use object::{Endpoint, EndpointChange, ObjectVersion};
pub use pod::{ContainerInfo, ContainerRole, Owner, PodTrace, Version};
pub(crate) use statuses::{named, status_of};

use crate::Millis;
use k8s_openapi::api::core::v1::Pod;

/// All that happened, in order.
///
/// Every list is sorted by time, so that a face finds its place with a binary search.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The Pods, in the order in which they were created; an index into this list names a Pod elsewhere.
    pub pods: Vec<PodTrace>,
    /// Each occurrence of each event.
    pub events: Vec<Event>,
    /// Each version of each workload.
    pub objects: Vec<ObjectVersion>,
    /// Each change of an address behind a Service.
    pub endpoints: Vec<EndpointChange>,
    /// Calls to the container runtime and its reports.
    pub calls: Vec<Call>,
    /// The notable changes: what a person steps through.
    pub changes: Vec<Change>,
    /// Sentences about everything that was assumed because the scenario did not say it.
    pub assumptions: Vec<String>,
    /// The actions of the scenario that are refused, each with its time, in the words of the server or of kubectl.
    pub refusals: Vec<(Millis, String)>,
    /// How long the trace is.
    pub until: Millis,
    /// Why it ended there.
    pub end: End,
}

/// Why a simulation stopped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum End {
    /// The time asked for was reached.
    #[default]
    Horizon,
    /// Nothing more can happen: all Pods are gone or terminal, or nothing was there to run.
    Quiet,
    /// The bound on transitions was reached; the trace is complete up to `until`.
    Steps,
}

/// The cluster at an instant, as the API server shows it.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// The instant.
    pub at: Millis,
    /// The Pods that exist, with their place in `Trace::pods`.
    pub pods: Vec<(usize, Pod)>,
    /// The occurrences of events up to this instant.
    pub events: &'a [Event],
}

impl Trace {
    /// The cluster at `at`; costs a binary search for each Pod.
    pub fn frame(&self, at: Millis) -> Frame<'_> {
        let pods = (0..self.pods.len()).filter_map(|pod| Some((pod, self.pod_at(pod, at)?))).collect();
        Frame { at, pods, events: self.events_until(at) }
    }

    /// The Pod as `kubectl get -o yaml` would show it at `at`; `None` before its creation and after its removal.
    pub fn pod_at(&self, pod: usize, at: Millis) -> Option<Pod> {
        self.pods.get(pod)?.at(at)
    }

    /// The occurrences of events up to and including `at`, oldest first.
    fn events_until(&self, at: Millis) -> &[Event] {
        let end = self.events.partition_point(|event| event.at <= at);
        self.events.get(..end).unwrap_or_default()
    }

    /// The events as `kubectl get events` shows them at `at`: repeats merged, each with its count and its
    /// first and last time, ordered by last time.
    pub fn merged_events(&self, at: Millis) -> Vec<&Event> {
        event::merged(self.events_until(at))
    }

    /// The times of all notable changes, each once, ascending: the stops of the step buttons.
    pub fn stops(&self) -> Vec<Millis> {
        let mut stops: Vec<Millis> = self.changes.iter().map(|change| change.at).collect();
        stops.dedup();
        stops
    }

    /// The whole trace as lines of text: time to the millisecond, container (or `pod`), what happened.
    pub fn narration(&self) -> Vec<String> {
        self.narration_by(&|at| format!("{at:>9}"))
    }

    /// [`Trace::narration`] with the times as `time` writes them.
    pub fn narration_by(&self, time: &dyn Fn(Millis) -> String) -> Vec<String> {
        change::narration(self, time)
    }
}
