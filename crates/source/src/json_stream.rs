//! A JSON stream as kubectl reads it: values one after the other, without anything between them.
//! Upstream: Go encoding/json stream.go `Decoder`, apimachinery/pkg/util/yaml/decoder.go `YAMLOrJSONDecoder`.

use crate::decode;
use crate::stream::{Cut, Piece};
use crate::tree::{Content, Document, Language, NodeData, NodeId, count};
use crate::{Cause, Documents, Problem, read, read_json};

/// Cuts JSON values off, and gives the place where YAML begins; `None` where the stream ends or breaks as JSON.
pub(crate) fn values(text: &str, from: usize, cut: &mut Cut) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let blank = rest.len() - rest.trim_ascii_start().len();
        let start = at + blank;
        let body = text.get(start..).unwrap_or_default();
        if body.is_empty() {
            return None;
        }
        let end = start + length(body);
        let value = text.get(start..end).unwrap_or_default();
        let Some(problem) = read_json(value).problems.into_iter().next() else {
            cut.pieces.push(Piece { start, body: start..end, json: true });
            at = end;
            continue;
        };
        let offset = start - from + problem.range.end;
        let ended = problem.message.starts_with("unexpected end");
        let said = if ended { "unexpected EOF".to_owned() } else { problem.message };
        let range = start + problem.range.start..start + problem.range.end;
        let of = |message| Problem { message, advice: None, range, cause: Cause::Stream };
        if cut.pieces.len() > 1 {
            cut.problem = Some(of(said));
            return None;
        }
        let said = if ended { said } else { format!("json: offset {offset}: {said}") };
        cut.not_json = Some((cut.pieces.len(), of(said)));
        // White space up to a line's end belongs to neither.
        let blank = rest.get(..blank).unwrap_or_default();
        return Some(at + blank.find('\n').map_or(blank.len(), |end| end + 1));
    }
}

/// A value of a JSON stream, which YAML reads alike but for some escapes.
pub(crate) fn read_value(body: &str) -> Documents {
    let read = read(body);
    let whole = read.problems.is_empty() && read.documents.len() == 1;
    if whole && read.documents.iter().all(|document| document.failure.is_none()) {
        return read;
    }
    let mut json = read_json(body);
    json.documents.iter_mut().for_each(collapse);
    json
}

/// The length of the value that a text begins with: up to the bracket that closes it, or to the end.
fn length(text: &str) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth > 1 => depth -= 1,
            b'}' | b']' => return at + 1,
            b' ' | b'\t' | b'\n' | b'\r' if depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}

/// Makes of a JSON document what kubectl makes of it: keys sorted, of two the last.
fn collapse(document: &mut Document) {
    document.language = Language::Yaml;
    for id in 0..document.nodes.len() {
        let Some(NodeData { content: Content::Mapping { pairs, .. }, .. }) = document.nodes.get(id) else {
            continue;
        };
        let pairs = pairs.clone();
        let listed = document.pairs.get(pairs.start as usize..pairs.end as usize).unwrap_or_default();
        let mut listed = listed.to_vec();
        decode::sort(&document.nodes, &document.texts, &mut listed);
        let key = |pair: &(NodeId, NodeId)| decode::text(&document.nodes, &document.texts, pair.0);
        let mut kept: Vec<(NodeId, NodeId)> = Vec::with_capacity(listed.len());
        for pair in listed {
            match kept.last_mut() {
                Some(last) if key(last) == key(&pair) => *last = pair,
                _ => kept.push(pair),
            }
        }
        let first = count(document.pairs.len());
        document.pairs.extend(kept);
        let entries = first..count(document.pairs.len());
        if let Some(node) = document.nodes.get_mut(id) {
            node.content = Content::Mapping { pairs, entries };
        }
    }
}
