//! From a path as the API server prints it to a place, and back.

use crate::tree::{Document, Kind, Node, NodeId};
use std::fmt::Write as _;
use std::ops::Range;

/// Where a path is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Bytes of the value; of a value that is not written, of its key; of a field that is not
    /// written, of the nearest parent's key, or of a list item's first key.
    pub range: Range<usize>,
    /// Bytes of the key, if a key leads here.
    pub key: Option<Range<usize>>,
    /// The last node on the way.
    pub node: NodeId,
    /// Whether the whole path is written.
    pub exact: bool,
}

impl Place {
    /// The key if there is one, else the value: where unknown and doubled fields are shown.
    pub fn key_range(&self) -> Range<usize> {
        self.key.clone().unwrap_or_else(|| self.range.clone())
    }
}

impl Document {
    /// Where a path is written, such as `spec.containers[0].image` or `metadata.labels[a.b/c]`;
    /// keys may follow a dot as well (`metadata.labels.a.b/c`).
    pub fn locate(&self, path: &str) -> Place {
        let mut node = self.root();
        let mut key = None;
        let mut rest = path;
        let mut exact = true;
        while !rest.is_empty() {
            let Some((next, at, after)) = step(node, rest) else {
                exact = false;
                break;
            };
            (node, key, rest) = (next, at, after);
        }
        Place { range: shown(node, key.as_ref(), exact), key, node: node.id(), exact }
    }

    /// The path of what is written at a byte, as the API server prints it, and whether the byte is
    /// in a key. Empty at the top.
    pub fn path_at(&self, byte: usize) -> (String, bool) {
        let mut path = String::new();
        let mut node = self.root();
        loop {
            match inner(node, byte, &mut path) {
                Inner::Value(next) => node = next,
                Inner::Key => return (path, true),
                Inner::Nothing => return (path, false),
            }
        }
    }
}

/// A node, the key that led to it, and what is left of the path.
type Step<'a, 'p> = (Node<'a>, Option<Range<usize>>, &'p str);

fn step<'a, 'p>(node: Node<'a>, path: &'p str) -> Option<Step<'a, 'p>> {
    if let Some(inside) = path.strip_prefix('[') {
        if matches!(node.kind(), Kind::Sequence) {
            let (index, after) = inside.split_once(']')?;
            let item = node.item(index.parse().ok()?)?;
            return Some((item, None, after));
        }
        // A key may hold brackets: the longest key that fits is meant.
        let entry = node
            .entries()
            .filter(|entry| inside.strip_prefix(entry.key).is_some_and(|rest| rest.starts_with(']')))
            .max_by_key(|entry| entry.key.len())?;
        let after = inside.get(entry.key.len() + 1..)?;
        return Some((entry.value, Some(entry.key_bytes()), after));
    }
    let name = path.strip_prefix('.').unwrap_or(path);
    let entry = node
        .entries()
        .filter(|entry| {
            name.strip_prefix(entry.key)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with('['))
        })
        .max_by_key(|entry| entry.key.len())?;
    Some((entry.value, Some(entry.key_bytes()), name.get(entry.key.len()..)?))
}

fn shown(node: Node<'_>, key: Option<&Range<usize>>, exact: bool) -> Range<usize> {
    let collection = !matches!(node.kind(), Kind::Scalar(..));
    let value = node.range();
    if exact && !collection && !value.is_empty() {
        return value;
    }
    if let Some(key) = key {
        return key.clone();
    }
    let first = node.written().next().map(|entry| entry.key_bytes());
    first.or_else(|| node.items().next().map(|item| shown(item, None, exact))).unwrap_or(value)
}

enum Inner<'a> {
    Value(Node<'a>),
    Key,
    Nothing,
}

fn inner<'a>(node: Node<'a>, byte: usize, path: &mut String) -> Inner<'a> {
    let holds = |range: &Range<usize>| range.start <= byte && byte <= range.end;
    for entry in node.written() {
        let key = entry.key_bytes();
        let value = entry.value.range();
        // An alias is written here, its value elsewhere.
        let here = value.start >= key.end;
        // A part that was added around a fragment has no width.
        let added = key.is_empty();
        let inside = here && key.start <= byte && byte <= value.end && !(added && value.is_empty());
        if inside || (holds(&key) && !added) {
            if entry.key.contains(['.', '/']) {
                path.push('[');
                path.push_str(entry.key);
                path.push(']');
            } else {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(entry.key);
            }
            return if holds(&key) && !added { Inner::Key } else { Inner::Value(entry.value) };
        }
    }
    for (index, item) in node.items().enumerate() {
        if holds(&item.range()) {
            let _ = write!(path, "[{index}]");
            return Inner::Value(item);
        }
    }
    Inner::Nothing
}
