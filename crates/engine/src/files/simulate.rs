//! `podlab simulate FILE`: the transcript of `kubectl get pod -w` and the events, or the narration.

use super::Answer;
use crate::rows::changes;
use api::Kubernetes;
use kubectl::table::{TABLE, align};
use simulator::{Limits, Millis, Scenario, Trace};
use std::fmt::Write as _;

/// How the story is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Rows as `kubectl get pod -w` prints them, then the events.
    Transcript,
    /// A line for each thing that happens.
    Narration,
}

/// A story as the batch contract takes it.
pub fn scenario(story: &str) -> Result<serde_json::Value, String> {
    if story.trim().is_empty() {
        return Ok(serde_json::Value::Null);
    }
    serde_yaml::from_str(story).map_err(|error| format!("the scenario: {error}"))
}

/// Runs the text's objects under the story; `seconds` is how far. The error says what cannot be read.
pub fn simulate(
    text: &str,
    story: &str,
    seconds: f64,
    form: Form,
    kubernetes: &Kubernetes,
) -> Result<Answer, String> {
    let scenario = Scenario::from_text(story, kubernetes).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(|problem| format!("the scenario: {problem}")).collect();
        lines.join("\n")
    })?;
    let objects = api::objects(text, kubernetes);
    if objects.iter().all(|object| object.pod_spec().is_none()) {
        return Err("there is no Pod and no workload in the text".to_owned());
    }
    let trace =
        simulator::simulate(&objects, &scenario, kubernetes, &Limits::until(Millis::from_seconds(seconds)));
    let mut answer = Answer { complaint: super::taken_as(text), ..Answer::default() };
    for assumption in &trace.assumptions {
        let _ = writeln!(answer.complaint, "assumed: {assumption}");
    }
    answer.text = match form {
        Form::Narration => trace.narration().join("\n") + "\n",
        Form::Transcript => format!("{}\n{}", rows(&trace, kubernetes), events(&trace)),
    };
    Ok(answer)
}

/// Each change of a row, in order of time.
fn rows(trace: &Trace, kubernetes: &Kubernetes) -> String {
    let mut rows: Vec<_> = trace.pods.iter().flat_map(|pod| changes(pod, kubernetes)).collect();
    rows.sort_by_key(|(at, _)| *at);
    let mut text = "NAME\tREADY\tSTATUS\tRESTARTS\tAGE\n".to_owned();
    for (_, row) in rows {
        let _ = writeln!(text, "{}\t{}\t{}\t{}\t{}", row.name, row.ready, row.status, row.restarts, row.age);
    }
    align(&text, TABLE)
}

/// Each occurrence of each event; the first column is the time since the object was created.
fn events(trace: &Trace) -> String {
    let mut text = "TIME\tTYPE\tREASON\tOBJECT\tMESSAGE\n".to_owned();
    for event in &trace.events {
        let object = format!("{}/{}", event.object.kind.to_ascii_lowercase(), event.object.name);
        let time = event.at.as_seconds();
        let _ = writeln!(text, "{time:.3}s\t{}\t{}\t{object}\t{}", event.type_, event.reason, event.message);
    }
    align(&text, TABLE)
}
