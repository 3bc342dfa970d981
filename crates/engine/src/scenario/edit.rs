//! Changes of a YAML text that touch only the lines concerned: comments, order and layout of all else stay.

use std::ops::Range;

use source::{Document, Kind, Node};

/// One step on the way to a part of the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Step<'a> {
    /// The value of a key.
    Key(&'a str),
    /// An item of a list.
    Item(usize),
}

/// The value to write.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Written {
    /// A value on one line: a scalar, or a collection in braces.
    Line(String),
    /// A list, each item on one line or several.
    List(Vec<Item>),
}

/// An item of a list: its fields in order, each value as YAML, or a text of several lines.
pub(super) type Item = Vec<(String, String)>;

/// The place of a node, with the key or the dash before it.
struct Spot<'a> {
    node: Node<'a>,
    /// The bytes of the key.
    key: Option<Range<usize>>,
}

/// The text with `value` at `path`, where missing parents are added; `None` when there is no room for it, such as below
/// a scalar.
pub(super) fn set(text: &str, path: &[Step<'_>], value: &Written) -> Option<String> {
    let read = source::read(text);
    let Some(document) = read.documents.first().filter(|document| !document.root().is_null()) else {
        return Some(appended(text, &nested(path, value, 0)?));
    };
    let (spot, depth) = nearest(document, path);
    let rest = path.get(depth..)?;
    if rest.is_empty() {
        return Some(replaced(text, &spot, value));
    }
    match spot.node.kind() {
        Kind::Mapping => {
            let Some(last) = spot.node.written().last() else {
                return Some(replaced(text, &spot, &Written::Line(braces(&flow_nested(rest, value)?))));
            };
            let end = end_of(text, last.value, last.key_bytes());
            if spot.node.is_flow(text) {
                return Some(splice(text, end..end, &format!(", {}", flow_nested(rest, value)?)));
            }
            let column = column(text, last.key_bytes().start);
            let end = line_end(text, end);
            Some(splice(text, end..end, &format!("\n{}", nested(rest, value, column)?)))
        }
        Kind::Scalar(..) if spot.node.is_null() => {
            let key = spot.key.clone()?;
            let indent = column(text, key.start);
            let after = colon(text, key.end);
            Some(splice(text, after..after, &format!("\n{}", nested(rest, value, indent + 2)?)))
        }
        Kind::Scalar(..) | Kind::Sequence => None,
    }
}

/// The text with one more item at the end of the list at `path`.
pub(super) fn push(text: &str, path: &[Step<'_>], item: &Item) -> Option<String> {
    let read = source::read(text);
    let document = read.documents.first();
    let spot = document.map(|document| nearest(document, path)).filter(|(_, depth)| *depth == path.len());
    let last = spot.as_ref().and_then(|(spot, _)| spot.node.items().last());
    let (Some((spot, _)), Some(last)) = (spot, last) else {
        return set(text, path, &Written::List(vec![item.clone()]));
    };
    let end = end_of(text, last, last.range());
    if spot.node.is_flow(text) {
        return Some(splice(text, end..end, &format!(", {}", flow_item(item))));
    }
    let dash = dash(text, last)?;
    let end = line_end(text, end);
    let written = block_item(item, column(text, dash));
    Some(splice(text, end..end, &format!("\n{written}")))
}

/// The text without the value at `path`, and without parents that would become empty; unchanged if there is no value.
pub(super) fn remove(text: &str, path: &[Step<'_>]) -> Option<String> {
    let (step, parent) = path.split_last()?;
    let read = source::read(text);
    let Some(document) = read.documents.first() else { return Some(text.to_owned()) };
    let (holder, depth) = nearest(document, parent);
    let (spot, whole) = nearest(document, path);
    if depth < parent.len() || whole < path.len() {
        return Some(text.to_owned());
    }
    let parts: Vec<Range<usize>> = match step {
        Step::Key(_) => holder
            .node
            .written()
            .map(|entry| entry.key_bytes().start..end_of(text, entry.value, entry.key_bytes()))
            .collect(),
        Step::Item(_) => {
            holder.node.items().map(|item| item.range().start..end_of(text, item, item.range())).collect()
        }
    };
    if parts.len() < 2 {
        return if parent.is_empty() {
            Some(splice(text, lines_of(text, parts.first()?), ""))
        } else {
            remove(text, parent)
        };
    }
    let start = spot.key.as_ref().map_or(spot.node.range().start, |key| key.start);
    let at = parts.iter().position(|part| part.start == start)?;
    let part = parts.get(at)?.clone();
    let line = line_start(text, part.start);
    let before = text.get(line..part.start)?.trim();
    let alone = before.is_empty() || (matches!(step, Step::Item(_)) && before == "-");
    if !holder.node.is_flow(text) && alone {
        return Some(splice(text, lines_of(text, &part), ""));
    }
    // One comma of `{a: 1, b: 2}` goes with its part; the dash of `- a: 1` stays for the next key.
    let range = match (parts.get(at + 1), at.checked_sub(1).and_then(|at| parts.get(at))) {
        (Some(next), _) => part.start..next.start,
        (None, Some(last)) => last.end..part.end,
        (None, None) => return None,
    };
    Some(splice(text, range, ""))
}

/// The text with a node's value replaced at its place.
fn replaced(text: &str, spot: &Spot<'_>, value: &Written) -> String {
    let Some(key) = spot.key.clone() else {
        let range = spot.node.range();
        let end = end_of(text, spot.node, range.clone());
        return splice(text, range.start..end, &flow(value));
    };
    let end = end_of(text, spot.node, key.clone());
    let flowing = spot.node.range().start < end && spot.node.is_flow(text);
    let scalar = matches!(spot.node.kind(), Kind::Scalar(..)) && !spot.node.is_null();
    match value {
        Written::Line(line) if flowing || scalar => splice(text, spot.node.range().start..end, line),
        Written::List(_) if flowing => splice(text, spot.node.range().start..end, &flow(value)),
        Written::Line(line) => {
            splice(text, colon(text, key.end)..end.max(colon(text, key.end)), &format!(" {line}"))
        }
        Written::List(items) => {
            let indent = column(text, key.start);
            let after = colon(text, key.end);
            let lines: Vec<String> = items.iter().map(|item| block_item(item, indent)).collect();
            splice(text, after..end.max(after), &format!("\n{}", lines.join("\n")))
        }
    }
}

/// The deepest node on the path that is written, and the number of steps that lead to it.
fn nearest<'a>(document: &'a Document, path: &[Step<'_>]) -> (Spot<'a>, usize) {
    let mut spot = Spot { node: document.root(), key: None };
    for (depth, step) in path.iter().enumerate() {
        let next = match step {
            Step::Key(key) => {
                spot.node.entry(key).map(|entry| Spot { node: entry.value, key: Some(entry.key_bytes()) })
            }
            Step::Item(index) => spot.node.items().nth(*index).map(|node| Spot { node, key: None }),
        };
        let Some(next) = next else { return (spot, depth) };
        spot = next;
    }
    (spot, path.len())
}

/// Nested keys with the value in the innermost, on lines of their own, without the last line break.
fn nested(path: &[Step<'_>], value: &Written, indent: usize) -> Option<String> {
    let blanks = " ".repeat(indent);
    let (first, rest) = path.split_first()?;
    let Step::Key(key) = first else { return None };
    let key = block_key(key);
    if !rest.is_empty() {
        return Some(format!("{blanks}{key}:\n{}", nested(rest, value, indent + 2)?));
    }
    Some(match value {
        Written::Line(line) => format!("{blanks}{key}: {line}"),
        Written::List(items) => {
            let lines: Vec<String> = items.iter().map(|item| block_item(item, indent)).collect();
            format!("{blanks}{key}:\n{}", lines.join("\n"))
        }
    })
}

fn flow_nested(path: &[Step<'_>], value: &Written) -> Option<String> {
    let (first, rest) = path.split_first()?;
    let Step::Key(key) = first else { return None };
    let inner = if rest.is_empty() { flow(value) } else { braces(&flow_nested(rest, value)?) };
    Some(format!("{}: {inner}", scalar(key)))
}

fn flow(value: &Written) -> String {
    match value {
        Written::Line(line) => line.clone(),
        Written::List(items) => {
            format!("[{}]", items.iter().map(flow_item).collect::<Vec<_>>().join(", "))
        }
    }
}

fn flow_item(item: &Item) -> String {
    let field = |(name, value): &(String, String)| {
        if value.contains('\n') { format!("{name}: {}", quoted(value)) } else { format!("{name}: {value}") }
    };
    braces(&item.iter().map(field).collect::<Vec<_>>().join(", "))
}

fn braces(inner: &str) -> String {
    if inner.is_empty() { "{}".to_owned() } else { format!("{{ {inner} }}") }
}

/// A list item after its dash: on one line, or with a line for each field when a value has several lines.
fn block_item(item: &Item, indent: usize) -> String {
    let blanks = " ".repeat(indent);
    if !item.iter().any(|(_, value)| value.contains('\n')) {
        return format!("{blanks}- {}", flow_item(item));
    }
    let mut lines: Vec<String> = Vec::new();
    for (name, value) in item {
        if value.contains('\n') {
            lines.push(format!("{name}: |"));
            lines.extend(value.lines().map(|line| format!("  {line}")));
        } else {
            lines.push(format!("{name}: {value}"));
        }
    }
    let mut dash = "- ";
    let lines = lines.iter().map(|line| format!("{blanks}{}{line}", std::mem::replace(&mut dash, "  ")));
    lines.collect::<Vec<_>>().join("\n")
}

/// A text as a YAML scalar that may stand anywhere, in quotes unless it is safe without.
pub(super) fn scalar(text: &str) -> String {
    unless_plain(text, "_./-")
}

/// The same as a key of a block, which may hold colons.
fn block_key(text: &str) -> String {
    unless_plain(text, "_./-:")
}

/// A text in quotes unless it is safe without; `signs` are what it may hold beside letters and digits.
fn unless_plain(text: &str, signs: &str) -> String {
    const WORDS: [&str; 10] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan"];
    let plain = |c: char| c.is_ascii_alphanumeric() || signs.contains(c);
    let first = text.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
    let safe = first
        && text.chars().all(plain)
        && !text.ends_with(':')
        && !WORDS.contains(&text.to_ascii_lowercase().as_str());
    if safe { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    let mut out = String::new();
    source::print::json_string(text, &[], &mut out);
    out
}

/// The end of a node's text, before the comments and blank lines that follow. `fallback` is the place at which it would
/// stand when nothing is written.
fn end_of(text: &str, node: Node<'_>, fallback: Range<usize>) -> usize {
    let range = node.range();
    // The text of an alias is elsewhere, and an empty value has none.
    let here = range.start >= fallback.start && !range.is_empty();
    let end = match node.kind() {
        _ if !here => colon(text, fallback.end),
        Kind::Mapping if !node.is_flow(text) => {
            node.written().last().map_or(range.end, |entry| end_of(text, entry.value, entry.key_bytes()))
        }
        Kind::Sequence if !node.is_flow(text) => {
            node.items().last().map_or(range.end, |item| end_of(text, item, item.range()))
        }
        Kind::Scalar(..) | Kind::Mapping | Kind::Sequence => range.end,
    };
    text.get(..end).map_or(end, |before| before.trim_end().len())
}

/// The byte after the colon that follows a key.
fn colon(text: &str, key: usize) -> usize {
    let rest = text.get(key..).unwrap_or_default();
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    if rest.trim_start_matches(' ').starts_with(':') { key + blanks + 1 } else { key }
}

/// The dash before an item; `None` when no dash precedes it on its line.
fn dash(text: &str, item: Node<'_>) -> Option<usize> {
    let start = item.range().start;
    let before = text.get(line_start(text, start)..start)?;
    let dash = before.rfind('-')?;
    before.get(..dash)?.trim().is_empty().then_some(line_start(text, start) + dash)
}

fn column(text: &str, byte: usize) -> usize {
    text.get(line_start(text, byte)..byte).unwrap_or_default().chars().count()
}

fn line_start(text: &str, byte: usize) -> usize {
    text.get(..byte).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

fn line_end(text: &str, byte: usize) -> usize {
    text.get(byte..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| byte + newline)
}

/// The lines of a range, the last line break included.
fn lines_of(text: &str, range: &Range<usize>) -> Range<usize> {
    let end = line_end(text, range.end);
    line_start(text, range.start)..(end + 1).min(text.len())
}

fn splice(text: &str, range: Range<usize>, insert: &str) -> String {
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    format!("{before}{insert}{after}")
}

/// The text with lines at its end.
fn appended(text: &str, lines: &str) -> String {
    let text = text.trim_end();
    if text.is_empty() || text == "{}" { format!("{lines}\n") } else { format!("{text}\n{lines}\n") }
}

#[cfg(test)]
mod tests;
