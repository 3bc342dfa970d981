//! Changes of a text that keep its layout and comments.

use crate::tree::{Document, Entry, Kind, Node};
use std::ops::Range;

/// One replacement: the bytes of `range` become `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the text to take out; empty to insert.
    pub range: Range<usize>,
    /// The text that stands there afterwards.
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

    /// Takes a field out, with its value and its lines; `None` when it is not written or is the only
    /// one of its map. `text` is the text that was read.
    pub fn remove(&self, text: &str, path: &str) -> Option<Edit> {
        let place = self.locate(path);
        self.remove_key(text, &place.exact.then_some(place.key)??)
    }

    /// Takes out the field with this key, which is the bytes where it is written.
    pub(crate) fn remove_key(&self, text: &str, key: &Range<usize>) -> Option<Edit> {
        let parent = holder(self.root(), key)?;
        let entries: Vec<Entry<'_>> = parent.written().collect();
        let at = entries.iter().position(|entry| entry.key_bytes() == *key)?;
        if entries.len() < 2 {
            return None;
        }
        let entry = entries.get(at)?;
        let end = entry.value.range().end.max(key.end);
        let line = text.get(..key.start)?.rfind('\n').map_or(0, |newline| newline + 1);
        let before = text.get(line..key.start)?;
        let flow = text.as_bytes().get(parent.range().start) == Some(&b'{');
        if !flow && before.trim().is_empty() {
            let rest = text.get(end..)?;
            let end = rest.find('\n').map_or(text.len(), |newline| end + newline + 1);
            return Some(Edit { range: line..end, text: String::new() });
        }
        // The dash of `- a: 1` stays for the next key; one comma of `{a: 1, b: 2}` goes with its field.
        let range = match (entries.get(at + 1), at.checked_sub(1).and_then(|at| entries.get(at))) {
            (Some(next), _) => key.start..next.key_bytes().start,
            (None, Some(last)) => last.value.range().end.max(last.key_bytes().end)..end,
            (None, None) => return None,
        };
        Some(Edit { range, text: String::new() })
    }

    /// Adds a field at the start of the map at `path`, in its layout; `None` when there is no map
    /// with a field in it. `text` is the text that was read, `value` a scalar as it should be written.
    pub fn insert(&self, text: &str, path: &str, name: &str, value: &str) -> Option<Edit> {
        let node = self.node(self.locate(path).node);
        let first = node.written().next()?.key_bytes();
        let flow = text.as_bytes().get(node.range().start) == Some(&b'{');
        let line = text.get(..first.start)?.rfind('\n').map_or(0, |newline| newline + 1);
        let written = if flow {
            format!("{name}: {value}, ")
        } else {
            let column = text.get(line..first.start)?.chars().count();
            format!("{name}: {value}\n{}", " ".repeat(column))
        };
        Some(Edit { range: first.start..first.start, text: written })
    }
}

/// The map that holds a key.
pub(crate) fn holder<'a>(node: Node<'a>, key: &Range<usize>) -> Option<Node<'a>> {
    if node.written().any(|entry| entry.key_bytes() == *key) {
        return Some(node);
    }
    let values = node.written().map(|entry| entry.value).chain(node.items());
    values.filter(|value| !matches!(value.kind(), Kind::Scalar(..))).find_map(|value| holder(value, key))
}

/// A text after changes that do not overlap, in their order.
#[cfg(test)]
pub(crate) fn applied<E: IntoIterator<Item = Edit>>(text: &str, edits: E) -> String
where
    E::IntoIter: DoubleEndedIterator,
{
    let mut text = text.to_owned();
    for edit in edits.into_iter().rev() {
        text.replace_range(edit.range, &edit.text);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::applied;

    #[test]
    fn fields_go_and_the_layout_stays() {
        let text = "spec:\n  # kept\n  a: 1 # gone\n  b: {c: 2, d: 3}\n  l:\n  - x: 1\n    y: 2\n";
        let read = crate::read(text);
        let document = &read.documents[0];
        let remove = |path: &str| applied(text, document.remove(text, path));
        assert_eq!(remove("spec.a"), text.replace("  a: 1 # gone\n", ""));
        assert_eq!(remove("spec.b.c"), text.replace("c: 2, ", ""));
        assert_eq!(remove("spec.b.d"), text.replace(", d: 3", ""));
        assert_eq!(remove("spec.l[0].x"), text.replace("x: 1\n    y", "y"));
        assert_eq!(remove("spec.l"), text.replace("  l:\n  - x: 1\n    y: 2\n", ""));
        let insert = |path: &str| applied(text, document.insert(text, path, "name", "z"));
        assert_eq!(insert("spec.l[0]"), text.replace("- x", "- name: z\n    x"));
        assert_eq!(insert("spec.b"), text.replace("{c", "{name: z, c"));
    }
}
