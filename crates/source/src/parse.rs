//! libyaml's events into documents. Upstream: go-yaml v2 decode.go `parser`, whose `fail` words the errors.

use crate::build::{Builder, LastLine};
use crate::{Cause, Documents, MAX_DEPTH, MAX_TEXT, Problem, plain};
use libyaml_safer::{Encoding, Error, ErrorKind, EventData, Parser, ScalarStyle, Scanner, TokenData};
use std::borrow::Cow;

/// Reads every YAML document of a text; JSON is YAML too.
pub fn read(text: &str) -> Documents {
    read_plain(text).unwrap_or_else(|| read_with_libyaml(text))
}

/// Reads what kubectl's reader hands on: it ends each line, the last one too.
pub(crate) fn read_lines(text: &str) -> Documents {
    plain_documents(text, LastLine::Ended).unwrap_or_else(|| libyaml_documents(text, LastLine::Ended))
}

/// Reads plain YAML; `None` for any other text. The first of the two ways of [`read`].
pub fn read_plain(text: &str) -> Option<Documents> {
    plain_documents(text, LastLine::Open)
}

fn plain_documents(text: &str, last_line: LastLine) -> Option<Documents> {
    let (body, skipped) = body(text).ok()?;
    let documents = plain::read(&body, Builder::new(text, skipped, last_line))?;
    Some(Documents { documents, problems: Vec::new() })
}

/// The part of a text that is read, and the number of bytes before it.
pub(crate) fn body(text: &str) -> Result<(Cow<'_, str>, usize), Problem> {
    if text.len() > MAX_TEXT {
        return Err(too_long(text.len()));
    }
    // The reader of libyaml would take U+FEFF off; every place then counts from after it.
    let skipped = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let body = text.get(skipped..).unwrap_or_default();
    // libyaml-safer gives up with a panic where a block scalar or an escape ends with the text.
    let ended = body.ends_with('\n');
    Ok((if ended { Cow::Borrowed(body) } else { Cow::Owned(format!("{body}\n")) }, skipped))
}

/// Reads any text, in six times the time. The second of the two ways of [`read`], to which the first is held.
pub fn read_with_libyaml(text: &str) -> Documents {
    libyaml_documents(text, LastLine::Open)
}

fn libyaml_documents(text: &str, last_line: LastLine) -> Documents {
    let mut out = Documents::default();
    match body(text) {
        Err(problem) => out.problems.push(problem),
        Ok((body, skipped)) => {
            if let Some(problem) = refused(text.get(skipped..).unwrap_or_default(), skipped) {
                out.problems.push(problem);
            } else {
                drive(&body, Builder::new(text, skipped, last_line), &mut out);
                refuse_escaped_slashes(&body, text, skipped, &mut out);
            }
        }
    }
    out
}

/// Finds problems that libyaml tells, and libyaml-safer does not or only by a panic.
fn refused(body: &str, skipped: usize) -> Option<Problem> {
    if let Some(at) = tag_before_comma(body) {
        return Some(Problem {
            message: "yaml: did not find expected whitespace or line break".to_owned(),
            advice: Some("Put a space after the tag.".to_owned()),
            range: at + skipped..at + skipped + 1,
            cause: Cause::Text,
        });
    }
    let length = incompatible_version(body)?;
    Some(Problem {
        message: "yaml: found incompatible YAML document".to_owned(),
        advice: Some("Kubernetes reads YAML 1.1: take the %YAML line out.".to_owned()),
        range: skipped..skipped + length,
        cause: Cause::Text,
    })
}

/// Ends with the error about the first `\/` in double quotes: go-yaml knows no such escape, libyaml does. The text is read once
/// more with an escape that libyaml does not know either, which fails where go-yaml would.
fn refuse_escaped_slashes(body: &str, text: &str, skipped: usize, out: &mut Documents) {
    if !body.contains("\\/") {
        return;
    }
    let mut tried = Documents::default();
    drive(&body.replace("\\/", "\\q"), Builder::new(text, skipped, LastLine::Open), &mut tried);
    let is_slash = |problem: &Problem| {
        let at = text.get(problem.range.start..);
        problem.message.ends_with("unknown escape character") && at.is_some_and(|at| at.starts_with("\\/"))
    };
    if tried.problems.iter().any(is_slash) {
        out.documents.truncate(tried.documents.len());
        out.problems = tried.problems;
    }
}

