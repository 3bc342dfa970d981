//! Conversion between the bytes of a text and the editor's units.

use std::ops::Range;

use source::Positions;
use view::{Edit, Fix, Place};

/// A range of bytes in the editor's units.
pub(crate) fn place(positions: &Positions<'_>, range: &Range<usize>) -> Place {
    let unit = |byte| u32::try_from(positions.utf16(byte)).unwrap_or(u32::MAX);
    let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
    let (line, column) = positions.line_column(range.start);
    Place { from: unit(range.start), to: unit(range.end), line: number(line), column: number(column) }
}

/// The byte at an offset in UTF-16 units.
pub(crate) fn byte(text: &str, offset: u32) -> usize {
    Positions::new(text).byte_of_utf16(usize::try_from(offset).unwrap_or(usize::MAX))
}

/// A change of one range of bytes, in the editor's units.
pub(crate) fn fix(text: &str, label: &str, edit: &source::Edit) -> Fix {
    let place = place(&Positions::new(text), &edit.range);
    let edits = vec![Edit { from: place.from, to: place.to, insert: edit.text.clone() }];
    Fix { label: label.to_owned(), edits }
}
