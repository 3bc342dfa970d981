//! The lines of a text with their places, for changes that know lines and no tree.

use std::ops::Range;

/// A line with its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// Its first byte.
    pub start: usize,
    /// Without its line break.
    pub text: &'t str,
}

impl<'t> Line<'t> {
    /// The bytes of blanks before its text.
    pub fn indent(self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    pub fn is_empty(self) -> bool {
        self.text.trim().is_empty()
    }

    /// The byte behind its text.
    pub fn end(self) -> usize {
        self.start + self.text.trim_end().len()
    }

    /// Its text without blanks and dashes in front, and the byte at which that begins.
    pub fn content(self) -> (usize, &'t str) {
        let mut rest = self.text.trim_start();
        while let Some(inner) = rest.strip_prefix("- ") {
            rest = inner.trim_start();
        }
        (self.start + self.text.len() - rest.len(), rest.trim_end())
    }

    /// The text after the key, or after the dash of an item, with its place.
    pub fn value(self) -> Option<(usize, &'t str)> {
        let (start, content) = self.content();
        let is_item = self.text.trim_start().starts_with("- ");
        match content.split_once(": ") {
            Some((key, value)) if !key.starts_with(['"', '\'']) => {
                let blanks = value.len() - value.trim_start().len();
                (!value.trim().is_empty()).then(|| (start + key.len() + 2 + blanks, value.trim_start()))
            }
            _ => (is_item && !content.is_empty()).then_some((start, content)),
        }
    }

    /// The key that the line begins with: letters, digits, and what stands in the keys of labels.
    pub fn key(self) -> Option<&'t str> {
        let (_, content) = self.content();
        let fits = |character: char| character.is_ascii_alphanumeric() || "-_./".contains(character);
        let length = content.find(|character| !fits(character)).unwrap_or(content.len());
        content.get(..length).filter(|key| key.starts_with(|first: char| first.is_ascii_alphabetic()))
    }

    pub fn is_comment(self) -> bool {
        self.text.trim_start().starts_with('#')
    }
}

/// All lines of a text.
pub(super) struct Lines<'t>(pub Vec<Line<'t>>);

impl<'t> Lines<'t> {
    pub fn of(text: &'t str) -> Lines<'t> {
        let mut start = 0;
        let lines = text.split('\n').map(|text| {
            let line = Line { start, text };
            start += text.len() + 1;
            line
        });
        Lines(lines.collect())
    }

    /// The number of the line that a byte stands in, from 0.
    pub fn at(&self, byte: usize) -> Option<usize> {
        self.0.iter().rposition(|line| line.start <= byte)
    }

    /// The lines that a range touches.
    pub fn within(&self, range: &Range<usize>) -> impl Iterator<Item = (usize, Line<'t>)> {
        let last = range.end.saturating_sub(1).max(range.start);
        let touches =
            move |line: &Line<'_>| line.start <= last && range.start <= line.start + line.text.len();
        self.0.iter().copied().enumerate().filter(move |(_, line)| touches(line))
    }
}
