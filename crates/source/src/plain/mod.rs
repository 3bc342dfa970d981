//! The YAML that people write, read several times as fast as libyaml's events could be.
//!
//! Anything uncommon or invalid ends the attempt (`None`): anchors, aliases, tags, directives, `?`, tabs between
//! tokens, scalars over several lines other than `|` and `>`, any error. libyaml then reads the text, so every
//! error keeps libyaml's words, and both ways give the same tree to the last byte.
//! Upstream: libyaml scanner.c and parser.c; the names of their functions stand where the grammar is not obvious.

mod flow;
mod scalars;

use crate::build::{Builder, Collection, Style};
use crate::tree::{Document, count};
use std::ops::Range;

/// Deeper texts are left to libyaml, so that little of the stack is needed.
const DEPTH: usize = 64;
/// A colon stands at most so many bytes behind the start of its key.
const KEY: usize = 1024;

/// Reads all documents; `body` is the builder's text without what is skipped and ends with a line break.
pub(crate) fn read(body: &str, builder: Builder<'_>) -> Option<Vec<Document>> {
    is_plain(body).then(|| Reader::new(body, builder).documents()).flatten()
}

/// Whether a text has only characters that the reader of plain YAML knows.
fn is_plain(text: &str) -> bool {
    // A loop that never ends early takes many bytes at a time.
    let ascii = text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~' | b'\n' | b'\t'));
    ascii || text.chars().all(is_known)
}

/// Other characters are refused, break lines as well, or are skipped: libyaml knows which.
fn is_known(c: char) -> bool {
    matches!(c, ' '..='~' | '\n' | '\t' | '\u{a0}'..'\u{2028}' | '\u{202a}'..='\u{fefe}' | '\u{ff00}'..'\u{fffe}' | '\u{10000}'..)
}

/// Reads documents, one after the other.
struct Reader<'t> {
    body: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// From 0.
    line: u32,
    line_start: usize,
    depth: usize,
    builder: Builder<'t>,
}

/// A scalar that was read and is not yet part of the tree.
struct Written {
    text: Range<u32>,
    start: usize,
    end: usize,
    line: u32,
    plain: bool,
}

/// The token before a value.
#[derive(Clone, Copy, PartialEq)]
enum Behind {
    Colon,
    Dash,
}

/// The column of a list in block style.
#[derive(Clone, Copy, PartialEq)]
enum Indent {
    Own,
    /// The column of the map that the list is a value of.
    OfMap,
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | 0)
}

impl<'t> Reader<'t> {
    /// Reads from the start; `body` is the builder's text without what is skipped and ends with a line break.
    fn new(body: &'t str, builder: Builder<'t>) -> Self {
        let mut reader =
            Reader { body, bytes: body.as_bytes(), at: 0, line: 0, line_start: 0, depth: 0, builder };
        reader.skip();
        reader
    }

    /// Whether nothing is left.
    fn ended(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// Whether a `---` begins a document here.
    fn begins(&self) -> bool {
        self.marker(b"---")
    }

    /// The byte so far ahead; 0 behind the end, which is in no text that is read here.
    fn byte(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn next_line(&mut self) {
        self.at += 1;
        self.line += 1;
        self.line_start = self.at;
    }

    fn spaces(&mut self) {
        self.pass(|byte| byte == b' ');
    }

    fn rest_of_line(&mut self) {
        self.pass(|byte| byte != b'\n');
    }

    /// Goes to the first byte that is another.
    fn pass(&mut self, of: impl Fn(u8) -> bool) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| !of(*byte)).unwrap_or(rest.len());
    }

    /// Goes to the next token; says whether it is on another line.
    fn skip(&mut self) -> bool {
        let line = self.line;
        loop {
            self.spaces();
            if self.byte(0) == b'#' {
                self.rest_of_line();
            }
            if self.byte(0) != b'\n' {
                return self.line > line;
            }
            self.next_line();
        }
    }

