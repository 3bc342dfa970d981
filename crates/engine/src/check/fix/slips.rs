//! Slips in one line: a sign that is missing, or that is not the right one.

use super::lines::{Line, Lines};
use super::trial::Try;
use source::Edit;

/// The most lines of a text that are tried for a quote that is open.
const QUOTES: usize = 20;

fn insert(at: usize, text: &str) -> Vec<Edit> {
    vec![Edit { range: at..at, text: text.to_owned() }]
}

/// The changes to try in one line.
pub(super) fn of_line(line: Line<'_>) -> Vec<Try> {
    if line.is_comment() || line.is_empty() {
        return Vec::new();
    }
    let mut tries = Vec::new();
    tries.extend(space(line));
    tries.extend(dash(line));
    tries.extend(sign(line));
    tries.extend(own_line(line));
    tries.extend(close(line));
    tries.extend(colon(line));
    tries.extend(quotes(line));
    tries
}

/// The same slip in several lines of a text, mended in all of them.
pub(super) fn in_all(lines: &Lines<'_>) -> Vec<Try> {
    let slips: [fn(Line<'_>) -> Option<Try>; 4] = [bullet, dash, space, sign];
    let all = |slip: &fn(Line<'_>) -> Option<Try>| {
        let found: Vec<Try> =
            lines.0.iter().filter(|line| !line.is_comment()).filter_map(|line| slip(*line)).collect();
        let several = found.len() > 1;
        found
            .into_iter()
            .reduce(|mut one, next| {
                one.edits.extend(next.edits);
                one
            })
            .map(|one| {
                if several {
                    Try { title: format!("{}, and so in the other lines", one.title), ..one }
                } else {
                    one
                }
            })
    };
    slips.iter().filter_map(all).collect()
}

/// Adds the space that `name:web` lacks.
pub(super) fn space(line: Line<'_>) -> Option<Try> {
    let (start, content) = line.content();
    let content = content.trim_start_matches('-');
    let key = line.key().filter(|key| content.starts_with(*key))?;
    let rest = content.get(key.len()..)?.strip_prefix(':')?;
    if rest.is_empty() || rest.starts_with([' ', '/']) {
        return None;
    }
    let edits = insert(start + key.len() + 1, " ");
    Some(Try::new(
        format!("put a space behind `{key}:`"),
        format!("A space stands behind the colon of `{key}`."),
        edits,
    ))
}

/// Adds the space that `-name: web` lacks.
fn dash(line: Line<'_>) -> Option<Try> {
    let rest = line.text.trim_start().strip_prefix('-')?;
    if !rest.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '"' || first == '\'') {
        return None;
    }
    let edits = insert(line.start + line.indent() + 1, " ");
    Some(Try::new("put a space behind the `-`", "A space stands behind the dash of an item.", edits))
}

/// Writes a dash for another sign in front of an item.
fn bullet(line: Line<'_>) -> Option<Try> {
    let sign = line.text.trim_start().chars().next()?;
    let rest = line.text.trim_start().strip_prefix(sign)?;
    if !"•–—−‐·*".contains(sign) || !rest.starts_with(' ') {
        return None;
    }
    let start = line.start + line.indent();
    let edits = vec![Edit { range: start..start + sign.len_utf8(), text: "-".to_owned() }];
    Some(Try::new(
        "write `-` before the item",
        format!("An item of a list begins with `-`, not with `{sign}`."),
        edits,
    ))
}

/// Writes a colon for another sign behind a key: `name=web`.
fn sign(line: Line<'_>) -> Option<Try> {
    let (start, content) = line.content();
    let key = line.key()?;
    let behind = content.get(key.len()..)?;
    let blanks = behind.len() - behind.trim_start().len();
    let sign = behind.trim_start().chars().next().filter(|sign| "=\u{ff1a};".contains(*sign))?;
    let rest = behind.trim_start().strip_prefix(sign)?;
    let space = if rest.is_empty() || rest.starts_with(' ') { ":" } else { ": " };
    let at = start + key.len();
    let edits = vec![Edit { range: at..at + blanks + sign.len_utf8(), text: space.to_owned() }];
    Some(Try::new(format!("write `{key}:`"), format!("A colon stands behind a key, not `{sign}`."), edits))
}

/// Adds the colon after a key: `metadata`, `name web`.
pub(super) fn colon(line: Line<'_>) -> Option<Try> {
    let (start, content) = line.content();
    let key = line.key()?;
    let behind = content.get(key.len()..)?;
    if !behind.is_empty() && !behind.starts_with(' ') {
        return None;
    }
    let edits = insert(start + key.len(), ":");
    Some(Try::new(format!("write `{key}:`"), format!("`{key}` is a key: a colon stands behind it."), edits))
}

/// Puts what stands behind `metadata: name: web` on a line of its own.
fn own_line(line: Line<'_>) -> Option<Try> {
    let (start, content) = line.content();
    let (key, value) = content.split_once(": ")?;
    if !value.contains(": ") || value.starts_with(['"', '\'', '{', '[', '|', '>', '#']) || key.contains(' ') {
        return None;
    }
    let at = start + key.len() + 1;
    let blanks = 1 + value.len() - value.trim_start().len();
    let indent = " ".repeat(start - line.start + 2);
    let edits = vec![Edit { range: at..at + blanks, text: format!("\n{indent}") }];
    let title = format!("put `{}` on a line of its own", value.trim());
    Some(Try::new(title, format!("The fields of `{key}` stand on lines of their own, indented."), edits))
}

/// Closes a quote or a bracket, or takes one away that closes nothing.
fn close(line: Line<'_>) -> Vec<Try> {
    let end = line.end();
    let count = |sign: char| line.text.matches(sign).count();
    let mut tries = Vec::new();
    for quote in ['"', '\''].into_iter().filter(|quote| count(*quote) % 2 == 1) {
        let hint = format!("The quote `{quote}` is opened and never closed.");
        let title = format!("close it: add `{quote}`");
        let other = if quote == '"' { '\'' } else { '"' };
        if line.text.trim_end().ends_with(other) && count(other) % 2 == 1 {
            let edits = vec![Edit { range: end - 1..end, text: quote.to_string() }];
            tries.push(Try::new(
                format!("close it with `{quote}`"),
                "A quote is closed by the sign that opens it.",
                edits,
            ));
        }
        tries.push(Try::new(title.clone(), hint.clone(), insert(end, &quote.to_string())));
        let inner = line.text.char_indices().filter(|(_, sign)| [',', ']', '}', ':'].contains(sign));
        tries.extend(inner.map(|(at, _)| {
            Try::new(title.clone(), hint.clone(), insert(line.start + at, &quote.to_string()))
        }));
    }
    for (open, shut) in [('[', ']'), ('{', '}')] {
        if count(open) > count(shut) {
            let hint = format!("The bracket `{open}` is opened and never closed.");
            tries.push(Try::new(format!("close it: add `{shut}`"), hint, insert(end, &shut.to_string())));
        } else if count(shut) > count(open) && line.text.trim_end().ends_with(shut) {
            let edits = vec![Edit { range: end - 1..end, text: String::new() }];
            let hint = format!("The bracket `{shut}` closes nothing.");
            tries.push(Try::new(format!("take the last `{shut}` away"), hint, edits));
        }
    }
    tries
}

/// Closes the quotes of a text that are open at the end of their line, each on its own.
pub(super) fn open_quotes(lines: &Lines<'_>) -> Vec<Try> {
    let is_open = |line: &&Line<'_>| {
        let value = line.value().map(|(_, value)| value.trim_start_matches(['[', '{', ' ']));
        let quote = value.and_then(|value| value.chars().next()).filter(|first| ['"', '\''].contains(first));
        !line.is_comment() && quote.is_some_and(|quote| line.text.matches(quote).count() % 2 == 1)
    };
    lines.0.iter().filter(is_open).take(QUOTES).flat_map(|line| close(*line)).collect()
}

