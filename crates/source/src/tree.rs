//! A document as a tree: nodes in one arena, each with its place in the text.
//!
//! Building never recurses and dropping never recurses, so depth costs nothing but a number.

use crate::decode;
use std::ops::Range;

/// A node's number within its document.
pub type NodeId = u32;

/// Maps with fewer entries are looked through; it is as quick.
const SEARCHED: usize = 32;

/// A scalar's meaning under YAML 1.1, as go-yaml v2 resolves it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar {
    /// `~`, `null`, or nothing written.
    Null,
    /// `true`, `yes`, `on` and their opposites.
    Bool(bool),
    /// A whole number that fits 64 bits with a sign.
    Int(i64),
    /// A whole number that fits 64 bits only without a sign.
    Uint(u64),
    /// Any other number.
    Float(f64),
    /// Everything else; the text says which.
    String,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Content {
    /// The meaning and the characters (of a number: as written), a range of `Document::texts`.
    Scalar(Scalar, Range<u32>),
    /// A range of `Document::items`.
    Sequence(Range<u32>),
    /// `pairs` as written and `entries` as decoded, both ranges of `Document::pairs`.
    Mapping { pairs: Range<u32>, entries: Range<u32> },
    /// Another node, written elsewhere with an anchor.
    Alias(NodeId),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NodeData {
    pub content: Content,
    pub start: u32,
    pub end: u32,
    /// From 0, as libyaml counts lines.
    pub line: u32,
    /// Written plain, so that `<<` may mean a merge.
    pub plain: bool,
}

/// The language that a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Keys come sorted, the last of two wins: that is what the server's YAML reader makes of them.
    Yaml,
    /// Keys come as written, twice if they are written twice.
    Json,
}

/// One document of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub(crate) nodes: Vec<NodeData>,
    /// The characters of all scalars, one behind the other.
    pub(crate) texts: String,
    pub(crate) items: Vec<NodeId>,
    pub(crate) pairs: Vec<(NodeId, NodeId)>,
    pub(crate) root: NodeId,
    pub(crate) language: Language,
    /// Bytes of the text that the document takes.
    pub range: Range<usize>,
    /// Keys that are written twice in one mapping, in the order in which the server meets them.
    pub duplicates: Vec<Duplicate>,
    /// Why the server cannot turn the document into JSON, in its words, if it cannot.
    pub failure: Option<crate::Problem>,
    /// The text behind it before the next `---`, which kubectl never reads.
    pub ignored: Option<Range<usize>>,
}

/// A key that its mapping already holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The later key's bytes.
    pub range: Range<usize>,
    /// The line that the server names, from 1: that of the later value.
    pub line: usize,
    /// The key as Go prints it, quoted when it is a string.
    pub key: String,
    /// Whether `<<` brings one of the two, so that nobody wrote the key twice.
    pub merged: bool,
}

impl Document {
    pub(crate) fn empty(language: Language, range: Range<usize>) -> Self {
        Document {
            nodes: Vec::new(),
            texts: String::new(),
            items: Vec::new(),
            pairs: Vec::new(),
            root: 0,
            language,
            range,
            duplicates: Vec::new(),
            failure: None,
            ignored: None,
        }
    }

    /// The document in a text in which it stands `bytes` and `lines` further down.
    pub(crate) fn moved(&self, bytes: isize, lines: isize) -> Document {
        let mut document = self.clone();
        document.shift(bytes, lines);
        document
    }

