//! Tries changes of a text, because nobody knows what was meant: a change is offered for what it leaves wrong.

use super::{Fix, fix_all, kind};
use crate::check::Options;
use crate::manifest::Manifest;
use source::Edit;
use std::cell::{Cell, OnceCell};
use std::ops::Range;

/// The longest text that is tried.
const LONGEST: usize = 64 << 10;
/// The bytes that are read again for one text, over all tries: each reads all of it.
const READ: usize = 512 << 10;

/// A change to try.
#[derive(Debug)]
pub(super) struct Try {
    /// The text of its button.
    pub title: String,
    /// The slip, in a sentence; empty where the problem's own sentence says it.
    pub hint: String,
    pub edits: Vec<Edit>,
}

impl Try {
    pub fn new(title: impl Into<String>, hint: impl Into<String>, edits: Vec<Edit>) -> Try {
        Try { title: title.into(), hint: hint.into(), edits }
    }

    /// The change, with the sentence on what is wrong.
    pub fn told(self) -> (Fix, Option<String>) {
        let Try { title, hint, edits } = self;
        (fix_all(title, edits), Some(hint).filter(|hint| !hint.is_empty()))
    }
}

/// The errors in a text: those of reading it weigh more than those that rules find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Left {
    /// Values of a wrong type, unknown and doubled fields, kinds that nobody knows.
    pub reading: usize,
    pub rules: usize,
}

const NOTHING: Left = Left { reading: 0, rules: 0 };

/// The tries for one text.
pub(in crate::check) struct Trials<'t> {
    text: &'t str,
    options: &'t Options,
    /// The bytes that may still be read.
    room: Cell<usize>,
    /// The errors of the text as it is.
    now: OnceCell<Option<Left>>,
}

impl<'t> Trials<'t> {
    pub fn new(text: &'t str, options: &'t Options) -> Trials<'t> {
        Trials { text, options, room: Cell::new(READ), now: OnceCell::new() }
    }

    /// The errors of the text as it is; `None` where it cannot be read.
    pub(super) fn now(&self) -> Option<Left> {
        *self.now.get_or_init(|| self.left(&[]))
    }

    /// The errors after a change. `None` where the text still cannot be read, where something is wrong in a line that
    /// was changed, or where enough was read.
    pub(super) fn left(&self, edits: &[Edit]) -> Option<Left> {
        let room = self.room.get().checked_sub(self.text.len().max(1 << 10))?;
        if self.text.len() > LONGEST {
            return None;
        }
        self.room.set(room);
        let (changed, lines) = applied(self.text, edits);
        judged(&changed, &lines, self.options)
    }

    /// The number of errors of reading after a change; `None` where the text cannot be read then.
    pub fn after(&self, fix: &Fix) -> Option<usize> {
        self.left(&edits_of(fix)).map(|left| left.reading)
    }

    /// Whether a change makes the text readable, or leaves it with no more errors.
    pub fn helps(&self, fix: &Fix) -> bool {
        let left = self.left(&edits_of(fix));
        left.is_some_and(|left| self.now().is_none_or(|now| left.reading <= now.reading && left <= now))
    }

    /// Whether a change takes errors away and brings no other.
    pub(super) fn harms_nothing(&self, fix: &Fix) -> bool {
        // Beyond the bound of tries nobody looks.
        let both = self.now().zip(self.left(&edits_of(fix)));
        both.is_none_or(|(now, after)| after.reading < now.reading && after.rules <= now.rules)
    }

    /// The change that leaves least, the first among equals, if it leaves less than the text has now.
    pub(super) fn best(&self, tries: impl IntoIterator<Item = Try>) -> Option<Try> {
        let now = self.now();
        let mut best: Option<(Left, Try)> = None;
        for one in tries {
            let Some(left) = self.left(&one.edits) else { continue };
            let improves =
                now.is_none_or(|now| left.reading < now.reading && left.rules <= now.rules.max(left.reading));
            if improves && best.as_ref().is_none_or(|(least, _)| left < *least) {
                best = Some((left, one));
            }
            if best.as_ref().is_some_and(|(least, _)| *least == NOTHING) {
                break;
            }
        }
        best.map(|(_, one)| one)
    }
}

fn edits_of(fix: &Fix) -> Vec<Edit> {
    fix.edits.iter().map(|edit| Edit { range: edit.range.clone(), text: edit.text.clone() }).collect()
}

/// The text after a change, and the lines in it that the change touched.
pub(super) fn applied(text: &str, edits: &[Edit]) -> (String, Vec<Range<usize>>) {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut touched = Vec::new();
    for edit in edits {
        out.push_str(text.get(at..edit.range.start).unwrap_or_default());
        let start = out.len();
        out.push_str(&edit.text);
        touched.push(start..out.len());
        at = edit.range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    let line = |range: Range<usize>| {
        let start =
            out.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
        let end = out
            .get(range.end..)
            .and_then(|rest| rest.find('\n'))
            .map_or(out.len(), |length| range.end + length);
        start..end
    };
    let lines = touched.into_iter().map(line).collect();
    (out, lines)
}

/// The errors of a text outside of `lines`; `None` where it cannot be read or one stands in those. A kind that is
/// certainly meant is taken for the one that is written, so that the fields below it are looked at.
fn judged(text: &str, lines: &[Range<usize>], options: &Options) -> Option<Left> {
    let manifest = readable(text, options)?;
    let wrong = manifest.parts().find(|part| part.answer.meta.error.is_some());
    let Some(fix) = wrong.and_then(|part| kind(text, part.document, &part.answer.meta)) else {
        return counted(&manifest, lines);
    };
    let edits = edits_of(&fix);
    let lines: Vec<Range<usize>> = lines.iter().map(|line| moved(line, &edits)).collect();
    let manifest = readable(&applied(text, &edits).0, options)?;
    let guessed = counted(&manifest, &lines)?;
    Some(Left { reading: guessed.reading + 1, ..guessed })
}

/// The manifest of a text, if all of it can be read and there is something in it.
fn readable(text: &str, options: &Options) -> Option<Manifest> {
    let manifest = Manifest::read_with(text, options);
    manifest.parts().next()?;
    let fine = manifest.is_whole() && manifest.documents().all(|document| document.failure.is_none());
    fine.then_some(manifest)
}

/// Counts the errors outside of `lines`.
fn counted(manifest: &Manifest, lines: &[Range<usize>]) -> Option<Left> {
    let mut left = NOTHING;
    for part in manifest.parts() {
        let (document, answer) = (part.document, part.answer);
        let read = answer.read.iter();
        let decode = read.clone().flat_map(|read| &read.decode).map(|error| error.path.as_str());
        let strict = read.flat_map(|read| &read.strict).map(|error| error.path.as_str());
        let places = decode.chain(strict).map(|path| document.locate(path).key_range());
        let doubled = document.duplicates.iter().map(|found| found.range.clone());
        for place in places.chain(doubled) {
            if lines.iter().any(|line| line.start <= place.start && place.start <= line.end) {
                return None;
            }
            left.reading += 1;
        }
        left.reading += usize::from(answer.meta.error.is_some());
        left.rules += answer.errors.len();
    }
    Some(left)
}

/// Where a line is after a change before it.
fn moved(line: &Range<usize>, edits: &[Edit]) -> Range<usize> {
    let before = edits.iter().filter(|edit| edit.range.end <= line.start);
    let (added, removed) =
        before.fold((0, 0), |(added, removed), edit| (added + edit.text.len(), removed + edit.range.len()));
    line.start + added - removed..line.end + added - removed
}
