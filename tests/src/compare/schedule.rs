//! Compares the scheduler's filters: the nodes that pass, and the message when none does.

use super::{Difference, field, list, text};
use serde_json::{Value, json};

/// The differences of `got` from the recorded answer.
pub(super) fn differences(want: &Value, got: &Value) -> Vec<Difference> {
    let mut bad = Vec::new();
    let names = |value: &Value| {
        let mut names: Vec<String> =
            list(value, "feasible").iter().filter_map(Value::as_str).map(str::to_owned).collect();
        names.sort();
        names
    };
    if !field(want, "feasible").is_null() && names(want) != names(got) {
        bad.push(Difference::new("feasible", json!(names(want)), json!(names(got))));
    }
    let (event, mine) = (field(want, "event"), field(got, "event"));
    if event.is_null() {
        if !mine.is_null() {
            bad.push(Difference::new("event", event, mine));
        }
    } else if text(event, "reason") != "Scheduled" {
        for key in ["reason", "message"] {
            if field(event, key) != field(mine, key) {
                bad.push(Difference::new(key, field(event, key), field(mine, key)));
            }
        }
    }
    bad
}
