//! Decodes as go-yaml does a tree that has aliases, merges, doubled or odd keys: its failures in its
//! order, its duplicates, its bound on expansion. Upstream: go-yaml v2 decode.go `decoder`,
//! sigs.k8s.io/yaml `convertToJSONableObject`.

use crate::tree::{Content, Document, Duplicate, Kind, Node, NodeData, NodeId, Scalar};
use crate::{Cause, Problem, go};
use std::collections::BTreeMap;

/// Characters that aliases may expand a document to.
const MAX_EXPANDED: usize = 8 << 20;

/// The node that an alias stands for.
pub(crate) fn resolve(document: &Document, id: NodeId) -> NodeId {
    match document.nodes.get(id as usize).map(|node| &node.content) {
        Some(Content::Alias(target)) => *target,
        _ => id,
    }
}

/// The characters of a scalar, through an alias; `texts` are the document's.
pub(crate) fn text<'d>(nodes: &[NodeData], texts: &'d str, id: NodeId) -> &'d str {
    let mut node = nodes.get(id as usize);
    if let Some(NodeData { content: Content::Alias(target), .. }) = node {
        node = nodes.get(*target as usize);
    }
    match node {
        Some(NodeData { content: Content::Scalar(_, text), .. }) => {
            texts.get(text.start as usize..text.end as usize).unwrap_or_default()
        }
        _ => "",
    }
}

/// Lists up to this length are sorted in place.
const SHORT: usize = 20;

/// Sorts the entries of a mapping by key; equal keys stay in their order.
pub(crate) fn sort(nodes: &[NodeData], texts: &str, entries: &mut [(NodeId, NodeId)]) {
    let key = |entry: &(NodeId, NodeId)| text(nodes, texts, entry.0);
    if entries.len() <= SHORT {
        // In place, each entry as far forward as it goes: nothing is allocated for the maps that people write.
        for end in 1..entries.len() {
            let goes = |entries: &[_], at: usize| match entries.get(at.wrapping_sub(1)..=at) {
                Some([before, entry]) => key(before) > key(entry),
                _ => false,
            };
            let mut at = end;
            while at > 0 && goes(entries, at) {
                entries.swap(at - 1, at);
                at -= 1;
            }
        }
        return;
    }
    if entries.is_sorted_by(|a, b| key(a) <= key(b)) {
        return;
    }
    let unsorted = entries.to_vec();
    let order = crate::order(unsorted.len(), &|a, b| unsorted.get(a).map(key).cmp(&unsorted.get(b).map(key)));
    for (entry, from) in entries.iter_mut().zip(order) {
        *entry = unsorted.get(from).copied().unwrap_or(*entry);
    }
}

/// Whether a key is a plain `<<`.
pub(crate) fn is_merge(document: &Document, key: NodeId) -> bool {
    document.nodes.get(key as usize).is_some_and(|node| {
        node.plain
            && matches!(&node.content, Content::Scalar(Scalar::String, text) if document.characters(text) == "<<")
    })
}

/// Appends what a merge key's value brings, the last list item first.
pub(crate) fn merged(document: &Document, value: NodeId, out: &mut Vec<(NodeId, NodeId)>, limit: usize) {
    let id = resolve(document, value);
    match document.nodes.get(id as usize).map(|node| &node.content) {
        Some(Content::Mapping { entries, .. }) => {
            let entries = document.pairs.get(entries.start as usize..entries.end as usize);
            if out.len() < limit {
                out.extend_from_slice(entries.unwrap_or_default());
            }
        }
        Some(Content::Sequence(items)) if id == value => {
            let items = document.items.get(items.start as usize..items.end as usize).unwrap_or_default();
            for item in items.iter().rev() {
                let target = resolve(document, *item);
                if let Some(NodeData { content: Content::Mapping { .. }, .. }) =
                    document.nodes.get(target as usize)
                {
                    merged(document, target, out, limit);
                }
            }
        }
        _ => {}
    }
}

const EXCESSIVE: &str = "yaml: document contains excessive aliasing";

