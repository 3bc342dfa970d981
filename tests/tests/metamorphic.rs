//! Properties that need no recorded answer: two forms of the same request are answered alike.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the whole file is tests")]

use api::Kubernetes;
use contract::{Command, answer};
use podlab_tests::recordings;
use serde_json::{Map, Value, json};

/// The fields of `check`'s answer, except for the id.
const ANSWERED: [&str; 9] = [
    "stage",
    "decodeError",
    "strictErrors",
    "errors",
    "warnings",
    "qosClass",
    "resources",
    "defaulted",
    "message",
];

fn check(text: &str, mode: &str, rest: &Value) -> Value {
    let mut request = rest.clone();
    request["manifest"] = text.into();
    request["mode"] = mode.into();
    request["defaulted"] = true.into();
    answer(Command::Check, &request.to_string(), &Kubernetes::RECORDED)
}

/// One in `every` recorded manifests, if it is one YAML document without failure or doubled keys.
fn manifests(every: usize) -> Vec<(String, String, Value)> {
    let text = recordings::text(&recordings::copies(), "apiserver/recorded").unwrap();
    let rows = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut manifests = Vec::new();
    for row in rows.step_by(every).filter(|row| row.get("mode").is_none()) {
        let manifest = row["manifest"].as_str().unwrap().to_owned();
        let read = source::read(&manifest);
        let is_plain = read.problems.is_empty()
            && matches!(read.documents.as_slice(), [one] if one.failure.is_none() && one.duplicates.is_empty());
        if is_plain {
            let privileged = row.get("allowPrivileged").cloned().unwrap_or(true.into());
            manifests.push((row["id"].to_string(), manifest, json!({"allowPrivileged": privileged})));
        }
    }
    assert!(manifests.len() > 150, "{}", manifests.len());
    manifests
}

fn assert_same(id: &str, one: &Value, other: &Value) {
    for field in ANSWERED {
        assert_eq!(one[field], other[field], "{id}: {field}");
    }
}

/// The value with the keys of every map in reverse order.
fn backwards(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields: Vec<(String, Value)> =
                fields.iter().map(|(key, value)| (key.clone(), backwards(value))).collect();
            Value::Object(fields.into_iter().rev().collect::<Map<_, _>>())
        }
        Value::Array(items) => items.iter().map(backwards).collect(),
        other => other.clone(),
    }
}

#[test]
fn yaml_and_the_same_as_json_are_answered_alike() {
    for (id, manifest, more) in manifests(29) {
        let read = source::read(&manifest);
        let json = source::print::json_of(read.documents[0].root());
        assert_same(&id, &check(&manifest, "yaml", &more), &check(&json, "json", &more));
    }
}

#[test]
fn the_order_of_keys_and_comments_change_nothing() {
    for (id, manifest, more) in manifests(31) {
        let answered = check(&manifest, "yaml", &more);
        let read = source::read(&manifest);
        let json = source::print::json_of(read.documents[0].root());
        let turned = backwards(&serde_json::from_str(&json).unwrap()).to_string();
        assert_same(&id, &answered, &check(&turned, "yaml", &more));
        let said = format!("# before: [\n{manifest}\n# after: {{\n");
        assert_same(&id, &answered, &check(&said, "yaml", &more));
    }
}

/// A stored object as it was answered. A Job without labels takes those of its template, which has the generated ones
/// the second time.
fn without_given_labels(answer: &Value) -> Value {
    let mut stored = answer["defaulted"].clone();
    if stored["kind"] == "Job" {
        stored["metadata"].as_object_mut().map(|metadata| metadata.remove("labels"));
    }
    stored
}

/// A Pod that the server has stored can be stored again, and is the same: but for one whose label keys were merged into
/// its selectors. A real server merges them once more and refuses the key that then stands there twice
/// (`applyLabelKeysToLabelSelector`, pkg/registry/core/pod/strategy.go, does not look for it), and so do we.
#[test]
fn what_the_server_would_store_it_takes_and_leaves_as_it_is() {
    let (mut taken, mut merged) = (0, 0);
    for (id, manifest, more) in manifests(7) {
        let first = check(&manifest, "yaml", &more);
        if first["stage"] != "ok" || !first["defaulted"].is_object() {
            continue;
        }
        let stored = first["defaulted"].to_string();
        let again = check(&stored, "json", &more);
        let keys = stored.contains("atchLabelKeys\":");
        let twice = |error: &Value| error["detail"] == "exists in both matchLabelKeys and labelSelector";
        if keys && again["errors"].as_array().unwrap().iter().any(twice) {
            merged += 1;
            continue;
        }
        assert_eq!(again["stage"], "ok", "{id}: {again}");
        assert_eq!(without_given_labels(&again), without_given_labels(&first), "{id}");
        taken += 1;
    }
    assert!(taken > 100 && merged < 20, "{taken} {merged}");
}

/// The items of a list in an answer before a time.
fn before<'a>(answer: &'a Value, list: &str, end: f64) -> Vec<&'a Value> {
    let all = answer[list].as_array().unwrap().iter();
    all.filter(|one| one["t"].as_f64().unwrap() < end).collect()
}

#[test]
fn the_first_minute_of_two_is_the_minute() {
    let text = recordings::text(&recordings::copies(), "kubelet").unwrap();
    let runs: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut compared = 0;
    for run in runs.iter().step_by(7) {
        let scenario = json!({"behaviours": run["behaviours"], "actions": run["actions"]});
        let simulate = |until: u32| {
            let request = json!({"manifest": run["manifest"], "scenario": scenario, "until": until});
            answer(Command::Simulate, &request.to_string(), &Kubernetes::RECORDED)
        };
        let (one, two) = (simulate(60), simulate(120));
        for list in ["rows", "status", "events", "cri", "endpoints", "objects"] {
            assert_eq!(before(&one, list, 60.0), before(&two, list, 60.0), "{}: {list}", run["name"]);
        }
        compared += 1;
    }
    assert!(compared > 20, "{compared}");
}
