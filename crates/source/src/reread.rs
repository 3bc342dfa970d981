//! Reads a text that grew out of one that was read before: documents in which nothing changed are taken from there.
//!
//! Reading in pieces is exact because nothing of a document reaches past the `---` of the next one: there both readers
//! stand at the first column, outside of brackets, without anchors, tags or a key that waits for its colon.

use crate::parse::{self, Start};
use crate::plain::{self, Reader};
use crate::tree::Document;
use crate::{Documents, read};

/// A text that was read with the help of an earlier reading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reread {
    /// The same as [`read`] gives.
    pub documents: Documents,
    /// Which document of the earlier reading each one is, `None` for one that changed or is new.
    pub kept: Vec<Option<Kept>>,
}

/// A document in which nothing changed: its bytes are the same, and so are all its places, counted from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its number in the earlier reading.
    pub document: usize,
    /// The number of bytes that it moved down.
    pub bytes: isize,
    /// The number of lines that it moved down.
    pub lines: isize,
}

/// Reads a text as [`read`] does, but takes documents that did not change from an earlier reading.
///
/// `before` is what was read of `before_text`, which may be any earlier text. A reading stops at the first problem, so
/// that the last one without a problem keeps the most.
///
/// ```
/// let (one, two) = ("kind: Pod\n---\nkind: Node\n", "# new\nkind: Pod\n---\nkind: Node\n");
/// let reread = source::reread(one, &source::read(one), two);
/// assert_eq!(reread.documents, source::read(two));
/// assert_eq!(reread.kept, [None, Some(source::Kept { document: 1, bytes: 6, lines: 1 })]);
/// ```
pub fn reread(before_text: &str, before: &Documents, text: &str) -> Reread {
    let change = Change::between(before_text, text);
    if before_text == text {
        let kept = (0..before.documents.len()).map(|document| Some(Kept { document, bytes: 0, lines: 0 }));
        return Reread { documents: before.clone(), kept: kept.collect() };
    }
    in_pieces(&change, before).unwrap_or_else(|| whole(&change, before))
}

/// One text becomes another: the bytes between two parts that stay are replaced.
struct Change<'t> {
    before: &'t str,
    text: &'t str,
    /// So many bytes at the start stay.
    head: usize,
    /// So many bytes at the end stay. Both parts may share bytes of the shorter text, as where a line comes twice.
    tail: usize,
    /// The end moves down by so many bytes and lines.
    bytes: isize,
    lines: isize,
}

impl<'t> Change<'t> {
    fn between(before: &'t str, text: &'t str) -> Self {
        let (old, new) = (before.as_bytes(), text.as_bytes());
        let (head, tail) = (same_head(old, new), same_tail(old, new));
        let behind = tail.min(old.len() - head).min(new.len() - head);
        let breaks = |bytes: &[u8]| {
            let replaced = bytes.get(head..bytes.len() - behind).unwrap_or_default();
            isize::try_from(line_breaks(replaced)).unwrap_or_default()
        };
        let length = |text: &str| isize::try_from(text.len()).unwrap_or_default();
        let (bytes, lines) = (length(text) - length(before), breaks(new) - breaks(old));
        Change { before, text, head, tail, bytes, lines }
    }

    fn kept(&self, document: usize) -> Kept {
        Kept { document, bytes: self.bytes, lines: self.lines }
    }
}

/// Counts the bytes that two texts have in common at their start; compares many at a time.
fn same_head(one: &[u8], two: &[u8]) -> usize {
    let chunks = one.as_chunks::<64>().0.iter().zip(two.as_chunks::<64>().0);
    let at = 64 * chunks.take_while(|(a, b)| a == b).count();
    let rest = one.iter().zip(two).skip(at);
    at + rest.take_while(|(a, b)| a == b).count()
}

/// Counts the bytes that two texts have in common at their end.
fn same_tail(one: &[u8], two: &[u8]) -> usize {
    let chunks = one.as_rchunks::<64>().1.iter().rev().zip(two.as_rchunks::<64>().1.iter().rev());
    let at = 64 * chunks.take_while(|(a, b)| a == b).count();
    let rest = one.iter().rev().zip(two.iter().rev()).skip(at);
    at + rest.take_while(|(a, b)| a == b).count()
}

fn line_breaks(bytes: &[u8]) -> usize {
    bytes.iter().map(|byte| usize::from(*byte == b'\n')).sum()
}

/// Whether a line that starts here begins a document.
fn begins(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("x");
    let rest = text.get(at..).and_then(|rest| rest.strip_prefix("---"));
    (before.is_empty() || before == "\u{feff}" || before.ends_with('\n'))
        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n']))
}

/// Reads from the start of the last document before the change; `None` when the text must be read as a whole.
fn in_pieces(change: &Change<'_>, before: &Documents) -> Option<Reread> {
    if before.documents.len() < 2 {
        return None;
    }
    let (body, skipped) = parse::body(change.text).ok()?;
    let old = change.before.strip_prefix('\u{feff}').unwrap_or(change.before);
    if !plain::is_plain(&body) || !plain::is_plain(old) || parse::may_refuse(&body) {
        return None;
    }
    let known = before.documents.len() - usize::from(!before.problems.is_empty());
    let out = Reread::default();
    let mut pieces = Pieces { change, body: &body, skipped, before: &before.documents, first: 0, known, out };
    let mut next = Some(pieces.head());
    while let Some(from) = next {
        next = match pieces.plain(from) {
            Ok(known) => known,
            Err(from) => pieces.libyaml(from),
        }
        .and_then(|known| pieces.tail(known));
    }
    Some(pieces.out)
}

