//! Go's ways of printing values, which the server's messages quote. Upstream: strconv `Quote`,
//! encoding/json, fmt's `%#v` as go-yaml uses it.

use crate::tree::{Kind, Language, Node, Scalar};
use std::fmt::Write as _;

/// A string in Go's quotes (`%q`).
///
/// ```
/// assert_eq!(source::print::quote("a\"b\n\u{7f}日"), r#""a\"b\n\x7f日""#);
/// ```
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    quote_into(text, &mut out);
    out
}

/// Appends [`quote`] of a text to another one.
pub fn quote_into(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            _ if is_printable(c) => out.push(c),
            // Writing to a string cannot fail.
            '\0'..='\u{7f}' => drop(write!(out, "\\x{:02x}", u32::from(c))),
            '\u{80}'..='\u{ffff}' => drop(write!(out, "\\u{:04x}", u32::from(c))),
            _ => drop(write!(out, "\\U{:08x}", u32::from(c))),
        }
    }
    out.push('"');
}

/// Go's `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space.
fn is_printable(character: char) -> bool {
    if character.is_ascii() {
        return !character.is_ascii_control();
    }
    // Rust escapes what is not printable; behind another character it leaves combining marks alone,
    // but it counts the zero-width non-joiner to them.
    let pair = String::from_iter(['a', character]);
    character != '\u{200c}' && !pair.escape_debug().to_string().contains("\\u{")
}

/// A text in the quotes of package time, which prints the bytes of all that is not ASCII. Upstream: Go's time `quote`.
///
/// ```
/// assert_eq!(source::print::quote_time("1\"h\u{7f}\u{fc}"), "\"1\\\"h\u{7f}\\xc3\\xbc\"");
/// ```
pub fn quote_time(text: &str) -> String {
    let mut out = "\"".to_owned();
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => out.extend(['\\', char::from(byte)]),
            b' '..=0x7f => out.push(char::from(byte)),
            // Writing to a string cannot fail.
            _ => drop(write!(out, "\\x{byte:02x}")),
        }
    }
    out.push('"');
    out
}

/// A number as encoding/json prints a `float64`.
fn float_text(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-6..1e21).contains(&size) {
        let text = format!("{value:e}");
        return match text.split_once('e') {
            Some((mantissa, exponent)) if !exponent.starts_with('-') => format!("{mantissa}e+{exponent}"),
            _ => text,
        };
    }
    value.to_string()
}

/// The characters of a number in the JSON that the server decodes.
pub fn number_text(node: Node<'_>) -> String {
    match node.kind() {
        Kind::Scalar(_, text) if node.document().language() == Language::Json => text.to_owned(),
        Kind::Scalar(Scalar::Int(value), _) => value.to_string(),
        Kind::Scalar(Scalar::Uint(value), _) => value.to_string(),
        Kind::Scalar(Scalar::Float(value), _) => float_text(value),
        _ => String::new(),
    }
}

/// The string that any other key becomes in JSON; floats lose precision as in Go (32 bits).
pub(crate) fn key_text(scalar: Scalar) -> String {
    match scalar {
        Scalar::Bool(value) => value.to_string(),
        Scalar::Int(value) => value.to_string(),
        Scalar::Uint(value) => value.to_string(),
        Scalar::Float(value) if value.is_nan() => ".nan".to_owned(),
        Scalar::Float(value) => shortest(value),
        Scalar::Null | Scalar::String => String::new(),
    }
}

/// `strconv.FormatFloat(value, 'g', -1, 32)`: an exponent from 1e6 on and below 1e-4.
fn shortest(value: f64) -> String {
    #[allow(clippy::cast_possible_truncation, reason = "Go prints keys with 32 bits")]
    let value = value as f32;
    if value.is_infinite() {
        return if value > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    let size = value.abs();
    if size != 0.0 && !(1e-4..1e6).contains(&size) {
        let text = format!("{value:e}");
        if let Some((mantissa, exponent)) = text.split_once('e') {
            let (sign, digits) = match exponent.strip_prefix('-') {
                Some(digits) => ('-', digits),
                None => ('+', exponent),
            };
            return format!("{mantissa}e{sign}{digits:0>2}");
        }
    }
    value.to_string()
}

/// A value as `%#v` prints what go-yaml decoded.
pub(crate) fn syntax(node: Node<'_>) -> String {
    match node.kind() {
        Kind::Scalar(Scalar::Null, _) => "interface {}(nil)".to_owned(),
        Kind::Scalar(Scalar::String, text) => quote(text),
        Kind::Scalar(scalar, _) => key_text(scalar),
        Kind::Sequence => {
            let items: Vec<String> = node.items().map(syntax).collect();
            format!("[]interface {{}}{{{}}}", items.join(", "))
        }
        Kind::Mapping => {
            let entries: Vec<String> =
                node.entries().map(|entry| format!("{}:{}", quote(entry.key), syntax(entry.value))).collect();
            format!("map[interface {{}}]interface {{}}{{{}}}", entries.join(", "))
        }
    }
}

/// The JSON that the server makes of a document: compact, keys sorted, `<`, `>` and `&` escaped.
pub fn json_of(node: Node<'_>) -> String {
    let mut out = String::new();
    json(node, &mut out);
    out
}

fn json(node: Node<'_>, out: &mut String) {
    match node.kind() {
        Kind::Scalar(Scalar::Null, _) => out.push_str("null"),
        Kind::Scalar(Scalar::Bool(value), _) => out.push_str(if value { "true" } else { "false" }),
        Kind::Scalar(Scalar::String, text) => json_string(text, &GO, out),
        Kind::Scalar(..) => out.push_str(&number_text(node)),
        Kind::Sequence => {
            out.push('[');
            for (index, item) in node.items().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                json(item, out);
            }
            out.push(']');
        }
        Kind::Mapping => {
            out.push('{');
            for (index, entry) in node.entries().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                json_string(entry.key, &GO, out);
                out.push(':');
                json(entry.value, out);
            }
            out.push('}');
        }
    }
}

/// Characters that Go escapes in JSON though JSON does not ask for it.
const GO: [char; 5] = ['<', '>', '&', '\u{2028}', '\u{2029}'];

/// A string of JSON, with the characters `also` escaped too.
pub fn json_string(text: &str, also: &[char], out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if c < ' ' || also.contains(&c) => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}
