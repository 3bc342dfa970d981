//! JSON text into a tree, with encoding/json's words for what is wrong.
//! Upstream: Go encoding/json scanner.go.

use crate::go;
use crate::tree::{Content, Document, Language, NodeData, NodeId, Scalar, count};
use crate::{Cause, Documents, MAX_DEPTH, MAX_TEXT, Problem};
use std::ops::Range;

/// Reads one JSON value; keys stay in their order, twice if they are written twice.
///
/// ```
/// let read = source::read_json(r#"{"a": [1, 2,]}"#);
/// assert_eq!(read.problems[0].message, "invalid character ']' looking for beginning of value");
/// ```
pub fn read_json(text: &str) -> Documents {
    let mut out = Documents::default();
    if text.len() > MAX_TEXT {
        out.problems.push(Problem {
            message: format!(
                "the text is {} bytes long; at most {MAX_TEXT} bytes (1 MiB) are read",
                text.len()
            ),
            advice: Some("Split it into several texts.".to_owned()),
            range: 0..0,
            cause: Cause::Limit,
        });
        return out;
    }
    let (items, pairs) = (Vec::with_capacity(32), Vec::with_capacity(64));
    let (bytes, document) = (text.as_bytes(), expected(text));
    let mut reader = Reader { text, bytes, at: 0, line: 0, depth: 0, document, items, pairs };
    let root = reader.value().and_then(|root| {
        reader.space();
        if reader.at < reader.bytes.len() { reader.fail("after top-level value") } else { Ok(root) }
    });
    match root {
        Ok(root) => {
            reader.document.root = root;
            out.documents.push(reader.document);
        }
        Err(problem) => out.problems.push(*problem),
    }
    out
}

/// An empty document with room for what a text of such a length holds, and the text itself: scalars are parts of it,
/// but for those with escapes, which come behind it.
fn expected(text: &str) -> Document {
    let mut document = Document::empty(Language::Json, 0..text.len());
    document.texts.reserve(text.len() + 16);
    document.texts.push_str(text);
    let length = text.len().min(1 << 14);
    document.nodes.reserve(length / 8);
    document.pairs.reserve(length / 16);
    document.items.reserve(length / 64);
    document
}

