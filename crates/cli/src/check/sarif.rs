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
    let unchecked: Vec<Value> = answers.iter().filter_map(unchecked).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "podlab", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            // Columns count characters, not UTF-16 units.
            "columnKind": "unicodeCodePoints",
            "results": results,
            "invocations": [{"executionSuccessful": true, "toolExecutionNotifications": unchecked}],
        }],
    })
}

/// That no result of a file does not mean that all of it was checked.
fn unchecked(answer: &Answer) -> Option<Value> {
    let note = answer.checked.unchecked_note()?;
    let file = json!({"physicalLocation": {"artifactLocation": {"uri": uri(answer)}}});
    Some(json!({"level": "note", "message": {"text": note}, "locations": [file]}))
}

fn uri(answer: &Answer) -> String {
    answer.input.name.replace('\\', "/")
}

/// The description of a rule, lint or reading problem, with its page where there is one.
fn rule(id: &str) -> Value {
    let Some(page) = page(id) else { return json!({"id": id}) };
    json!({
        "id": id,
        "shortDescription": {"text": page.markdown.title()},
        "help": {"text": page.markdown.body(), "markdown": page.markdown.body()},
    })
}

fn results(answer: &Answer) -> impl Iterator<Item = Value> {
    let uri = uri(answer);
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

#[cfg(test)]
mod tests {
    use super::{Answer, render};
    use crate::input::Input;
    use engine::check::{Options, check};

    #[test]
    fn what_is_not_checked_is_said() {
        let text = "apiVersion: coordination.k8s.io/v1\nkind: Lease\nmetadata: {name: a}\n";
        let input = Input { name: "lease.yaml".to_owned(), text: text.to_owned() };
        let run = &render(&[Answer { checked: check(text, &Options::default()), input }])["runs"][0];
        assert_eq!(run["results"], serde_json::json!([]));
        let said = &run["invocations"][0]["toolExecutionNotifications"][0];
        assert_eq!(said["message"]["text"], "Its fields are checked, its values are not checked: Lease.");
    }

    #[test]
    fn results_name_rules_that_bring_their_pages() {
        let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - {name: app, image: nginx}\n  - {name: app, image: nginx}\n";
        let input = Input { name: "pod.yaml".to_owned(), text: text.to_owned() };
        let run = &render(&[Answer { checked: check(text, &Options::default()), input }])["runs"][0];
        let results = run["results"].as_array().unwrap().iter();
        let results: Vec<_> = results.map(|one| (&one["ruleId"], &one["level"])).collect();
        assert!(results.contains(&(&"duplicate-container".into(), &"error".into())), "{results:?}");
        assert!(results.contains(&(&"untagged-image".into(), &"note".into())), "{results:?}");
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let rule = rules.iter().find(|rule| rule["id"] == "duplicate-container").unwrap();
        assert_eq!(rule["shortDescription"]["text"], "Two containers have one name");
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("**Fix.** Rename one of them."));
        assert!(results.iter().all(|(id, _)| rules.iter().any(|rule| rule["id"] == **id)), "{rules:?}");
    }
}