/// The length of a first line that asks for another YAML than 1.1.
fn incompatible_version(text: &str) -> Option<usize> {
    let line = text.lines().next()?;
    let version = line.strip_prefix("%YAML ")?.split_whitespace().next()?;
    (version != "1.1").then_some(line.len())
}

fn too_long(length: usize) -> Problem {
    Problem {
        message: format!("the text is {length} bytes long; at most {MAX_TEXT} bytes (1 MiB) are read"),
        advice: Some("Split it into several texts, or leave out what is not a Pod or workload.".to_owned()),
        range: 0..0,
        cause: Cause::Limit,
    }
}

/// Reads all documents, up to the first problem.
fn drive(body: &str, mut builder: Builder<'_>, out: &mut Documents) {
    let mut bytes = body.as_bytes();
    let mut parser = Parser::new();
    parser.set_encoding(Encoding::Utf8);
    parser.set_input(&mut bytes);
    loop {
        let event = match parser.parse() {
            Ok(event) => event,
            Err(error) => {
                let failed = builder.take_failure();
                out.problems.push(failed.unwrap_or_else(|| syntax(&error, &builder)));
                return;
            }
        };
        let done = matches!(event.data, EventData::StreamEnd);
        match builder.event(event) {
            Ok(Some(document)) => out.documents.push(document),
            Ok(None) => {}
            Err(at) => {
                out.problems.push(Problem {
                    message: format!("lists and maps nest deeper than {MAX_DEPTH} levels here"),
                    advice: Some("A Pod needs about fifteen levels; close the brackets.".to_owned()),
                    range: at..(at + 1).min(builder.text.len()),
                    cause: Cause::Limit,
                });
                return;
            }
        }
        if done {
            return;
        }
    }
}

