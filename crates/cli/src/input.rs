//! Files and standard input as text.

use std::io::Read as _;
use std::path::Path;

/// The largest file that is read; the engine says more about texts near it.
const LARGEST: u64 = 64 << 20;

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
    let read = if from_stdin {
        std::io::stdin().lock().take(LARGEST).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes))
    };
    match read {
        Ok(_) => Ok(Input { name, text: decoded(&bytes) }),
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

/// `90`, `90s`, `5m` or `24h` in seconds.
pub fn seconds(text: &str) -> Result<f64, String> {
    let wrong = || format!("`{text}` is not a duration; write 90s, 5m or 24h");
    let (number, unit) = match text.chars().last() {
        Some('s') => (text.trim_end_matches('s'), 1.0),
        Some('m') => (text.trim_end_matches('m'), 60.0),
        Some('h') => (text.trim_end_matches('h'), 3600.0),
        _ => (text, 1.0),
    };
    let number: f64 = number.parse().map_err(|_| wrong())?;
    if number.is_finite() && number >= 0.0 { Ok(number * unit) } else { Err(wrong()) }
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
        assert_eq!(seconds("5 min").unwrap_err(), "`5 min` is not a duration; write 90s, 5m or 24h");
        assert!(seconds("-1").is_err() && seconds("NaN").is_err());
    }
}
