//! The status behind each row that lasted: phase, conditions with reason and message, container states.

use super::{Bad, Key, Of, Value, field, json, list, note, rows, seconds, text};

/// A status younger than this when its row ends belongs to the next row.
const SETTLED: f64 = 0.02;

pub(super) fn compare(bad: &mut Bad, real: Of<'_>, mine: Of<'_>, end: f64, retries: bool) {
    let mut recorded = statuses(real, end);
    if retries {
        recorded.pop();
    }
    let simulated = statuses(mine, end);
    for (key, status) in &recorded {
        let same_row: Vec<&Value> =
            simulated.iter().filter(|(other, _)| other == key).map(|(_, status)| status).collect();
        let Some(first) = same_row.first().filter(|_| !same_row.contains(&status)) else { continue };
        note(bad, "status", || {
            let parts = ["phase", "reason", "conditions", "init", "app"];
            let what =
                parts.into_iter().find(|part| field(status, part) != field(first, part)).unwrap_or_default();
            let (recorded, simulated) = (field(status, what), field(first, what));
            format!("{} at `{key}`: {what}: recorded {recorded}, simulated {simulated}", real.1)
        });
    }
}

/// The last status before each lasting row ends, without times and ids.
fn statuses((trace, pod): Of<'_>, end: f64) -> Vec<(Key, Value)> {
    let mine: Vec<&Value> =
        list(trace, "status").iter().filter(|status| text(status, "pod") == pod).collect();
    let lasting =
        rows::spans((trace, pod), end).into_iter().filter(|span| span.key != Key::Deleted && span.lasted());
    let behind = |span: rows::Span| {
        let held = mine.iter().rev().find(|status| seconds(status, "t") < span.until - SETTLED)?;
        Some((span.key, plain(held)))
    };
    lasting.filter_map(behind).collect()
}

fn plain(status: &Value) -> Value {
    let condition = |condition: &Value| {
        json!([
            field(condition, "type"),
            field(condition, "status"),
            field(condition, "reason"),
            field(condition, "message")
        ])
    };
    let each = |key: &str, of: &dyn Fn(&Value) -> Value| -> Vec<Value> {
        list(status, key).iter().map(of).collect()
    };
    json!({
        "phase": field(status, "phase"),
        "reason": Some(text(status, "reason")).filter(|reason| !reason.is_empty()),
        "conditions": each("conditions", &condition),
        "init": each("initContainerStatuses", &container),
        "app": each("containerStatuses", &container),
    })
}

fn container(container: &Value) -> Value {
    let state = |key: &str| {
        let Some((kind, body)) = field(container, key).as_object().and_then(|state| state.iter().next())
        else {
            return json!([null, null, null]);
        };
        json!([kind, field(body, "reason"), field(body, "exitCode")])
    };
    let yes = |key: &str| super::super::truthy(container, key);
    let restarts = container.get("restartCount").cloned().unwrap_or_else(|| json!(0));
    json!([
        field(container, "name"),
        state("state"),
        state("lastState"),
        restarts,
        yes("ready"),
        yes("started")
    ])
}
