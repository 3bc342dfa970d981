//! Events into a tree. Upstream: go-yaml v2 decode.go `parser.parse` and, for merges, `decoder.merge`.

use crate::tree::{Content, Document, Language, NodeData, NodeId, Scalar, count};
use crate::{Cause, MAX_DEPTH, Problem, decode, go, scalar};
use libyaml_safer::{Event, EventData, MappingStyle, ScalarStyle, SequenceStyle};
use std::collections::BTreeMap;
use std::ops::Range;

/// Merge keys may copy at most this many entries in one document.
const MAX_MERGED: usize = 100_000;

/// A list or a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Collection {
    Sequence,
    Mapping,
}

/// How a list or a map is written, and what a scalar stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// By indentation.
    Block,
    /// In brackets.
    Flow,
}

/// How the last line of a text counts that has no line break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LastLine {
    /// As it is written.
    Open,
    /// As if it had one.
    Ended,
}

pub(crate) struct Builder<'t> {
    pub(crate) text: &'t str,
    pub(crate) skipped: usize,
    pub(crate) last_line: LastLine,
    document: Document,
    open: Vec<Frame>,
    /// Children of the open frames, innermost last.
    pending: Vec<NodeId>,
    anchors: BTreeMap<String, NodeId>,
    /// A key is odd (merged, twice, not a string) or a node has two places.
    unusual: bool,
    merged: usize,
}

/// Room for a first document such as people write, so that its parts need not move while they grow.
fn expected(length: usize) -> Document {
    let mut document = Document::empty(Language::Yaml, 0..0);
    let length = length.min(1 << 14);
    document.nodes.reserve(length / 8);
    document.pairs.reserve(length / 8);
    document.items.reserve(length / 32);
    document.texts.reserve(length);
    document
}

struct Frame {
    node: NodeId,
    first: usize,
    collection: Collection,
    style: Style,
}

