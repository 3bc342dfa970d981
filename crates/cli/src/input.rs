//! Files and standard input as text.

use std::io::Read as _;
use std::path::Path;

/// The largest file that is read; the engine says more about texts near it.
const LARGEST: u64 = 64 << 20;

/// A text and what to call it in messages.
pub struct Input {
    /// The path as given; `<stdin>` for standard input.
    pub name: String,
    /// The text; bytes that are no UTF-8 are replaced, so that the engine can say where.
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
        Ok(_) => Ok(Input { name, text: String::from_utf8_lossy(&bytes).into_owned() }),
        Err(error) => Err(format!("cannot read {name}: {error}")),
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
    use super::seconds;

    #[test]
    fn durations() {
        assert_eq!(seconds("5m").unwrap().to_string(), "300");
        assert_eq!(seconds("90").unwrap().to_string(), "90");
        assert_eq!(seconds("5 min").unwrap_err(), "`5 min` is not a duration; write 90s, 5m or 24h");
        assert!(seconds("-1").is_err() && seconds("NaN").is_err());
    }
}
