//! One text in the style that go-yaml picks for it. Upstream: go.yaml.in/yaml/v2 encode.go stringv;
//! emitterc.go yaml_emitter_analyze_scalar, yaml_emitter_select_scalar_style, yaml_emitter_write_*_scalar.

use super::resolve::is_plain_string;

/// A line that is longer than this is folded at its next blank.
const WIDTH: usize = 80;

/// Where a text stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Blanks before its further lines.
    pub indent: usize,
    /// Whether it is a key, which stands on one line however long it is.
    pub key: bool,
}

/// Writes a text behind what stands on its first line already.
pub(super) fn write(out: &mut String, text: &str, place: Place) {
    let found = Analysis::of(text);
    if text.contains('\n') && found.block && !place.key {
        literal(out, text, place.indent);
    } else if text.contains('\n') || !is_plain_string(text) {
        double_quoted(out, text, place);
    } else if found.plain {
        plain(out, text, place);
    } else if found.single {
        out.push('\'');
        single_quoted(out, text, place);
        out.push('\'');
    } else {
        double_quoted(out, text, place);
    }
}

/// Which styles can hold a text.
struct Analysis {
    plain: bool,
    single: bool,
    block: bool,
}

impl Analysis {
    fn of(text: &str) -> Analysis {
        let mut found = Analysis { plain: true, single: true, block: true };
        if text.starts_with("---") || text.starts_with("...") {
            found.plain = false;
        }
        let edge = |c: Option<char>| c.is_some_and(|c| c == ' ' || c == '\n');
        if edge(text.chars().next()) || edge(text.chars().next_back()) || text.contains('\n') {
            found.plain = false;
        }
        if text.ends_with(' ') {
            found.block = false;
        }
        if text.contains("\n ") {
            (found.plain, found.single) = (false, false);
        }
        if text.contains(" \n") || text.chars().any(|c| !is_printable(c)) {
            found = Analysis { plain: false, single: false, block: false };
        }
        let mut before = None;
        let mut characters = text.chars().peekable();
        while let Some(c) = characters.next() {
            let blank_next = characters.peek().is_none_or(|next| is_blank(*next));
            let indicator = match (before, c) {
                (None, '?' | '-') | (_, ':') => blank_next,
                (None, c) => "#,[]{}&*!|>'\"%@`".contains(c),
                (Some(before), '#') => is_blank(before),
                _ => false,
            };
            found.plain &= !indicator;
            before = Some(c);
        }
        found
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether go-yaml writes a character as it is: no tab, no control character, nothing beyond the first plane.
fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}') && c != '\u{feff}'
}

/// Blanks that the current line has used up to here.
fn column(out: &str) -> usize {
    out.rsplit('\n').next().map_or(0, |line| line.chars().count())
}

fn new_line(out: &mut String, indent: usize) {
    out.push('\n');
    super::blanks(out, indent);
}

fn plain(out: &mut String, text: &str, place: Place) {
    let mut at = column(out);
    let mut after_blank = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let fold = c == ' ' && !place.key && !after_blank && at > WIDTH && characters.peek() != Some(&' ');
        if fold {
            new_line(out, place.indent);
            at = place.indent;
        } else {
            out.push(c);
            at += 1;
        }
        after_blank = c == ' ';
    }
}

/// Folds at single blanks, never at the first or last character.
fn single_quoted(out: &mut String, text: &str, place: Place) {
    let mut after_blank = false;
    for (index, c) in text.char_indices() {
        let rest = text.get(index + c.len_utf8()..).unwrap_or_default();
        let inside = index > 0 && !rest.is_empty();
        let fold = c == ' ' && !place.key && !after_blank && inside && !rest.starts_with(' ');
        if fold && column(out) > WIDTH {
            new_line(out, place.indent);
        } else if c == '\'' {
            out.push_str("''");
        } else {
            out.push(c);
        }
        after_blank = c == ' ';
    }
}

fn double_quoted(out: &mut String, text: &str, place: Place) {
    out.push('"');
    let mut after_blank = false;
    for (index, c) in text.char_indices() {
        let rest = text.get(index + c.len_utf8()..).unwrap_or_default();
        let inside = index > 0 && !rest.is_empty();
        if c == ' ' && !place.key && !after_blank && inside && column(out) > WIDTH {
            new_line(out, place.indent);
            if rest.starts_with(' ') {
                out.push('\\');
            }
        } else {
            escaped(out, c);
        }
        after_blank = c == ' ';
    }
    out.push('"');
}

fn escaped(out: &mut String, c: char) {
    match c {
        '"' | '\\' => out.extend(['\\', c]),
        '\0' => out.push_str("\\0"),
        '\u{7}' => out.push_str("\\a"),
        '\u{8}' => out.push_str("\\b"),
        '\t' => out.push_str("\\t"),
        '\n' => out.push_str("\\n"),
        '\u{b}' => out.push_str("\\v"),
        '\u{c}' => out.push_str("\\f"),
        '\r' => out.push_str("\\r"),
        '\u{1b}' => out.push_str("\\e"),
        '\u{85}' => out.push_str("\\N"),
        '\u{2028}' => out.push_str("\\L"),
        '\u{2029}' => out.push_str("\\P"),
        c if is_printable(c) => out.push(c),
        c => {
            let code = u32::from(c);
            out.extend([match code {
                0..=0xff => format!("\\x{code:02X}"),
                0x100..=0xffff => format!("\\u{code:04X}"),
                _ => format!("\\U{code:08X}"),
            }]);
        }
    }
}

/// A block of lines: `|`, a hint when it begins with a blank, and how its end is to be read.
fn literal(out: &mut String, text: &str, indent: usize) {
    out.push('|');
    if text.starts_with([' ', '\n']) {
        out.push('2');
    }
    if !text.ends_with('\n') {
        out.push('-');
    } else if text == "\n" || text.ends_with("\n\n") {
        out.push('+');
    }
    out.push('\n');
    for line in text.split_inclusive('\n') {
        if line != "\n" {
            super::blanks(out, indent);
        }
        out.push_str(line);
    }
}
