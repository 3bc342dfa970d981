//! Reads a template. Upstream: text/template/parse/{lex,parse}.go of Go.

use super::{Branch, DEPTH, Failed, Held, Node, Pipe, Root, Term};
use serde_json::Value;

/// The parts of a template.
pub(super) fn parse(template: &str) -> Result<Vec<Node>, Failed> {
    let mut reader = Reader { pieces: pieces(template)?.into_iter(), depth: 0 };
    match reader.nodes()? {
        (nodes, None) => Ok(nodes),
        (_, Some(word)) => Err(format!("unexpected {{{{{word}}}}}")),
    }
}

enum Piece {
    Text(String),
    /// The words between two pairs of braces.
    Action(Vec<String>),
}

/// Cuts a template into text and actions.
fn pieces(template: &str) -> Result<Vec<Piece>, Failed> {
    let mut pieces = Vec::new();
    let (mut rest, mut trims) = (template, false);
    while let Some((text, behind)) = rest.split_once("{{") {
        let (action, is_trimmed) = match behind.strip_prefix("- ").or_else(|| behind.strip_prefix("-\n")) {
            Some(action) => (action, true),
            None => (behind, false),
        };
        pieces.push(Piece::Text(trimmed(text, trims, is_trimmed)));
        let (words, later) = words(action)?;
        (rest, trims) = later;
        if !words.is_empty() {
            pieces.push(Piece::Action(words));
        }
    }
    pieces.push(Piece::Text(trimmed(rest, trims, false)));
    Ok(pieces)
}

fn trimmed(text: &str, start: bool, end: bool) -> String {
    let text = if start { text.trim_start() } else { text };
    if end { text.trim_end() } else { text }.to_owned()
}

/// The words of an action; the text behind it, and whether blanks there are taken out.
type Words<'t> = (Vec<String>, (&'t str, bool));

fn words(action: &str) -> Result<Words<'_>, Failed> {
    let mut words = Vec::new();
    let mut rest = action;
    if let Some(comment) = action.trim_start().strip_prefix("/*") {
        rest = comment.split_once("*/").ok_or("unclosed comment")?.1;
    }
    loop {
        let behind = rest.trim_start();
        let has_blank = behind.len() < rest.len();
        if let Some(later) = behind.strip_prefix("-}}").filter(|_| has_blank) {
            return Ok((words, (later, true)));
        }
        if let Some(later) = behind.strip_prefix("}}") {
            return Ok((words, (later, false)));
        }
        let first = behind.chars().next().ok_or("unclosed action")?;
        let length = match first {
            '"' => quoted(behind)?,
            '`' => {
                behind.get(1..).and_then(|text| text.find('`')).ok_or("unterminated raw quoted string")? + 2
            }
            ':' if behind.starts_with(":=") => 2,
            '(' | ')' | '|' | ',' | '=' => 1,
            _ => behind
                .find(|c: char| c.is_whitespace() || "()|,=:}\"`".contains(c))
                .unwrap_or(behind.len())
                .max(1),
        };
        let (word, later) = behind.split_at_checked(length).ok_or("bad character")?;
        // A field that stands right behind a bracket is of the pipe in it.
        let is_joined = !has_blank && word.starts_with('.') && words.last().is_some_and(|last| last == ")");
        words.push(if is_joined { format!("\u{0}{word}") } else { word.to_owned() });
        rest = later;
    }
}

/// The length of a text in quotes at the beginning.
fn quoted(text: &str) -> Result<usize, Failed> {
    let mut is_escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return Ok(at + 1),
            _ => {}
        }
    }
    Err("unterminated quoted string".to_owned())
}

struct Reader {
    pieces: std::vec::IntoIter<Piece>,
    depth: usize,
}

impl Reader {
    /// The parts up to an `end` or `else`, with the words of that action.
    fn nodes(&mut self) -> Result<(Vec<Node>, Option<String>), Failed> {
        let mut nodes = Vec::new();
        while let Some(piece) = self.pieces.next() {
            let words = match piece {
                Piece::Text(text) => {
                    nodes.push(Node::Text(text));
                    continue;
                }
                Piece::Action(words) => words,
            };
            let (first, rest) = words.split_first().ok_or("empty action")?;
            nodes.push(match first.as_str() {
                "end" | "else" => return Ok((nodes, Some(words.join(" ")))),
                "if" => Node::If(self.branches(rest)?),
                "with" => Node::With(self.branches(rest)?),
                "range" => Node::Range(self.branches(rest)?),
                _ => Node::Print(pipe(&words)?),
            });
        }
        Ok((nodes, None))
    }

