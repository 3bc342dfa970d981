//! The answer for code scanning: SARIF 2.1.0.

use super::Answer;
use engine::check::Severity;
use engine::explain::page;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// One run over all files.
pub fn render(answers: &[Answer]) -> Value {
    let problems = answers.iter().flat_map(|answer| &answer.checked.problems);
    let ids: BTreeSet<&str> = problems.map(|problem| problem.id).collect();
    let rules: Vec<Value> = ids.into_iter().map(rule).collect();
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

/// What a rule, lint or problem of reading is, with its page where there is one.
fn rule(id: &str) -> Value {
    let Some(page) = page(id) else { return json!({"id": id}) };
    json!({
        "id": id,
        "shortDescription": {"text": page.title()},
        "help": {"text": page.body(), "markdown": page.body()},
    })
}

fn results(answer: &Answer) -> impl Iterator<Item = Value> {
    let uri = answer.input.name.replace('\\', "/");
    answer.checked.problems.iter().map(move |problem| {
        let level = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            // Our own words never look like the server's warnings.
            Severity::Advice | Severity::Note => "note",
        };
        let text = if problem.field.is_empty() {
            problem.message.clone()
        } else {
            format!("{}: {}", problem.field, problem.message)
        };
        json!({
            "ruleId": problem.id,
            "level": level,
            "message": {"text": text},
            "locations": [{"physicalLocation": {
                "artifactLocation": {"uri": uri},
                "region": {"startLine": problem.line, "startColumn": problem.column},
            }}],
        })
    })
}
