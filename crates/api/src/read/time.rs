//! Times as the decoder takes them. Upstream: apimachinery/pkg/apis/meta/v1/time.go, Go's `time.Parse`.

use crate::time::quote;

/// The layout of a `Time`, as Go writes layouts.
pub(super) const SECONDS: &str = "2006-01-02T15:04:05Z07:00";
/// The layout of a `MicroTime`.
pub(super) const MICROSECONDS: &str = "2006-01-02T15:04:05.000000Z07:00";

/// Whether a text is a time; `Err` in the words of Go's `time.Parse`, which name the `layout`.
pub(super) fn check(text: &str, layout: &str) -> Result<(), String> {
    let Err((rest, element)) = parts(text) else {
        return crate::time::read(text)
            .map(|_| ())
            .ok_or_else(|| format!("parsing time {}: day out of range", quote(text)));
    };
    if element.is_empty() {
        return Err(format!("parsing time {}: extra text: {}", quote(text), quote(rest)));
    }
    Err(format!(
        "parsing time {} as {}: cannot parse {} as {}",
        quote(text),
        quote(layout),
        quote(rest),
        quote(element)
    ))
}

/// Walks the layout; `Err` holds what is left and the element that did not fit.
fn parts(text: &str) -> Result<(), (&str, &'static str)> {
    let mut rest = text;
    for (digits, element, after) in
        [(4, "2006", "-"), (2, "01", "-"), (2, "02", "T"), (2, "15", ":"), (2, "04", ":"), (2, "05", "")]
    {
        let number = rest.get(..digits).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        if number.is_none() {
            return Err((rest, element));
        }
        rest = rest.get(digits..).unwrap_or_default();
        rest = rest.strip_prefix(after).ok_or((rest, after))?;
    }
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    let offset = rest.strip_prefix(['+', '-']).is_some_and(|offset| {
        offset.len() == 5
            && offset
                .bytes()
                .enumerate()
                .all(|(at, byte)| if at == 2 { byte == b':' } else { byte.is_ascii_digit() })
    });
    if rest == "Z" || offset {
        return Ok(());
    }
    // Text behind a whole time is told as such.
    if rest.starts_with('Z') { Err((rest.trim_start_matches('Z'), "")) } else { Err((rest, "Z07:00")) }
}

#[cfg(test)]
mod tests {
    use super::{SECONDS, check};

    #[test]
    fn says_what_go_says() {
        assert_eq!(check("2024-01-02T03:04:05Z", SECONDS), Ok(()));
        assert_eq!(check("2024-01-02T03:04:05.123+02:00", SECONDS), Ok(()));
        assert_eq!(
            check("<Now>", SECONDS),
            Err(r#"parsing time "<Now>" as "2006-01-02T15:04:05Z07:00": cannot parse "<Now>" as "2006""#
                .to_owned())
        );
        assert_eq!(
            check("2024-01-02", SECONDS),
            Err(r#"parsing time "2024-01-02" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T""#
                .to_owned())
        );
        let why = check("2024-01-02T03:04:05Z ", SECONDS).unwrap_err();
        assert_eq!(why, r#"parsing time "2024-01-02T03:04:05Z ": extra text: " ""#);
        let why = check("\u{feff}é\n", SECONDS).unwrap_err();
        assert!(why.starts_with(r#"parsing time "\xef\xbb\xbf\xc3\xa9\x0a" as "#), "{why}");
    }
}
