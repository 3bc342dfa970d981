//! A field in another map: written with its lines and comments beside it, in the other map's layout.

use crate::edit::Edit;
use crate::rearrange::{last_byte, line_end};
use crate::tree::{Document, Node};

impl Document {
    /// Moves the field at `from` to the end of the map at `to`, empty for the root; the edits are in the order of the
    /// text. `None` where either is written in one line with others, or `from` stands alone in its map. `text` is the
    /// text that was read.
    pub fn relocate(&self, text: &str, from: &str, to: &str) -> Option<Vec<Edit>> {
        let place = self.locate(from);
        let key = place.exact.then_some(place.key)??;
        let start = text.get(..key.start)?.rfind('\n').map_or(0, |newline| newline + 1);
        let column = key.start - start;
        if !text.get(start..key.start)?.chars().all(|character| character == ' ') {
            return None;
        }
        let value = self.node(place.node);
        let last = if value.range().end <= key.end { key.end } else { last_byte(text, value).max(key.end) };
        let end = (line_end(text, last) + 1).min(text.len());
        let target = self.locate(to);
        let map = self.node(target.node);
        let first = map.written().next().filter(|_| target.exact && !map.is_flow(text))?.key_bytes();
        if first.start == key.start && map.written().nth(1).is_none() {
            return None;
        }
        let wanted = column_of(text, first.start)?;
        let mut piece = indented(text.get(start..end)?, column, wanted);
        let after = behind(text, map);
        if after == start || after == end || (start..end).contains(&after) {
            return Some(vec![Edit { range: start..end, text: piece }]);
        }
        if !piece.ends_with('\n') {
            piece.push('\n');
        }
        if after == text.len() && !text.ends_with('\n') {
            piece = format!("\n{}", piece.trim_end_matches('\n'));
        }
        let removed = Edit { range: start..end, text: String::new() };
        let added = Edit { range: after..after, text: piece };
        Some(if after < start { vec![added, removed] } else { vec![removed, added] })
    }
}

/// The start of the line behind the last one of a map.
fn behind(text: &str, map: Node<'_>) -> usize {
    (line_end(text, last_byte(text, map)) + 1).min(text.len())
}

fn column_of(text: &str, byte: usize) -> Option<usize> {
    let line = text.get(..byte)?.rfind('\n').map_or(0, |newline| newline + 1);
    Some(text.get(line..byte)?.chars().count())
}

/// Lines that stand at `column`, at `wanted` instead.
fn indented(piece: &str, column: usize, wanted: usize) -> String {
    let mut out = String::new();
    for line in piece.split_inclusive('\n') {
        let own = line.len() - line.trim_start_matches(' ').len();
        if !line.trim().is_empty() {
            out.push_str(&" ".repeat(wanted));
        }
        out.push_str(line.get(own.min(column)..).unwrap_or_default());
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::edit::applied;

    #[test]
    fn fields_go_up_down_and_across() {
        let moved = |text: &str, from: &str, to: &str| {
            applied(text, crate::read(text).documents[0].relocate(text, from, to).unwrap())
        };
        let up = "spec:\n  containers:\n  - name: a\n    volumes:\n    - name: v # one\n    image: x\n  nodeName: n\n";
        assert_eq!(
            moved(up, "spec.containers[0].volumes", "spec"),
            "spec:\n  containers:\n  - name: a\n    image: x\n  nodeName: n\n  volumes:\n  - name: v # one\n"
        );
        let last = "spec:\n  containers:\n  - name: a\n    nodeName: n\n";
        assert_eq!(
            moved(last, "spec.containers[0].nodeName", "spec"),
            "spec:\n  containers:\n  - name: a\n  nodeName: n\n"
        );
        let down = "kind: Pod\nspec:\n  containers:\n  - name: a\n  image: |\n    x\n";
        assert_eq!(
            moved(down, "spec.image", "spec.containers[0]"),
            "kind: Pod\nspec:\n  containers:\n  - name: a\n    image: |\n      x\n"
        );
        let across = "metadata:\n  name: a\nspec:\n  labels:\n    b: c\n  d: e";
        assert_eq!(
            moved(across, "spec.labels", "metadata"),
            "metadata:\n  name: a\n  labels:\n    b: c\nspec:\n  d: e"
        );
        let root = "containers:\n- name: a\nspec:\n  d: e";
        assert_eq!(moved(root, "containers", "spec"), "spec:\n  d: e\n  containers:\n  - name: a");
    }

    #[test]
    fn what_shares_its_line_stays() {
        for (text, from) in [
            ("{a: 1, s: {b: 2}}", "a"),
            ("a: 1\ns: {b: 2}\n", "a"),
            ("l:\n- a: 1\n  b: 2\ns:\n  c: 1\n", "l[0].a"),
        ] {
            assert_eq!(crate::read(text).documents[0].relocate(text, from, "s"), None, "{text}");
        }
    }
}
