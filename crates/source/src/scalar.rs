//! YAML 1.1 scalars. Upstream: go-yaml v2 resolve.go `resolve`, strconv's `ParseInt` with base 0.

use crate::tree::Scalar;

/// The meaning of a plain scalar.
pub(crate) fn plain(text: &str) -> Scalar {
    let Some(first) = text.bytes().next() else { return Scalar::Null };
    match first {
        b'+' | b'-' | b'0'..=b'9' => special_float(text).or_else(|| number(text)).unwrap_or(Scalar::String),
        b'.' => special_float(text).or_else(|| float(text)).unwrap_or(Scalar::String),
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' => word(text),
        _ => Scalar::String,
    }
}

fn word(text: &str) -> Scalar {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Scalar::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Scalar::Bool(false)
        }
        "~" | "null" | "Null" | "NULL" => Scalar::Null,
        _ => Scalar::String,
    }
}

fn special_float(text: &str) -> Option<Scalar> {
    let value = match text {
        ".nan" | ".NaN" | ".NAN" => f64::NAN,
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => f64::INFINITY,
        "-.inf" | "-.Inf" | "-.INF" => f64::NEG_INFINITY,
        _ => return None,
    };
    Some(Scalar::Float(value))
}

fn number(text: &str) -> Option<Scalar> {
    if text.contains('_') {
        return number_of(&text.replace('_', ""));
    }
    number_of(text)
}

fn number_of(text: &str) -> Option<Scalar> {
    integer(text).or_else(|| float(text))
}

/// A whole number with Go's prefixes: `0x`, `0o`, `0b`, and `0` for octal.
fn integer(text: &str) -> Option<Scalar> {
    let (negative, rest) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let bytes = rest.as_bytes();
    let (radix, digits) = match (bytes.first()?, bytes.get(1)) {
        (b'0', Some(b'x' | b'X')) => (16, rest.get(2..)?),
        (b'0', Some(b'o' | b'O')) => (8, rest.get(2..)?),
        (b'0', Some(b'b' | b'B')) => (2, rest.get(2..)?),
        (b'0', Some(_)) => (8, rest.get(1..)?),
        _ => (10, rest),
    };
    // `from_str_radix` would take a second sign.
    if !digits.as_bytes().first()?.is_ascii_hexdigit() {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, radix).ok()?;
    if negative {
        return 0i64.checked_sub_unsigned(magnitude).map(Scalar::Int);
    }
    match i64::try_from(magnitude) {
        Ok(value) => Some(Scalar::Int(value)),
        // Go's unsigned reading takes no sign.
        Err(_) if rest.len() == text.len() => Some(Scalar::Uint(magnitude)),
        Err(_) => float(text),
    }
}

/// `^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`, and finite.
fn float(text: &str) -> Option<Scalar> {
    text.parse().ok().filter(|value: &f64| value.is_finite()).map(Scalar::Float)
}

/// The meaning that an explicit tag gives a scalar; `Err` in go-yaml's words.
pub(crate) fn tagged(tag: &str, text: &mut String) -> Result<Scalar, String> {
    let short = tag.strip_prefix("tag:yaml.org,2002:");
    let (want, found) = match short {
        Some("binary") => {
            return match base64(text) {
                Some(decoded) => {
                    *text = decoded;
                    Ok(Scalar::String)
                }
                None => Err("!!binary value contains invalid base64 data".to_owned()),
            };
        }
        Some(name @ ("bool" | "int" | "float" | "null" | "timestamp")) => (name, plain(text)),
        _ => return Ok(Scalar::String),
    };
    let name = match found {
        Scalar::Null => "null",
        Scalar::Bool(_) => "bool",
        Scalar::Int(_) | Scalar::Uint(_) => "int",
        Scalar::Float(_) => "float",
        Scalar::String => "str",
    };
    match (want, found) {
        ("float", Scalar::Int(value)) =>
        {
            #[allow(clippy::cast_precision_loss, reason = "Go's own conversion")]
            Ok(Scalar::Float(value as f64))
        }
        ("timestamp", Scalar::String) => Ok(Scalar::String),
        _ if want == name => Ok(found),
        _ => Err(format!("cannot decode !!{name} `{text}` as a !!{want}")),
    }
}

/// Standard base64, line breaks ignored; what is not UTF-8 is replaced.
fn base64(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count, mut padding, mut length) = (0u32, 0u32, 0usize, 0usize);
    for byte in text.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'\n' | b'\r' => continue,
            b'=' => {
                padding += 1;
                length += 1;
                continue;
            }
            _ => return None,
        };
        if padding > 0 {
            return None;
        }
        length += 1;
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xff) as u8);
        }
    }
    (length % 4 == 0 && padding <= 2).then(|| String::from_utf8_lossy(&out).into_owned())
}

#[cfg(test)]
mod tests {
    use super::{Scalar, plain, tagged};

    #[test]
    fn resolves_as_go_yaml_does() {
        for (text, want) in [
            ("yes", Scalar::Bool(true)),
            ("Off", Scalar::Bool(false)),
            ("yEs", Scalar::String),
            ("~", Scalar::Null),
            ("", Scalar::Null),
            ("0644", Scalar::Int(0o644)),
            ("0o644", Scalar::Int(0o644)),
            ("0x1F", Scalar::Int(31)),
            ("0b101", Scalar::Int(5)),
            ("-0x10", Scalar::Int(-16)),
            ("1_000", Scalar::Int(1000)),
            ("+12", Scalar::Int(12)),
            ("08", Scalar::Float(8.0)),
            ("1:30", Scalar::String),
            ("1e3", Scalar::Float(1000.0)),
            (".5", Scalar::Float(0.5)),
            (".", Scalar::String),
            ("-", Scalar::String),
            ("--1", Scalar::String),
            ("0x", Scalar::String),
            ("18446744073709551615", Scalar::Uint(u64::MAX)),
            ("99999999999999999999", Scalar::Float(1e20)),
            ("2024-01-01", Scalar::String),
            ("100m", Scalar::String),
            (".inf", Scalar::Float(f64::INFINITY)),
        ] {
            assert_eq!(plain(text), want, "{text}");
        }
    }

    #[test]
    fn a_tag_decides_or_refuses() {
        let read = |tag: &str, text: &str| {
            let mut text = text.to_owned();
            tagged(&format!("tag:yaml.org,2002:{tag}"), &mut text).map(|scalar| (scalar, text))
        };
        assert_eq!(read("str", "1"), Ok((Scalar::String, "1".to_owned())));
        assert_eq!(read("binary", "aGk="), Ok((Scalar::String, "hi".to_owned())));
        assert_eq!(read("int", "x"), Err("cannot decode !!str `x` as a !!int".to_owned()));
    }
}
