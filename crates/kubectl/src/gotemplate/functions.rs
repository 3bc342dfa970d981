//! The functions of templates. Upstream: text/template/funcs.go and fmt/{print,format}.go of Go.

use super::{Failed, Held};
use api::json::quote;
use serde_json::Value;
use std::cmp::Ordering;

/// Whether a condition holds: anything but nothing, zero and what is empty.
pub(super) fn is_true(value: &Held) -> bool {
    match value {
        Held::Missing | Held::Json(Value::Null) => false,
        Held::Int(number) => *number != 0,
        Held::Json(Value::Bool(is)) => *is,
        Held::Json(Value::Number(number)) => number.as_f64() != Some(0.0),
        Held::Json(Value::String(text)) => !text.is_empty(),
        Held::Json(Value::Array(items)) => !items.is_empty(),
        Held::Json(Value::Object(map)) => !map.is_empty(),
    }
}

/// A value as it is printed.
pub(super) fn text(value: &Held) -> String {
    match value {
        Held::Missing | Held::Json(Value::Null) => "<no value>".to_owned(),
        Held::Int(number) => number.to_string(),
        Held::Json(value) => shown(value),
    }
}

/// A value as Go's `%v` prints it.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "<nil>".to_owned(),
        Value::Bool(is) => is.to_string(),
        Value::Number(number) if number.is_f64() => float(number.as_f64().unwrap_or_default()),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(" ")),
        Value::Object(_) => {
            let sorted = api::json::sorted(value.clone());
            let pairs = sorted.as_object().into_iter().flatten();
            let pairs: Vec<String> = pairs.map(|(key, value)| format!("{key}:{}", shown(value))).collect();
            format!("map[{}]", pairs.join(" "))
        }
    }
}

