//! The marks of a diff: `+`, `-`, and a blank before each line that stays.

use super::{DIFF, Found, fix, lines, take_out};

/// Keeps the new side.
pub(super) fn find(text: &str) -> Option<Found> {
    let written = || lines(text).filter(|(_, line)| !line.trim().is_empty());
    let added = written().find(|(_, line)| line.starts_with('+') && !is_head(line))?;
    let all = written().all(|(_, line)| is_head(line) || line.starts_with(['+', '-', ' ', '\\']));
    let edits = written().filter_map(|(at, line)| {
        if is_head(line) || line.starts_with(['-', '\\']) {
            return Some(take_out(at..at + line.len()));
        }
        (all || line.starts_with('+')).then(|| take_out(at..at + 1))
    });
    // Where only some lines are marked the others stand in their own column.
    let title = "keep the new lines of the diff";
    let fixed = if all {
        edits.collect()
    } else {
        let blank = |at: usize| super::Edit { range: at..at + 1, text: " ".to_owned() };
        written().filter(|(_, line)| line.starts_with('+')).map(|(at, _)| blank(at)).collect()
    };
    Some(Found {
        hint: &DIFF,
        range: added.0..added.0 + 1,
        message: "The lines have the marks of a diff.".to_owned(),
        remedy: "Paste the new text without the marks.",
        fix: fix(title, fixed),
    })
}

/// Whether a line tells of the files that a diff compares.
fn is_head(line: &str) -> bool {
    let heads = ["diff --git ", "index ", "--- a/", "--- /dev/null", "+++ ", "@@ ", "new file mode "];
    heads.iter().any(|head| line.starts_with(head))
}
