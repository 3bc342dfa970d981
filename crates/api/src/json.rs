//! JSON values: made of a node of a text, and printed. serde_json does both for those who have the room; here they come
//! without its reader, its printer and their tables of numbers.

use serde_json::{Number, Value};
pub use source::print::{quote, quote_into};
use source::{Kind, Node, Scalar, print};

/// Any node as JSON.
pub fn of(node: Node<'_>) -> Value {
    match node.kind() {
        Kind::Scalar(Scalar::Null, _) => Value::Null,
        Kind::Scalar(Scalar::Bool(value), _) => value.into(),
        Kind::Scalar(Scalar::Int(value), _) => value.into(),
        Kind::Scalar(Scalar::Uint(value), _) => value.into(),
        Kind::Scalar(Scalar::Float(value), _) => {
            print::number_text(node).parse::<i64>().map_or_else(|_| value.into(), Value::from)
        }
        Kind::Scalar(Scalar::String, text) => text.into(),
        Kind::Sequence => node.items().map(of).collect(),
        Kind::Mapping => {
            let entries = node.entries().map(|entry| (entry.key.to_owned(), of(entry.value)));
            Value::Object(entries.collect())
        }
    }
}

/// The first document of a YAML or JSON text as plain data, read as manifests are, within their bounds; null when there is none.
/// The error is the reader's problem, with its place.
///
/// ```
/// assert_eq!(api::json::read("{a: 0x10, b: [*c]}").unwrap_err().message, "yaml: unknown anchor 'c' referenced");
/// assert_eq!(api::json::read("a: 0x10").unwrap(), serde_json::json!({"a": 16}));
/// ```
pub fn read(text: &str) -> Result<Value, source::Problem> {
    let read = source::read(text);
    let failure = read.documents.iter().find_map(|document| document.failure.as_ref());
    if let Some(problem) = read.problems.first().or(failure) {
        return Err(problem.clone());
    }
    Ok(read.documents.first().map_or(Value::Null, |document| of(document.root())))
}

/// The server's warnings about keys that a JSON text has twice.
///
/// ```
/// assert_eq!(api::json::twice(r#"{"a": [{"b": 1, "b": 2}]}"#), ["duplicate field \"a[0].b\""]);
/// ```
pub fn twice(text: &str) -> Vec<String> {
    let mut warnings = Vec::new();
    for document in &source::read_json(text).documents {
        note_twice(document.root(), "", &mut warnings);
    }
    warnings
}

fn note_twice(node: Node<'_>, path: &str, warnings: &mut Vec<String>) {
    for (index, item) in node.items().enumerate() {
        note_twice(item, &format!("{path}[{index}]"), warnings);
    }
    let mut seen: Vec<&str> = Vec::new();
    for entry in node.written() {
        let dot = if path.is_empty() { "" } else { "." };
        let own = format!("{path}{dot}{}", entry.key);
        let warning = format!("duplicate field {}", quote(&own));
        if seen.contains(&entry.key) && !warnings.contains(&warning) {
            warnings.push(warning);
        }
        seen.push(entry.key);
        note_twice(entry.value, &own, warnings);
    }
}

/// The words of Go's encoding/json for bytes that are no JSON object; none when they are one.
///
/// ```
/// let told = api::json::refusal(b"[]").unwrap();
/// assert_eq!(told, "json: cannot unmarshal array into Go value of type map[string]interface {}");
/// assert_eq!(api::json::refusal(b"nope").unwrap(), "invalid character 'o' in literal null (expecting 'u')");
/// ```
pub fn refusal(bytes: &[u8]) -> Option<String> {
    let read = source::read_json(&String::from_utf8_lossy(bytes));
    if let Some(problem) = read.problems.into_iter().next() {
        // A text that is beyond our own bounds may be right.
        return (problem.cause != source::Cause::Limit).then_some(problem.message);
    }
    let word = match read.documents.first()?.root().kind() {
        Kind::Mapping | Kind::Scalar(Scalar::Null, _) => return None,
        Kind::Sequence => "array",
        Kind::Scalar(Scalar::Bool(_), _) => "bool",
        Kind::Scalar(Scalar::String, _) => "string",
        Kind::Scalar(Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_), _) => "number",
    };
    Some(no_object(word))
}

/// The words of Go's encoding/json for a value that is no object: `word` is `array`, `bool`, `number` or `string`.
pub fn no_object(word: &str) -> String {
    format!("json: cannot unmarshal {word} into Go value of type map[string]interface {{}}")
}

/// As `Value`'s `Display`: on one line, without spaces.
pub fn text(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

/// A value with the fields of every object in the order of their names. (serde_json's own function brings a sort of std's
/// along, 5 KB of the engine.)
pub fn sorted(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.into_iter().collect();
            crate::collections::sort_by(&mut fields, |a, b| a.0.cmp(&b.0));
            Value::Object(fields.into_iter().map(|(name, value)| (name, sorted(value))).collect())
        }
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}