    /// Moves all places so many bytes and lines down.
    pub(crate) fn shift(&mut self, bytes: isize, lines: isize) {
        if (bytes, lines) == (0, 0) {
            return;
        }
        // A text has at most a MiB, so that both fit.
        let by = |number: isize| i32::try_from(number).unwrap_or_default();
        let (node_bytes, node_lines) = (by(bytes), by(lines));
        for node in &mut self.nodes {
            node.start = node.start.saturating_add_signed(node_bytes);
            node.end = node.end.saturating_add_signed(node_bytes);
            node.line = node.line.saturating_add_signed(node_lines);
        }
        let duplicates = self.duplicates.iter_mut();
        duplicates.for_each(|found| found.line = found.line.saturating_add_signed(lines));
        let ranges = std::iter::once(&mut self.range)
            .chain(self.duplicates.iter_mut().map(|found| &mut found.range))
            .chain(self.failure.as_mut().map(|failure| &mut failure.range))
            .chain(self.ignored.as_mut());
        for range in ranges {
            *range = range.start.saturating_add_signed(bytes)..range.end.saturating_add_signed(bytes);
        }
    }

    /// The characters of a scalar.
    #[inline]
    pub(crate) fn characters(&self, text: &Range<u32>) -> &str {
        self.texts.get(text.start as usize..text.end as usize).unwrap_or_default()
    }

    /// Keeps the characters of a scalar.
    pub(crate) fn keep(&mut self, text: &str) -> Range<u32> {
        let start = count(self.texts.len());
        self.texts.push_str(text);
        start..count(self.texts.len())
    }

    /// The document's outermost value.
    pub fn root(&self) -> Node<'_> {
        self.node(self.root)
    }

    /// The language that it is written in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The number of nodes, aliases not expanded; every [`Node::id`] is below it.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The node with this number, an alias resolved; null when there is none.
    #[inline]
    pub fn node(&self, id: NodeId) -> Node<'_> {
        let mut id = id;
        // An alias never points at an alias: the builder resolves it.
        if let Some(NodeData { content: Content::Alias(target), .. }) = self.nodes.get(id as usize) {
            id = *target;
        }
        Node { document: self, id }
    }
}

/// A node's kind.
#[derive(Clone, Copy, Debug)]
pub enum Kind<'a> {
    /// A scalar's meaning and its characters.
    Scalar(Scalar, &'a str),
    /// A list; see [`Node::items`].
    Sequence,
    /// A map; see [`Node::entries`].
    Mapping,
}

/// A node of a document.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    pub(crate) document: &'a Document,
    pub(crate) id: NodeId,
}

/// A key with its value.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The key as the server's JSON has it.
    pub key: &'a str,
    /// Where the key is written.
    pub key_range: (u32, u32),
    /// The value.
    pub value: Node<'a>,
}

impl Entry<'_> {
    /// Bytes of the key.
    pub fn key_bytes(&self) -> Range<usize> {
        self.key_range.0 as usize..self.key_range.1 as usize
    }
}

impl<'a> Node<'a> {
    /// Its number, unique within the document.
    pub fn id(&self) -> NodeId {
        self.id
    }