impl<'t> Builder<'t> {
    /// Takes what is read of a text without its first bytes, the `skipped` ones.
    pub(crate) fn new(text: &'t str, skipped: usize, last_line: LastLine) -> Self {
        Builder {
            text,
            skipped,
            last_line,
            document: expected(text.len()),
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
                self.anchors.clear();
                self.begin(start);
            }
            EventData::DocumentEnd { .. } => return Ok(Some(self.finish(start))),
            EventData::Alias { anchor } => self.alias(&anchor, start, end, line),
            EventData::Scalar { anchor, tag, mut value, plain_implicit, style, .. } => {
                let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                if block
                    && value.ends_with('\n')
                    && self.beyond(usize::try_from(event.end_mark.index).unwrap_or(0))
                {
                    value.pop();
                }
                let meaning = self.meaning(tag.as_deref(), &mut value, plain_implicit, start, end);
                let text = self.document.keep(&value);
                let end = if block { self.trimmed(start, end) } else { end };
                let id = self.scalar(meaning, text, start..end, line, plain_implicit);
                self.remember(anchor, id);
            }
            EventData::SequenceStart { anchor, style, .. } => {
                let flow = style == SequenceStyle::Flow;
                let style = if flow { Style::Flow } else { Style::Block };
                let id = self.start(Collection::Sequence, style, start, line)?;
                self.remember(anchor, id);
            }
            EventData::MappingStart { anchor, style, .. } => {
                let flow = style == MappingStyle::Flow;
                let style = if flow { Style::Flow } else { Style::Block };
                let id = self.start(Collection::Mapping, style, start, line)?;
                self.remember(anchor, id);
            }
            EventData::SequenceEnd | EventData::MappingEnd => self.end(end),
        }
        Ok(None)
    }

    /// A document begins.
    pub(crate) fn begin(&mut self, start: u32) {
        self.document.range = start as usize..start as usize;
        self.unusual = false;
        self.merged = 0;
    }

    /// The byte of the text for a place in libyaml's events.
    pub(crate) fn offset(&self, index: u64) -> u32 {
        self.place(usize::try_from(index).unwrap_or(usize::MAX))
    }

    /// The byte of the text for one of what the reader was given.
    pub(crate) fn place(&self, index: usize) -> u32 {
        count(index.saturating_add(self.skipped).min(self.text.len()))
    }

    /// Where the characters of scalars go.
    pub(crate) fn texts(&mut self) -> &mut String {
        &mut self.document.texts
    }

    /// Whether a block scalar holds the line break that was added to a text without one at its end.
    pub(crate) fn beyond(&self, index: usize) -> bool {
        let last = || self.text.rsplit('\n').next().unwrap_or_default();
        self.is_past_end(index) && !last().trim().is_empty()
    }

    /// Whether a place stands behind the line break that was added to a text without one at its end.
    pub(crate) fn is_past_end(&self, index: usize) -> bool {
        self.last_line == LastLine::Open && index + self.skipped > self.text.len()
    }

    /// The end of a block scalar without the line breaks and blanks behind it.
    pub(crate) fn trimmed(&self, start: u32, end: u32) -> u32 {
        let written = self.text.get(start as usize..end as usize).unwrap_or_default();
        start + count(written.trim_end().len())
    }

    fn push(&mut self, node: NodeData) -> NodeId {
        self.document.nodes.push(node);
        count(self.document.nodes.len() - 1)
    }

    fn remember(&mut self, anchor: Option<String>, id: NodeId) {
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, id);
        }
    }

    fn fail(&mut self, message: String, start: u32, end: u32) {
        let range = start as usize..end as usize;
        self.document.failure.get_or_insert(Problem { message, advice: None, range, cause: Cause::Text });
    }

    fn meaning(&mut self, tag: Option<&str>, text: &mut String, plain: bool, start: u32, end: u32) -> Scalar {
        match tag {
            None if plain => scalar::plain(text),
            None => Scalar::String,
            Some(tag) => scalar::tagged(tag, text).unwrap_or_else(|message| {
                self.fail(format!("yaml: {message}"), start, end);
                Scalar::String
            }),
        }
    }

    /// Takes a scalar without a tag; `text` is a range of [`Builder::texts`].
    pub(crate) fn untagged(&mut self, text: Range<u32>, written: Range<u32>, line: u32, plain: bool) {
        let meaning = if plain { scalar::plain(self.document.characters(&text)) } else { Scalar::String };
        self.scalar(meaning, text, written, line, plain);
    }

    /// Takes a scalar; `text` is a range of [`Builder::texts`].
    fn scalar(
        &mut self,
        meaning: Scalar,
        text: Range<u32>,
        written: Range<u32>,
        line: u32,
        plain: bool,
    ) -> NodeId {
        if matches!(meaning, Scalar::Float(value) if !value.is_finite()) {
            self.unusual = true;
        }
        let content = Content::Scalar(meaning, text);
        let id = self.push(NodeData { content, start: written.start, end: written.end, line, plain });
        self.pending.push(id);
        id
    }

    fn alias(&mut self, anchor: &str, start: u32, end: u32, line: u32) {
        self.unusual = true;
        let null = Content::Scalar(Scalar::Null, 0..0);
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

    /// A list or map begins; `Err` is its place when it nests too deep.
    pub(crate) fn start(
        &mut self,
        collection: Collection,
        style: Style,
        start: u32,
        line: u32,
    ) -> Result<NodeId, usize> {
        if self.open.len() >= MAX_DEPTH {
            return Err(start as usize);
        }
        let content = Content::Sequence(0..0);
        let node = self.push(NodeData { content, start, end: start, line, plain: false });
        self.open.push(Frame { node, first: self.pending.len(), collection, style });
        Ok(node)
    }

    /// The innermost list or map ends.
    pub(crate) fn end(&mut self, end: u32) {
        let Some(frame) = self.open.pop() else { return };
        let mut pending = std::mem::take(&mut self.pending);
        let children = pending.get(frame.first..).unwrap_or_default();
        let last = children.iter().rev().find_map(|id| {
            let node = self.document.nodes.get(*id as usize)?;
            (node.end > node.start).then_some(node.end)
        });
        let end = match frame.style {
            Style::Flow => end,
            Style::Block => last.unwrap_or(end),
        };
        let content = match frame.collection {
            Collection::Mapping => self.mapping(children),
            Collection::Sequence => {
                let first = count(self.document.items.len());
                self.document.items.extend_from_slice(children);
                Content::Sequence(first..count(self.document.items.len()))
            }
        };
        if let Some(node) = self.document.nodes.get_mut(frame.node as usize) {
            node.content = content;
            node.end = end.max(node.start);
        }
        pending.truncate(frame.first);
        pending.push(frame.node);
        self.pending = pending;
    }

    fn mapping(&mut self, children: &[NodeId]) -> Content {
        let first = count(self.document.pairs.len());
        let mut merges = false;
        for [key, value] in children.as_chunks().0 {
            match self.document.nodes.get(*key as usize) {
                Some(NodeData { content: Content::Scalar(Scalar::String, _), plain: false, .. }) => {}
                Some(NodeData { content: Content::Scalar(Scalar::String, text), .. }) => {
                    merges |= self.document.characters(text) == "<<";
                }
                _ => self.normalize_key(*key),
            }
            self.document.pairs.push((*key, *value));
        }
        let pairs = first..count(self.document.pairs.len());
        let entries = if merges { self.merge(&pairs) } else { self.copy(&pairs) };
        Content::Mapping { pairs, entries: self.sort(entries) }
    }

    /// A key becomes the string that it is in JSON.
    fn normalize_key(&mut self, key: NodeId) {
        let id = decode::resolve(&self.document, key);
        let meaning = match self.document.nodes.get(id as usize).map(|node| &node.content) {
            Some(Content::Scalar(Scalar::String, _)) => return,
            Some(Content::Scalar(meaning, _)) if *meaning != Scalar::Null => *meaning,
            _ => return self.unusual = true,
        };
        self.unusual |= matches!(meaning, Scalar::Uint(_));
        let text = self.document.keep(&go::key_text(meaning));
        if let Some(node) = self.document.nodes.get_mut(id as usize) {
            node.content = Content::Scalar(meaning, text);
        }
    }

    fn copy(&mut self, pairs: &Range<u32>) -> Range<u32> {
        let first = count(self.document.pairs.len());
        self.document.pairs.extend_from_within(pairs.start as usize..pairs.end as usize);
        first..count(self.document.pairs.len())
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
        let first = count(self.document.pairs.len());
        self.document.pairs.extend_from_slice(&flat);
        first..count(self.document.pairs.len())
    }

    /// Sorts the entries by key; of equal keys the last stays.
    fn sort(&mut self, entries: Range<u32>) -> Range<u32> {
        let (nodes, texts) = (&self.document.nodes, &self.document.texts);
        let key = |id: NodeId| decode::text(nodes, texts, id);
        let pairs = &mut self.document.pairs;
        let Some(slice) = pairs.get_mut(entries.start as usize..) else { return entries };
        decode::sort(nodes, texts, slice);
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
        entries.start..count(pairs.len())
    }

    /// The document that ends here.
    pub(crate) fn finish(&mut self, end: u32) -> Document {
        let next = Document::empty(Language::Yaml, 0..0);
        let mut document = std::mem::replace(&mut self.document, next);
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