/// Quotes a value that YAML takes for something else, such as `echo: done` or `{{ .Values.image }}`.
fn quotes(line: Line<'_>) -> Option<Try> {
    let (start, value) = line.value().filter(|(_, value)| !value.starts_with(['|', '>']))?;
    let is_open = |quote: char| value.starts_with(quote) && value.matches(quote).count() % 2 == 1;
    if is_open('"') || is_open('\'') {
        return None;
    }
    let range = start..start + value.len();
    let title = "put quotes around the value";
    let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    if let Some(inner) = inner.filter(|inner| inner.contains('\\') && !inner.contains(['\'', '"'])) {
        let hint = "Between double quotes a `\\` begins an escape; between single ones it is a letter.";
        return Some(Try::new("write single quotes", hint, vec![Edit { range, text: format!("'{inner}'") }]));
    }
    let hint = match value.chars().next() {
        Some(first) if "@`%&*!?|>{}[],".contains(first) => {
            format!("A value that begins with `{first}` needs quotes.")
        }
        Some('"' | '\'') => "Text stands behind the closing quote.".to_owned(),
        _ if value.contains(": ") => "A value that holds `: ` needs quotes.".to_owned(),
        _ => String::new(),
    };
    let text = format!("'{}'", value.replace('\'', "''"));
    Some(Try::new(title, hint, vec![Edit { range, text }]))
}
