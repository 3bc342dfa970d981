//! Fixes of values of a wrong type.

use super::lines::Lines;
use super::syntax::Told;
use super::trial::Try;
use super::{Site, amounts, fix, layout, slips};
use api::read::DecodeError;
use source::{Edit, Kind, Node, Scalar};

/// Writes a value so that its field can hold it; the sentence says what was wrong where the type alone does not.
pub(in crate::check) fn decode(site: Site<'_>, error: &DecodeError) -> Option<Told> {
    let Site { text, document, .. } = site;
    if error.wanted == "quantity" {
        return Some((amounts::quantity(text, document, error)?, None));
    }
    let place = document.locate(&error.path);
    let node = document.node(place.node);
    let written = text.get(node.range()).filter(|written| !written.is_empty() && place.exact)?;
    let write =
        |title: String, value: String| Some((fix(title, Edit { range: node.range(), text: value }), None));
    match (node.kind(), error.wanted.as_str()) {
        (Kind::Scalar(Scalar::String, value), "whole number") => {
            let last = error.path.rsplit('.').next().unwrap_or_default();
            let number = number(value, last)?;
            let title = if number == value {
                format!("write {number} without quotes")
            } else {
                format!("write `{number}`")
            };
            write(title, number)
        }
        (Kind::Scalar(Scalar::String, value), "true or false") => {
            let word = ["true", "false"].into_iter().find(|word| value.trim().eq_ignore_ascii_case(word))?;
            write(format!("write {word} without quotes"), word.to_owned())
        }
        (
            Kind::Scalar(Scalar::Bool(_) | Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_), _),
            "string",
        ) => write(format!("put quotes around {written}"), format!("\"{written}\"")),
        _ => site.trials.best(tries(site, error, node, written)).map(Try::told),
    }
}

/// A whole number without its unit: `30s` in a field that counts seconds, `8080/TCP` in a port.
fn number(value: &str, field: &str) -> Option<String> {
    let value = value.trim();
    if value.parse::<i32>().is_ok() {
        return Some(value.to_owned());
    }
    let digits = value.find(|character: char| !character.is_ascii_digit())?;
    let (amount, unit) = value.split_at(digits);
    let amount: i32 = amount.parse().ok()?;
    let lower = field.to_ascii_lowercase();
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" if lower.ends_with("seconds") => 1,
        "m" | "min" | "mins" | "minute" | "minutes" if lower.ends_with("seconds") => 60,
        "h" | "hour" | "hours" if lower.ends_with("seconds") => 3600,
        "/tcp" if lower.ends_with("port") => 1,
        _ => return None,
    };
    Some(amount.checked_mul(factor)?.to_string())
}

fn tries(site: Site<'_>, error: &DecodeError, node: Node<'_>, written: &str) -> Vec<Try> {
    let lines = Lines::of(site.text);
    let range = node.range();
    let mut tries = Vec::new();
    let (list_of, value) = (error.wanted.strip_prefix("list of "), plain(written));
    match node.kind() {
        Kind::Scalar(..) => {
            let item = |holder: &str| short(holder, value);
            if let Some((inner, fields)) = list_of.and_then(|holder| Some((holder, item(holder)?))) {
                let text = format!("[{{ {fields} }}]");
                let hint = format!("This is a list; each of its items is a {inner}.");
                tries.push(Try::new(
                    format!("write `{text}`"),
                    hint,
                    vec![Edit { range: range.clone(), text }],
                ));
            } else if list_of == Some("string") && !value.contains([' ', ',', '#', ':']) {
                let text = format!("[{written}]");
                let hint = "This is a list; one item is written in brackets.".to_owned();
                tries.push(Try::new(
                    format!("write `{text}`"),
                    hint,
                    vec![Edit { range: range.clone(), text }],
                ));
            } else if let Some(fields) = item(&error.wanted) {
                let indent = " ".repeat(column(site.text, range.start));
                let text = fields.replace(", ", &format!("\n{indent}"));
                let hint = format!("An item here is a {}, with named fields.", error.wanted);
                tries.push(Try::new(
                    format!("write `{fields}`"),
                    hint,
                    vec![Edit { range: range.clone(), text }],
                ));
            }
            let line = lines.within(&range).map(|(_, line)| line);
            tries.extend(line.flat_map(slips::of_line));
        }
        Kind::Mapping => {
            if list_of == Some("EnvVar") {
                tries.extend(env(site, node));
            }
            tries.extend(list_of.and_then(|_| as_item(&lines, &range, written)));
            let first = lines.within(&range).next();
            tries.extend(first.into_iter().flat_map(|(_, line)| slips::of_line(line)));
            tries.extend(slips::in_all(&lines));
        }
        Kind::Sequence => tries.extend(layout::as_map(&lines, &range)),
    }
    tries
}

fn plain(written: &str) -> &str {
    written.trim().trim_matches(['"', '\''])
}

fn column(text: &str, byte: usize) -> usize {
    byte - text.get(..byte).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

fn as_item(lines: &Lines<'_>, range: &std::ops::Range<usize>, written: &str) -> Option<Try> {
    if written.starts_with('{') {
        let bracket = |at: usize, text: &str| Edit { range: at..at, text: text.to_owned() };
        let edits = vec![bracket(range.start, "["), bracket(range.start + written.trim_end().len(), "]")];
        return Some(Try::new("put it into brackets", "This is a list of maps.", edits));
    }
    layout::as_item(lines, range)
}

/// The fields of an item that is written as one value, as other tools write it.
fn short(holder: &str, value: &str) -> Option<String> {
    match holder {
        "ContainerPort" | "ServicePort" => {
            let port: u16 = value.parse().ok()?;
            Some(format!("{}: {port}", if holder == "ServicePort" { "port" } else { "containerPort" }))
        }
        "LocalObjectReference" if !value.is_empty() && !value.contains([' ', ':']) => {
            Some(format!("name: {value}"))
        }
        "EnvVar" => {
            let (name, value) = value.split_once('=')?;
            (!name.is_empty() && !name.contains([' ', ':']))
                .then(|| format!("name: {name}, value: \"{}\"", escaped(value)))
        }
        _ => None,
    }
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"")
}

/// Variables written as a map, as other tools have them: `LEVEL: debug`.
fn env(site: Site<'_>, node: Node<'_>) -> Option<Try> {
    let range = node.range();
    let indent = column(site.text, range.start);
    let line = site.text.get(range.start - indent..range.start)?;
    if !line.trim().is_empty() {
        return None;
    }
    let mut items = Vec::new();
    let mut end = range.start;
    for entry in node.entries() {
        let Kind::Scalar(_, value) = entry.value.kind() else { return None };
        let written = site.text.get(entry.value.range())?;
        let value = match entry.value.kind() {
            Kind::Scalar(Scalar::String, _) if written.starts_with(['"', '\'']) => written.to_owned(),
            _ => format!("\"{}\"", escaped(value)),
        };
        items.push(format!("- name: {}\n{}  value: {value}", entry.key, " ".repeat(indent)));
        end = end.max(entry.value.range().end);
    }
    let text = items.join(&format!("\n{}", " ".repeat(indent)));
    let edits = vec![Edit { range: range.start..end, text }];
    Some(Try::new(
        "write a list of `name` and `value`",
        "Variables are a list; each has a `name` and a `value`.",
        edits,
    ))
}
