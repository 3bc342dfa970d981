//! The command line's one writer: all that the program prints goes through here.
//!
//! Texts come from manifests, which may come from anybody: a character that a terminal would obey is shown, never sent.

use engine::Kubernetes;
use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal as _, Write as _};
use std::process::ExitCode;

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

/// A text with severities that a terminal may show in colours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Painted(Vec<(Style, String)>);

/// How a piece of a text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As all text.
    Plain,
    /// Places and names.
    Bold,
    /// Refusals of the server.
    Red,
    /// Its warnings.
    Yellow,
    /// Our own words.
    Cyan,
    /// That all is well.
    Green,
}

impl Painted {
    /// Adds a piece.
    pub fn add(&mut self, style: Style, text: &str) {
        self.0.push((style, text.to_owned()));
    }

    /// The bytes for a stream. Only the colours are obeyed, never a character of the texts.
    fn bytes(&self, coloured: bool) -> String {
        let mut out = String::new();
        for (style, text) in &self.0 {
            let code = match style {
                Style::Bold => "1",
                Style::Red => "1;31",
                Style::Yellow => "1;33",
                Style::Cyan => "1;36",
                Style::Green => "32",
                Style::Plain => "",
            };
            if coloured && !code.is_empty() {
                out.extend(["\x1b[", code, "m", &shown(text), "\x1b[0m"]);
            } else {
                out.push_str(&shown(text));
            }
        }
        out
    }
}

impl std::fmt::Write for Painted {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        match self.0.last_mut() {
            Some((Style::Plain, last)) => last.push_str(text),
            _ => self.add(Style::Plain, text),
        }
        Ok(())
    }
}

/// Whether colours go to standard output when nobody says: it is a terminal, and its owner has nothing against them.
pub fn likes_colours() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stdout().is_terminal() && !set("NO_COLOR") && !is_dumb
}

/// Writes a text to standard output, with its colours or without.
pub fn write_painted(text: &Painted, coloured: bool) -> Result<Reader, String> {
    let mut stream = io::stdout().lock();
    reader(stream.write_all(text.bytes(coloured).as_bytes()).and_then(|()| stream.flush()))
}

/// Prints a help page, the version, or why the command line is wrong; the exit code.
pub fn usage(usage: &clap::Error) -> ExitCode {
    match reader(usage.print().and_then(|()| io::stdout().flush())) {
        Ok(_) => ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2)),
        Err(why) => {
            complain(&format!("podlab: {why}\n"));
            ExitCode::from(2)
        }
    }
}

/// Writes a text to standard error. Nobody could be told that this failed.
pub fn complain(text: &str) {
    let _ = send(&mut io::stderr().lock(), text);
}

/// Says so when no real cluster's answers of a release were recorded.
pub fn note_release(kubernetes: &Kubernetes) {
    if let Some(sentence) = engine::unverified(kubernetes) {
        complain(&format!("note: {sentence}\n"));
    }
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
    use super::{Painted, Reader, Style, reader, shown};
    use std::fmt::Write as _;
    use std::io;

    #[test]
    fn terminals_obey_nothing() {
        assert_eq!(shown("a\x1b[31m\x07\r\n\tb"), "a^[[31m^G\\r\n\tb");
        assert_eq!(shown("\u{9b}2J \x7f \u{202e}"), "\\u009b2J \\u007f \\u202e");
        assert_eq!(shown("größer 日本 👍"), "größer 日本 👍");
    }

    #[test]
    fn colours_are_the_only_thing_that_is_obeyed() {
        let mut text = Painted::default();
        text.add(Style::Red, "err\x1b[2Jor");
        let _ = text.write_str(": a\x07");
        assert_eq!(text.bytes(true), "\x1b[1;31merr^[[2Jor\x1b[0m: a^G");
        assert_eq!(text.bytes(false), "err^[[2Jor: a^G");
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
