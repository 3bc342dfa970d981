//! Larger changes of a text that keep its layout and comments: items change places, values are set where none is.

use crate::edit::Edit;
use crate::tree::{Document, Kind, Node};
use std::ops::Range;

impl Document {
    /// Moves an item of the list at `path` to another place in it, with the comments above it; `None` when there is no
    /// such list or it is written in a way that cannot be moved (anchors). `text` is the text that was read.
    pub fn move_item(&self, text: &str, path: &str, from: usize, to: usize) -> Option<Edit> {
        let place = self.locate(path);
        let list = self.node(place.node);
        let items: Vec<Node<'_>> = list.items().collect();
        if !place.exact || from.max(to) >= items.len() {
            return None;
        }
        let mut order: Vec<usize> = (0..items.len()).collect();
        let moved = order.remove(from);
        order.insert(to, moved);
        if list.is_flow(text) {
            let ranges: Vec<Range<usize>> = items.iter().map(Node::range).collect();
            return permuted(text, &ranges, &order, "");
        }
        let mut ranges = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let start = block_start(text, item.range().start)?;
            if let Some(before) = index.checked_sub(1).and_then(|before| ranges.get_mut(before)) {
                let before: &mut Range<usize> = before;
                before.end = start;
            }
            let end = block_end(text, start, last_byte(text, *item));
            ranges.push(start..end);
        }
        permuted(text, &ranges, &order, "\n")
    }

    /// Writes `value`, a scalar as it should be written, for the field that `names` lead to below the map at `base`;
    /// the maps on the way are made where they are not written. `text` is the text that was read.
    pub fn set(&self, text: &str, base: &str, names: &[&str], value: &str) -> Option<Edit> {
        let place = self.locate(base);
        let mut node = self.node(place.node);
        if !place.exact {
            return None;
        }
        let mut left = names;
        while let [name, rest @ ..] = left {
            let Some(entry) = node.entry(name) else { return add(text, node, left, value) };
            left = rest;
            node = entry.value;
            if left.is_empty() || node.written().next().is_none() {
                let range = node.range();
                // `resources: {}` is filled; of `resources:` it is not known where its layout would begin.
                return (!range.is_empty()).then(|| Edit { range, text: flow(left, value) });
            }
        }
        None
    }
}

/// A field as the last one of a map, in the map's layout.
fn add(text: &str, map: Node<'_>, names: &[&str], value: &str) -> Option<Edit> {
    let (name, rest) = names.split_first()?;
    let last = last_byte(text, map);
    if map.is_flow(text) {
        let end =
            map.written().next_back().map(|entry| last_byte(text, entry.value).max(entry.key_bytes().end))?;
        return Some(Edit { range: end..end, text: format!(", {name}: {}", flow(rest, value)) });
    }
    let first = map.written().next()?.key_bytes();
    let line = text.get(..first.start)?.rfind('\n').map_or(0, |newline| newline + 1);
    let column = text.get(line..first.start)?.chars().count();
    let mut written = String::new();
    for (depth, name) in names.iter().enumerate() {
        written.push('\n');
        written.push_str(&" ".repeat(column + 2 * depth));
        written.push_str(name);
        written.push(':');
    }
    written.push(' ');
    written.push_str(value);
    let end = line_end(text, last);
    Some(Edit { range: end..end, text: written })
}

/// `{a: {b: value}}`.
fn flow(names: &[&str], value: &str) -> String {
    names.iter().rev().fold(value.to_owned(), |inner, name| format!("{{{name}: {inner}}}"))
}

/// Where what is written in a node ends, without the blank lines and comments that follow.
pub(crate) fn last_byte(text: &str, node: Node<'_>) -> usize {
    let mut node = node;
    loop {
        let range = node.range();
        let inner = match node.kind() {
            Kind::Scalar(..) => None,
            _ if node.is_flow(text) => None,
            Kind::Mapping => match node.written().next_back() {
                // A key without a value.
                Some(entry) if entry.value.range().end <= entry.key_bytes().end => {
                    return entry.key_bytes().end + 1;
                }
                entry => entry.map(|entry| entry.value),
            },
            Kind::Sequence => node.items().next_back(),
        };
        match inner {
            // An alias stands for something written before.
            Some(inner) if inner.range().start >= range.start => node = inner,
            _ => {
                let written = text.get(range.clone()).unwrap_or_default();
                return range.start + written.trim_end().len();
            }
        }
    }
}

pub(crate) fn line_end(text: &str, byte: usize) -> usize {
    text.get(byte..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| byte + newline)
}