    #[inline]
    fn data(&self) -> Option<&'a NodeData> {
        self.document.nodes.get(self.id as usize)
    }

    /// The document that it belongs to.
    pub fn document(&self) -> &'a Document {
        self.document
    }

    /// Its kind.
    #[inline]
    pub fn kind(&self) -> Kind<'a> {
        match self.data().map(|data| &data.content) {
            Some(Content::Scalar(scalar, text)) => Kind::Scalar(*scalar, self.document.characters(text)),
            Some(Content::Sequence(_)) => Kind::Sequence,
            Some(Content::Mapping { .. }) => Kind::Mapping,
            Some(Content::Alias(_)) | None => Kind::Scalar(Scalar::Null, ""),
        }
    }

    /// Bytes of the text: a scalar's with its quotes, a collection's from first to last character.
    pub fn range(&self) -> Range<usize> {
        self.data().map_or(0..0, |data| data.start as usize..data.end as usize)
    }

    /// Line from 1, as libyaml counts them.
    pub fn line(&self) -> usize {
        self.data().map_or(1, |data| data.line as usize + 1)
    }

    /// Whether it is null.
    #[inline]
    pub fn is_null(&self) -> bool {
        matches!(self.kind(), Kind::Scalar(Scalar::Null, _))
    }

    /// The characters of a string; `None` for anything else, numbers included.
    #[inline]
    pub fn as_str(&self) -> Option<&'a str> {
        match self.kind() {
            Kind::Scalar(Scalar::String, text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> impl DoubleEndedIterator<Item = Node<'a>> + ExactSizeIterator + use<'a> {
        let document = self.document;
        let items = match self.data().map(|data| &data.content) {
            Some(Content::Sequence(range)) => slice(&document.items, range),
            _ => &[],
        };
        items.iter().map(move |id| document.node(*id))
    }

    /// The item at a place of a list.
    pub fn item(&self, index: usize) -> Option<Node<'a>> {
        match self.data().map(|data| &data.content) {
            Some(Content::Sequence(range)) => {
                slice(&self.document.items, range).get(index).map(|id| self.document.node(*id))
            }
            _ => None,
        }
    }

    /// The entries as the server decodes them: of YAML sorted by key, each key once, merges applied;
    /// of JSON as written.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = Entry<'a>> + ExactSizeIterator + use<'a> {
        let range = match self.data().map(|data| &data.content) {
            Some(Content::Mapping { entries, .. }) => entries.clone(),
            _ => 0..0,
        };
        self.listed(&range)
    }

    /// Whether a list or map is written in brackets; `text` is the text that was read.
    pub fn is_flow(&self, text: &str) -> bool {
        matches!(text.as_bytes().get(self.range().start), Some(b'{' | b'['))
    }

    /// The entries as they are written, duplicates and merge keys included.
    pub fn written(&self) -> impl DoubleEndedIterator<Item = Entry<'a>> + ExactSizeIterator + use<'a> {
        let range = match self.data().map(|data| &data.content) {
            Some(Content::Mapping { pairs, .. }) => pairs.clone(),
            _ => 0..0,
        };
        self.listed(&range)
    }

    fn listed(
        self,
        range: &Range<u32>,
    ) -> impl DoubleEndedIterator<Item = Entry<'a>> + ExactSizeIterator + use<'a> {
        slice(&self.document.pairs, range).iter().map(move |pair| self.listed_one(*pair))
    }

    fn listed_one(self, (key, value): (NodeId, NodeId)) -> Entry<'a> {
        let document = self.document;
        // The key's place is where it is written, even when it is an alias.
        let written = document.nodes.get(key as usize);
        let key = match written.map(|data| &data.content) {
            Some(Content::Scalar(_, text)) => document.characters(text),
            Some(Content::Alias(target)) => decode::text(&document.nodes, &document.texts, *target),
            _ => "",
        };
        let key_range = written.map_or((0, 0), |data| (data.start, data.end));
        Entry { key, key_range, value: document.node(value) }
    }

    /// The value under `key`; of two, the last.
    pub fn get(&self, key: &str) -> Option<Node<'a>> {
        self.entry(key).map(|entry| entry.value)
    }

    /// The entry with `key`; of two, the last.
    pub fn entry(&self, key: &str) -> Option<Entry<'a>> {
        let Some(Content::Mapping { entries, .. }) = self.data().map(|data| &data.content) else {
            return None;
        };
        let pairs = slice(&self.document.pairs, entries);
        if self.document.language == Language::Json || pairs.len() < SEARCHED {
            return self.listed(entries).rev().find(|entry| entry.key == key);
        }
        // A rule asks a map for each field that it knows, and a text may hold any number of others.
        let behind = pairs.partition_point(|pair| self.listed_one(*pair).key <= key);
        let last = behind.checked_sub(1).and_then(|last| pairs.get(last))?;
        Some(self.listed_one(*last)).filter(|entry| entry.key == key)
    }
}

pub(crate) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn slice<'a, T>(items: &'a [T], range: &Range<u32>) -> &'a [T] {
    items.get(range.start as usize..range.end as usize).unwrap_or_default()
}