/// go-yaml names the line of the problem: from 1 for the scanner, from 0 for the parser, none for 0.
fn syntax(error: &Error, read: &Builder<'_>) -> Problem {
    let (text, skipped) = (read.text, read.skipped);
    let scanner = error.kind() == ErrorKind::Scanner;
    let problem_line = error.problem_mark().map_or(0, |mark| mark.line);
    let context_line = error.context_mark().map_or(0, |mark| mark.line);
    let line = match (problem_line, context_line) {
        (0, context) => context,
        (line, _) if scanner => line + 1,
        (line, _) => line,
    };
    // Behind the line break that was added the count is one too high.
    let beyond = error
        .problem_mark()
        .is_some_and(|mark| usize::try_from(mark.index).is_ok_and(|index| read.is_past_end(index)));
    let line = if beyond && problem_line > 0 { line - 1 } else { line };
    let place = if line == 0 { String::new() } else { format!("line {line}: ") };
    let start = match error.problem_mark() {
        Some(mark) => usize::try_from(mark.index).unwrap_or(0) + skipped,
        None => text.char_indices().find(|(_, c)| is_control(*c)).map_or(0, |(at, _)| at),
    };
    let start = (0..=start.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let length = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Problem {
        message: format!("yaml: {place}{}", error.problem()),
        advice: advice(error.problem()),
        range: start..start + length,
        cause: Cause::Text,
    }
}

/// Whether libyaml's reader refuses a character.
fn is_control(c: char) -> bool {
    !matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn advice(problem: &str) -> Option<String> {
    let text = match problem {
        "control characters are not allowed" => {
            "This is not text: take out the control character, or paste YAML or JSON."
        }
        "found character that cannot start any token" => {
            "Indent with spaces, not tabs; put quotes around a value that starts with @, ` or %."
        }
        "found a tab character that violates indentation"
        | "found a tab character that violate indentation" => "Indent with spaces, not tabs.",
        "mapping values are not allowed in this context" => {
            "A value that holds `: ` needs quotes; else the line is indented too far, or the one above lacks its `:`."
        }
        "could not find expected ':'" => "The line above needs a `:` after its key.",
        "did not find expected key" => {
            "The line is not indented as its neighbours are, or a quote or bracket before it is not closed."
        }
        "did not find expected '-' indicator" => "The line is not indented as the list that it stands in.",
        "found unexpected end of stream" => "A quote is opened and never closed.",
        _ => return None,
    };
    Some(text.to_owned())
}

/// Where a tag is followed by a comma inside brackets: libyaml-safer gives up there with a panic.
///
/// Suspicious places are few, so only a text that has one is read twice: with the `!` replaced, a
/// plain scalar starts there if and only if the `!` would have started a tag. Tokens count, not events:
/// the scanner looks ahead for the end of a key, past what the parser refuses.
fn tag_before_comma(text: &str) -> Option<usize> {
    let suspicious = suspicious(text);
    if suspicious.is_empty() {
        return None;
    }
    let mut copy = String::with_capacity(text.len());
    let mut from = 0;
    for at in &suspicious {
        copy.push_str(text.get(from..*at).unwrap_or_default());
        copy.push('x');
        from = at + 1;
    }
    copy.push_str(text.get(from..).unwrap_or_default());
    copy.push('\n');
    // The scanner looks ahead, so a token that fails hides those before it; the text before it is read once more.
    for _ in 0..RETRIES {
        match first_scalar(&copy, &suspicious) {
            Ok(found) => return found,
            // A token begins there as well where it cannot be read as a plain scalar.
            Err(failed) if suspicious.binary_search(&failed).is_ok() => return Some(failed),
            Err(failed) if failed < copy.len() && copy.is_char_boundary(failed) => {
                // A key that waits for its colon hides the tokens behind it, also from the search at its end.
                let mut hidden =
                    suspicious.iter().filter(|at| **at > failed && **at < copy.len()).take(RETRIES);
                if let Some(found) = hidden.find(|at| begins_token(&copy, **at)) {
                    return Some(*found);
                }
                copy.truncate(failed);
            }
            Err(_) => return None,
        }
    }
    None
}

/// A text is cut so often before a token that fails. Cut there, it fails at most at its new end.
const RETRIES: usize = 4;

/// Whether the scanner would come to a place as the start of a token: then it fails right there at what starts none.
fn begins_token(text: &str, at: usize) -> bool {
    let cut = format!("{}`\n", text.get(..at).unwrap_or_default());
    let mut bytes = cut.as_bytes();
    let mut scanner = Scanner::new();
    scanner.set_encoding(Encoding::Utf8);
    scanner.set_input(&mut bytes);
    let failed = scanner.find_map(Result::err).filter(|error| error.problem().ends_with("start any token"));
    let place =
        failed.and_then(|error| error.problem_mark()).and_then(|mark| usize::try_from(mark.index).ok());
    place == Some(at)
}

/// The first of some places at which a token of the text is a plain scalar; `Err` holds where a token begins that cannot
/// be read.
fn first_scalar(text: &str, places: &[usize]) -> Result<Option<usize>, usize> {
    let mut bytes = text.as_bytes();
    let mut scanner = Scanner::new();
    scanner.set_encoding(Encoding::Utf8);
    scanner.set_input(&mut bytes);
    let mut depth = 0usize;
    for token in scanner {
        let token = token.map_err(|error| {
            let mark = error.context_mark().or(error.problem_mark());
            mark.and_then(|mark| usize::try_from(mark.index).ok()).unwrap_or(usize::MAX)
        })?;
        match token.data {
            TokenData::FlowSequenceStart | TokenData::FlowMappingStart => depth += 1,
            TokenData::FlowSequenceEnd | TokenData::FlowMappingEnd => depth = depth.saturating_sub(1),
            TokenData::Scalar { style: ScalarStyle::Plain, .. } => {
                let start = usize::try_from(token.start_mark.index).unwrap_or(usize::MAX);
                if places.binary_search(&start).is_ok() {
                    return Ok(Some(start));
                }
            }
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Ok(None);
        }
    }
    Ok(None)
}

/// Every `!` where a token may start (not behind a letter or digit) and that has a comma before the next blank, in order.
fn suspicious(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut comma = false;
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate().rev() {
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' => comma = false,
            b',' => comma = true,
            b'!' if comma && !is_whole_tag(bytes.get(at..).unwrap_or_default()) => {
                let before = at.checked_sub(1).and_then(|before| bytes.get(before));
                if before.is_none_or(|byte| !byte.is_ascii_alphanumeric()) {
                    found.push(at);
                }
            }
            _ => {}
        }
    }
    found.reverse();
    found
}

/// Whether a tag in angle brackets begins here, where a comma may stand, and no comma is right behind it.
fn is_whole_tag(text: &[u8]) -> bool {
    let Some(name) = text.strip_prefix(b"!<") else { return false };
    let mut behind = name.iter().skip_while(|byte| !matches!(byte, b'>' | b' ' | b'\t' | b'\r' | b'\n'));
    behind.next() == Some(&b'>') && behind.next() != Some(&b',')
}
