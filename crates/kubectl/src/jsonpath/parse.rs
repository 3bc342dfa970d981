//! Reads a template into its nodes, with upstream's words on what it cannot read.

use super::{Node, Slice, Step};
use serde_json::Value;

/// Steps behind an opened brace, and what stands behind its end.
type Read<'t> = Result<(Vec<Step>, &'t str), String>;

/// The nodes of a template.
pub(crate) fn parse(template: &str) -> Result<Vec<Node>, String> {
    let mut nodes = Vec::new();
    let mut rest = template;
    while let Some((text, tail)) = rest.split_once('{') {
        if !text.is_empty() {
            nodes.push(Node::Text(text.to_owned()));
        }
        let (steps, after) = action(tail)?;
        nodes.push(Node::Steps(steps));
        rest = after;
    }
    if !rest.is_empty() {
        nodes.push(Node::Text(rest.to_owned()));
    }
    Ok(nodes)
}

/// The steps of a part that stands in brackets.
fn part(text: &str) -> Result<Vec<Step>, String> {
    action(&format!("{text}}}")).map(|(steps, _)| steps)
}

fn action(text: &str) -> Read<'_> {
    let mut steps = Vec::new();
    let mut rest = text;
    loop {
        let next = rest.chars().next().unwrap_or('\n');
        let behind = rest.get(next.len_utf8()..).unwrap_or_default();
        rest = match next {
            '}' => return Ok((steps, behind)),
            '\n' | '\r' => return Err("unclosed action".to_owned()),
            ' ' | '@' | '$' => behind,
            '[' if behind.starts_with("?(") => filter(behind.get(2..).unwrap_or_default(), &mut steps)?,
            '[' => array(behind, &mut steps)?,
            '"' | '\'' => quoted(rest, next, &mut steps)?,
            '.' if behind.starts_with('.') => {
                if matches!(steps.last(), Some(Step::Below)) {
                    return Err("invalid multiple recursive descent".to_owned());
                }
                steps.push(Step::Below);
                let behind = behind.get(1..).unwrap_or_default();
                if behind.starts_with(is_word) { field(behind, &mut steps) } else { behind }
            }
            '.' => field(behind, &mut steps),
            '+' | '-' => number(rest, &mut steps)?,
            c if c.is_numeric() => number(rest, &mut steps)?,
            c if is_word(c) => word(rest, &mut steps),
            c => return Err(format!("unrecognized character in action: U+{:04X} '{c}'", u32::from(c))),
        };
    }
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Whether a field or a word ends here.
fn ends(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '.' | ',' | '[' | ']' | '$' | '@' | '{' | '}')
}

fn word<'t>(text: &'t str, steps: &mut Vec<Step>) -> &'t str {
    let (word, rest) = text.split_at(text.find(ends).unwrap_or(text.len()));
    steps.push(match word {
        "true" | "false" => Step::Literal(Value::Bool(word == "true")),
        _ => Step::Word(word.to_owned()),
    });
    rest
}

/// Takes a field's name off the front; a backslash keeps what ends a name in it.
fn field<'t>(text: &'t str, steps: &mut Vec<Step>) -> &'t str {
    let mut escaped = false;
    let end = text.find(|c: char| {
        let is_end = !escaped && ends(c);
        escaped = !escaped && c == '\\';
        is_end
    });
    let (name, rest) = text.split_at(end.unwrap_or(text.len()));
    steps.push(if name == "*" { Step::All } else { Step::Field(name.replace('\\', "")) });
    rest
}

fn number<'t>(text: &'t str, steps: &mut Vec<Step>) -> Result<&'t str, String> {
    let signed = usize::from(text.starts_with(['+', '-']));
    let digits = text.get(signed..).unwrap_or_default();
    let length = digits.find(|c: char| c != '.' && !c.is_numeric()).unwrap_or(digits.len());
    let (number, rest) = text.split_at(signed + length);
    let whole = number.parse::<i64>().map(Value::from);
    let value = whole.or_else(|_| number.parse::<f64>().map(Value::from));
    steps.push(Step::Literal(value.map_err(|_| format!("cannot parse number {number}"))?));
    Ok(rest)
}

