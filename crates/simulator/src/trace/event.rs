//! Events as the API server stores them. Upstream: client-go/tools/record/events_cache.go.

use crate::Millis;
use api::collections::{Map, sort_by_key};
use std::fmt;

/// The beginning of the message of an event that stands for many similar ones.
pub(crate) const COMBINED: &str = "(combined from similar events): ";

/// One occurrence of an event; repeats of the same event carry the count that they reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When it occurred.
    pub at: Millis,
    /// When it occurred first.
    pub first: Millis,
    /// The object that it is about.
    pub object: ObjectRef,
    /// `involvedObject.fieldPath`: `spec.containers{app}`, or empty.
    pub field: String,
    /// Normal or Warning.
    pub type_: EventType,
    /// One word.
    pub reason: String,
    /// A sentence.
    pub message: String,
    /// How often it has occurred by now, this one included.
    pub count: u32,
    /// The component that reports it: `kubelet`, `default-scheduler`, `job-controller` ...
    pub component: &'static str,
}

/// The object that an event is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectRef {
    /// `Pod`, `Job` ...
    pub kind: String,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// UID.
    pub uid: String,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventType {
    /// For information.
    Normal,
    /// Something is wrong.
    Warning,
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            EventType::Normal => "Normal",
            EventType::Warning => "Warning",
        })
    }
}

/// The last occurrence of each event, ordered by its time.
pub(super) fn merged(events: &[Event]) -> Vec<&Event> {
    let mut last = Map::new();
    for (at, event) in events.iter().enumerate() {
        // Combined events are stored as one, with the last message.
        let message = if event.message.starts_with(COMBINED) { COMBINED } else { event.message.as_str() };
        let key = (&event.object, &event.field, event.type_, &event.reason, message, event.component);
        last.insert(key, (at, event));
    }
    let mut merged: Vec<_> = last.into_iter().map(|(_, event)| event).collect();
    sort_by_key(&mut merged, |(at, _)| *at);
    merged.into_iter().map(|(_, event)| event).collect()
}