    /// The branches behind `if`, `with` or `range`, whose words are given.
    fn branches(&mut self, words: &[String]) -> Result<Vec<Branch>, Failed> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err("nested too deep".to_owned());
        }
        let mut branches = Vec::new();
        let mut on = Some(pipe(words)?);
        loop {
            let (body, end) = self.nodes()?;
            branches.push(Branch { on: on.take(), body });
            match end.as_deref() {
                Some("end") => break,
                Some("else") => {}
                Some(other) => {
                    let condition = other.split(' ').nth(1);
                    let words: Vec<String> = other.split(' ').skip(2).map(str::to_owned).collect();
                    on = condition.filter(|word| *word == "if").map(|_| pipe(&words)).transpose()?;
                    on.as_ref().ok_or_else(|| format!("unexpected {{{{{other}}}}}"))?;
                }
                None => return Err("unexpected EOF".to_owned()),
            }
        }
        self.depth -= 1;
        Ok(branches)
    }
}

/// Reads the words of a pipe.
fn pipe(words: &[String]) -> Result<Pipe, Failed> {
    let mut pipe = Pipe::default();
    let set = words.iter().position(|word| word == ":=" || word == "=");
    let (names, words) = words.split_at(set.unwrap_or(0));
    pipe.variables = names.iter().filter(|name| *name != ",").cloned().collect();
    pipe.assigns = words.first().is_some_and(|word| word == "=");
    let mut words = words.get(usize::from(set.is_some())..).unwrap_or_default();
    let mut command = Vec::new();
    while let Some((word, rest)) = words.split_first() {
        words = rest;
        match word.as_str() {
            "|" => pipe.commands.push(std::mem::take(&mut command)),
            "(" => {
                let end = closing(words).ok_or("unclosed left paren")?;
                let inner = pipe_of(words.get(..end).unwrap_or_default())?;
                words = words.get(end + 1..).unwrap_or_default();
                let joined = words.first().and_then(|word| word.strip_prefix('\u{0}'));
                let fields = joined.map(fields).unwrap_or_default();
                words = words.get(usize::from(joined.is_some())..).unwrap_or_default();
                command.push(Term::Value(Root::Pipe(inner), fields));
            }
            word => command.push(term(word)?),
        }
    }
    pipe.commands.push(command);
    if pipe.commands.iter().any(Vec::is_empty) {
        return Err("missing value for command".to_owned());
    }
    Ok(pipe)
}

/// A pipe in brackets, which sets no variables.
fn pipe_of(words: &[String]) -> Result<Pipe, Failed> {
    let depth = words.iter().filter(|word| *word == "(").count();
    if depth > DEPTH { Err("nested too deep".to_owned()) } else { pipe(words) }
}

/// The place of the bracket that closes one before these words.
fn closing(words: &[String]) -> Option<usize> {
    let mut open = 1;
    words.iter().position(|word| {
        open += usize::from(word == "(");
        open -= usize::from(word == ")");
        open == 0
    })
}

/// The fields of `.a.b`.
fn fields(text: &str) -> Vec<String> {
    text.split('.').skip(1).map(str::to_owned).collect()
}

fn term(word: &str) -> Result<Term, Failed> {
    let literal = |value| Ok(Term::Value(Root::Literal(value), Vec::new()));
    let first = word.chars().next().unwrap_or_default();
    match word {
        "." => Ok(Term::Value(Root::Dot, Vec::new())),
        "true" | "false" => literal(Held::Json(Value::Bool(word == "true"))),
        "nil" => literal(Held::Missing),
        _ if first == '.' => Ok(Term::Value(Root::Dot, fields(word))),
        _ if first == '$' => {
            let name = word.split('.').next().unwrap_or_default();
            Ok(Term::Value(Root::Variable(name.to_owned()), fields(word)))
        }
        _ if first == '`' => literal(Held::Json(word.trim_matches('`').into())),
        _ if first == '"' => {
            let text: Option<String> = serde_json::from_str(word).ok();
            text.map_or_else(|| Err(format!("bad string {word}")), |text| literal(Held::Json(text.into())))
        }
        _ if first.is_ascii_digit() || "+-".contains(first) => {
            match (word.parse::<i64>(), word.parse::<f64>()) {
                (Ok(number), _) => literal(Held::Int(number)),
                (_, Ok(number)) => literal(Held::Json(number.into())),
                _ => Err(format!("bad number syntax: {word}")),
            }
        }
        _ if first.is_alphabetic() => Ok(Term::Function(word.to_owned())),
        _ => Err(format!("unexpected {word} in command")),
    }
}