    fn marker(&self, mark: &[u8]) -> bool {
        self.at == self.line_start
            && self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(mark))
            && is_blank(self.byte(3))
    }

    /// Where the token stands in its line; -1 when the document is over. Right only where nothing
    /// but spaces and dashes stand before it.
    fn column(&self) -> i32 {
        if self.ended() || self.begins() || self.marker(b"...") {
            return -1;
        }
        i32::try_from(self.at - self.line_start).unwrap_or(i32::MAX)
    }

    fn dash(&self) -> bool {
        self.byte(0) == b'-' && is_blank(self.byte(1))
    }

    fn documents(&mut self) -> Option<Vec<Document>> {
        let mut documents = Vec::new();
        while !self.ended() {
            documents.push(self.document(documents.is_empty())?);
        }
        Some(documents)
    }

    /// The document that begins here, up to the start of the next one; only the first of a text needs no `---`.
    fn document(&mut self, first: bool) -> Option<Document> {
        self.builder.begin(self.builder.place(self.at));
        if self.begins() {
            self.at += 3;
            let below = self.skip();
            if self.column() < 0 {
                self.nothing(self.at, self.line);
            } else {
                self.node(-1, below)?;
            }
        } else if first && self.column() >= 0 {
            self.node(-1, true)?;
        } else {
            return None;
        }
        self.skip();
        let document = self.builder.finish(self.builder.place(self.at));
        (self.column() < 0).then_some(document)
    }

    fn nothing(&mut self, at: usize, line: u32) {
        let text = count(self.builder.texts().len());
        self.push(Written { text: text..text, start: at, end: at, line, plain: true });
    }

    fn start(&mut self, collection: Collection, style: Style, at: usize, line: u32) -> Option<()> {
        self.depth += 1;
        if self.depth > DEPTH {
            return None;
        }
        self.builder.start(collection, style, self.builder.place(at), line).ok().map(|_| ())
    }

    fn end(&mut self) {
        self.depth -= 1;
        self.builder.end(self.builder.place(self.at));
    }

    /// The value behind a `-` or `:` in a list or map at the column `indent`; may be nothing.
    fn value(&mut self, indent: i32, behind: Behind) -> Option<()> {
        let (at, line) = (self.at, self.line);
        let below = self.skip();
        let column = self.column();
        if !below || column > indent {
            return self.node(indent, below || behind == Behind::Dash);
        }
        if behind == Behind::Colon && column == indent && self.dash() {
            return self.sequence(column, Indent::OfMap);
        }
        self.nothing(at, line);
        Some(())
    }

    /// A value inside of what has the column `indent`; `nested` says whether a list or map in block
    /// style may begin here (upstream: `simple_key_allowed`).
    fn node(&mut self, indent: i32, nested: bool) -> Option<()> {
        match self.byte(0) {
            b'-' if self.dash() => {
                return if nested { self.sequence(self.column(), Indent::Own) } else { None };
            }
            b'|' | b'>' => return self.block(indent),
            b'[' | b'{' => self.flow()?,
            _ => {
                let written = self.scalar(Style::Block)?;
                if nested && self.colon(&written) {
                    return self.mapping(written);
                }
                self.push(written);
            }
        }
        // A scalar that goes on below is found out by its column.
        self.spaces();
        matches!(self.byte(0), b'\n' | b'#').then_some(())
    }

    /// Whether a scalar is a key; goes to its colon if so.
    fn colon(&mut self, key: &Written) -> bool {
        let mut at = self.at;
        while self.bytes.get(at) == Some(&b' ') {
            at += 1;
        }
        let found = self.bytes.get(at) == Some(&b':')
            && is_blank(self.bytes.get(at + 1).copied().unwrap_or(0))
            && at - key.start <= KEY;
        if found {
            self.at = at;
        }
        found
    }

    /// A map in block style; its first key has been read.
    fn mapping(&mut self, first: Written) -> Option<()> {
        let column = i32::try_from(first.start - self.line_start).ok()?;
        self.start(Collection::Mapping, Style::Block, first.start, first.line)?;
        let mut key = first;
        loop {
            self.push(key);
            self.at += 1;
            self.value(column, Behind::Colon)?;
            self.skip();
            let next = self.column();
            if next < column {
                break;
            }
            key = self.scalar(Style::Block)?;
            if next > column || !self.colon(&key) {
                return None;
            }
        }
        self.end();
        Some(())
    }

    /// A list in block style.
    fn sequence(&mut self, column: i32, indent: Indent) -> Option<()> {
        self.start(Collection::Sequence, Style::Block, self.at, self.line)?;
        loop {
            self.at += 1;
            self.value(column, Behind::Dash)?;
            self.skip();
            let next = self.column();
            if next == column && self.dash() {
                continue;
            }
            if next > column || (next == column && indent == Indent::Own) {
                return None;
            }
            break;
        }
        self.end();
        Some(())
    }
}
