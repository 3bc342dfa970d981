//! Compares an answer with that of a real cluster: the request of each kind of recording, and what must agree.
//!
//! The same comparisons as the scripts beside the recordings make.

mod admit;
mod check;
mod kubectl;
mod quantity;
mod schedule;
mod tables;
mod trace;

use api::Kubernetes;
use contract::{Command, answer};
use serde_json::{Map, Value};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The kind of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The API server's answer to a create.
    Check,
    /// The object that a create leaves.
    Stored,
    /// A kubelet's work over time.
    Simulate,
    /// Effective requests and limits.
    Resources,
    /// Quality of service.
    Qos,
    /// The `kubectl get pod` row.
    Get,
    /// The effect of LimitRanges and quotas.
    Admit,
    /// The scheduler's filters.
    Schedule,
    /// The output of kubectl.
    Kubectl,
    /// The reading and printing of quantities.
    Quantity,
}

/// One difference of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The dimension, such as `errors` or `rows`.
    pub dimension: &'static str,
    /// The recorded and the answered value.
    pub words: String,
}

impl Difference {
    fn new(
        dimension: &'static str,
        recorded: impl std::fmt::Display,
        answered: impl std::fmt::Display,
    ) -> Self {
        Difference { dimension, words: format!("recorded {recorded}\n    answered {answered}") }
    }
}

/// The name of a case.
pub fn name(runs: &[Value]) -> &str {
    let run = runs.first().unwrap_or(&Value::Null);
    ["id", "name", "s"].iter().find_map(|key| run.get(key)?.as_str()).unwrap_or_default()
}

/// The differences of the engine's answer to a case; none when it agrees.
pub fn differences(kind: Kind, runs: &[Value], kubernetes: &Kubernetes) -> Vec<Difference> {
    let Some(row) = runs.first() else { return Vec::new() };
    if kind == Kind::Quantity {
        return quantity::differences(row);
    }
    let (command, request) = request(kind, row);
    let line = request.to_string();
    let Ok(got) = catch_unwind(AssertUnwindSafe(|| answer(command, &line, kubernetes))) else {
        return vec![Difference { dimension: "panic", words: "the engine panicked".to_owned() }];
    };
    match kind {
        Kind::Check => check::differences(field(row, "expected"), &got),
        Kind::Stored => stored(field(row, "stored"), field(&got, "defaulted")),
        Kind::Simulate => trace::nearest(runs, &got),
        Kind::Resources => tables::differences(&["requests", "limits"], row, &got),
        Kind::Qos => tables::differences(&["qosClass"], row, &got),
        Kind::Get => tables::differences(&["columns"], row, &got),
        Kind::Admit => admit::differences(row, &got),
        Kind::Schedule => schedule::differences(field(row, "expected"), &got),
        Kind::Kubectl => kubectl::differences(row, &got),
        Kind::Quantity => Vec::new(),
    }
}

/// The request of a recorded row.
pub fn request(kind: Kind, row: &Value) -> (Command, Value) {
    const ANSWERED: [&str; 6] = ["expected", "stdout", "stderr", "exit", "messagesSeen", "orderIsRandom"];
    const CHECKED: [&str; 10] = [
        "id",
        "manifest",
        "mode",
        "allowPrivileged",
        "serviceAccountAdmission",
        "objects",
        "objectsElsewhere",
        "namespaceLabels",
        "namespaceMissing",
        "accountsMissing",
    ];
    match kind {
        Kind::Check => (Command::Check, picked(row, |key| CHECKED.contains(&key))),
        Kind::Stored => {
            let mut request = picked(row, |key| CHECKED.contains(&key));
            for flag in ["serviceAccountAdmission", "defaulted"] {
                request.as_object_mut().and_then(|fields| fields.insert(flag.to_owned(), true.into()));
            }
            (Command::Check, request)
        }
        Kind::Simulate => (Command::Simulate, trace::request(row)),
        Kind::Resources | Kind::Qos | Kind::Quantity => (Command::Resources, tables::request(row)),
        Kind::Get => (Command::Get, tables::request(row)),
        Kind::Admit => (Command::Admit, picked(row, |key| !ANSWERED.contains(&key))),
        Kind::Schedule => (Command::Schedule, picked(row, |key| !ANSWERED.contains(&key))),
        Kind::Kubectl => {
            (Command::Kubectl, picked(row, |key| !ANSWERED.contains(&key) && key != "logOrderIsRandom"))
        }
    }
}

/// The difference of an object from the recorded one.
fn stored(want: &Value, got: &Value) -> Vec<Difference> {
    if canonical(want) == canonical(got) {
        return Vec::new();
    }
    vec![Difference::new("stored", canonical(want), canonical(got))]
}

/// The fields of `row` whose names `wanted` accepts.
fn picked(row: &Value, wanted: impl Fn(&str) -> bool) -> Value {
    let fields = row.as_object().into_iter().flatten().filter(|(key, _)| wanted(key));
    Value::Object(fields.map(|(key, value)| (key.clone(), value.clone())).collect::<Map<_, _>>())
}

/// The value of a field; null when it is absent.
fn field<'a>(value: &'a Value, key: &str) -> &'a Value {
    value.get(key).unwrap_or(&Value::Null)
}

/// The text of a field; empty when it is no text.
fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    field(value, key).as_str().unwrap_or_default()
}

/// The elements of a field; none when it is no list.
fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    field(value, key).as_array().map_or(&[], Vec::as_slice)
}

/// Whether a field is there and neither null, false, zero nor empty.
fn truthy(value: &Value, key: &str) -> bool {
    match field(value, key) {
        Value::Null => false,
        Value::Bool(yes) => *yes,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
    }
}

/// A value with its keys in order, so that equal values are equal texts.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_by_key(|(key, _)| key.as_str());
            let parts: Vec<String> = sorted
                .iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), canonical(value)))
                .collect();
            format!("{{{}}}", parts.join(","))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(canonical).collect::<Vec<_>>().join(",")),
        plain => plain.to_string(),
    }
}