/// Text in quotes; a backslash keeps the quote in it.
fn quoted<'t>(text: &'t str, quote: char, steps: &mut Vec<Step>) -> Result<&'t str, String> {
    let mut before = quote;
    let mut end = None;
    for (at, c) in text.char_indices().skip(1) {
        if c == '\n' {
            break;
        }
        if c == quote && before != '\\' {
            end = Some(at);
            break;
        }
        before = c;
    }
    let end = end.ok_or("unterminated quoted string")?;
    let (whole, rest) = text.split_at(end + 1);
    let invalid = || format!("unquote string {whole} error invalid syntax");
    let inner = whole.get(1..end).unwrap_or_default();
    steps.push(Step::Literal(Value::String(unquoted(inner, quote).ok_or_else(invalid)?)));
    Ok(rest)
}

/// The text within these quotes as Go's `strconv.UnquoteChar` reads it; `None` where it reads nothing.
fn unquoted(text: &str, quote: char) -> Option<String> {
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        out.push(match rest.next()? {
            'a' => '\u{7}',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            '\\' => '\\',
            letter @ ('x' | 'u' | 'U') => {
                let length = match letter {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let digits: String = rest.by_ref().take(length).collect();
                char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
            }
            c if c == quote => c,
            _ => return None,
        });
    }
    Some(out)
}

/// `*]`, `0]`, `-1]`, `1:3]`, `'key']`, `0,2]`.
fn array<'t>(text: &'t str, steps: &mut Vec<Step>) -> Result<&'t str, String> {
    let end = text.find([']', '\n']).filter(|end| text.get(*end..).is_some_and(|rest| rest.starts_with(']')));
    let (inside, rest) = text.split_at(end.ok_or("unterminated array")?);
    let rest = rest.get(1..).unwrap_or_default();
    let inside = if inside == "*" { ":" } else { inside };
    if inside.contains(',') {
        let parts = inside.split(',').map(|one| part(&format!("[{}]", one.trim_matches(' '))));
        steps.push(Step::Union(parts.collect::<Result<_, _>>()?));
        return Ok(rest);
    }
    let key = inside.strip_prefix('\'').and_then(|key| key.strip_suffix('\''));
    if let Some(key) = key.filter(|key| !key.contains('\'')) {
        steps.extend(part(&format!(".{key}"))?);
        return Ok(rest);
    }
    steps.push(Step::Slice(slice(inside)?));
    Ok(rest)
}

fn slice(text: &str) -> Result<Slice, String> {
    let parts: Vec<&str> = text.split(':').collect();
    let is_number =
        |part: &&str| part.strip_prefix('-').unwrap_or(part).bytes().all(|byte| byte.is_ascii_digit());
    if parts.len() > 3 || !parts.iter().all(is_number) {
        return Err(format!("invalid array index {text}"));
    }
    let number = |index: usize| match parts.get(index) {
        None | Some(&"") => Ok(None),
        Some(part) => part.parse().map(Some).map_err(|_| format!("array index {part} is not a number")),
    };
    Ok(Slice { from: number(0)?, to: number(1)?, by: number(2)?, single: parts.len() == 1 })
}

/// `@.type=="Ready")]`, `@.ready)]`.
fn filter<'t>(text: &'t str, steps: &mut Vec<Step>) -> Result<&'t str, String> {
    let (mut open, mut closed, mut before) = (None, false, ' ');
    let mut end = None;
    for (at, c) in text.char_indices() {
        match (c, open) {
            ('\n', _) => break,
            ('"' | '\'', None) => open = Some(c),
            ('"' | '\'', Some(quote)) => closed |= before != '\\' && c == quote,
            (')', _) if open.is_some() == closed => {
                end = Some(at);
                break;
            }
            _ => {}
        }
        before = c;
    }
    let (condition, rest) = text.split_at(end.ok_or("unterminated filter")?);
    let rest = rest.strip_prefix(")]").ok_or("unclosed array expect ]")?;
    let is_sign = |c: char| matches!(c, '!' | '<' | '>' | '=');
    let (left, signs) = condition.split_at(condition.find(is_sign).unwrap_or(condition.len()));
    let (operator, right) = signs.split_at(signs.find(|c| !is_sign(c)).unwrap_or(signs.len()));
    steps.push(if left.is_empty() || operator.is_empty() || right.is_empty() {
        Step::Filter(part(condition)?, String::new(), Vec::new())
    } else {
        Step::Filter(part(left)?, operator.to_owned(), part(right)?)
    });
    Ok(rest)
}
