//! A duration such as `1h30m`. Upstream: Go's `time.ParseDuration`.

use api::time::quote;

/// Whether Go reads it, else Go's words.
pub(super) fn parse(text: &str) -> Result<(), String> {
    let rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return Ok(());
    }
    let invalid = || format!("time: invalid duration {}", quote(text));
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut rest = rest;
    let mut total = 0_f64;
    while !rest.is_empty() {
        let (number, after) = split_at(rest, |byte| !byte.is_ascii_digit() && byte != b'.');
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        if digits == 0 || number.bytes().filter(|byte| *byte == b'.').count() > 1 {
            return Err(invalid());
        }
        let (unit, after) = split_at(after, |byte| byte == b'.' || byte.is_ascii_digit());
        if unit.is_empty() {
            return Err(format!("time: missing unit in duration {}", quote(text)));
        }
        let Some(nanoseconds) = nanoseconds(unit) else {
            return Err(format!("time: unknown unit {} in duration {}", quote(unit), quote(text)));
        };
        total += number.trim_end_matches('.').parse::<f64>().unwrap_or_default() * nanoseconds;
        rest = after;
    }
    // 64 bits of nanoseconds.
    if total > 9_223_372_036_854_775_807.0 { Err(invalid()) } else { Ok(()) }
}

fn split_at(text: &str, ends: impl Fn(u8) -> bool) -> (&str, &str) {
    let end = text.bytes().position(ends).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn nanoseconds(unit: &str) -> Option<f64> {
    Some(match unit {
        "ns" => 1.0,
        "us" | "µs" | "μs" => 1e3,
        "ms" => 1e6,
        "s" => 1e9,
        "m" => 60e9,
        "h" => 3600e9,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn durations_are_read_as_go_reads_them() {
        for text in ["0", "1h", "-1.5h30m", "1.s", ".5s", "2540400h10m10.000000000s", "+5us"] {
            assert_eq!(parse(text), Ok(()), "{text}");
        }
        for (text, reason) in [
            ("", "time: invalid duration \"\""),
            ("x", "time: invalid duration \"x\""),
            ("1", "time: missing unit in duration \"1\""),
            ("1x", "time: unknown unit \"x\" in duration \"1x\""),
            ("9999999h", "time: invalid duration \"9999999h\""),
        ] {
            assert_eq!(parse(text), Err(reason.to_owned()));
        }
    }
}
