//! The run as a recording of a terminal that shows `kubectl get pod -w`.
//! Format: asciicast v2, <https://docs.asciinema.org/manual/asciicast/v2/>.

use std::fmt::Write as _;

use super::ROWS;
use super::table::{HEADS, Table, cells};
use crate::{Pod, Row, RowChange, Run};

/// The longest time that a player waits for the next row, in seconds.
const IDLE: u64 = 2;
const HEIGHT: usize = 24;
const LEAST_WIDTH: usize = 80;
const MOST_WIDTH: usize = 240;

/// The run as asciicast: the rows as a watch would print them. The header holds the link to the run, a field that players pass over.
pub fn asciicast(run: &Run, link: &str) -> String {
    let mut changes: Vec<(u64, &Pod, &RowChange)> = Vec::new();
    for pod in &run.pods {
        let there = pod.rows.iter().filter(|row| pod.removed.is_none_or(|removed| row.from < removed));
        changes.extend(there.map(|row| (row.from, pod, row)));
        // A watch prints a Pod once more when it goes.
        changes.extend(pod.removed.zip(pod.rows.last()).map(|(removed, last)| (removed, pod, last)));
    }
    changes.retain(|(at, _, _)| *at <= run.end);
    crate::order::sort_by_key(&mut changes, |(at, _, _)| *at);
    let count = changes.len();
    let shown = changes.into_iter().take(ROWS);
    let rows: Vec<(u64, Row)> =
        shown.map(|(at, pod, change)| (at, change.row(&pod.name, pod.stamp, at))).collect();
    let mut table = Table::default();
    let mut lines: Vec<(u64, String)> = vec![(0, "$ kubectl get pod -w".to_owned())];
    for (number, (at, row)) in rows.iter().enumerate() {
        table.measure(&cells(row));
        if number == 0 {
            table.measure(&HEADS);
            lines.push((*at, table.line(&HEADS)));
        }
        lines.push((*at, table.line(&cells(row))));
    }
    if count > ROWS {
        let at = rows.last().map_or(0, |(at, _)| *at);
        lines.push((at, format!("# {} more changes are left out.", count - ROWS)));
    }
    let widest = lines.iter().map(|(_, line)| line.chars().count()).max().unwrap_or_default();
    let width = widest.clamp(LEAST_WIDTH, MOST_WIDTH);
    let (title, link) = (quoted(run.pods.first().map_or("", |pod| &pod.name)), quoted(link));
    let mut out = format!(
        "{{\"version\":2,\"width\":{width},\"height\":{HEIGHT},\"idle_time_limit\":{IDLE},\"title\":{title},\"podlab\":{link}}}\n"
    );
    for (at, line) in lines {
        let text = quoted(&format!("{line}\r\n"));
        let _ = writeln!(out, "[{}.{:03},\"o\",{text}]", at / 1_000, at % 1_000);
    }
    out
}

/// A text as JSON. Control characters are replaced, so a manifest cannot control the terminal that plays it.
fn quoted(text: &str) -> String {
    let mut out = "\"".to_owned();
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\r' => out.push_str("\\r"),
            '\n' => out.push_str("\\n"),
            letter if letter.is_control() => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
