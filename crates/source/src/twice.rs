//! A key that is written twice in a map: the changes of the text after which it is there once.

use crate::edit::{Edit, holder};
use crate::tree::{Document, Entry, Kind, Node};
use std::ops::Range;

impl Document {
    /// Takes the earlier of two entries out, which a server that keeps the last one ignores. `None` when it holds more
    /// than a scalar that the later one does not say, too. `later` is the key of the later one.
    pub fn remove_earlier(&self, text: &str, later: &Range<usize>) -> Option<Edit> {
        let (earlier, last) = self.twice(later)?;
        let is_scalar = matches!(earlier.value.kind(), Kind::Scalar(..));
        let same = text.get(earlier.value.range())? == text.get(last.value.range())?;
        (is_scalar || same).then(|| self.remove_key(text, &earlier.key_bytes())).flatten()
    }

    /// Moves what stands under the later of two keys below what stands under the earlier one. `None` when they are not
    /// two lists, or two maps without a key in common, on lines of their own and equally indented.
    pub fn join(&self, text: &str, later: &Range<usize>) -> Option<Vec<Edit>> {
        let (earlier, last) = self.twice(later)?;
        let (first, second) = (earlier.value, last.value);
        let fits = match (first.kind(), second.kind()) {
            (Kind::Sequence, Kind::Sequence) => true,
            (Kind::Mapping, Kind::Mapping) => is_apart(first, second),
            _ => false,
        };
        let (into, from) = (block(text, &first.range())?, block(text, &second.range())?);
        let column = |lines: &Range<usize>, node: Node<'_>| node.range().start - lines.start;
        let key = line(text, later.start)?;
        let alone = text.get(key.start..later.start)?.trim().is_empty()
            && text.get(later.end..key.end)?.trim() == ":";
        if !fits || !alone || key.end > from.start || column(&into, first) != column(&from, second) {
            return None;
        }
        // Comments between the key and its first line go with them.
        let mut moved = text.get(key.end..from.end)?.to_owned();
        if !moved.ends_with('\n') {
            moved.push('\n');
        }
        let insert = Edit { range: into.end..into.end, text: moved };
        Some(vec![insert, Edit { range: key.start..from.end, text: String::new() }])
    }

    /// The entry whose key stands at `later`, and the last one before it with the same key: the earlier comes first.
    fn twice(&self, later: &Range<usize>) -> Option<(Entry<'_>, Entry<'_>)> {
        let entries: Vec<Entry<'_>> = holder(self.root(), later)?.written().collect();
        let at = entries.iter().position(|entry| entry.key_bytes() == *later)?;
        let last = *entries.get(at)?;
        let earlier = entries.get(..at)?.iter().rfind(|entry| entry.key == last.key)?;
        Some((*earlier, last))
    }
}

/// Whether two maps have no key in common.
fn is_apart(first: Node<'_>, second: Node<'_>) -> bool {
    second.written().all(|one| first.written().all(|other| other.key != one.key))
}

/// The lines of a list or map in block style that begins on a line of its own.
fn block(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let first = line(text, range.start)?;
    let alone = text.get(first.start..range.start)?.trim().is_empty();
    let flow = matches!(text.as_bytes().get(range.start), None | Some(b'{' | b'['));
    (alone && !flow).then(|| Some(first.start..line(text, range.end.checked_sub(1)?)?.end)).flatten()
}

/// The line around a byte, its newline included.
fn line(text: &str, at: usize) -> Option<Range<usize>> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    let end = text.get(at..)?.find('\n').map_or(text.len(), |newline| at + newline + 1);
    Some(start..end)
}

#[cfg(test)]
mod tests {
    use crate::edit::applied;

    fn once(text: &str) -> Option<String> {
        let read = crate::read(text);
        let document = &read.documents[0];
        let later = &document.duplicates[0].range;
        let edits = document.remove_earlier(text, later).map(|edit| vec![edit]);
        edits.or_else(|| document.join(text, later)).map(|edits| applied(text, edits))
    }

    #[test]
    fn the_earlier_scalar_goes() {
        assert_eq!(once("# mine\na: 1 # one\nb: 2\na: 3\n").unwrap(), "# mine\nb: 2\na: 3\n");
        assert_eq!(once("l:\n- a: 1\n  b: 2\n  a: 3\n").unwrap(), "l:\n- b: 2\n  a: 3\n");
        assert_eq!(once("m: {a: 1, b: 2, a: 3}\n").unwrap(), "m: {b: 2, a: 3}\n");
    }

    #[test]
    fn two_lists_become_one() {
        let text = "env:\n- {name: A}\n- name: B # kept\nimage: i\nenv:\n# why\n- {name: C}\nlast: 1\n";
        assert_eq!(
            once(text).unwrap(),
            "env:\n- {name: A}\n- name: B # kept\n# why\n- {name: C}\nimage: i\nlast: 1\n"
        );
        assert_eq!(once("env:\n- a\nenv:\n- b").unwrap(), "env:\n- a\n- b\n");
    }

    #[test]
    fn two_maps_become_one_unless_they_contradict() {
        assert_eq!(once("m:\n  a: 1\nm:\n  b: 2\n").unwrap(), "m:\n  a: 1\n  b: 2\n");
        assert_eq!(once("m:\n  a: 1\nm:\n  a: 2\n"), None);
        assert_eq!(once("m: {a: 1}\nm:\n  b: 2\n"), None);
        assert_eq!(once("m:\n    a: 1\nm:\n  b: 2\n"), None);
    }
}
