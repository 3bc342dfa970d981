//! Files and standard input as text.

use std::io::Read as _;
use std::path::Path;

/// The largest file that is read; the engine says more about smaller ones that are too long.
const LARGEST: usize = engine::limits::REQUEST;

/// A text and what to call it in messages.
pub struct Input {
    /// The path as given; `<stdin>` for standard input.
    pub name: String,
    /// The text; bytes that are none are replaced, so that the engine can say where.
    pub text: String,
}

/// Reads a file, or standard input for `-`.
pub fn read(path: &Path) -> Result<Input, String> {
    let from_stdin = path.as_os_str() == "-";
    let name = if from_stdin { "<stdin>".to_owned() } else { path.display().to_string() };
    let mut bytes = Vec::new();
    // One byte more shows that there is more.
    let most = u64::try_from(LARGEST).unwrap_or(u64::MAX).saturating_add(1);
    let read = if from_stdin {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    match read {
        Ok(length) if length > LARGEST => {
            Err(format!("cannot read {name}: it is longer than {} bytes", engine::limits::number(LARGEST)))
        }
        Ok(length) => {
            let text = decoded(&bytes);
            // Replaced bytes are longer, so the engine would tell another length than the file's.
            if text.len() > length.max(engine::limits::TEXT) && text.contains(char::REPLACEMENT_CHARACTER) {
                let length = engine::limits::number(length);
                return Err(format!("cannot read {name}: its {length} bytes are not all text"));
            }
            Ok(Input { name, text })
        }
        Err(error) => Err(format!("cannot read {name}: {error}")),
    }
}

/// The text of a file: UTF-8, or UTF-16 where a byte-order mark says so, as Windows' tools write it.
/// Upstream: FileVisitor.Visit, cli-runtime/pkg/resource/visitor.go.
fn decoded(bytes: &[u8]) -> String {
    let utf16 = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, odd) = rest.as_chunks();
        let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        let mut text = String::from_utf16_lossy(&units);
        if !odd.is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
        text
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// `90`, `90s`, `5m`, `1m30s` or `24h` in seconds.
pub fn seconds(text: &str) -> Result<f64, String> {
    let wrong = || format!("`{text}` is not a duration; write 90s, 5m, 1m30s or 24h");
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
    if let Some(seconds) = number(text) {
        return Ok(seconds);
    }
    let (mut rest, mut sum) = (text, 0.0);
    for (unit, seconds) in [('h', 3600.0), ('m', 60.0), ('s', 1.0)] {
        if let Some((amount, after)) = rest.split_once(unit) {
            sum += number(amount).ok_or_else(wrong)? * seconds;
            rest = after;
        }
    }
    if rest.is_empty() && !text.is_empty() { Ok(sum) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::{decoded, seconds};

    #[test]
    fn a_byte_order_mark_says_how_a_file_is_read() {
        let text = "kind: Pod # \u{fc}\u{1f980}\n";
        let bytes = |mark: [u8; 2], of: fn(u16) -> [u8; 2]| {
            mark.into_iter().chain(text.encode_utf16().flat_map(of)).collect::<Vec<u8>>()
        };
        assert_eq!(decoded(&bytes([0xff, 0xfe], u16::to_le_bytes)), text);
        assert_eq!(decoded(&bytes([0xfe, 0xff], u16::to_be_bytes)), text);
        assert_eq!(decoded(text.as_bytes()), text);
        // Half of a letter, and a byte that is no text.
        assert_eq!(decoded(b"\xff\xfea\0b"), "a\u{fffd}");
        assert_eq!(decoded(b"a\xffb"), "a\u{fffd}b");
    }

    #[test]
    fn durations() {
        assert_eq!(seconds("5m").unwrap().to_string(), "300");
        assert_eq!(seconds("90").unwrap().to_string(), "90");
        assert_eq!(seconds("1h1m1.5s").unwrap().to_string(), "3661.5");
        assert_eq!(seconds("5 min").unwrap_err(), "`5 min` is not a duration; write 90s, 5m, 1m30s or 24h");
        for wrong in ["", "-1", "NaN", "inf", "5mm", "5ss", "s", "5s1m", "1h2", "-1m", "5d"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}
