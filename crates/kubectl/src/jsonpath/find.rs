//! Walks a value along a template's nodes, with upstream's words on what cannot be walked.

use super::{DEPTH, Found, Node, Slice, Step};
use serde_json::Value;
use std::borrow::Cow;
use std::cmp::Ordering;

/// The values that each node leads to, those in a range once for each of its values.
pub(crate) fn find<'v>(nodes: &[Node], root: &'v Value) -> Result<Vec<Found<'v>>, String> {
    let mut found = Vec::new();
    nodes_of(nodes, root, 0, &mut found)?;
    Ok(found)
}

/// Walks nodes up to their end or the `end` of the range that they are in; gives back how many come before that `end`.
fn nodes_of<'v>(
    nodes: &[Node],
    at: &'v Value,
    depth: usize,
    found: &mut Vec<Found<'v>>,
) -> Result<Option<usize>, String> {
    if depth > DEPTH {
        return Err("ranges are nested too deeply".to_owned());
    }
    let mut next = 0;
    while let Some(node) = nodes.get(next) {
        next += 1;
        let steps = match node {
            Node::Text(text) => {
                found.push(vec![Cow::Owned(text.as_str().into())]);
                continue;
            }
            Node::Steps(steps) => steps,
        };
        let has = |word: &str| steps.iter().any(|step| matches!(step, Step::Word(own) if own == word));
        let values = walk(steps, vec![Cow::Borrowed(at)], depth)?;
        if has("end") {
            return Ok(Some(next - 1));
        }
        if !has("range") {
            found.push(values);
            continue;
        }
        let inside = nodes.get(next..).unwrap_or_default();
        let mut end = None;
        for value in &values {
            // Only text that the template itself holds is owned, and it has no parts.
            let value = if let Cow::Borrowed(value) = value { value } else { &Value::Null };
            end = nodes_of(inside, value, depth + 1, found)?;
        }
        if values.is_empty() {
            end = nodes_of(inside, &Value::Null, depth + 1, &mut Vec::new())?;
        }
        next += end.map_or(0, |end| end + 1);
    }
    Ok(None)
}

fn walk<'v>(steps: &[Step], from: Found<'v>, depth: usize) -> Result<Found<'v>, String> {
    let mut values = from;
    for step in steps {
        values = match step {
            Step::Literal(Value::String(text)) => vec![Cow::Owned(text.as_str().into())],
            Step::Literal(value) => values.iter().map(|_| Cow::Owned(value.clone())).collect(),
            Step::Word(word) if word == "range" => values,
            Step::Word(word) if word == "end" && depth > 0 => Vec::new(),
            Step::Word(word) if word == "end" => return Err("not in range, nothing to end".to_owned()),
            Step::Word(word) => return Err(format!("unrecognized identifier {word}")),
            Step::Union(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    all.extend(walk(part, values.clone(), depth)?);
                }
                all
            }
            step => {
                let mut all = Vec::new();
                for value in &values {
                    match value {
                        Cow::Borrowed(value) => take(step, value, &mut all)?,
                        Cow::Owned(value) if matches!(step, Step::Slice(_) | Step::Filter(..)) => {
                            take(step, value, &mut Vec::new())?;
                        }
                        Cow::Owned(_) => {}
                    }
                    // A slice of nothing ends the whole step.
                    if matches!(step, Step::Slice(slice) if slice.is_nothing(value)) {
                        break;
                    }
                }
                all
            }
        };
    }
    Ok(values)
}

fn children(value: &Value) -> Vec<&Value> {
    match value {
        Value::Object(fields) => fields.values().collect(),
        Value::Array(items) => items.iter().collect(),
        _ => Vec::new(),
    }
}

fn take<'v>(step: &Step, value: &'v Value, found: &mut Found<'v>) -> Result<(), String> {
    match (step, value) {
        (Step::Field(name), value) => found.extend(value.get(name).map(Cow::Borrowed)),
        (Step::All, value) => found.extend(children(value).into_iter().map(Cow::Borrowed)),
        (Step::Below, value) => below(value, found),
        (Step::Slice(slice), Value::Array(items)) => slice.take(items, found)?,
        (Step::Slice(_), value) if !value.is_null() => {
            return Err(format!("{} is not array or slice", type_of(value)));
        }
        (Step::Filter(left, operator, right), Value::Array(items)) => {
            for item in items {
                if passes(item, left, operator, right)? {
                    found.push(Cow::Borrowed(item));
                }
            }
        }
        (Step::Filter(..), _) => {
            let value = api::json::go_text(value);
            return Err(format!("{value} is not array or slice and cannot be filtered"));
        }
        (Step::Slice(_) | Step::Literal(_) | Step::Union(_) | Step::Word(_), _) => {}
    }
    Ok(())
}

