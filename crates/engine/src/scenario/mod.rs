//! The controls of a scenario as changes of its text: one person moves a slider, another edits the YAML.

mod answers;
mod change;
mod controls;
mod edit;
mod offers;
mod presets;
mod problems;

pub(crate) use problems::{told, unknown};

use api::Kubernetes;
use serde_json::Value;
use simulator::scenario::{Given, Problem};
use source::Positions;

use crate::check::Stage;
use crate::manifest::{Manifest, Part};

/// A manifest in a scenario, read as strictly as the API server reads what people send.
pub(crate) fn given(text: &str, kubernetes: &Kubernetes) -> Given {
    let manifest = Manifest::read(text, kubernetes);
    if let Some(why) = manifest.unread() {
        return Given { unread: Some(why.to_owned()), ..Given::default() };
    }
    let is_read = |part: &Part<'_>| part.answer.stage > Stage::Strict && !part.look.object.kind().is_empty();
    let objects: Vec<_> = manifest.parts().filter(is_read).map(|part| part.look.object.clone()).collect();
    let all = objects.len() == manifest.parts().count();
    Given { objects, refused: if all { Vec::new() } else { manifest.unreadable() }, unread: None }
}

/// The message about a scenario that cannot be read.
pub(crate) fn unreadable(problem: &str) -> String {
    let end = if problem.ends_with('.') { "" } else { "." };
    format!("The story cannot be read: {problem}{end}")
}

/// The words of a problem of the YAML. They name no line: YAML's readers count as each of them likes.
fn words(problem: &source::Problem) -> String {
    let message = problem.message.strip_prefix("yaml: ").unwrap_or(&problem.message);
    let behind = message.strip_prefix("line ").and_then(|rest| rest.split_once(": "));
    let message = behind.map_or(message, |(_, message)| message);
    match &problem.advice {
        Some(advice) => format!("{message}. {advice}"),
        None => message.to_owned(),
    }
}

/// A message with the line of the field that it is about, at a path of the scenario.
pub(crate) fn with_line(scenario: &str, path: &str, message: &str) -> String {
    let read = source::read(scenario);
    let place = read.documents.first().map(|document| document.locate(path).key_range());
    match place {
        Some(range) => format!("line {}: {message}", Positions::new(scenario).line_column(range.start).0),
        None => message.to_owned(),
    }
}

/// The problems of a scenario in words, each with its line, from the first line to the last.
pub(crate) fn in_order(scenario: &str, problems: &[Problem]) -> Vec<String> {
    let read = source::read(scenario);
    let start = |problem: &&Problem| {
        read.documents.first().map(|document| document.locate(&problem.written).key_range().start)
    };
    let mut problems: Vec<&Problem> = problems.iter().collect();
    problems.sort_by_key(start);
    problems.into_iter().map(|problem| with_line(scenario, &problem.written, &told(problem))).collect()
}

/// A scenario as plain data, read as manifests are; the error is about the YAML.
pub fn value(scenario: &str) -> Result<Value, String> {
    api::json::read(scenario).map_err(|problem| {
        let (line, _) = Positions::new(scenario).line_column(problem.range.start);
        format!("line {line}: {}", words(&problem))
    })
}

/// The runs that a scenario describes for a container; a single run need not be in a list.
fn runs<'v>(scenario: &'v Value, container: &str) -> &'v [Value] {
    match scenario.get("containers").and_then(|containers| containers.get(container)) {
        Some(Value::Array(runs)) => runs,
        Some(run @ Value::Object(_)) => std::slice::from_ref(run),
        Some(_) | None => &[],
    }
}

/// A value as YAML on one line.
pub(crate) fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => edit::scalar(text),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) if fields.is_empty() => "{}".to_owned(),
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| format!("{}: {}", edit::scalar(name), flow(value));
            format!("{{ {} }}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => api::json::text(value),
    }
}
