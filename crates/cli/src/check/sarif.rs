//! The answer for code scanning: SARIF 2.1.0.

use super::{Answer, Outcome, unexplained, words};
use engine::check::{Problem, Severity};
use engine::explain::page;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// One run over all files.
pub fn render(outcome: &Outcome) -> Value {
    let problems = outcome.answers.iter().flat_map(|answer| outcome.told(answer));
    // A rule's own level is that of its gravest finding.
    let mut ids: BTreeMap<&str, Severity> = BTreeMap::new();
    for problem in problems {
        let gravest = ids.entry(problem.id).or_insert(problem.severity);
        *gravest = problem.severity.min(*gravest);
    }
    let rules: Vec<Value> = ids.iter().map(|(id, severity)| rule(id, *severity)).collect();
    let index = |id: &str| ids.keys().position(|one| *one == id);
    let results =
        |answer| outcome.told(answer).map(move |problem| result(answer, problem, index(problem.id)));
    let results: Vec<Value> = outcome.answers.iter().flat_map(results).collect();
    let unread =
        outcome.unread.iter().map(|why| json!({"level": "error", "message": {"text": sentence(why)}}));
    let told: Vec<Value> = outcome.answers.iter().flat_map(not_whole).chain(unread).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "podlab",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            // Columns count characters, not UTF-16 units.
            "columnKind": "unicodeCodePoints",
            // Tells this run from those of other programs in one upload.
            "automationDetails": {"id": "podlab/check/"},
            "results": results,
            "invocations": [{
                "executionSuccessful": outcome.unread.is_empty(),
                "toolExecutionNotifications": told,
            }],
        }],
    })
}

/// That the results of a file are not all that there is to say, or none since it was not checked.
fn not_whole(answer: &Answer) -> impl Iterator<Item = Value> {
    let file = json!({"physicalLocation": {"artifactLocation": {"uri": uri(answer)}}});
    let notes = answer.checked.unchecked_note().into_iter().chain(answer.checked.cut.clone());
    notes.map(move |note| json!({"level": "note", "message": {"text": note}, "locations": [file]}))
}

/// The path as a reference: relative to the working directory as it was given, or from the root.
fn uri(answer: &Answer) -> String {
    let path = answer.input.name.replace('\\', "/");
    let path = path.strip_prefix("./").unwrap_or(&path);
    let mut uri = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                uri.push(char::from(byte));
            }
            byte => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        // Our own words never look like the server's warnings.
        Severity::Advice | Severity::Note => "note",
    }
}

/// The description of a rule, lint or reading problem, with its page where there is one.
fn rule(id: &str, severity: Severity) -> Value {
    let page = page(id);
    let title = page.map_or(unexplained(id).unwrap_or(id), |page| page.markdown.title());
    let body = page.map_or_else(|| sentence(title), |page| page.markdown.body().to_owned());
    let first = body.trim().split("\n\n").next().unwrap_or_default().replace('\n', " ");
    json!({
        "id": id,
        "name": name(id),
        "shortDescription": {"text": sentence(title)},
        "fullDescription": {"text": sentence(&first)},
        "help": {"text": body, "markdown": body},
        "defaultConfiguration": {"level": level(severity)},
        "properties": {"tags": ["kubernetes"]},
    })
}

/// `unknown-field` as `UnknownField`.
fn name(id: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    id.split('-').filter_map(capital).collect()
}

/// The text with an end that a reader of many messages sees.
fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?', ':']) { text.to_owned() } else { format!("{text}.") }
}

fn result(answer: &Answer, problem: &Problem, index: Option<usize>) -> Value {
    let mut region = json!({"startLine": problem.line});
    if let Some((last, column)) = answer.end(problem) {
        region = json!({
            "startLine": problem.line,
            "startColumn": problem.column,
            "endLine": last,
            "endColumn": column,
        });
    }
    json!({
        "ruleId": problem.id,
        "ruleIndex": index,
        "level": level(problem.severity),
        "message": {"text": sentence(&words(problem))},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": uri(answer)},
            "region": region,
        }}],
    })
}

#[cfg(test)]
mod tests {
    use super::{Answer, Outcome, name, render};
    use crate::arguments::FailOn;
    use crate::input::Input;
    use engine::check::{Options, check};

    fn outcome(name: &str, text: &str) -> Outcome {
        let input = Input { name: name.to_owned(), text: text.to_owned() };
        let answers = vec![Answer { checked: check(text, &Options::default()), input, in_page: false }];
        Outcome { answers, unread: Vec::new(), fail_on: FailOn::Error, ignore: Vec::new(), quiet: false }
    }

    #[test]
    fn what_is_not_checked_is_said() {
        let text = "apiVersion: apps/v1\nkind: ControllerRevision\nmetadata: {name: a}\n";
        let run = &render(&outcome("revision.yaml", text))["runs"][0];
        assert_eq!(run["results"], serde_json::json!([]));
        let said = &run["invocations"][0]["toolExecutionNotifications"][0];
        assert_eq!(
            said["message"]["text"],
            "Its fields are checked, its values are not checked: ControllerRevision."
        );
    }

    #[test]
    fn results_name_rules_that_bring_their_pages() {
        let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - {name: app, image: nginx}\n  - {name: app, image: nginx}\n";
        let run = &render(&outcome("./the pod.yaml", text))["runs"][0];
        let results = run["results"].as_array().unwrap().iter();
        let results: Vec<_> = results.map(|one| (&one["ruleId"], &one["level"])).collect();
        assert!(results.contains(&(&"duplicate-container".into(), &"error".into())), "{results:?}");
        assert!(results.contains(&(&"untagged-image".into(), &"note".into())), "{results:?}");
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let rule = rules.iter().find(|rule| rule["id"] == "duplicate-container").unwrap();
        assert_eq!(rule["shortDescription"]["text"], "Two containers have one name.");
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("**Fix.** Rename one of them."));
        assert_eq!((&rule["name"], name("a-b")), (&"DuplicateContainer".into(), "AB".to_owned()));
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uri"], "the%20pod.yaml");
            let column = |name: &str| place["region"][name].as_u64().unwrap();
            assert!(column("endLine") >= column("startLine"), "{place}");
            assert!(column("endColumn") > column("startColumn"), "{place}");
        }
        let texts = ["/shortDescription/text", "/fullDescription/text", "/help/text", "/help/markdown"];
        for rule in rules {
            let has = |text: &&str| {
                rule.pointer(text).and_then(|text| text.as_str()).is_some_and(|text| text.len() > 3)
            };
            assert!(texts.iter().all(has), "{rule}");
        }
    }
}
