//! The events of a simulation.

use serde::Serialize;
use simulator::Trace;
use simulator::trace;

/// One occurrence of an event.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Event {
    /// The time in seconds.
    pub t: f64,
    /// The object: `Pod/web`.
    pub object: String,
    /// The part of the object: `spec.containers{app}`, or empty.
    pub field: String,
    /// `Normal` or `Warning`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The reason, one word.
    pub reason: String,
    /// The message; addresses of Pods are `<IP>`.
    pub message: String,
    /// The number of occurrences so far.
    pub count: u32,
    /// The component that reports it: `kubelet`, `default-scheduler` ...
    pub component: &'static str,
}

/// Every occurrence of every event.
pub(super) fn events(trace: &Trace) -> Vec<Event> {
    let addresses = addresses(trace);
    trace.events.iter().map(|one| event(&addresses, one)).collect()
}

/// The addresses of all Pods, which are `<IP>` in the recordings.
fn addresses(trace: &Trace) -> Vec<String> {
    let statuses = trace.pods.iter().flat_map(|pod| &pod.versions);
    let mut all: Vec<String> = statuses.filter_map(|version| version.status.pod_ip.clone()).collect();
    // Longer addresses first, because one address may be the start of another.
    all.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    all.dedup();
    all
}

fn event(addresses: &[String], event: &trace::Event) -> Event {
    Event {
        t: event.at.as_seconds(),
        object: format!("{}/{}", event.object.kind, event.object.name),
        field: event.field.clone(),
        kind: event.type_.to_string(),
        reason: event.reason.clone(),
        message: addresses.iter().fold(event.message.clone(), |text, one| text.replace(one, "<IP>")),
        count: event.count,
        component: event.component,
    }
}
