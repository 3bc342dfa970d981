//! Blanks that are none to YAML: no-break spaces and their kin, in front of a line or behind a key's colon.

use super::{BLANKS, Edit, Found, fix, lines};

/// Whether a character looks like a space, or like nothing, and is none to YAML.
fn is_odd(character: char) -> bool {
    matches!(
        character,
        '\u{a0}' | '\u{2000}'..='\u{200d}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}'
    )
}

/// Writes spaces.
pub(super) fn find(text: &str) -> Option<Found> {
    let mut edits: Vec<Edit> = Vec::new();
    for (start, line) in lines(text) {
        // The mark at the very start of a text is no part of it.
        let from = if start == 0 && line.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let (mut before, mut blank) = (None, true);
        for (at, character) in line.char_indices().skip_while(|(at, _)| *at < from) {
            if is_odd(character) && (blank || before == Some(':')) {
                let wide = !matches!(character, '\u{200b}'..='\u{200d}' | '\u{feff}');
                let text = if wide { " " } else { "" }.to_owned();
                edits.push(Edit { range: start + at..start + at + character.len_utf8(), text });
                continue;
            }
            blank &= matches!(character, ' ' | '\t' | '-');
            before = Some(character);
        }
    }
    let range = edits.first()?.range.clone();
    Some(Found {
        hint: &BLANKS,
        range,
        message: "A no-break space stands here, or another blank that is none to YAML.".to_owned(),
        remedy: "Write a space; web pages and word processors put others in.",
        fix: fix("write spaces", edits),
    })
}
