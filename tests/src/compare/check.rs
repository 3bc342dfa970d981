//! The API server's answer to a create: stage, errors in their order, warnings, quality of service, resources.

use super::{Difference, canonical, field, list, text, truthy};
use serde_json::{Value, json};

/// The differences of `got` from the recorded answer.
pub(super) fn differences(want: &Value, got: &Value) -> Vec<Difference> {
    let mut bad = Vec::new();
    same(&mut bad, "stage", field(want, "stage"), field(got, "stage"));
    if text(want, "stage") == "refused" {
        same(&mut bad, "message", field(want, "message"), field(got, "message"));
        return bad;
    }
    same(&mut bad, "decodeError", field(want, "decodeError"), field(got, "decodeError"));
    if ["client", "decode"].contains(&text(want, "stage")) {
        return bad;
    }
    same(&mut bad, "strictErrors", &json!(list(want, "strictErrors")), &json!(list(got, "strictErrors")));
    errors(&mut bad, want, got);
    let (mut recorded, mut answered) = (list(want, "warnings").to_vec(), list(got, "warnings").to_vec());
    if truthy(want, "warningsUnordered") {
        recorded.sort_by_key(canonical);
        answered.sort_by_key(canonical);
    }
    same(&mut bad, "warnings", &json!(recorded), &json!(answered));
    if text(want, "stage") == "ok" {
        for dimension in ["qosClass", "resources"] {
            if want.get(dimension).is_some() {
                same(&mut bad, dimension, field(want, dimension), field(got, dimension));
            }
        }
    }
    bad
}

fn errors(bad: &mut Vec<Difference>, want: &Value, got: &Value) {
    let (want_errors, got_errors) = (list(want, "errors"), list(got, "errors"));
    if truthy(want, "unstableText") {
        return same(bad, "errors", &json!(want_errors.len()), &json!(got_errors.len()));
    }
    let (recorded, answered) = (keys(want_errors), keys(got_errors));
    if sorted(&recorded) != sorted(&answered) {
        let without = |these: &[String], those: &[String]| -> Vec<String> {
            these.iter().filter(|key| !those.contains(key)).cloned().collect()
        };
        let (missing, extra) = (without(&recorded, &answered), without(&answered, &recorded));
        bad.push(Difference::new("errors", missing.join(" "), extra.join(" ")));
        return;
    }
    if !truthy(want, "unordered") && recorded != answered {
        bad.push(Difference::new("order", recorded.join(" "), answered.join(" ")));
    }
    let messages = |errors: &[Value]| {
        sorted(&errors.iter().map(|error| text(error, "message").to_owned()).collect::<Vec<_>>())
    };
    let (recorded, answered) = (messages(want_errors), messages(got_errors));
    if recorded != answered {
        bad.push(Difference::new("message", recorded.join(" | "), answered.join(" | ")));
    }
}

/// The parts of each error that must agree.
fn keys(errors: &[Value]) -> Vec<String> {
    let key = |error: &Value| {
        let parts = ["type", "field", "badValue", "detail"].map(|part| canonical(field(error, part)));
        format!("[{}]", parts.join(", "))
    };
    errors.iter().map(key).collect()
}

fn sorted(texts: &[String]) -> Vec<String> {
    let mut sorted = texts.to_vec();
    sorted.sort();
    sorted
}

fn same(bad: &mut Vec<Difference>, dimension: &'static str, recorded: &Value, answered: &Value) {
    if recorded != answered {
        bad.push(Difference::new(dimension, recorded, answered));
    }
}
