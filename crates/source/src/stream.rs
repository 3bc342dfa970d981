//! A text as kubectl reads it: cut at lines that begin with `---`, or into the values of a JSON stream. Of each piece the
//! first document counts. Upstream: apimachinery/pkg/util/yaml/decoder.go `YAMLReader` and `YAMLOrJSONDecoder`.

use crate::json_stream::{read_value, values};
use crate::tree::Document;
use crate::{Cause, Documents, Problem, parse};
use std::ops::Range;

/// The number of bytes that are searched for a first `{`, which makes a text JSON.
const GUESSED: usize = 4096;
/// The line that separates documents begins so, whatever it means to YAML.
const SEPARATOR: &str = "---";

/// Reads every document that kubectl would send. Places and lines of nodes count from the start of the text; the words
/// of a problem count lines from the start of the piece, as kubectl's do.
///
/// ```
/// let read = source::read_stream("kind: Pod\n--- # next\nkind: Node\n---there\n");
/// assert_eq!(read.problems[0].message, "invalid Yaml document separator: there");
/// assert_eq!(read.documents.len(), 1, "kubectl never gets to see the second");
/// let read = source::read_stream("{\"kind\": \"Pod\"} {\"kind\": \"Node\"}");
/// assert_eq!(read.documents[1].root().get("kind").unwrap().as_str(), Some("Node"));
/// ```
pub fn read_stream(text: &str) -> Documents {
    if let Err(problem) = parse::body(text) {
        return Documents { documents: Vec::new(), problems: vec![problem] };
    }
    let cut = cut(text);
    let mut out = Documents::default();
    let mut lines = Lines::new(text);
    for index in 0..cut.pieces.len() {
        if let Err(problem) = cut.read(index, text, &mut lines).map(|read| out.documents.extend(read)) {
            out.problems.push(problem);
            return out;
        }
    }
    out.problems.extend(cut.problem);
    out
}

/// One piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Where it starts, the separator before it included.
    pub start: usize,
    /// The text that is read.
    pub body: Range<usize>,
    /// Whether it is a value of a JSON stream.
    pub json: bool,
}

/// A text in pieces.
#[derive(Debug, Default)]
pub(crate) struct Cut {
    pub pieces: Vec<Piece>,
    /// Why the rest cannot be cut.
    pub problem: Option<Problem>,
    /// The complaint when a piece is no YAML either: the first behind the JSON of the stream.
    pub not_json: Option<(usize, Problem)>,
}

/// Counts lines, each byte of the text once.
pub(crate) struct Lines<'t> {
    bytes: &'t [u8],
    at: usize,
    counted: usize,
}

impl<'t> Lines<'t> {
    pub fn new(text: &'t str) -> Self {
        Lines { bytes: text.as_bytes(), at: 0, counted: 0 }
    }

    /// The line of a byte, from 0; the bytes asked for never go back.
    fn of(&mut self, at: usize) -> usize {
        let between = self.bytes.get(self.at..at).unwrap_or_default();
        self.counted += between.iter().map(|byte| usize::from(*byte == b'\n')).sum::<usize>();
        self.at = self.at.max(at);
        self.counted
    }
}

impl Piece {
    /// The piece in a text in which it stands `bytes` further down.
    pub fn moved(&self, bytes: isize) -> Piece {
        let by = |at: usize| at.wrapping_add_signed(bytes);
        Piece { start: by(self.start), body: by(self.body.start)..by(self.body.end), json: self.json }
    }
}

