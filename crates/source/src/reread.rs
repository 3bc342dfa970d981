//! Reads a text that grew out of one that was read before: documents in which nothing changed are taken from there.
//!
//! A piece of the stream is read by itself, so a piece with the same bytes is the same document, further down.

use crate::stream::{Cut, Lines, Piece, cut};
use crate::tree::Document;
use crate::{Documents, parse, read_stream};

/// A text that was read with the help of an earlier reading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reread {
    /// The documents, as [`read_stream`] would give them.
    pub documents: Documents,
    /// For each document, the one of the earlier reading that it is; `None` for one that changed or is new.
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

/// Reads a text as [`read_stream`] does, but takes documents that did not change from an earlier reading.
///
/// `before` is what was read of `before_text`, which may be any earlier text. A reading stops at the first problem, so
/// that the last one without a problem keeps the most.
///
/// ```
/// let (one, two) = ("kind: Pod\n---\nkind: Node\n", "# new\nkind: Pod\n---\nkind: Node\n");
/// let reread = source::reread(one, &source::read_stream(one), two);
/// assert_eq!(reread.documents, source::read_stream(two));
/// assert_eq!(reread.kept, [None, Some(source::Kept { document: 1, bytes: 6, lines: 1 })]);
/// ```
pub fn reread(before_text: &str, before: &Documents, text: &str) -> Reread {
    if before_text == text {
        let kept = (0..before.documents.len()).map(|document| Some(Kept { document, bytes: 0, lines: 0 }));
        return Reread { documents: before.clone(), kept: kept.collect() };
    }
    if parse::body(text).is_err() || parse::body(before_text).is_err() {
        let documents = read_stream(text);
        return Reread { kept: vec![None; documents.documents.len()], documents };
    }
    let (old, new) = (cut(before_text), cut(text));
    let change = Change::between(before_text, text);
    let places = change.places(&old, &new);
    let mut lines = Lines::new(text);
    let mut out = Reread::default();
    for (index, place) in places.into_iter().enumerate() {
        let piece = place.and_then(|(place, moved)| Some((old.pieces.get(place)?, moved)));
        let known = piece.and_then(|(piece, moved)| {
            let document = document_of(piece, &before.documents)?;
            let (bytes, lines) = if moved { (change.bytes, change.lines) } else { (0, 0) };
            Some(Kept { document, bytes, lines })
        });
        if let Some((kept, document)) =
            known.and_then(|kept| Some((kept, before.documents.get(kept.document)?)))
        {
            out.documents.documents.push(document.moved(kept.bytes, kept.lines));
            out.kept.push(Some(kept));
            continue;
        }
        match new.read(index, text, &mut lines) {
            Ok(document) => {
                out.kept.extend(document.iter().map(|_| None));
                out.documents.documents.extend(document);
            }
            Err(problem) => {
                out.documents.problems.push(problem);
                return out;
            }
        }
    }
    out.documents.problems.extend(new.problem);
    out
}

/// The document that was read of a piece.
fn document_of(piece: &Piece, documents: &[Document]) -> Option<usize> {
    let place = documents.partition_point(|document| document.range.start < piece.start);
    documents.get(place).filter(|document| document.range.start < piece.body.end).map(|_| place)
}

/// One text becomes another: the bytes between two parts that stay are replaced.
#[derive(Clone, Copy)]
struct Change {
    /// The number of bytes at the start that stay.
    head: usize,
    /// The number of bytes at the end that stay. Both parts may share bytes of the shorter text, as where a line comes twice.
    tail: usize,
    /// The lengths of the texts.
    lengths: (usize, usize),
    /// The end moves down by so many bytes and lines.
    bytes: isize,
    lines: isize,
}

impl Change {
    fn between(before: &str, text: &str) -> Self {
        let (old, new) = (before.as_bytes(), text.as_bytes());
        let (head, tail) = (same_head(old, new), same_tail(old, new));
        let behind = tail.min(old.len() - head).min(new.len() - head);
        let breaks = |bytes: &[u8]| {
            let replaced = bytes.get(head..bytes.len() - behind).unwrap_or_default();
            isize::try_from(replaced.split(|byte| *byte == b'\n').count()).unwrap_or_default()
        };
        let length = |text: &str| isize::try_from(text.len()).unwrap_or_default();
        let (bytes, lines) = (length(text) - length(before), breaks(new) - breaks(old));
        Change { head, tail, lengths: (old.len(), new.len()), bytes, lines }
    }

    /// The place of the old piece with the bytes of each new one, and whether they moved.
    fn places(&self, old: &Cut, new: &Cut) -> Vec<Option<(usize, bool)>> {
        let mut places = vec![None; new.pieces.len()];
        let same = |(old, new): &(&Piece, &Piece)| old == new && new.body.end <= self.head;
        let head = old.pieces.iter().zip(&new.pieces).take_while(same).count();
        for (place, found) in places.iter_mut().enumerate().take(head) {
            *found = Some((place, false));
        }
        let (old_length, new_length) = self.lengths;
        let behind = old.pieces.iter().enumerate().skip(head).rev();
        let behind = behind.zip(new.pieces.iter().zip(&mut places).skip(head).rev());
        for ((place, old), (new, found)) in behind {
            let unchanged = new.start + self.tail >= new_length
                && old.start + self.tail >= old_length
                && old.moved(self.bytes) == *new;
            if !unchanged {
                break;
            }
            *found = Some((place, true));
        }
        // The words about the first piece behind JSON are those of the JSON before it.
        for cut in [old, new] {
            if let Some(found) = cut.not_json.as_ref().and_then(|(index, _)| places.get_mut(*index)) {
                *found = None;
            }
        }
        places
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