/// Boxed, because a problem is large and rare, and the functions that may fail run for every value.
type Outcome<T> = Result<T, Box<Problem>>;

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    line: u32,
    depth: usize,
    document: Document,
    /// Items of the lists that are open, innermost last.
    items: Vec<NodeId>,
    /// Keys and values of the maps that are open, innermost last.
    pairs: Vec<(NodeId, NodeId)>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(byte @ (b' ' | b'\t' | b'\n' | b'\r')) = self.peek() {
            self.line += u32::from(byte == b'\n');
            self.at += 1;
        }
    }

    #[cold]
    fn wrong(&self, context: &str) -> Problem {
        let message = match self.peek() {
            None => "unexpected end of JSON input".to_owned(),
            Some(b'\'') => format!(r"invalid character '\'' {context}"),
            Some(b'"') => format!("invalid character '\"' {context}"),
            // Go takes the byte for a character.
            Some(byte) => {
                let quoted = go::quote(&char::from(byte).to_string());
                format!("invalid character '{}' {context}", quoted.trim_matches('"'))
            }
        };
        let end = self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Problem { message, advice: None, range: self.at..self.at + end, cause: Cause::Text }
    }

    fn fail<T>(&self, context: &str) -> Outcome<T> {
        Err(Box::new(self.wrong(context)))
    }

    fn push(&mut self, content: Content, start: usize) -> NodeId {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let (start, end) = (offset(start), offset(self.at));
        self.document.nodes.push(NodeData { content, start, end, line: self.line, plain: false });
        offset(self.document.nodes.len() - 1)
    }

    fn value(&mut self) -> Outcome<NodeId> {
        self.space();
        let start = self.at;
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => {
                let text = self.string()?;
                Ok(self.push(Content::Scalar(Scalar::String, text), start))
            }
            Some(b't') => self.literal("true", Scalar::Bool(true)),
            Some(b'f') => self.literal("false", Scalar::Bool(false)),
            Some(b'n') => self.literal("null", Scalar::Null),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.fail("looking for beginning of value"),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Outcome<NodeId>) -> Outcome<NodeId> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Box::new(Problem {
                message: format!("lists and maps nest deeper than {MAX_DEPTH} levels here"),
                advice: Some("A Pod needs about fifteen levels; close the brackets.".to_owned()),
                range: self.at..self.at + 1,
                cause: Cause::Limit,
            }));
        }
        let node = read(self)?;
        self.depth -= 1;
        Ok(node)
    }

    fn literal(&mut self, word: &str, scalar: Scalar) -> Outcome<NodeId> {
        let start = self.at;
        for want in word.bytes() {
            if self.peek() != Some(want) {
                return self.fail(&format!("in literal {word} (expecting '{}')", char::from(want)));
            }
            self.at += 1;
        }
        Ok(self.push(Content::Scalar(scalar, count(start)..count(self.at)), start))
    }

    fn digits(&mut self) -> bool {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at > start
    }

    fn number(&mut self) -> Outcome<NodeId> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else if !self.digits() {
            return self.fail("in numeric literal");
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            if !self.digits() {
                return self.fail("after decimal point in numeric literal");
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if !self.digits() {
                return self.fail("in exponent of numeric literal");
            }
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        let scalar = if let Ok(value) = text.parse::<i64>() {
            Scalar::Int(value)
        } else if let Ok(value) = text.parse::<u64>() {
            Scalar::Uint(value)
        } else {
            Scalar::Float(text.parse().unwrap_or(f64::INFINITY))
        };
        Ok(self.push(Content::Scalar(scalar, count(start)..count(self.at)), start))
    }

    #[inline]
    fn string(&mut self) -> Outcome<Range<u32>> {
        self.at += 1;
        let start = self.at;
        self.at += plain(self.bytes.get(start..).unwrap_or_default());
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(count(start)..count(self.at - 1));
        }
        self.escaped(start)
    }

    /// The rest of a string that is more than the characters between its quotes.
    #[cold]
    fn escaped(&mut self, start: usize) -> Outcome<Range<u32>> {
        let first = count(self.document.texts.len());
        let mut start = start;
        loop {
            self.document.keep(self.text.get(start..self.at).unwrap_or_default());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(first..count(self.document.texts.len()));
                }
                Some(b'\\') => {
                    let c = self.escape()?;
                    self.document.texts.push(c);
                }
                _ => return self.fail("in string literal"),
            }
            start = self.at;
            self.at += plain(self.bytes.get(start..).unwrap_or_default());
        }
    }

    fn escape(&mut self) -> Outcome<char> {
        self.at += 1;
        let c = match self.peek() {
            Some(c @ (b'"' | b'\\' | b'/')) => char::from(c),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return self.fail("in string escape code"),
        };
        self.at += 1;
        Ok(c)
    }

    fn unicode(&mut self) -> Outcome<char> {
        let first = self.hex()?;
        let low = self.text.get(self.at..self.at + 6).and_then(|rest| rest.strip_prefix("\\u"));
        let low = low.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        if (0xd800..0xdc00).contains(&first)
            && let Some(low @ 0xdc00..0xe000) = low
        {
            self.at += 6;
            let code = 0x10000 + ((first - 0xd800) << 10) + (low - 0xdc00);
            return Ok(char::from_u32(code).unwrap_or('\u{fffd}'));
        }
        Ok(char::from_u32(first).unwrap_or('\u{fffd}'))
    }

    fn hex(&mut self) -> Outcome<u32> {
        self.at += 1;
        let mut code = 0;
        for _ in 0..4 {
            let Some(digit) = self.peek().and_then(|byte| char::from(byte).to_digit(16)) else {
                return self.fail("in \\u hexadecimal character escape");
            };
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }

    fn array(&mut self) -> Outcome<NodeId> {
        let (start, first) = (self.at, self.items.len());
        self.at += 1;
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
        } else {
            loop {
                let item = self.value()?;
                self.items.push(item);
                self.space();
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(b']') => break self.at += 1,
                    _ => return self.fail("after array element"),
                }
            }
        }
        let begin = count(self.document.items.len());
        self.document.items.extend_from_slice(self.items.get(first..).unwrap_or_default());
        self.items.truncate(first);
        let range = begin..count(self.document.items.len());
        Ok(self.push(Content::Sequence(range), start))
    }

    fn object(&mut self) -> Outcome<NodeId> {
        let (start, first) = (self.at, self.pairs.len());
        self.at += 1;
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
        } else {
            loop {
                let key = self.key()?;
                let value = self.value()?;
                self.pairs.push((key, value));
                self.space();
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(b'}') => break self.at += 1,
                    _ => return self.fail("after object key:value pair"),
                }
            }
        }
        let begin = count(self.document.pairs.len());
        self.document.pairs.extend_from_slice(self.pairs.get(first..).unwrap_or_default());
        self.pairs.truncate(first);
        let range = begin..count(self.document.pairs.len());
        Ok(self.push(Content::Mapping { pairs: range.clone(), entries: range }, start))
    }

    /// A key with its colon.
    fn key(&mut self) -> Outcome<NodeId> {
        self.space();
        if self.peek() != Some(b'"') {
            return self.fail("looking for beginning of object key string");
        }
        let start = self.at;
        let text = self.string()?;
        let key = self.push(Content::Scalar(Scalar::String, text), start);
        self.space();
        if self.peek() != Some(b':') {
            return self.fail("after object key");
        }
        self.at += 1;
        Ok(key)
    }
}

/// The number of bytes before the first that ends a string or is special in one.
fn plain(bytes: &[u8]) -> usize {
    /// Each byte of a word.
    const fn all(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; 8])
    }
    let (words, _) = bytes.as_chunks::<8>();
    let mut at = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        // Marks the bytes that are zero; above the lowest of them it may mark others.
        let zero = |word: u64| word.wrapping_sub(all(1)) & !word & all(0x80);
        let control = word.wrapping_sub(all(0x20)) & !word & all(0x80);
        let found = zero(word ^ all(b'"')) | zero(word ^ all(b'\\')) | control;
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(rest.len())
}
