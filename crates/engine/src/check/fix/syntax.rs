//! Fixes of a text that cannot be read: one small change makes all of it readable.
//!
//! Nobody knows what was meant, so a few common slips are tried. The first change is offered after which the whole text
//! is read, with no unknown field and no value of a wrong type.

use super::{Fix, fix_all};
use crate::check::{Options, Stage, checked};
use crate::manifest::Manifest;
use source::{Cause, Edit, Problem};

/// The longest text that is tried, because each try reads all of it.
const LONGEST: usize = 64 << 10;
/// The number of lines above that are searched for an indentation.
const ABOVE: usize = 30;

/// A change with the text of its button.
type Try = (String, Vec<Edit>);

/// The change that makes the text readable.
pub(in crate::check) fn syntax(text: &str, problem: &Problem, options: &Options) -> Option<Fix> {
    if problem.cause == Cause::Limit || text.len() > LONGEST {
        return None;
    }
    let lines = Lines::of(text);
    let at = lines.0.iter().rposition(|line| line.start <= problem.range.start)?;
    let near = [Some(at), at.checked_sub(1), at.checked_add(1)];
    let near = near.into_iter().flatten().filter_map(|at| Some((at, *lines.0.get(at)?)));
    let tries = tabs(&lines).into_iter().chain(near.flat_map(|(at, line)| slips(&lines, at, line)));
    let (title, edits) = tries.into_iter().find(|(_, edits)| is_readable(&applied(text, edits), options))?;
    Some(fix_all(title, edits))
}

fn applied(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(edit.range.clone(), &edit.text);
    }
    text
}

fn is_readable(text: &str, options: &Options) -> bool {
    let manifest = Manifest::read_with(text, options);
    let fine = manifest.is_whole() && manifest.documents().all(|document| document.failure.is_none());
    fine && matches!(checked(&manifest).stage, Stage::Ok | Stage::Invalid)
}

/// A line with its place.
#[derive(Clone, Copy)]
struct Line<'t> {
    start: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn indent(self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    fn is_empty(self) -> bool {
        self.text.trim().is_empty()
    }

    /// The text after the key, with its place.
    fn value(self) -> Option<(usize, &'t str)> {
        let (key, value) = self.text.split_once(": ")?;
        let value = value.trim_end();
        (!value.trim().is_empty()).then_some((self.start + key.len() + 2, value))
    }
}

struct Lines<'t>(Vec<Line<'t>>);

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Lines<'t> {
        let mut start = 0;
        let lines = text.split('\n').map(|text| {
            let line = Line { start, text };
            start += text.len() + 1;
            line
        });
        Lines(lines.collect())
    }
}

/// Replaces the tabs at the start of all lines by spaces.
fn tabs(lines: &Lines<'_>) -> Option<Try> {
    let indents = lines.0.iter().map(|line| (line.start, line.text.get(..line.indent()).unwrap_or_default()));
    let edits: Vec<Edit> = indents
        .filter(|(_, indent)| indent.contains('\t'))
        .map(|(start, indent)| Edit { range: start..start + indent.len(), text: indent.replace('\t', "  ") })
        .collect();
    let title = if edits.len() == 1 { "write spaces for the tab" } else { "write spaces for the tabs" };
    (!edits.is_empty()).then(|| (title.to_owned(), edits))
}

/// The changes to try for one line.
fn slips(lines: &Lines<'_>, at: usize, line: Line<'_>) -> Vec<Try> {
    let mut tries = Vec::new();
    tries.extend(space(line));
    tries.extend(close(line));
    tries.extend(quotes(line));
    tries.extend(colon(line));
    tries.extend(indents(lines, at, line));
    tries
}

/// Adds the space that `name:web` lacks.
fn space(line: Line<'_>) -> Option<Try> {
    let key = line.text.trim_start_matches([' ', '-']);
    let length = key.find(|character: char| !character.is_ascii_alphanumeric())?;
    let rest = key.get(length..)?.strip_prefix(':')?;
    let name = key
        .get(..length)
        .filter(|name| !name.is_empty() && !rest.starts_with([' ', '/']) && !rest.is_empty())?;
    let at = line.start + (line.text.len() - key.len()) + length + 1;
    Some((format!("put a space behind `{name}:`"), vec![Edit { range: at..at, text: " ".to_owned() }]))
}

/// Closes a quote or a bracket.
fn close(line: Line<'_>) -> Vec<Try> {
    let end = line.start + line.text.trim_end().len();
    let add = |sign: &str| {
        (format!("close it: add `{sign}`"), vec![Edit { range: end..end, text: sign.to_owned() }])
    };
    let count = |sign: char| line.text.matches(sign).count();
    let quotes =
        ['"', '\''].into_iter().filter(|quote| count(*quote) % 2 == 1).map(|quote| add(&quote.to_string()));
    let brackets = [('[', ']'), ('{', '}')].into_iter().filter(|(open, shut)| count(*open) > count(*shut));
    quotes.chain(brackets.map(|(_, shut)| add(&shut.to_string()))).collect()
}

/// Quotes a value that YAML takes for something else, such as `echo: done` or `{{ .Values.image }}`.
fn quotes(line: Line<'_>) -> Option<Try> {
    let (start, value) = line.value().filter(|(_, value)| !value.starts_with(['"', '\'', '|', '>']))?;
    let text = format!("'{}'", value.replace('\'', "''"));
    Some(("put quotes around the value".to_owned(), vec![Edit { range: start..start + value.len(), text }]))
}

/// Adds the colon after a key.
fn colon(line: Line<'_>) -> Option<Try> {
    let key = line.text.trim();
    let is_key = !key.is_empty() && key.chars().all(|character| character.is_ascii_alphanumeric());
    let end = line.start + line.text.trim_end().len();
    is_key.then(|| (format!("write `{key}:`"), vec![Edit { range: end..end, text: ":".to_owned() }]))
}

/// Indents the line and the lines below it like a line above; the nearest depths come first.
fn indents(lines: &Lines<'_>, at: usize, line: Line<'_>) -> Vec<Try> {
    let own = line.indent();
    let mut depths: Vec<usize> = Vec::new();
    for above in lines.0.iter().take(at).rev().take(ABOVE).filter(|above| !above.is_empty()) {
        let items = above
            .text
            .get(above.indent()..)
            .filter(|text| text.starts_with("- "))
            .map(|_| above.indent() + 2);
        for depth in items.into_iter().chain([above.indent()]) {
            if depth != own && !depths.contains(&depth) {
                depths.push(depth);
            }
        }
    }
    depths.sort_by_key(|depth| depth.abs_diff(own));
    let below = lines.0.iter().skip(at + 1).take_while(|below| below.is_empty() || below.indent() > own);
    let block: Vec<Line<'_>> =
        std::iter::once(line).chain(below.copied()).filter(|line| !line.is_empty()).collect();
    let at_depth = |depth: usize| {
        let edits = block.iter().map(|line| Edit {
            range: line.start..line.start + line.indent(),
            text: " ".repeat((line.indent() + depth).saturating_sub(own)),
        });
        let word = if depth < own { "unindent" } else { "indent" };
        (format!("{word} `{}`", line.text.trim()), edits.collect())
    };
    depths.into_iter().map(at_depth).collect()
}