/// Go's name of a value's type.
fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "<nil>",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float64",
        Value::Number(_) => "int64",
        Value::String(_) => "string",
        Value::Array(_) => "[]interface {}",
        Value::Object(_) => "map[string]interface {}",
    }
}

/// A value that has parts, or is a text, and all such below it.
fn below<'v>(value: &'v Value, found: &mut Found<'v>) {
    let parts = children(value);
    if !parts.is_empty() || value.as_str().is_some_and(|text| !text.is_empty()) {
        found.push(Cow::Borrowed(value));
        for part in parts {
            below(part, found);
        }
    }
}

impl Slice {
    /// Where it begins and ends in a list of this length.
    fn bounds(self, length: i64) -> (i64, i64) {
        let wrapped = |index: i64| if index < 0 { index + length } else { index };
        let from = self.from.unwrap_or_default();
        let to = match self.to {
            None if self.single && from == -1 => length,
            None if self.single => from + 1,
            None => length,
            Some(to) => to,
        };
        (wrapped(from), wrapped(to))
    }

    fn is_nothing(self, value: &Value) -> bool {
        let length = |items: &Vec<Value>| i64::try_from(items.len()).unwrap_or(i64::MAX);
        value.as_array().map(|items| self.bounds(length(items))).is_some_and(|(from, to)| from == to)
    }

    fn take<'v>(self, items: &'v [Value], found: &mut Found<'v>) -> Result<(), String> {
        let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
        let (from, to) = self.bounds(length);
        if from == to {
            return Ok(());
        }
        let outside = |index: i64| format!("array index out of bounds: index {index}, length {length}");
        if from >= length || from < 0 {
            return Err(outside(from));
        }
        if to > length || to < 0 {
            return Err(outside(to - 1));
        }
        if from > to {
            return Err(format!("starting index {from} is greater than ending index {to}"));
        }
        let by = self.by.unwrap_or(1);
        if by <= 0 {
            return Err("step must be > 0".to_owned());
        }
        let count = |number: i64| usize::try_from(number).unwrap_or_default();
        let part = items.get(count(from)..count(to)).unwrap_or_default();
        found.extend(part.iter().step_by(count(by)).map(Cow::Borrowed));
        Ok(())
    }
}

/// Whether an item passes a filter.
fn passes(item: &Value, left: &[Step], operator: &str, right: &[Step]) -> Result<bool, String> {
    let side = |steps: &[Step]| walk(steps, vec![Cow::Borrowed(item)], 0);
    if operator.is_empty() {
        return Ok(side(left).is_ok_and(|found| !found.is_empty()));
    }
    let one = |found: &Found<'_>| match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one.clone().into_owned())),
        _ => Err("can only compare one element at a time".to_owned()),
    };
    let Some(left) = one(&side(left)?)? else { return Ok(false) };
    let Some(right) = one(&side(right)?)? else { return Ok(false) };
    let is_equality = matches!(operator, "==" | "!=");
    if !is_equality && !matches!(operator, "<" | ">" | "<=" | ">=") {
        return Err(format!("unrecognized filter operator {operator}"));
    }
    let ordering = match (&left, &right) {
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        (Value::Bool(a), Value::Bool(b)) if is_equality => Some(a.cmp(b)),
        (Value::Number(a), Value::Number(b)) if a.is_f64() == b.is_f64() => {
            a.as_f64().zip(b.as_f64()).and_then(|(a, b)| a.partial_cmp(&b))
        }
        _ => {
            let has_kind = |value: &Value| value.is_string() || value.is_number() || value.is_boolean();
            let are_flags = left.is_boolean() && right.is_boolean();
            let is_type = !has_kind(&left) || !has_kind(&right) || are_flags;
            let what = if is_type { "invalid type for" } else { "incompatible types for" };
            return Err(format!("{what} comparison"));
        }
    };
    Ok(match operator {
        "==" => ordering == Some(Ordering::Equal),
        "!=" => ordering != Some(Ordering::Equal),
        "<" => ordering.is_some_and(Ordering::is_lt),
        "<=" => ordering.is_some_and(Ordering::is_le),
        ">" => ordering.is_some_and(Ordering::is_gt),
        _ => ordering.is_some_and(Ordering::is_ge),
    })
}