/// The problem of a document that aliases make too large.
pub(crate) fn too_large(at: usize) -> Problem {
    Problem {
        message: EXCESSIVE.to_owned(),
        advice: Some("Write the repeated part once, without aliases of aliases.".to_owned()),
        range: at..at,
        cause: Cause::Text,
    }
}

/// Decodes as go-yaml would, to find its first failure and all duplicates.
pub(crate) fn finish(document: &mut Document) {
    let mut walk = Walk {
        document,
        duplicates: Vec::new(),
        failure: None,
        steps: 0,
        aliased: 0,
        depth: 0,
        characters: 0,
    };
    walk.value(document.root);
    let (duplicates, failure) = (walk.duplicates, walk.failure);
    let excessive = failure.as_ref().is_some_and(|failure| failure.message == EXCESSIVE);
    let failure = match failure {
        None if document.failure.is_none() => unprintable(document),
        failure => failure,
    };
    document.duplicates = duplicates;
    if document.failure.is_none() {
        document.failure = failure;
    }
    if excessive {
        // An empty tree, because a walk through this one would hardly end.
        document.nodes.clear();
        document.pairs.clear();
        document.items.clear();
    }
}

struct Walk<'d> {
    document: &'d Document,
    duplicates: Vec<Duplicate>,
    failure: Option<Problem>,
    steps: usize,
    aliased: usize,
    depth: usize,
    characters: usize,
}

impl Walk<'_> {
    fn fail(&mut self, message: String, node: &NodeData) {
        let range = node.start as usize..node.end as usize;
        self.failure.get_or_insert(Problem { message, advice: None, range, cause: Cause::Text });
    }

    /// go-yaml's bound: in a large document aliases may make up only a part of what is decoded.
    fn excessive(&self) -> bool {
        #[allow(clippy::cast_precision_loss, reason = "counts far below 2^52")]
        let (steps, aliased) = (self.steps as f64, self.aliased as f64);
        let allowed = match self.steps {
            ..=400_000 => 0.99,
            4_000_000.. => 0.10,
            _ => 0.99 - 0.89 * ((steps - 400_000.0) / 3_600_000.0),
        };
        let ratio = self.aliased > 100 && self.steps > 1000 && aliased / steps > allowed;
        ratio || self.characters > MAX_EXPANDED
    }

    fn value(&mut self, id: NodeId) {
        if self.failure.is_some() {
            return;
        }
        self.steps += 1;
        self.aliased += usize::from(self.depth > 0);
        let Some(node) = self.document.nodes.get(id as usize) else { return };
        if self.excessive() {
            self.failure = Some(too_large(node.start as usize));
            return;
        }
        match &node.content {
            Content::Scalar(_, text) => self.characters += text.len() + 8,
            Content::Alias(target) => {
                self.depth += 1;
                self.value(*target);
                self.depth -= 1;
            }
            Content::Sequence(items) => {
                let items = self.document.items.get(items.start as usize..items.end as usize);
                for item in items.unwrap_or_default() {
                    self.value(*item);
                }
            }
            Content::Mapping { .. } => self.mapping(id, &mut BTreeMap::new()),
        }
    }

    /// `seen` holds the keys so far, each with the step in which its mapping began.
    fn mapping(&mut self, id: NodeId, seen: &mut BTreeMap<String, usize>) {
        let begun = self.steps;
        let Some(NodeData { content: Content::Mapping { pairs, .. }, .. }) =
            self.document.nodes.get(id as usize)
        else {
            return;
        };
        let pairs = self.document.pairs.get(pairs.start as usize..pairs.end as usize).unwrap_or_default();
        for (key, value) in pairs {
            if self.failure.is_some() {
                return;
            }
            if is_merge(self.document, *key) {
                self.merge(*value, seen);
                continue;
            }
            self.value(*key);
            let name = go::syntax(self.document.node(*key));
            let Some(place) = self.document.nodes.get(*key as usize) else { continue };
            if !matches!(self.document.node(*key).kind(), Kind::Scalar(..)) {
                self.fail(format!("yaml: invalid map key: {name}"), place);
                return;
            }
            self.value(*value);
            if let Some(earlier) = seen.get(&name) {
                let merged = *earlier != begun;
                let line = self.document.nodes.get(*value as usize).map_or(0, |node| node.line);
                let range = place.start as usize..place.end as usize;
                self.duplicates.push(Duplicate { range, line: line as usize + 1, key: name, merged });
            } else {
                seen.insert(name, begun);
            }
        }
    }

    fn merge(&mut self, value: NodeId, seen: &mut BTreeMap<String, usize>) {
        let Some(node) = self.document.nodes.get(value as usize) else { return };
        let refuse = "yaml: map merge requires map or sequence of maps as the value";
        match &node.content {
            Content::Sequence(items) => {
                let items = self.document.items.get(items.start as usize..items.end as usize);
                for item in items.unwrap_or_default().iter().rev() {
                    self.merge_one(*item, seen, refuse);
                }
            }
            _ => self.merge_one(value, seen, refuse),
        }
    }

    fn merge_one(&mut self, id: NodeId, seen: &mut BTreeMap<String, usize>, refuse: &str) {
        if self.failure.is_some() {
            return;
        }
        let Some(node) = self.document.nodes.get(id as usize) else { return };
        let alias = matches!(node.content, Content::Alias(_));
        let target = resolve(self.document, id);
        if !matches!(self.document.node(target).kind(), Kind::Mapping) {
            self.fail(refuse.to_owned(), node);
            return;
        }
        self.steps += 1 + usize::from(alias);
        self.depth += usize::from(alias);
        self.aliased += usize::from(self.depth > 0);
        if self.excessive() {
            self.failure = Some(too_large(node.start as usize));
        } else {
            self.mapping(target, seen);
        }
        self.depth -= usize::from(alias);
    }
}

