//! The events of a simulation.

use serde::Serialize;
use simulator::Trace;
use simulator::trace;

/// One occurrence of an event.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Event {
    /// When, in seconds.
    pub t: f64,
    /// About what: `Pod/web`.
    pub object: String,
    /// Which part of it: `spec.containers{app}`, or empty.
    pub field: String,
    /// `Normal` or `Warning`.
    #[serde(rename = "type")]
    pub kind: String,
    /// One word.
    pub reason: String,
    /// A sentence; addresses of Pods are `<IP>`.
    pub message: String,
    /// How often it has occurred by now.
    pub count: u32,
    /// Who says so: `kubelet`, `default-scheduler` ...
    pub component: &'static str,
}

/// Each occurrence of each event.
pub(super) fn events(trace: &Trace) -> Vec<Event> {
    let addresses = addresses(trace);
    trace.events.iter().map(|one| event(&addresses, one)).collect()
}

/// The addresses of all Pods: the recordings have `<IP>` in their place.
fn addresses(trace: &Trace) -> Vec<String> {
    let statuses = trace.pods.iter().flat_map(|pod| &pod.versions);
    let mut all: Vec<String> = statuses.filter_map(|version| version.status.pod_ip.clone()).collect();
    // Longer ones first: one address may be the start of another.
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
