//! A simulation as `kubectl get pod -w` and `kubectl get events` would have printed it.

use crate::manifest::Manifest;
use crate::rows::changes;
use crate::scenario;
use api::Kubernetes;
use simulator::{Millis, Trace};
pub use view::Row;

/// The output from the create of the text's objects on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transcript {
    /// The assumptions where the scenario says nothing; sentences.
    pub assumptions: Vec<String>,
    /// Each change of a Pod's row, in order of time.
    pub rows: Vec<Row>,
    /// Each occurrence of each event, in order of time.
    pub events: Vec<Event>,
    /// The narration, one line a change.
    pub narration: Vec<String>,
    /// The parts of the scenario that are not done or have no meaning, a sentence each.
    pub undone: Vec<String>,
    /// The errors of what the cluster refuses; the rest of the text runs.
    pub refused: Vec<String>,
}

/// An event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Seconds since the create.
    pub at: f64,
    /// `Normal` or `Warning`.
    pub kind: String,
    /// The reason, one word.
    pub reason: String,
    /// `pod/web`.
    pub object: String,
    /// The message.
    pub message: String,
}

/// Runs the objects of `text` under `scenario` (YAML, may be empty) for a number of seconds. The error says what cannot
/// be read.
///
/// ```
/// use engine::{Kubernetes, transcript};
/// let text = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: app, image: nginx}]}}";
/// let seen = transcript::transcript(text, "", 60.0, &Kubernetes::RECORDED).unwrap();
/// assert_eq!(seen.rows.last().unwrap().status, "Running");
/// ```
pub fn transcript(
    text: &str,
    scenario: &str,
    seconds: f64,
    kubernetes: &Kubernetes,
) -> Result<Transcript, String> {
    let manifest = Manifest::read(text, kubernetes);
    let refused = manifest.refused();
    let manifest = if refused.is_empty() { manifest } else { manifest.accepted().0 };
    if manifest.subject().is_none() && !refused.is_empty() {
        return Ok(Transcript { refused, ..Transcript::default() });
    }
    if manifest.subject().is_none() {
        return Err("there is no Pod and no workload in the text".to_owned());
    }
    let strangers = scenario::value(scenario).map(|value| scenario::unknown(&manifest, &value));
    let strangers = strangers.unwrap_or_default().into_iter();
    let mut undone: Vec<String> =
        strangers.map(|unknown| format!("the scenario: {}", unknown.message)).collect();
    let scenario = manifest.story(scenario).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(|problem| format!("the scenario: {problem}")).collect();
        lines.join("\n")
    })?;
    manifest.playable()?;
    let trace = manifest.trace(&scenario, Millis::from_seconds(seconds));
    undone.extend(self::undone(&trace));
    let mut rows: Vec<_> = trace.pods.iter().flat_map(|pod| changes(pod, kubernetes)).collect();
    rows.sort_by_key(|(at, _)| *at);
    let rows = rows.into_iter().map(|(_, row)| Row {
        name: row.name,
        ready: row.ready,
        status: row.status,
        restarts: row.restarts,
        age: row.age,
    });
    let events = trace.events.iter().map(|event| Event {
        at: event.at.as_seconds(),
        kind: event.type_.to_string(),
        reason: event.reason.clone(),
        object: format!("{}/{}", event.object.kind.to_ascii_lowercase(), event.object.name),
        message: event.message.clone(),
    });
    Ok(Transcript {
        rows: rows.collect(),
        events: events.collect(),
        narration: narration(&trace),
        undone,
        assumptions: trace.assumptions,
        refused,
    })
}

/// The narration of a trace, with times as the page's clock writes them.
pub(crate) fn narration(trace: &Trace) -> Vec<String> {
    trace.narration_by(&|at| format!("{:>7}", view::clock(view::float(at.0))))
}

/// The actions of a scenario that are not done, a sentence each.
pub fn undone(trace: &Trace) -> Vec<String> {
    let told = |(at, words): &(Millis, String)| format!("At {} s: {words}", at.as_seconds());
    trace.refusals.iter().map(told).collect()
}
