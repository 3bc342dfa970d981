//! A document around a document: what a fragment lacks is added, and places stay in the person's text.

use crate::tree::{Content, Document, Language, NodeData, NodeId, Scalar, count};

/// A part of a document that is put together.
#[derive(Clone, Debug)]
pub enum Part<'a> {
    /// A string.
    Text(&'a str),
    /// A node of the document.
    Node(NodeId),
    /// A list.
    List(Vec<Part<'a>>),
    /// A map.
    Map(Vec<(&'a str, Part<'a>)>),
    /// A mapping of the document with more entries; an entry replaces one that is written.
    Extended(NodeId, Vec<(&'a str, Part<'a>)>),
}

impl Document {
    /// A document of the same text with parts added. An added part has no width and stands where the document's value
    /// starts.
    #[must_use]
    pub fn wrapped(&self, part: &Part<'_>) -> Document {
        let mut out = self.clone();
        let place = self.nodes.get(self.root as usize).map_or((0, 0), |root| (root.start, root.line));
        out.root = add(&mut out, part, place);
        out
    }
}

fn push(document: &mut Document, content: Content, (at, line): (u32, u32)) -> NodeId {
    document.nodes.push(NodeData { content, start: at, end: at, line, plain: false });
    u32::try_from(document.nodes.len() - 1).unwrap_or(u32::MAX)
}

fn text(document: &mut Document, text: &str, place: (u32, u32)) -> NodeId {
    let text = document.keep(text);
    push(document, Content::Scalar(Scalar::String, text), place)
}

fn add(document: &mut Document, part: &Part<'_>, place: (u32, u32)) -> NodeId {
    match part {
        Part::Text(value) => text(document, value, place),
        Part::Node(id) => *id,
        Part::List(parts) => {
            let items: Vec<NodeId> = parts.iter().map(|part| add(document, part, place)).collect();
            let first = document.items.len();
            document.items.extend(items);
            let range = count(first)..count(document.items.len());
            let id = push(document, Content::Sequence(range), place);
            enclose(document, id);
            id
        }
        Part::Map(entries) => mapping(document, Vec::new(), entries, place, None),
        Part::Extended(id, entries) => {
            let written = document.node(*id).entries().map(|entry| entry.key.to_owned()).collect::<Vec<_>>();
            let range = match document.nodes.get(*id as usize).map(|node| &node.content) {
                Some(Content::Mapping { entries, .. }) => entries.clone(),
                _ => 0..0,
            };
            let pairs = document.pairs.get(range.start as usize..range.end as usize).unwrap_or_default();
            let kept =
                written.iter().zip(pairs).filter(|(key, _)| entries.iter().all(|(name, _)| name != key));
            let kept: Vec<(NodeId, NodeId)> = kept.map(|(_, pair)| *pair).collect();
            mapping(document, kept, entries, place, Some(*id))
        }
    }
}

fn mapping(
    document: &mut Document,
    mut pairs: Vec<(NodeId, NodeId)>,
    entries: &[(&str, Part<'_>)],
    place: (u32, u32),
    like: Option<NodeId>,
) -> NodeId {
    for (key, value) in entries {
        let key = text(document, key, place);
        let value = add(document, value, place);
        pairs.push((key, value));
    }
    if document.language == Language::Yaml {
        crate::decode::sort(&document.nodes, &document.texts, &mut pairs);
    }
    let first = document.pairs.len();
    document.pairs.extend(pairs);
    let range = count(first)..count(document.pairs.len());
    let id = push(document, Content::Mapping { pairs: range.clone(), entries: range }, place);
    match like.and_then(|like| document.nodes.get(like as usize)).map(|node| (node.start, node.end)) {
        Some((start, end)) => place_at(document, id, start, end),
        None => enclose(document, id),
    }
    id
}

fn place_at(document: &mut Document, id: NodeId, start: u32, end: u32) {
    if let Some(node) = document.nodes.get_mut(id as usize) {
        (node.start, node.end) = (start, end);
    }
}

/// A node that was put together takes the place of the written parts in it.
fn enclose(document: &mut Document, id: NodeId) {
    let node = document.node(id);
    let parts = node.items().chain(node.entries().map(|entry| entry.value)).map(|part| part.range());
    let written = parts.filter(|range| !range.is_empty());
    let whole = written.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end));
    if let Some(whole) = whole {
        place_at(document, id, count(whole.start), count(whole.end));
    }
}

#[cfg(test)]
mod tests {
    use super::Part;

    #[test]
    fn places_stay_in_the_text() {
        let read = source("initContainers:\n- name: a\n");
        let root = read.root().id();
        let whole = read.wrapped(&Part::Map(vec![
            ("kind", Part::Text("Pod")),
            ("spec", Part::Extended(root, vec![("containers", Part::List(vec![]))])),
        ]));
        assert_eq!(whole.locate("spec.initContainers[0].name").range, 24..25);
        assert_eq!(whole.locate("kind").range, 0..0);
        assert_eq!(
            crate::print::json_of(whole.root()),
            r#"{"kind":"Pod","spec":{"containers":[],"initContainers":[{"name":"a"}]}}"#
        );
    }

    fn source(text: &str) -> crate::Document {
        crate::read(text).documents.remove(0)
    }
}
