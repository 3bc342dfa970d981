//! Compares the output of kubectl, to the letter except for blanks at line ends.

use super::{Difference, field, text, truthy};
use serde_json::{Value, json};

/// The differences of `got` from the recorded row.
pub(super) fn differences(row: &Value, got: &Value) -> Vec<Difference> {
    let mut bad = Vec::new();
    for stream in ["stdout", "stderr"] {
        let (mut recorded, mut answered) = (lines(text(row, stream)), lines(text(got, stream)));
        if truthy(row, "logOrderIsRandom") {
            recorded.sort_unstable();
            answered.sort_unstable();
        }
        if recorded != answered {
            let shared = recorded.iter().zip(&answered).take_while(|(a, b)| a == b).count();
            let next = |lines: &[&str]| json!(lines.iter().skip(shared).take(2).collect::<Vec<_>>());
            bad.push(Difference::new(stream, next(&recorded), next(&answered)));
        }
    }
    if field(row, "exit") != field(got, "exit") {
        bad.push(Difference::new("exit", field(row, "exit"), field(got, "exit")));
    }
    bad
}

fn lines(text: &str) -> Vec<&str> {
    text.trim_end_matches('\n').split('\n').map(str::trim_end).collect()
}
