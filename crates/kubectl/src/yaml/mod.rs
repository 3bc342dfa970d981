//! YAML as `kubectl -o yaml` writes it. Upstream: sigs.k8s.io/yaml Marshal, which is go-yaml version 2
//! (go.yaml.in/yaml/v2: encode.go, emitterc.go, sorter.go).

mod resolve;
mod scalar;

use api::collections::sort_by;
use scalar::Place;
use serde_json::{Map, Value};
use std::cmp::Ordering;

/// Keys longer than this are written behind a question mark.
const SIMPLE_KEY: usize = 128;

/// The text of a value, keys in go-yaml's order; ends with a line break.
pub fn print(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(map) if !map.is_empty() => mapping(&mut out, map, 0),
        Value::Array(items) if !items.is_empty() => sequence(&mut out, items, 0),
        scalar => {
            write_scalar(&mut out, scalar, 0);
            end(&mut out);
        }
    }
    out
}

/// The entries of a map, but for the indentation of the first: that may stand behind the dash of a list.
fn mapping(out: &mut String, map: &Map<String, Value>, indent: usize) {
    let mut entries: Vec<(&String, &Value)> = map.iter().collect();
    sort_by(&mut entries, |a, b| natural(a.0, b.0));
    for (index, (key, value)) in entries.into_iter().enumerate() {
        if index > 0 {
            blanks(out, indent);
        }
        if key.len() > SIMPLE_KEY {
            out.push_str("? ");
            scalar::write(out, key, Place { indent: indent + 2, key: false });
            end(out);
            blanks(out, indent);
        } else {
            scalar::write(out, key, Place { indent, key: true });
        }
        out.push(':');
        match value {
            Value::Object(map) if !map.is_empty() => {
                out.push('\n');
                blanks(out, indent + 2);
                mapping(out, map, indent + 2);
            }
            // A list stands as far left as the key that it belongs to.
            Value::Array(items) if !items.is_empty() => {
                out.push('\n');
                blanks(out, indent);
                sequence(out, items, indent);
            }
            scalar => {
                out.push(' ');
                write_scalar(out, scalar, indent + 2);
                end(out);
            }
        }
    }
}

/// The items of a list, but for the indentation of the first.
fn sequence(out: &mut String, items: &[Value], indent: usize) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            blanks(out, indent);
        }
        out.push_str("- ");
        match item {
            Value::Object(map) if !map.is_empty() => mapping(out, map, indent + 2),
            Value::Array(items) if !items.is_empty() => sequence(out, items, indent + 2),
            scalar => {
                write_scalar(out, scalar, indent + 2);
                end(out);
            }
        }
    }
}

/// `indent` is that of the lines that a long text goes on in.
fn write_scalar(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::String(text) => scalar::write(out, text, Place { indent, key: false }),
        Value::Object(_) => out.push_str("{}"),
        Value::Array(_) => out.push_str("[]"),
        other => out.push_str(&other.to_string()),
    }
}

/// Ends a line that a block of text has not ended already.
fn end(out: &mut String) {
    if !out.ends_with('\n') {
        out.push('\n');
    }
}

fn blanks(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}

/// go-yaml's order of keys: digits as numbers, other signs before letters.
fn natural(a: &str, b: &str) -> Ordering {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let Some(at) = a.iter().zip(&b).position(|(a, b)| a != b) else { return a.len().cmp(&b.len()) };
    let (same, rest_a, rest_b) = (a.get(..at).unwrap_or_default(), a.get(at..), b.get(at..));
    let (rest_a, rest_b) = (rest_a.unwrap_or_default(), rest_b.unwrap_or_default());
    let first = |rest: &[char]| rest.first().copied().unwrap_or_default();
    let (x, y) = (first(rest_a), first(rest_b));
    match (x.is_alphabetic(), y.is_alphabetic()) {
        (true, true) => x.cmp(&y),
        (false, false) => {
            // A zero counts only behind other digits: 10 comes before 2 only when both are parts of a larger number.
            let before = same.iter().rev().take_while(|c| c.is_numeric()).any(|c| *c != '0');
            let start = i64::from(before && (x == '0' || y == '0'));
            let (number_a, number_b) = (number(rest_a, start), number(rest_b, start));
            number_a.cmp(&number_b).then(x.cmp(&y))
        }
        (letter, _) => {
            let behind_digit = same.last().is_some_and(|c| c.is_numeric());
            if letter == behind_digit { Ordering::Less } else { Ordering::Greater }
        }
    }
}

/// The number that the digits in front make, and how many they are.
fn number(text: &[char], start: i64) -> (i64, usize) {
    let digits = text.iter().map_while(|c| c.to_digit(10));
    let value = digits.clone().fold(start, |sum, digit| sum.wrapping_mul(10).wrapping_add(i64::from(digit)));
    (value, digits.count())
}

#[cfg(test)]
mod tests;
