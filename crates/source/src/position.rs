//! Places in the units that others count in: lines and columns, UTF-16 for the editor.

use std::cell::OnceCell;

/// Bytes from one counted place to the next: few enough to count anew, however long a line is.
const STEP: usize = 256;

/// Where the lines of a text start, and how many characters stand before some of its bytes; found when the first place
/// is asked for.
#[derive(Clone, Debug)]
pub struct Positions<'t> {
    text: &'t str,
    starts: OnceCell<Vec<usize>>,
    /// Characters before every [`STEP`]th byte, then UTF-16 units.
    counted: OnceCell<Vec<(usize, usize)>>,
}

/// Characters and UTF-16 units that begin in some bytes.
fn count((characters, units): (usize, usize), bytes: &[u8]) -> (usize, usize) {
    let begun = bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
    let long = bytes.iter().filter(|byte| **byte >= 0xf0).count();
    (characters + begun, units + begun + long)
}

impl<'t> Positions<'t> {
    /// Looks through the text once, when it is first asked.
    pub fn new(text: &'t str) -> Self {
        Positions { text, starts: OnceCell::new(), counted: OnceCell::new() }
    }

    fn counted(&self) -> &[(usize, usize)] {
        self.counted.get_or_init(|| {
            let steps = self.text.as_bytes().chunks(STEP).scan((0, 0), |so_far, bytes| {
                let before = *so_far;
                *so_far = count(before, bytes);
                Some(before)
            });
            steps.collect()
        })
    }

    /// The characters and the UTF-16 units before a byte that begins a character, or the text's end.
    fn before(&self, byte: usize) -> (usize, usize) {
        let step = (byte / STEP).min(self.counted().len().saturating_sub(1));
        let counted = self.counted().get(step).copied().unwrap_or_default();
        count(counted, self.text.as_bytes().get(step * STEP..byte).unwrap_or_default())
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
        (line, self.before(byte).0 - self.before(start.min(byte)).0 + 1)
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
        self.before(self.floor(byte)).1
    }

    /// The byte that a UTF-16 offset names.
    ///
    /// ```
    /// assert_eq!(source::Positions::new("🙂: x").byte_of_utf16(4), 6);
    /// ```
    pub fn byte_of_utf16(&self, units: usize) -> usize {
        let step = self.counted().partition_point(|(_, before)| *before <= units).saturating_sub(1);
        let start = (step * STEP..=self.text.len()).find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        let mut left = units.saturating_sub(self.before(start).1);
        for (at, c) in self.text.get(start..).unwrap_or_default().char_indices() {
            if left < c.len_utf16() {
                return start + at;
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

#[cfg(test)]
mod tests {
    use super::Positions;

    #[test]
    fn places_are_counted_the_same_far_into_a_text() {
        let text = "a\n日本🙂é\r\n: x".repeat(150);
        let positions = Positions::new(&text);
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let before = &text[..byte];
            let line = before.rsplit('\n').next().unwrap_or_default();
            let place = (before.matches('\n').count() + 1, line.chars().count() + 1);
            assert_eq!(positions.line_column(byte), place, "byte {byte}");
            let units = before.encode_utf16().count();
            assert_eq!((positions.utf16(byte), positions.byte_of_utf16(units)), (units, byte));
        }
    }
}
