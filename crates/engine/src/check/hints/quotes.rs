//! Typographic quotes around a value.

use super::{Edit, Found, QUOTES, fix, lines};

/// Opening quotes with those that close them; in German texts `“` closes.
const PAIRS: [(char, &str, &str); 5] =
    [('“', "”“", "\""), ('„', "“”", "\""), ('”', "”", "\""), ('‘', "’‘", "'"), ('’', "’", "'")];

/// Writes straight ones.
pub(super) fn find(text: &str) -> Option<Found> {
    let mut edits = Vec::new();
    for (start, line) in lines(text) {
        if line.trim_start().starts_with('#') || line.is_ascii() {
            continue;
        }
        let mut at = 0;
        while let Some((open, close, straight)) = value(line, at) {
            let inside = line.get(open.end..close.start).unwrap_or_default();
            at = close.end;
            if !inside.contains(['"', '\'', '\\']) {
                let edit = |range: &std::ops::Range<usize>| Edit {
                    range: start + range.start..start + range.end,
                    text: straight.to_owned(),
                };
                edits.extend([edit(&open), edit(&close)]);
            }
        }
    }
    let range = edits.first()?.range.clone();
    Some(Found {
        hint: &QUOTES,
        range,
        message: "These quotes are typographic.".to_owned(),
        remedy: "Write straight quotes; word processors and chats turn them.",
        fix: fix("write straight quotes", edits),
    })
}

type Span = std::ops::Range<usize>;

/// The next value in such quotes: it begins behind what begins a value, and ends before what ends one.
fn value(line: &str, from: usize) -> Option<(Span, Span, &'static str)> {
    let rest = line.get(from..)?;
    for (at, character) in rest.char_indices() {
        let Some((_, closing, straight)) = PAIRS.iter().find(|(open, ..)| *open == character) else {
            continue;
        };
        let before = rest.get(..at)?.trim_end();
        let begins = before.is_empty() || before.ends_with([':', '-', '[', '{', ',']);
        let start = at + character.len_utf8();
        let ends = |(place, found): &(usize, char)| {
            let behind = rest.get(start + place + found.len_utf8()..).unwrap_or_default().trim_start();
            closing.contains(*found) && (behind.is_empty() || behind.starts_with([',', ']', '}', ':', '#']))
        };
        let close = rest.get(start..)?.char_indices().find(ends);
        if let Some((place, found)) = close.filter(|_| begins) {
            let close = from + start + place;
            return Some((from + at..from + start, close..close + found.len_utf8(), straight));
        }
    }
    None
}
