//! Events into a tree. Upstream: go-yaml v2 decode.go `parser.parse` and, for merges, `decoder.merge`.

use crate::tree::{Content, Document, Language, NodeData, NodeId, Scalar};
use crate::{MAX_DEPTH, Problem, decode, go, scalar};
use libyaml_safer::{Event, EventData, MappingStyle, ScalarStyle, SequenceStyle};
use std::collections::BTreeMap;
use std::ops::Range;

/// Merge keys may copy at most this many entries in one document.
const MAX_MERGED: usize = 100_000;

pub(crate) struct Builder<'t> {
    text: &'t str,
    skipped: usize,
    document: Document,
    open: Vec<Frame>,
    /// Children of the open frames, innermost last.
    pending: Vec<NodeId>,
    anchors: BTreeMap<String, NodeId>,
    /// A key is odd (merged, twice, not a string) or a node has two places.
    unusual: bool,
    merged: usize,
}

struct Frame {
    node: NodeId,
    first: usize,
    mapping: bool,
    flow: bool,
}

fn empty() -> Document {
    Document {
        nodes: Vec::new(),
        items: Vec::new(),
        pairs: Vec::new(),
        root: 0,
        language: Language::Yaml,
        range: 0..0,
        duplicates: Vec::new(),
        failure: None,
    }
}

impl<'t> Builder<'t> {
    pub(crate) fn new(text: &'t str, skipped: usize) -> Self {
        Builder {
            text,
            skipped,
            document: empty(),
            open: Vec::new(),
            pending: Vec::new(),
            anchors: BTreeMap::new(),
            unusual: false,
            merged: 0,
        }
    }

    /// A failure of the document that was being read.
    pub(crate) fn take_failure(&mut self) -> Option<Problem> {
        self.document.failure.take()
    }

    /// Takes one event; gives a document when it ends; `Err` is the place where it nests too deep.
    pub(crate) fn event(&mut self, event: Event) -> Result<Option<Document>, usize> {
        let start = self.offset(event.start_mark.index);
        let end = self.offset(event.end_mark.index);
        let line = u32::try_from(event.start_mark.line).unwrap_or(u32::MAX);
        match event.data {
            EventData::StreamStart { .. } | EventData::StreamEnd => {}
            EventData::DocumentStart { .. } => {
                self.document = empty();
                self.document.range = start as usize..start as usize;
                self.document.nodes.reserve(64);
                self.anchors.clear();
                self.unusual = false;
                self.merged = 0;
            }
            EventData::DocumentEnd { .. } => return Ok(Some(self.finish(start))),
            EventData::Alias { anchor } => self.alias(&anchor, start, end, line),
            EventData::Scalar { anchor, tag, mut value, plain_implicit, style, .. } => {
                let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                if block && self.beyond(event.end_mark.index) {
                    value.pop();
                }
                let content = self.scalar(tag.as_deref(), value, plain_implicit, start, end);
                let end = if block { self.trimmed(start, end) } else { end };
                let id = self.push(NodeData { content, start, end, line, plain: plain_implicit });
                self.remember(anchor, id);
                self.pending.push(id);
            }
            EventData::SequenceStart { anchor, style, .. } => {
                self.start(false, style == SequenceStyle::Flow, anchor, start, line)?;
            }
            EventData::MappingStart { anchor, style, .. } => {
                self.start(true, style == MappingStyle::Flow, anchor, start, line)?;
            }
            EventData::SequenceEnd | EventData::MappingEnd => self.end(end),
        }
        Ok(None)
    }

    fn offset(&self, index: u64) -> u32 {
        let at = usize::try_from(index).unwrap_or(usize::MAX).saturating_add(self.skipped);
        u32::try_from(at.min(self.text.len())).unwrap_or(u32::MAX)
    }

    /// Whether a block scalar holds the line break that was added to a text without one at its end.
    fn beyond(&self, index: u64) -> bool {
        let last = self.text.rsplit('\n').next().unwrap_or_default();
        usize::try_from(index).unwrap_or(0) + self.skipped > self.text.len() && !last.trim().is_empty()
    }

    fn trimmed(&self, start: u32, end: u32) -> u32 {
        let written = self.text.get(start as usize..end as usize).unwrap_or_default();
        start + u32::try_from(written.trim_end().len()).unwrap_or(0)
    }

    fn push(&mut self, node: NodeData) -> NodeId {
        self.document.nodes.push(node);
        u32::try_from(self.document.nodes.len() - 1).unwrap_or(u32::MAX)
    }

