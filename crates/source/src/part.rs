//! A node of a document as a document of its own: its places stay those of the text.

use crate::tree::{Content, Document, NodeData, NodeId, count};
use std::collections::BTreeMap;
use std::ops::Range;

impl Document {
    /// The document that one of this document's nodes would be; an item of a list is an object of its own.
    ///
    /// ```
    /// let list = &source::read("items:\n- {kind: Pod}\n- {kind: Node}\n").documents[0];
    /// let node = list.root().get("items").unwrap().items().nth(1).unwrap();
    /// let item = list.part(node.id());
    /// assert_eq!((item.root().get("kind").unwrap().as_str(), item.locate("kind").range), (Some("Node"), 30..34));
    /// ```
    #[must_use]
    pub fn part(&self, node: NodeId) -> Document {
        let range = self.node(node).range();
        let mut part = Document::empty(self.language, range.clone());
        let mut copy = Copy { from: self, to: &mut part, known: BTreeMap::new(), open: Vec::new() };
        copy.node(self.node(node).id());
        copy.fill();
        let inside = |place: &Range<usize>| range.start <= place.start && place.end <= range.end;
        part.duplicates = self.duplicates.iter().filter(|found| inside(&found.range)).cloned().collect();
        part
    }
}

/// Copies nodes, each once: an alias stays an alias. It never recurses, since merge keys may nest without end.
struct Copy<'d, 'p> {
    from: &'d Document,
    to: &'p mut Document,
    known: BTreeMap<NodeId, NodeId>,
    /// Nodes that have a number and no content yet.
    open: Vec<(NodeId, NodeId)>,
}

impl Copy<'_, '_> {
    /// The number that a node has in the copy.
    fn node(&mut self, id: NodeId) -> NodeId {
        if let Some(known) = self.known.get(&id) {
            return *known;
        }
        let Some(data) = self.from.nodes.get(id as usize) else { return 0 };
        let copy = count(self.to.nodes.len());
        self.known.insert(id, copy);
        self.open.push((id, copy));
        let content = Content::Sequence(0..0);
        let NodeData { start, end, line, plain, .. } = *data;
        self.to.nodes.push(NodeData { content, start, end, line, plain });
        copy
    }

    fn fill(&mut self) {
        while let Some((id, copy)) = self.open.pop() {
            let content = self.content(id);
            if let (Some(node), Some(content)) = (self.to.nodes.get_mut(copy as usize), content) {
                node.content = content;
            }
        }
    }

    fn content(&mut self, id: NodeId) -> Option<Content> {
        let from = self.from;
        Some(match &from.nodes.get(id as usize)?.content {
            Content::Scalar(scalar, text) => Content::Scalar(*scalar, self.to.keep(from.characters(text))),
            Content::Alias(target) => Content::Alias(self.node(*target)),
            Content::Sequence(items) => {
                let items = from.items.get(items.start as usize..items.end as usize).unwrap_or_default();
                let first = count(self.to.items.len());
                for item in items {
                    let item = self.node(*item);
                    self.to.items.push(item);
                }
                Content::Sequence(first..count(self.to.items.len()))
            }
            Content::Mapping { pairs, entries } => {
                let same = pairs == entries;
                let pairs = self.pairs(pairs);
                let entries = if same { pairs.clone() } else { self.pairs(entries) };
                Content::Mapping { pairs, entries }
            }
        })
    }

    fn pairs(&mut self, pairs: &Range<u32>) -> Range<u32> {
        let pairs = self.from.pairs.get(pairs.start as usize..pairs.end as usize).unwrap_or_default();
        let first = count(self.to.pairs.len());
        for (key, value) in pairs {
            let pair = (self.node(*key), self.node(*value));
            self.to.pairs.push(pair);
        }
        first..count(self.to.pairs.len())
    }
}
