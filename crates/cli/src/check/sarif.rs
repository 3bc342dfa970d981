//! The answer for code scanning: SARIF 2.1.0.

use super::Answer;
use engine::check::Severity;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// One run over all files.
pub fn render(answers: &[Answer]) -> Value {
    let causes: BTreeSet<&str> = answers
        .iter()
        .flat_map(|answer| &answer.checked.problems)
        .map(|problem| problem.cause.as_str())
        .collect();
    let rules: Vec<Value> = causes.iter().map(|cause| json!({"id": cause})).collect();
    let results: Vec<Value> = answers.iter().flat_map(results).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "podlab", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            // Columns count characters, not UTF-16 units.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn results(answer: &Answer) -> impl Iterator<Item = Value> {
    let uri = answer.input.name.replace('\\', "/");
    answer.checked.problems.iter().map(move |problem| {
        let level = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let text = if problem.field.is_empty() {
            problem.message.clone()
        } else {
            format!("{}: {}", problem.field, problem.message)
        };
        json!({
            "ruleId": problem.cause,
            "level": level,
            "message": {"text": text},
            "locations": [{"physicalLocation": {
                "artifactLocation": {"uri": uri},
                "region": {"startLine": problem.line, "startColumn": problem.column},
            }}],
        })
    })
}