/// JSON as Go's encoder writes it, safe in a page: `<`, `>`, `&` and two line separators are escaped. They stand only inside
/// of strings.
///
/// ```
/// assert_eq!(api::json::html_safe(r#"{"a":"<&>"}"#), r#"{"a":"\u003c\u0026\u003e"}"#);
/// ```
pub fn html_safe(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            plain => out.push(plain),
        }
    }
    out
}

/// As Go prints it with `%v`: `map[a:[1 2] b:<nil>]`.
///
/// ```
/// let value = api::json::read("{b: null, a: [1, x, {}]}").unwrap();
/// assert_eq!(api::json::go_text(&value), "map[a:[1 x map[]] b:<nil>]");
/// ```
pub fn go_text(value: &Value) -> String {
    go(&sorted(value.clone()))
}

fn go(value: &Value) -> String {
    let spaced = |parts: Vec<String>| parts.join(" ");
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| format!("{name}:{}", go(value)));
            format!("map[{}]", spaced(fields.collect()))
        }
        Value::Array(items) => format!("[{}]", spaced(items.iter().map(go).collect())),
        Value::String(text) => text.clone(),
        Value::Null => "<nil>".to_owned(),
        Value::Bool(_) | Value::Number(_) => text(value),
    }
}

/// As Go prints it with `%#v`: `map[string]interface {}{"a":[]interface {}{1, "x"}}`.
///
/// ```
/// let value = api::json::read("{b: null, a: [1, x]}").unwrap();
/// let told = r#"map[string]interface {}{"a":[]interface {}{1, "x"}, "b":interface {}(nil)}"#;
/// assert_eq!(api::json::go_syntax(&value), told);
/// ```
pub fn go_syntax(value: &Value) -> String {
    syntax(&sorted(value.clone()))
}

fn syntax(value: &Value) -> String {
    let joined = |parts: Vec<String>| parts.join(", ");
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| format!("{}:{}", quote(key), syntax(value)));
            format!("map[string]interface {{}}{{{}}}", joined(fields.collect()))
        }
        Value::Array(items) => {
            format!("[]interface {{}}{{{}}}", joined(items.iter().map(syntax).collect()))
        }
        Value::String(text) => quote(text),
        Value::Null => "interface {}(nil)".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// As `Number`'s `Display`.
pub fn number_text(number: &Number) -> String {
    if let Some(whole) = number.as_i64() {
        return whole.to_string();
    }
    match (number.as_u64(), number.as_f64()) {
        (Some(whole), _) => whole.to_string(),
        (_, Some(value)) if value != 0.0 && !(1e-5..1e16).contains(&value.abs()) => {
            format!("{value:e}").replace('e', if value.abs() < 1.0 { "e" } else { "e+" })
        }
        (_, Some(value)) => {
            let mut text = value.to_string();
            if !text.contains('.') {
                text.push_str(".0");
            }
            text
        }
        _ => String::new(),
    }
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&number_text(number)),
        Value::String(text) => print::json_string(text, &[], out),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(fields) => {
            out.push('{');
            for (index, (name, value)) in fields.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                print::json_string(name, &[], out);
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::text;
    use serde_json::{Value, json};

    #[test]
    fn prints_as_serde_json_does() {
        let control: String = (0..0x90_u8).map(char::from).collect();
        for value in [
            json!(null),
            json!([]),
            json!({}),
            json!({"b": [1, -1, true, "a"], "a": {"é\"\\": null}, "": control}),
            json!([i64::MIN, u64::MAX, 0.0, -0.0, 1.0, 1.5, -2.25, 1e15, 1e16, 123_456_789_012_345_680.0]),
            json!([
                1e-4,
                1e-5,
                1.234e-5,
                9.9e-6,
                1e-7,
                1.5e300,
                5e-324,
                f64::MAX,
                0.1,
                1e21,
                9_999_999_999_999_998.0
            ]),
        ] {
            assert_eq!(text(&value), value.to_string());
        }
        for power in -320..308 {
            let value = Value::from(format!("-1.25e{power}").parse::<f64>().unwrap());
            assert_eq!(text(&value), value.to_string());
        }
    }

    #[test]
    fn a_tree_is_read_as_its_text() {
        let written = "a: [1, 1.5, 1e3, 0x10, yes, ~, 18446744073709551615, -7]\nb: {c: \"\\n\"}\n";
        let read = source::read(written);
        let expected = json!({"a": [1, 1.5, 1000, 16, true, null, u64::MAX, -7], "b": {"c": "\n"}});
        assert_eq!(super::of(read.documents[0].root()), expected);
    }
}