    fn remember(&mut self, anchor: Option<String>, id: NodeId) {
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, id);
        }
    }

    fn fail(&mut self, message: String, start: u32, end: u32) {
        let range = start as usize..end as usize;
        self.document.failure.get_or_insert(Problem { message, advice: None, range, limit: false });
    }

    fn scalar(&mut self, tag: Option<&str>, mut text: String, plain: bool, start: u32, end: u32) -> Content {
        let meaning = match tag {
            None if plain => scalar::plain(&text),
            None => Scalar::String,
            Some(tag) => match scalar::tagged(tag, &mut text) {
                Ok(meaning) => meaning,
                Err(message) => {
                    self.fail(format!("yaml: {message}"), start, end);
                    Scalar::String
                }
            },
        };
        if matches!(meaning, Scalar::Float(value) if !value.is_finite()) {
            self.unusual = true;
        }
        Content::Scalar(meaning, text)
    }

    fn alias(&mut self, anchor: &str, start: u32, end: u32, line: u32) {
        self.unusual = true;
        let null = Content::Scalar(Scalar::Null, String::new());
        let content = match self.anchors.get(anchor) {
            None => {
                self.fail(format!("yaml: unknown anchor '{anchor}' referenced"), start, end);
                null
            }
            Some(target) if self.open.iter().any(|frame| frame.node == *target) => {
                self.fail(format!("yaml: anchor '{anchor}' value contains itself"), start, end);
                null
            }
            Some(target) => Content::Alias(*target),
        };
        let id = self.push(NodeData { content, start, end, line, plain: false });
        self.pending.push(id);
    }

    fn start(
        &mut self,
        mapping: bool,
        flow: bool,
        anchor: Option<String>,
        start: u32,
        line: u32,
    ) -> Result<(), usize> {
        if self.open.len() >= MAX_DEPTH {
            return Err(start as usize);
        }
        let content = Content::Sequence(0..0);
        let node = self.push(NodeData { content, start, end: start, line, plain: false });
        self.remember(anchor, node);
        self.open.push(Frame { node, first: self.pending.len(), mapping, flow });
        Ok(())
    }

    fn end(&mut self, end: u32) {
        let Some(frame) = self.open.pop() else { return };
        let children = self.pending.split_off(frame.first.min(self.pending.len()));
        let last = children.iter().rev().find_map(|id| {
            let node = self.document.nodes.get(*id as usize)?;
            (node.end > node.start).then_some(node.end)
        });
        let end = if frame.flow { end } else { last.unwrap_or(end) };
        let content = if frame.mapping {
            self.mapping(&children)
        } else {
            let first = count(&self.document.items);
            self.document.items.extend_from_slice(&children);
            Content::Sequence(first..count(&self.document.items))
        };
        if let Some(node) = self.document.nodes.get_mut(frame.node as usize) {
            node.content = content;
            node.end = end.max(node.start);
        }
        self.pending.push(frame.node);
    }

    fn mapping(&mut self, children: &[NodeId]) -> Content {
        let first = count(&self.document.pairs);
        let mut merges = false;
        for pair in children.chunks_exact(2) {
            let [key, value] = pair else { continue };
            self.normalize_key(*key);
            merges |= decode::is_merge(&self.document, *key);
            self.document.pairs.push((*key, *value));
        }
        let pairs = first..count(&self.document.pairs);
        let entries = if merges { self.merge(&pairs) } else { self.copy(&pairs) };
        Content::Mapping { pairs, entries: self.sort(entries) }
    }

    /// A key becomes the string that it is in JSON.
    fn normalize_key(&mut self, key: NodeId) {
        let id = decode::resolve(&self.document, key);
        let Some(node) = self.document.nodes.get_mut(id as usize) else { return };
        match &mut node.content {
            Content::Scalar(Scalar::String, _) => {}
            Content::Scalar(Scalar::Null, _) => self.unusual = true,
            Content::Scalar(scalar, text) => *text = go::key_text(*scalar),
            _ => self.unusual = true,
        }
    }

    fn copy(&mut self, pairs: &Range<u32>) -> Range<u32> {
        let first = count(&self.document.pairs);
        self.document.pairs.extend_from_within(pairs.start as usize..pairs.end as usize);
        first..count(&self.document.pairs)
    }

    /// The entries with every `<<` replaced by what it brings, in the order in which go-yaml sets them.
    fn merge(&mut self, pairs: &Range<u32>) -> Range<u32> {
        self.unusual = true;
        let mut flat = Vec::new();
        for index in pairs.clone() {
            let Some((key, value)) = self.document.pairs.get(index as usize).copied() else { continue };
            if decode::is_merge(&self.document, key) {
                decode::merged(&self.document, value, &mut flat, MAX_MERGED.saturating_sub(self.merged));
            } else {
                flat.push((key, value));
            }
        }
        self.merged += flat.len();
        if self.merged >= MAX_MERGED {
            let problem = decode::too_large(self.document.range.start);
            self.document.failure.get_or_insert(problem);
        }
        let first = count(&self.document.pairs);
        self.document.pairs.extend_from_slice(&flat);
        first..count(&self.document.pairs)
    }

    /// Sorts the entries by key; of equal keys the last stays.
    fn sort(&mut self, entries: Range<u32>) -> Range<u32> {
        let nodes = &self.document.nodes;
        let key = |id: NodeId| decode::text(nodes, id);
        let pairs = &mut self.document.pairs;
        let Some(slice) = pairs.get_mut(entries.start as usize..) else { return entries };
        slice.sort_by(|a, b| key(a.0).cmp(key(b.0)));
        let twice = slice.windows(2).any(|two| matches!(two, [a, b] if key(a.0) == key(b.0)));
        if twice {
            self.unusual = true;
            let mut kept: Vec<(NodeId, NodeId)> = Vec::with_capacity(slice.len());
            for pair in slice.iter() {
                match kept.last_mut() {
                    Some(last) if key(last.0) == key(pair.0) => *last = *pair,
                    _ => kept.push(*pair),
                }
            }
            pairs.truncate(entries.start as usize);
            pairs.extend_from_slice(&kept);
        }
        entries.start..count(pairs)
    }

    fn finish(&mut self, end: u32) -> Document {
        let mut document = std::mem::replace(&mut self.document, empty());
        document.root = match self.pending.pop() {
            Some(root) => decode::resolve(&document, root),
            None => 0,
        };
        self.pending.clear();
        document.range.end = end as usize;
        if self.unusual {
            decode::finish(&mut document);
        }
        document
    }
}

fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}