/// Finds values that YAML has and JSON has not: null keys and those beyond 64 bits with a sign, then infinite numbers, the first in sorted order.
fn unprintable(document: &Document) -> Option<Problem> {
    null_key(document, document.root).or_else(|| infinite(document.root()))
}

fn null_key(document: &Document, id: NodeId) -> Option<Problem> {
    let id = resolve(document, id);
    match document.nodes.get(id as usize).map(|node| &node.content)? {
        Content::Sequence(items) => {
            let items = document.items.get(items.start as usize..items.end as usize)?;
            items.iter().find_map(|item| null_key(document, *item))
        }
        Content::Mapping { entries, .. } => {
            let entries = document.pairs.get(entries.start as usize..entries.end as usize)?;
            entries.iter().find_map(|(key, value)| {
                let key = document.nodes.get(resolve(document, *key) as usize)?;
                let of = match key.content {
                    Content::Scalar(Scalar::Null, _) => "%!s(<nil>), key: <nil>".to_owned(),
                    Content::Scalar(Scalar::Uint(number), _) => format!("uint64, key: {number:#x}"),
                    _ => return null_key(document, *value),
                };
                let value = match document.node(*value).kind() {
                    Kind::Scalar(Scalar::Null, _) => "<nil>".to_owned(),
                    _ => go::syntax(document.node(*value)),
                };
                Some(Problem {
                    message: format!("unsupported map key of type: {of}, value: {value}"),
                    advice: Some("Write the key in quotes.".to_owned()),
                    range: key.start as usize..key.end as usize,
                    cause: Cause::Text,
                })
            })
        }
        Content::Scalar(..) | Content::Alias(_) => None,
    }
}

fn infinite(node: Node<'_>) -> Option<Problem> {
    if let Kind::Scalar(Scalar::Float(value), _) = node.kind()
        && !value.is_finite()
    {
        let name = match value {
            value if value.is_nan() => "NaN",
            value if value > 0.0 => "+Inf",
            _ => "-Inf",
        };
        return Some(Problem {
            message: format!("json: unsupported value: {name}"),
            advice: Some("Put quotes around it.".to_owned()),
            range: node.range(),
            cause: Cause::Text,
        });
    }
    node.entries().map(|entry| entry.value).chain(node.items()).find_map(infinite)
}