impl Cut {
    /// The content of a piece: a document, or nothing.
    pub fn read(&self, index: usize, text: &str, lines: &mut Lines<'_>) -> Result<Option<Document>, Problem> {
        let Some(piece) = self.pieces.get(index) else { return Ok(None) };
        let at = piece.body.start;
        let body = text.get(piece.body.clone()).unwrap_or_default();
        let line = lines.of(at);
        let Documents { documents, problems } =
            if piece.json { read_value(body) } else { parse::read_lines(body) };
        let mut found = documents.into_iter();
        let Some(mut document) = found.next() else {
            let Some(problem) = problems.into_iter().next() else { return Ok(None) };
            return Err(self.not_json(index).unwrap_or_else(|| moved(problem, at, line)));
        };
        let rest = found.next().map(|next| next.range.start);
        let rest = rest.or(problems.first().map(|problem| problem.range.start));
        document.ignored = rest.map(|rest| rest..body.len());
        document.shift(signed(at), signed(line));
        if let Some(failure) = &mut document.failure {
            // The reader has named the line of the piece; its places have moved with the document.
            *failure = self.not_json(index).unwrap_or_else(|| told(failure.clone(), line));
        }
        if piece.start < at {
            document.range.start = piece.start;
        }
        Ok(Some(document))
    }

    fn not_json(&self, index: usize) -> Option<Problem> {
        let (first, problem) = self.not_json.as_ref()?;
        (*first == index).then(|| problem.clone())
    }
}

fn signed(number: usize) -> isize {
    isize::try_from(number).unwrap_or_default()
}

/// A problem of a piece at its place in the text.
fn moved(mut problem: Problem, bytes: usize, lines: usize) -> Problem {
    problem.range = problem.range.start + bytes..problem.range.end + bytes;
    told(problem, lines)
}

/// The words of a problem count lines from the piece: says which line of the text is meant.
fn told(mut problem: Problem, lines: usize) -> Problem {
    let named = problem.message.strip_prefix("yaml: line ").and_then(|rest| rest.split_once(':'));
    if let Some(line) = named.and_then(|(line, _)| line.parse::<usize>().ok())
        && lines > 0
    {
        let counted =
            format!("kubectl counts from the `---` above: this is line {} of the text.", line + lines);
        problem.advice = Some(problem.advice.map_or(counted.clone(), |advice| format!("{advice} {counted}")));
    }
    problem
}

/// Cuts a text.
pub(crate) fn cut(text: &str) -> Cut {
    let mut cut = Cut::default();
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let rest = text.get(at..).unwrap_or_default();
    let shown = rest.as_bytes().get(..GUESSED).unwrap_or(rest.as_bytes());
    if shown.trim_ascii_start().starts_with(b"{") {
        match values(text, at, &mut cut) {
            Some(next) => at = next,
            None => return cut,
        }
    }
    yaml(text, at, &mut cut);
    cut
}

/// Cuts at lines that begin with `---`. Where nothing stands before such a line, it stays in the piece that follows.
fn yaml(text: &str, from: usize, cut: &mut Cut) {
    let (mut start, mut body, mut at) = (from, from, from);
    for line in text.get(from..).unwrap_or_default().split_inclusive('\n') {
        let next = at + line.len();
        if let Some(rest) = line.strip_prefix(SEPARATOR) {
            let rest = rest.trim();
            if !rest.is_empty() && !rest.starts_with('#') {
                cut.problem = Some(Problem {
                    message: format!("invalid Yaml document separator: {rest}"),
                    advice: Some(ADVICE.to_owned()),
                    range: at..at + line.trim_end().len(),
                    cause: Cause::Stream,
                });
                return;
            }
            if at > body {
                cut.pieces.push(Piece { start, body: body..at, json: false });
                (start, body) = (at, next);
            }
        }
        at = next;
    }
    if at > body {
        cut.pieces.push(Piece { start, body: body..at, json: false });
    }
}

const ADVICE: &str = "For kubectl a line that begins with `---` separates documents, also inside of a text. Indent the line, or write nothing but a comment behind `---`.";

#[cfg(test)]
mod tests {
    use super::read_stream;
    use expect_test::{Expect, expect};
    use std::fmt::Write as _;

