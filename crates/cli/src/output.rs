//! The command line's one writer: all that the program prints goes through here.
//!
//! Texts come from manifests, which may come from anybody: a character that a terminal would obey is shown, never sent.

use std::borrow::Cow;
use std::io::{self, ErrorKind};

/// Whether anybody still reads what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// All was taken.
    There,
    /// The pipe was closed, as `head` does: there is nobody to write for, and nothing is wrong.
    Gone,
}

/// Writes a text to standard output, at once; the error says why it could not be kept.
pub fn write(text: &str) -> Result<Reader, String> {
    reader(send(&mut io::stdout().lock(), text))
}

/// Writes a text to standard error. Nobody could be told that this failed.
pub fn complain(text: &str) {
    let _ = send(&mut io::stderr().lock(), text);
}

fn send(stream: &mut impl io::Write, text: &str) -> io::Result<()> {
    stream.write_all(shown(text).as_bytes())?;
    stream.flush()
}

fn reader(written: io::Result<()>) -> Result<Reader, String> {
    match written {
        Ok(()) => Ok(Reader::There),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Reader::Gone),
        Err(error) => Err(format!("cannot write the answer: {error}")),
    }
}

/// The text with every character that a terminal obeys written out: ESC as `^[` and CR as `\r`, which is how kubectl's
/// tables have them, other control characters as `^G`. What JSON allows inside of texts is written as JSON writes it, so
/// that JSON stays the same JSON.
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\r' => out.push_str("\\r"),
            '\0'..='\x1f' if is_obeyed(c) => {
                out.push('^');
                // `^A` is 1, and so on.
                out.extend(char::from_u32(u32::from(c) + 0x40));
            }
            c if is_obeyed(c) => {
                let code = format!("\\u{:04x}", u32::from(c));
                out.push_str(&code);
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Whether a terminal does something else with it than to show it: control characters of both sets but line feed and
/// tab, and the marks that turn the direction of writing around.
fn is_obeyed(c: char) -> bool {
    let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && !matches!(c, '\n' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::{Reader, reader, shown};
    use std::io;

    #[test]
    fn terminals_obey_nothing() {
        assert_eq!(shown("a\x1b[31m\x07\r\n\tb"), "a^[[31m^G\\r\n\tb");
        assert_eq!(shown("\u{9b}2J \x7f \u{202e}"), "\\u009b2J \\u007f \\u202e");
        assert_eq!(shown("größer 日本 👍"), "größer 日本 👍");
    }

    #[test]
    fn json_stays_the_same_json() {
        let value = serde_json::json!({"name": "a\x1b\x07\u{9b}\x7f\u{202e}\r\n"});
        let text = value.to_string();
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown(&text)).unwrap(), value);
        assert!(!shown(&text).contains(['\x1b', '\u{9b}', '\x7f', '\u{202e}']));
    }

    #[test]
    fn a_closed_pipe_is_no_failure_and_a_full_disk_is() {
        assert_eq!(reader(Err(io::ErrorKind::BrokenPipe.into())), Ok(Reader::Gone));
        assert!(reader(Err(io::ErrorKind::StorageFull.into())).unwrap_err().starts_with("cannot write"));
    }
}
