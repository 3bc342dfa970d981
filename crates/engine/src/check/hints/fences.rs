//! The fences of Markdown: ```` ```yaml ````.

use super::{FENCES, Found, fix, lines, take_out};

/// Keeps what stands inside the fences.
pub(super) fn find(text: &str) -> Option<Found> {
    let is_fence = |line: &str| line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
    let mut edits = Vec::new();
    let mut first = None;
    let mut inside = false;
    let several = lines(text).filter(|(_, line)| is_fence(line)).count() > 2;
    let lone = lines(text).filter(|(_, line)| is_fence(line)).count() == 1;
    for (start, line) in lines(text) {
        let range = start..start + line.len();
        if is_fence(line) {
            first.get_or_insert(start..start + line.trim_end().len());
            inside = !inside;
            let mut edit = take_out(range);
            if several && inside {
                "---\n".clone_into(&mut edit.text);
            }
            edits.push(edit);
        } else if !inside && !lone {
            edits.push(take_out(range));
        }
    }
    Some(Found {
        hint: &FENCES,
        range: first?,
        message: "This is a fence of Markdown.".to_owned(),
        remedy: "Paste only what stands between the fences.",
        fix: fix("keep what stands inside the fences", edits),
    })
}
