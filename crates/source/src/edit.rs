//! Changes of a text that keep its layout and comments.

use crate::tree::Document;
use std::ops::Range;

/// One replacement: the bytes of `range` become `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the text to take out; empty to insert.
    pub range: Range<usize>,
    /// What stands there afterwards.
    pub text: String,
}

impl Document {
    /// Writes another key over the one that `path` ends in; `None` when it is not written.
    pub fn rename(&self, path: &str, name: &str) -> Option<Edit> {
        let place = self.locate(path);
        let range = place.exact.then_some(place.key)??;
        Some(Edit { range, text: name.to_owned() })
    }

    /// Writes another scalar over the value at `path`; `None` when none is written there.
    pub fn replace(&self, path: &str, value: &str) -> Option<Edit> {
        let place = self.locate(path);
        let range = self.node(place.node).range();
        (place.exact && !range.is_empty()).then(|| Edit { range, text: value.to_owned() })
    }
}
