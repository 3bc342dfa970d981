//! JSON text into a tree, with encoding/json's words for what is wrong.
//! Upstream: Go encoding/json scanner.go.

use crate::go;
use crate::tree::{Content, Document, Language, NodeData, NodeId, Scalar};
use crate::{Documents, MAX_DEPTH, MAX_TEXT, Problem};

/// Reads one JSON value; keys stay in their order, twice if they are written twice.
///
/// ```
/// let read = source::read_json(r#"{"a": [1, 2,]}"#);
/// assert_eq!(read.problems[0].message, "invalid character ']' looking for beginning of value");
/// ```
pub fn read_json(text: &str) -> Documents {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, line: 0, depth: 0, document: empty(text) };
    let mut out = Documents::default();
    if text.len() > MAX_TEXT {
        out.problems.push(Problem {
            message: format!(
                "the text is {} bytes long; at most {MAX_TEXT} bytes (1 MiB) are read",
                text.len()
            ),
            advice: Some("Split it into several texts.".to_owned()),
            range: 0..0,
            limit: true,
        });
        return out;
    }
    let root = reader.value().and_then(|root| {
        reader.space();
        if reader.at < reader.bytes.len() { Err(reader.wrong("after top-level value")) } else { Ok(root) }
    });
    match root {
        Ok(root) => {
            reader.document.root = root;
            out.documents.push(reader.document);
        }
        Err(problem) => out.problems.push(problem),
    }
    out
}

fn empty(text: &str) -> Document {
    Document {
        nodes: Vec::new(),
        items: Vec::new(),
        pairs: Vec::new(),
        root: 0,
        language: Language::Json,
        range: 0..text.len(),
        duplicates: Vec::new(),
        failure: None,
    }
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    line: u32,
    depth: usize,
    document: Document,
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
        Problem { message, advice: None, range: self.at..self.at + end, limit: false }
    }

    fn push(&mut self, content: Content, start: usize) -> NodeId {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let (start, end) = (offset(start), offset(self.at));
        self.document.nodes.push(NodeData { content, start, end, line: self.line, plain: false });
        offset(self.document.nodes.len() - 1)
    }

    fn value(&mut self) -> Result<NodeId, Problem> {
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
            _ => Err(self.wrong("looking for beginning of value")),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<NodeId, Problem>) -> Result<NodeId, Problem> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Problem {
                message: format!("lists and maps nest deeper than {MAX_DEPTH} levels here"),
                advice: Some("A Pod needs about fifteen levels; close the brackets.".to_owned()),
                range: self.at..self.at + 1,
                limit: true,
            });
        }
        let node = read(self)?;
        self.depth -= 1;
        Ok(node)
    }

    fn literal(&mut self, word: &str, scalar: Scalar) -> Result<NodeId, Problem> {
        let start = self.at;
        for (index, want) in word.bytes().enumerate() {
            if self.peek() != Some(want) {
                let _ = index;
                return Err(self.wrong(&format!("in literal {word} (expecting '{}')", char::from(want))));
            }
            self.at += 1;
        }
        Ok(self.push(Content::Scalar(scalar, word.to_owned()), start))
    }

    fn digits(&mut self) -> bool {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at > start
    }

    fn number(&mut self) -> Result<NodeId, Problem> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else if !self.digits() {
            return Err(self.wrong("in numeric literal"));
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            if !self.digits() {
                return Err(self.wrong("after decimal point in numeric literal"));
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if !self.digits() {
                return Err(self.wrong("in exponent of numeric literal"));
            }
        }
        let text = self.text.get(start..self.at).unwrap_or_default().to_owned();
        let scalar = match (text.parse::<i64>(), text.parse::<u64>(), text.parse::<f64>()) {
            (Ok(value), ..) => Scalar::Int(value),
            (_, Ok(value), _) => Scalar::Uint(value),
            (.., Ok(value)) => Scalar::Float(value),
            _ => Scalar::Float(f64::INFINITY),
        };
        Ok(self.push(Content::Scalar(scalar, text), start))
    }

    fn string(&mut self) -> Result<String, Problem> {
        let mut out = String::new();
        self.at += 1;
        loop {
            let start = self.at;
            while !matches!(self.peek(), None | Some(b'"' | b'\\' | 0..0x20)) {
                self.at += 1;
            }
            out.push_str(self.text.get(start..self.at).unwrap_or_default());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => out.push(self.escape()?),
                _ => return Err(self.wrong("in string literal")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Problem> {
        self.at += 1;
        let c = match self.peek() {
            Some(c @ (b'"' | b'\\' | b'/')) => char::from(c),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(self.wrong("in string escape code")),
        };
        self.at += 1;
        Ok(c)
    }

    fn unicode(&mut self) -> Result<char, Problem> {
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

    fn hex(&mut self) -> Result<u32, Problem> {
        self.at += 1;
        let mut code = 0;
        for _ in 0..4 {
            let Some(digit) = self.peek().and_then(|byte| char::from(byte).to_digit(16)) else {
                return Err(self.wrong("in \\u hexadecimal character escape"));
            };
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }

    fn array(&mut self) -> Result<NodeId, Problem> {
        let start = self.at;
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
        } else {
            loop {
                items.push(self.value()?);
                self.space();
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(b']') => break self.at += 1,
                    _ => return Err(self.wrong("after array element")),
                }
            }
        }
        let first = u32::try_from(self.document.items.len()).unwrap_or(u32::MAX);
        self.document.items.extend_from_slice(&items);
        let range = first..u32::try_from(self.document.items.len()).unwrap_or(u32::MAX);
        Ok(self.push(Content::Sequence(range), start))
    }

    fn object(&mut self) -> Result<NodeId, Problem> {
        let start = self.at;
        self.at += 1;
        let mut pairs = Vec::new();
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
        } else {
            loop {
                pairs.push(self.pair()?);
                self.space();
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(b'}') => break self.at += 1,
                    _ => return Err(self.wrong("after object key:value pair")),
                }
            }
        }
        let first = u32::try_from(self.document.pairs.len()).unwrap_or(u32::MAX);
        self.document.pairs.extend_from_slice(&pairs);
        let range = first..u32::try_from(self.document.pairs.len()).unwrap_or(u32::MAX);
        Ok(self.push(Content::Mapping { pairs: range.clone(), entries: range }, start))
    }

    fn pair(&mut self) -> Result<(NodeId, NodeId), Problem> {
        self.space();
        if self.peek() != Some(b'"') {
            return Err(self.wrong("looking for beginning of object key string"));
        }
        let start = self.at;
        let text = self.string()?;
        let key = self.push(Content::Scalar(Scalar::String, text), start);
        self.space();
        if self.peek() != Some(b':') {
            return Err(self.wrong("after object key"));
        }
        self.at += 1;
        Ok((key, self.value()?))
    }
}