/// A float as Go prints it: `8080`, `1e+06`.
fn float(number: f64) -> String {
    let text = format!("{number:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..6).contains(&exponent) {
        return number.to_string();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

/// Calls a function.
pub(super) fn call(name: &str, values: &[Held]) -> Result<Held, Failed> {
    let truth = |is: bool| Ok(Held::Json(Value::Bool(is)));
    let first = values.first();
    let one = || first.ok_or_else(|| format!("wrong number of args for {name}: want at least 1 got 0"));
    match name {
        "and" => Ok(values
            .iter()
            .find(|value| !is_true(value))
            .or(values.last())
            .cloned()
            .unwrap_or(Held::Missing)),
        "or" => {
            Ok(values.iter().find(|value| is_true(value)).or(values.last()).cloned().unwrap_or(Held::Missing))
        }
        "not" => truth(!is_true(one()?)),
        "len" => length(one()?).map(Held::Int),
        "index" => values.iter().skip(1).try_fold(one()?.clone(), index),
        "exists" => {
            let found = values.iter().skip(1).try_fold(one()?.clone(), index);
            truth(found.is_ok_and(|found| !matches!(found, Held::Missing)))
        }
        "eq" => {
            let mut is = false;
            for other in values.iter().skip(1) {
                is |= compared(one()?, other)? == Ordering::Equal;
            }
            truth(is)
        }
        "ne" | "lt" | "le" | "gt" | "ge" => {
            let order = compared(one()?, values.get(1).unwrap_or(&Held::Missing))?;
            truth(match name {
                "ne" => order.is_ne(),
                "lt" => order.is_lt(),
                "le" => order.is_le(),
                "gt" => order.is_gt(),
                _ => order.is_ge(),
            })
        }
        "print" | "println" => {
            let line = if name == "println" { "\n" } else { "" };
            let mut out = String::new();
            for (at, value) in values.iter().enumerate() {
                let is_text = |value: Option<&Held>| matches!(value, Some(Held::Json(Value::String(_))));
                // A blank stands between two values of which neither is a text.
                let apart =
                    !line.is_empty() || !is_text(Some(value)) && !is_text(values.get(at.wrapping_sub(1)));
                out.push_str(if at > 0 && apart { " " } else { "" });
                out.push_str(&inner(value));
            }
            Ok(Held::Json((out + line).into()))
        }
        "printf" => {
            printf(&text(one()?), values.get(1..).unwrap_or_default()).map(|text| Held::Json(text.into()))
        }
        "base64decode" => Ok(Held::Json(decoded(&text(one()?)).into())),
        "html" => Ok(Held::Json(escaped(&text(one()?)).into())),
        _ => Err(format!("function \"{name}\" not defined")),
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&#34;").replace('\'', "&#39;")
}

/// A value within a text.
fn inner(value: &Held) -> String {
    match value {
        Held::Missing => "<nil>".to_owned(),
        Held::Int(number) => number.to_string(),
        Held::Json(value) => shown(value),
    }
}

fn length(value: &Held) -> Result<i64, Failed> {
    let count = match value {
        Held::Json(Value::String(text)) => text.len(),
        Held::Json(Value::Array(items)) => items.len(),
        Held::Json(Value::Object(map)) => map.len(),
        Held::Missing | Held::Json(Value::Null) => return Err("len of nil pointer".to_owned()),
        other => return Err(format!("len of {}", text(other))),
    };
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

fn index(value: Held, at: &Held) -> Result<Held, Failed> {
    match (value, at) {
        (Held::Json(Value::Array(mut items)), Held::Int(number)) => {
            let place = usize::try_from(*number).ok().filter(|place| *place < items.len());
            let place = place.ok_or_else(|| format!("index out of range: {number}"))?;
            Ok(Held::of(items.swap_remove(place)))
        }
        (Held::Json(Value::Object(mut map)), Held::Json(Value::String(key))) => {
            Ok(map.remove(key).map_or(Held::Missing, Held::of))
        }
        (Held::Missing | Held::Json(Value::Null), _) => Err("index of untyped nil".to_owned()),
        (_, at) => Err(format!("cannot index with {}", text(at))),
    }
}

/// The order of two values of one type.
fn compared(one: &Held, other: &Held) -> Result<Ordering, Failed> {
    let differ = |is_same: bool| if is_same { Ordering::Equal } else { Ordering::Less };
    match (one, other) {
        (Held::Int(one), Held::Int(other)) => Ok(one.cmp(other)),
        (Held::Json(Value::String(one)), Held::Json(Value::String(other))) => Ok(one.cmp(other)),
        (Held::Json(Value::Number(one)), Held::Json(Value::Number(other))) => {
            let order = one.as_f64().unwrap_or_default().partial_cmp(&other.as_f64().unwrap_or_default());
            Ok(order.unwrap_or(Ordering::Equal))
        }
        (Held::Json(Value::Bool(one)), Held::Json(Value::Bool(other))) => Ok(differ(one == other)),
        (Held::Missing, other) | (other, Held::Missing) => Ok(differ(*other == Held::Missing)),
        _ => Err("incompatible types for comparison".to_owned()),
    }
}

/// Fills in a text with `%s` and its like.
fn printf(format: &str, values: &[Held]) -> Result<String, Failed> {
    let (mut out, mut rest, mut values) = (String::new(), format, values.iter());
    while let Some((before, behind)) = rest.split_once('%') {
        out.push_str(before);
        let end = behind.find(|c: char| c.is_alphabetic() || c == '%').ok_or("%!(NOVERB)")?;
        let (size, verb) = behind.split_at(end);
        let letter = verb.chars().next().unwrap_or_default();
        rest = verb.get(letter.len_utf8()..).unwrap_or_default();
        if letter == '%' {
            out.push('%');
            continue;
        }
        let value = values.next().unwrap_or(&Held::Missing);
        let (size, precision) =
            size.split_once('.').map_or((size, None), |(size, digits)| (size, Some(digits)));
        let filled = match (letter, value) {
            ('v', value) => inner(value),
            ('s', Held::Json(value @ (Value::String(_) | Value::Array(_) | Value::Object(_)))) => {
                shown(value)
            }
            ('q', Held::Json(Value::String(text))) => quote(text),
            ('t', Held::Json(Value::Bool(is))) => is.to_string(),
            ('d', Held::Int(number)) => number.to_string(),
            ('f', Held::Json(Value::Number(number))) => {
                let digits = precision.map_or(6, |digits| digits.parse().unwrap_or_default());
                format!("{:.*}", digits, number.as_f64().unwrap_or_default())
            }
            // Go tells of a value of another type in a way that is not followed here.
            _ => return Err(format!("%{letter} of {}", text(value))),
        };
        let width: usize = size.trim_start_matches(['-', '0']).parse().unwrap_or_default();
        let blanks = " ".repeat(width.min(1_000).saturating_sub(filled.chars().count()));
        out.push_str(&if size.starts_with('-') { filled + &blanks } else { blanks + &filled });
    }
    out.push_str(rest);
    Ok(out)
}

fn decoded(text: &str) -> String {
    String::from_utf8_lossy(&api::base64::decode(text)).into_owned()
}
