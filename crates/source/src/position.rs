//! Places in the units that others count in: lines and columns, UTF-16 for the editor.

use std::cell::OnceCell;

/// Where the lines of a text start; found when the first place is asked for.
#[derive(Clone, Debug)]
pub struct Positions<'t> {
    text: &'t str,
    starts: OnceCell<Vec<usize>>,
}

impl<'t> Positions<'t> {
    /// Looks through the text once, when it is first asked.
    pub fn new(text: &'t str) -> Self {
        Positions { text, starts: OnceCell::new() }
    }

    fn starts(&self) -> &[usize] {
        self.starts.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
        })
    }

    /// Line and column of a byte, both from 1, the column in characters.
    ///
    /// ```
    /// assert_eq!(source::Positions::new("a\n日本: x").line_column(10), (2, 5));
    /// ```
    pub fn line_column(&self, byte: usize) -> (usize, usize) {
        let byte = self.floor(byte);
        let line = self.starts().partition_point(|start| *start <= byte).max(1);
        let start = self.starts().get(line - 1).copied().unwrap_or(0);
        (line, self.text.get(start..byte).unwrap_or_default().chars().count() + 1)
    }

    /// The byte where a line starts (from 1), the text's end for a line after the last.
    pub fn line_start(&self, line: usize) -> usize {
        self.starts().get(line.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }

    /// UTF-16 units before a byte, the unit of a browser's editor.
    ///
    /// ```
    /// assert_eq!(source::Positions::new("🙂: x").utf16(6), 4);
    /// ```
    pub fn utf16(&self, byte: usize) -> usize {
        let byte = self.floor(byte);
        let before = self.text.get(..byte).unwrap_or_default();
        if before.is_ascii() { byte } else { before.chars().map(char::len_utf16).sum() }
    }

    /// The byte that a UTF-16 offset names.
    ///
    /// ```
    /// assert_eq!(source::Positions::new("🙂: x").byte_of_utf16(4), 6);
    /// ```
    pub fn byte_of_utf16(&self, units: usize) -> usize {
        let mut left = units;
        for (at, c) in self.text.char_indices() {
            if left < c.len_utf16() {
                return at;
            }
            left -= c.len_utf16();
        }
        self.text.len()
    }

    fn floor(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        (0..=byte).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0)
    }
}