struct Pieces<'a> {
    change: &'a Change<'a>,
    body: &'a str,
    skipped: usize,
    before: &'a [Document],
    /// The document in which reading begins.
    first: usize,
    /// Documents up to this one may be taken behind the change: where a problem follows, the last one is read again,
    /// and the problem with it.
    known: usize,
    out: Reread,
}

impl Pieces<'_> {
    /// Takes the documents before the one with the change, and gives the start of that one.
    fn head(&mut self) -> Start {
        let unchanged = |document: &Document| {
            let start = document.range.start;
            // The blank behind the dashes counts.
            start + 4 <= self.change.head && begins(self.change.text, start)
        };
        let Some(first) = (1..self.before.len()).rev().find(|at| self.before.get(*at).is_some_and(unchanged))
        else {
            return Start::default();
        };
        self.first = first;
        let documents = self.before.get(..first).unwrap_or_default();
        self.out.documents.documents.extend_from_slice(documents);
        self.out.kept.extend((0..first).map(|document| Some(Kept { document, bytes: 0, lines: 0 })));
        self.start(self.before.get(first).map_or(0, |document| document.range.start))
    }

    /// The place of a byte of the text, to read from there.
    fn start(&self, at: usize) -> Start {
        let lines = line_breaks(self.change.text.as_bytes().get(..at).unwrap_or_default());
        Start { at: at.saturating_sub(self.skipped), line: u32::try_from(lines).unwrap_or(u32::MAX) }
    }

    /// The earlier document that starts at a byte of the text and has, as all behind it, no change.
    fn known(&self, at: usize) -> Option<usize> {
        let Change { before, text, tail, bytes, .. } = *self.change;
        if at + tail < text.len() {
            return None;
        }
        let was = at.checked_add_signed(-bytes)?;
        let found = self.before.binary_search_by_key(&was, |document| document.range.start).ok()?;
        ((self.first..self.known).contains(&found) && begins(before, was) && begins(text, at))
            .then_some(found)
    }

    /// Reads documents of plain YAML up to one that is known; `Err` is the start of one that is not plain.
    fn plain(&mut self, from: Start) -> Result<Option<usize>, Start> {
        let mut reader = Reader::new(self.body, self.change.text, self.skipped, from);
        let mut from = from;
        while !reader.ended() {
            let known = self.known(reader.place().at + self.skipped);
            if known.is_some() {
                return Ok(known);
            }
            let document = reader.document(self.out.documents.documents.is_empty()).ok_or(from)?;
            // libyaml knows how it goes on behind a `...`.
            if !reader.ended() && !reader.begins() {
                return Err(from);
            }
            from = reader.place();
            self.out.documents.documents.push(document);
            self.out.kept.push(None);
        }
        Ok(None)
    }

    /// Reads any documents up to one that is known.
    fn libyaml(&mut self, from: Start) -> Option<usize> {
        let mut documents = std::mem::take(&mut self.out.documents);
        let stop = |at| self.known(at);
        let known = parse::drive(self.body, self.change.text, self.skipped, from, &mut documents, &stop);
        self.out.kept.resize(documents.documents.len(), None);
        self.out.documents = documents;
        known
    }

    /// Takes all that is known from a document on, and gives the start of what is not.
    fn tail(&mut self, from: usize) -> Option<Start> {
        for document in from..self.known {
            let moved = self.before.get(document)?.moved(self.change.bytes, self.change.lines);
            self.out.documents.documents.push(moved);
            self.out.kept.push(Some(self.change.kept(document)));
        }
        let next = self.before.get(self.known)?;
        Some(self.start(next.range.start.saturating_add_signed(self.change.bytes)))
    }
}

/// Reads the text as a whole, and finds the documents that came out as they were.
fn whole(change: &Change<'_>, before: &Documents) -> Reread {
    let documents = read(change.text);
    let (old, new) = (&before.documents, &documents.documents);
    let mut kept = vec![None; new.len()];
    let pairs = old.iter().zip(new);
    let same = pairs.take_while(|(old, new)| new.range.end <= change.head && old == new).count();
    for (document, kept) in kept.iter_mut().enumerate().take(same) {
        *kept = Some(Kept { document, bytes: 0, lines: 0 });
    }
    let behind = (same..old.len()).zip(old.iter().skip(same)).rev();
    for ((new, kept), (document, old)) in new.iter().zip(&mut kept).skip(same).rev().zip(behind) {
        let unchanged = new.range.start + change.tail >= change.text.len()
            && old.range.start + change.tail >= change.before.len();
        if !unchanged || old.moved(change.bytes, change.lines) != *new {
            break;
        }
        *kept = Some(change.kept(document));
    }
    Reread { documents, kept }
}
