//! Compares admission: accepted or refused, the message, the stored Pod, the quota that is used.

use super::{Difference, field, list, text, truthy};
use serde_json::{Value, json};

/// The differences of `got` from the recorded row.
pub(super) fn differences(row: &Value, got: &Value) -> Vec<Difference> {
    let want = field(row, "expected");
    // A field of the expectation takes precedence over the row's.
    let either = |key: &str| want.get(key).unwrap_or_else(|| field(row, key));
    let accepted = truthy(want, "accepted");
    if truthy(got, "accepted") != accepted {
        return vec![Difference::new("accepted", accepted, field(got, "accepted"))];
    }
    let random = either("orderIsRandom").as_bool().unwrap_or_default();
    let mut bad = Vec::new();
    if !accepted {
        let (recorded, answered) = (field(want, "message"), field(got, "message"));
        let seen = either("messagesSeen").as_array().is_some_and(|seen| seen.contains(answered));
        if recorded != answered && !(random && seen) {
            bad.push(Difference::new("message", recorded, answered));
        }
    } else if truthy(want, "pod") {
        let (recorded, answered) = (field(want, "pod"), field(got, "pod"));
        let (a, b) = (containers(recorded), containers(answered));
        if a != b {
            bad.push(Difference::new("resources", a, b));
        }
        let note = |pod: &Value| field(field(pod, "annotations"), "kubernetes.io/limit-ranger").clone();
        if note(recorded) != note(answered) && !random {
            bad.push(Difference::new("annotation", note(recorded), note(answered)));
        }
        let used = field(want, "quotaUsed");
        if !used.is_null() && used != field(got, "quotaUsed") {
            bad.push(Difference::new("quota", used, field(got, "quotaUsed")));
        }
    }
    bad
}

/// Each container's name with its resources, then the Pod's.
fn containers(pod: &Value) -> Value {
    let resources =
        |of: &Value| if truthy(of, "resources") { field(of, "resources").clone() } else { json!({}) };
    let pick = |key: &str| -> Vec<Value> {
        list(pod, key)
            .iter()
            .map(|container| json!([text(container, "name"), resources(container)]))
            .collect()
    };
    json!([pick("initContainers"), pick("containers"), resources(pod)])
}
