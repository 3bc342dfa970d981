//! Lists and maps in brackets.

use super::{KEY, Reader};
use crate::build::{Collection, Style};

impl Reader<'_> {
    /// Goes to the next token inside of brackets, where lines and tabs mean nothing. Tells whether a tab leads a line.
    fn skip_inside(&mut self) -> bool {
        let (line, mut leads) = (self.line, false);
        while {
            self.skip();
            self.byte(0) == b'\t'
        } {
            leads |= self.line != line;
            self.at += 1;
        }
        leads
    }

    /// A list or map in brackets, from the first to behind the last. Left to libyaml: keys without a
    /// value or over lines, values without a key, pairs inside of lists.
    pub(super) fn flow(&mut self) -> Option<()> {
        let (collection, close) = match self.byte(0) {
            b'{' => (Collection::Mapping, b'}'),
            _ => (Collection::Sequence, b']'),
        };
        self.start(collection, Style::Flow, self.at, self.line)?;
        self.at += 1;
        loop {
            self.skip_inside();
            if self.column_is_marker() {
                return None;
            }
            if self.byte(0) == close {
                break;
            }
            if collection == Collection::Mapping {
                self.key_inside()?;
            }
            if matches!(self.byte(0), b'[' | b'{') {
                self.flow()?;
            } else {
                let written = self.scalar(Style::Flow)?;
                self.push(written);
            }
            // A plain scalar could go on in the next line, where a tab may be one too many.
            if self.skip_inside() {
                return None;
            }
            match self.byte(0) {
                b',' => self.at += 1,
                byte if byte == close => break,
                _ => return None,
            }
        }
        self.at += 1;
        self.end();
        Some(())
    }

    /// A key with its colon and what is blank behind it.
    fn key_inside(&mut self) -> Option<()> {
        let key = self.scalar(Style::Flow)?;
        self.spaces();
        if self.byte(0) != b':' || self.at - key.start > KEY {
            return None;
        }
        self.push(key);
        self.at += 1;
        self.skip_inside();
        (!self.column_is_marker()).then_some(())
    }

    /// Whether a document would begin or end here.
    fn column_is_marker(&self) -> bool {
        self.column() < 0
    }
}