/// The start of the line with the dash of an item, or of the comments right above it.
fn block_start(text: &str, item: usize) -> Option<usize> {
    let before = text.get(..item)?.trim_end();
    let dash = before.strip_suffix('-')?.len();
    let mut start = text.get(..dash)?.rfind('\n').map_or(0, |newline| newline + 1);
    let column = dash - start;
    if !text.get(start..dash)?.trim().is_empty() {
        return None;
    }
    while let Some(above) = text.get(..start.saturating_sub(1)).filter(|_| start > 0) {
        let line = above.rfind('\n').map_or(0, |newline| newline + 1);
        let words = above.get(line..)?;
        let comment = words.trim_start();
        if !comment.starts_with('#') || words.len() - comment.len() != column {
            break;
        }
        start = line;
    }
    Some(start)
}

/// The end of an item's lines: its last one, and comments below that are indented deeper than its dash.
fn block_end(text: &str, start: usize, last: usize) -> usize {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = text.get(start..).map_or(0, |rest| indent(rest.split('\n').next().unwrap_or_default()));
    let mut end = (line_end(text, last) + 1).min(text.len());
    for line in text.get(end..).unwrap_or_default().split_inclusive('\n') {
        if !line.trim_start().starts_with('#') || indent(line) <= own {
            break;
        }
        end += line.len();
    }
    end
}

/// The pieces in another order; what stands between them stays. `end` ends each piece but perhaps the text's last.
fn permuted(text: &str, pieces: &[Range<usize>], order: &[usize], end: &str) -> Option<Edit> {
    let all = pieces.first()?.start..pieces.last()?.end;
    if pieces.windows(2).any(|pair| matches!(pair, [one, next] if one.end > next.start)) {
        return None;
    }
    let mut out = String::new();
    for (slot, own) in order.iter().enumerate() {
        let piece = text.get(pieces.get(*own)?.clone())?;
        out.push_str(piece);
        if !piece.ends_with(end) {
            out.push_str(end);
        }
        if let (Some(here), Some(next)) = (pieces.get(slot), pieces.get(slot + 1)) {
            out.push_str(text.get(here.end..next.start)?);
        }
    }
    if !text.get(all.clone())?.ends_with(end) {
        out.truncate(out.len() - end.len());
    }
    Some(Edit { range: all, text: out })
}

#[cfg(test)]
mod tests {
    use crate::edit::applied;

    #[test]
    fn items_take_their_comments_along() {
        let text = "l:\n# of a\n- name: a # one\n  x: 1\n  # y: 2\n# of b\n- name: b\n\n  z: |\n    t\n# of m\nm: 1\n";
        let read = crate::read(text);
        let moved = applied(text, read.documents[0].move_item(text, "l", 0, 1));
        assert_eq!(
            moved,
            "l:\n# of b\n- name: b\n\n  z: |\n    t\n# of a\n- name: a # one\n  x: 1\n  # y: 2\n# of m\nm: 1\n"
        );
        let flow = "l: [{a: 1}, {b: 2},  {c: 3}] # all";
        let read = crate::read(flow);
        assert_eq!(
            applied(flow, read.documents[0].move_item(flow, "l", 2, 0)),
            "l: [{c: 3}, {a: 1},  {b: 2}] # all"
        );
        let last = "l:\n  - a: 1\n  - b: 2";
        let read = crate::read(last);
        assert_eq!(applied(last, read.documents[0].move_item(last, "l", 1, 0)), "l:\n  - b: 2\n  - a: 1");
    }

    #[test]
    fn values_are_set_where_none_is() {
        let text = "c:\n- name: a # kept\n  resources:\n    requests: # what it needs\n      cpu: 1 # one\n  # end\n- name: b\n- {name: c}\n- name: d\n  resources: {}\n";
        let read = crate::read(text);
        let document = &read.documents[0];
        let set = |base: &str, names: &[&str]| applied(text, document.set(text, base, names, "2"));
        assert_eq!(set("c[0]", &["resources", "requests", "cpu"]), text.replace("cpu: 1 #", "cpu: 2 #"));
        assert_eq!(
            set("c[0]", &["resources", "requests", "memory"]),
            text.replace("cpu: 1 # one\n", "cpu: 1 # one\n      memory: 2\n")
        );
        assert_eq!(
            set("c[0]", &["resources", "limits", "cpu"]),
            text.replace("cpu: 1 # one\n", "cpu: 1 # one\n    limits:\n      cpu: 2\n")
        );
        assert_eq!(
            set("c[1]", &["resources", "requests", "cpu"]),
            text.replace("name: b\n", "name: b\n  resources:\n    requests:\n      cpu: 2\n")
        );
        assert_eq!(
            set("c[2]", &["resources", "requests", "cpu"]),
            text.replace("{name: c}", "{name: c, resources: {requests: {cpu: 2}}}")
        );
        assert_eq!(
            set("c[3]", &["resources", "requests", "cpu"]),
            text.replace("resources: {}", "resources: {requests: {cpu: 2}}")
        );
    }
}