    /// Each document with its first line and its bytes, then the problem.
    fn check(text: &str, expected: &Expect) {
        let read = read_stream(text);
        let mut out = String::new();
        for document in &read.documents {
            let json = crate::print::json_of(document.root());
            let _ = write!(out, "{:?} line {} {json}", document.range, document.root().line());
            let ignored = document.ignored.clone().map(|ignored| &text[ignored]);
            let _ = writeln!(out, "{}", ignored.map_or(String::new(), |text| format!(", ignored {text:?}")));
        }
        for problem in &read.problems {
            let _ = writeln!(out, "{:?} {}", problem.range, problem.message);
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn lines_with_three_dashes_cut() {
        check(
            "a: 1\n--- # two\nb: |\n  ---\n---\t\n---\nc: 3\n---",
            &expect![[r#"
            0..5 line 1 {"a":1}
            5..26 line 3 {"b":"---\n"}
            26..40 line 7 {"c":3}
        "#]],
        );
        check(
            "a: 1\n---\nb: |\n  x\n-----BEGIN\n",
            &expect![[r#"
            0..5 line 1 {"a":1}
            18..28 invalid Yaml document separator: --BEGIN
        "#]],
        );
        check(
            "a: 1\r\n---\r\nb: 2\r\n",
            &expect![[r#"
            0..6 line 1 {"a":1}
            6..17 line 3 {"b":2}
        "#]],
        );
    }

    #[test]
    fn each_piece_is_read_alone() {
        check(
            "a: &x 1\n---\n\u{feff}b: 2\n...\nc: 3\n---\nd: *x\n",
            &expect![[r#"
            0..8 line 1 {"a":1}
            8..20 line 3 {"b":2}, ignored "c: 3\n"
            29..39 line 7 {"d":null}
        "#]],
        );
        check(
            "%YAML 1.1\n---\na: 1\n",
            &expect![[r#"
            10..10 yaml: line 1: did not find expected <document start>
        "#]],
        );
    }

    /// As kubectl 1.36.2 sends them: its reader ends the last line of a text, the server's does not.
    #[test]
    fn a_block_may_end_with_the_text() {
        for (header, sent, posted) in
            [("|", "x\ny\n", "x\ny"), ("|-", "x\ny", "x\ny"), (">-", "x y", "x y"), (">", "x y\n", "x y")]
        {
            let text = format!("a: {header}\n  x\n  y");
            for (read, expected) in [
                (read_stream(&text), sent),
                (crate::read(&text), posted),
                (crate::read_with_libyaml(&text), posted),
            ] {
                let document = read.documents.first().unwrap();
                assert_eq!(document.root().get("a").unwrap().as_str(), Some(expected), "{text:?}");
                assert_eq!(document.range, 0..text.len());
            }
        }
    }

    #[test]
    fn json_values_follow_each_other() {
        check(
            "{\"a\": 1}{\"b\": 2}\n\n{\"c\": \"\\ud83d\\ude00\", \"a\": 1, \"a\": 2}",
            &expect![[r#"
            0..8 line 1 {"a":1}
            8..16 line 1 {"b":2}
            18..55 line 3 {"a":2,"c":"😀"}
        "#]],
        );
        check(
            "{\"a\": 1}\n---\nb: 2\n",
            &expect![[r#"
            0..8 line 1 {"a":1}
            9..18 line 3 {"b":2}
        "#]],
        );
        check(
            "{\"a\": 1}\n{\"b\": 2}\n---\nc: 3\n",
            &expect![[r#"
            0..8 line 1 {"a":1}
            9..17 line 2 {"b":2}
            19..20 invalid character '-' in numeric literal
        "#]],
        );
        check(
            "{a: 1}\n---\n{b: 2}\n",
            &expect![[r#"
            0..7 line 1 {"a":1}
            7..18 line 3 {"b":2}
        "#]],
        );
        check(
            "{\"a\": [}\n",
            &expect![[r#"
            7..8 json: offset 8: invalid character '}' looking for beginning of value
        "#]],
        );
        check(
            "{\"a\": [\n",
            &expect![[r#"
            8..8 unexpected EOF
        "#]],
        );
    }
}
