//! kubectl's JSONPath templates: `{.status.phase}`, `{range .items[*]}{.metadata.name}{"\n"}{end}`,
//! `{.status.conditions[?(@.type=="Ready")].status}`. A missing field is nothing, as `kubectl get` has it.
//! Upstream: staging/src/k8s.io/client-go/util/jsonpath/{parser,jsonpath}.go.

use serde_json::Value;

/// Nested `range`s beyond this are refused.
const DEPTH: usize = 16;

/// A path to values: steps taken one after another from each value found so far.
pub(crate) struct Path(Vec<Step>);

enum Step {
    Field(String),
    Index(i64),
    Slice(Option<i64>, Option<i64>),
    All,
    Below,
    Filter(Path, Option<(String, Value)>),
}

/// The text that a template makes of a value.
pub(crate) fn print(template: &str, root: &Value) -> Result<String, String> {
    if template.is_empty() {
        return Err("template format specified but no template given".to_owned());
    }
    let nodes = nodes(template)?;
    let mut out = String::new();
    render(&nodes, root, &mut out, 0)?;
    Ok(out)
}

/// Text as it is, or what stands in braces.
enum Node<'a> {
    Text(String),
    Action(&'a str),
}

fn nodes(template: &str) -> Result<Vec<Node<'_>>, String> {
    let mut nodes = Vec::new();
    let mut rest = template;
    while let Some((text, tail)) = rest.split_once('{') {
        nodes.push(Node::Text(text.to_owned()));
        let end = closing(tail).ok_or("unclosed action")?;
        let (action, after) = tail.split_at(end);
        let action = action.trim();
        match action.chars().next() {
            Some(quote @ ('"' | '\'')) => nodes.push(Node::Text(unquoted(action.trim_matches(quote)))),
            _ => nodes.push(Node::Action(action)),
        }
        rest = after.get(1..).unwrap_or_default();
    }
    nodes.push(Node::Text(rest.to_owned()));
    Ok(nodes)
}

/// Where the brace closes, quotes aside.
fn closing(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), c) if open == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '}') => return Some(at),
            _ => {}
        }
    }
    None
}

fn unquoted(text: &str) -> String {
    text.replace("\\n", "\n").replace("\\t", "\t").replace("\\\"", "\"").replace("\\\\", "\\")
}

/// Renders nodes up to their end or the `end` of a range; gives back what follows that.
fn render<'n, 't>(
    mut nodes: &'n [Node<'t>],
    at: &Value,
    out: &mut String,
    depth: usize,
) -> Result<&'n [Node<'t>], String> {
    while let Some((node, rest)) = nodes.split_first() {
        nodes = rest;
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Action("end") if depth > 0 => return Ok(nodes),
            Node::Action("end") => return Err("not in range, nothing to end".to_owned()),
            Node::Action(action) => match action.strip_prefix("range ") {
                Some(_) if depth == DEPTH => return Err("ranges are nested too deeply".to_owned()),
                Some(path) => {
                    let values = Path::parse(path.trim())?.find(at);
                    for value in &values {
                        render(rest, value, out, depth + 1)?;
                    }
                    nodes = render(rest, &Value::Null, &mut String::new(), depth + 1)?;
                }
                None => {
                    let values = Path::parse(action)?.find(at);
                    let texts: Vec<String> = values.into_iter().map(go).collect();
                    out.push_str(&texts.join(" "));
                }
            },
        }
    }
    Ok(nodes)
}

/// A value in Go's words: a text bare, a map or list as JSON.
pub(crate) fn go(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

impl Path {
    /// Reads `.a.b[0]`, `a.b`, `$.a`, `@.a`.
    pub(crate) fn parse(text: &str) -> Result<Path, String> {
        let mut steps = Vec::new();
        let mut rest = text.trim().trim_start_matches(['$', '@']);
        while !rest.is_empty() {
            rest = if let Some(inner) = rest.strip_prefix('[') {
                let end = bracket(inner).ok_or("unterminated array")?;
                let (inside, after) = inner.split_at(end);
                steps.push(subscript(inside.trim())?);
                after.get(1..).unwrap_or_default()
            } else if let Some(below) = rest.strip_prefix("..") {
                steps.push(Step::Below);
                field(below, &mut steps)
            } else {
                field(rest.strip_prefix('.').unwrap_or(rest), &mut steps)
            };
        }
        Ok(Path(steps))
    }

    /// Every value that the path leads to.
    pub(crate) fn find<'v>(&self, root: &'v Value) -> Vec<&'v Value> {
        self.0
            .iter()
            .fold(vec![root], |values, step| values.into_iter().flat_map(|value| step.take(value)).collect())
    }
}

/// Takes a field's name off the front; a backslash keeps a dot in it.
fn field<'t>(text: &'t str, steps: &mut Vec<Step>) -> &'t str {
    let mut name = String::new();
    let mut escaped = false;
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        match c {
            c if escaped => {
                name.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            '.' | '[' => {
                end = at;
                break;
            }
            c => name.push(c),
        }
    }
    match name.trim() {
        "" => {}
        "*" => steps.push(Step::All),
        name => steps.push(Step::Field(name.to_owned())),
    }
    text.get(end..).unwrap_or_default()
}

fn bracket(text: &str) -> Option<usize> {
    let mut depth = 0;
    text.char_indices().find_map(|(at, c)| {
        depth += i32::from(c == '[') - i32::from(c == ']');
        (depth < 0).then_some(at)
    })
}

fn subscript(text: &str) -> Result<Step, String> {
    let number = |text: &str| text.trim().parse::<i64>();
    if text == "*" {
        return Ok(Step::All);
    }
    if let Some(filter) = text.strip_prefix("?(").and_then(|text| text.strip_suffix(')')) {
        return parse_filter(filter);
    }
    if let Some(name) = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
        return Ok(Step::Field(name.replace("\\.", ".")));
    }
    if let Some((from, to)) = text.split_once(':') {
        return Ok(Step::Slice(number(from).ok(), number(to).ok()));
    }
    number(text).map(Step::Index).map_err(|_| format!("invalid array index {text}"))
}

fn parse_filter(text: &str) -> Result<Step, String> {
    for operator in ["==", "!=", "<=", ">=", "<", ">"] {
        if let Some((left, right)) = text.split_once(operator) {
            let right = right.trim();
            let quoted = right.len() > 1 && right.starts_with(['"', '\'']);
            let literal = if quoted {
                Value::String(right.trim_matches(['"', '\'']).to_owned())
            } else {
                serde_json::from_str(right).map_err(|_| format!("unrecognized literal {right} in filter"))?
            };
            return Ok(Step::Filter(Path::parse(left)?, Some((operator.to_owned(), literal))));
        }
    }
    Ok(Step::Filter(Path::parse(text)?, None))
}

impl Step {
    fn take<'v>(&self, value: &'v Value) -> Vec<&'v Value> {
        let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
        let place = |index: i64| {
            let index =
                if index < 0 { index + i64::try_from(items.len()).unwrap_or(i64::MAX) } else { index };
            usize::try_from(index).unwrap_or_default().min(items.len())
        };
        match self {
            Step::Field(name) => value.get(name).into_iter().collect(),
            Step::Index(index) => items.get(place(*index)).into_iter().collect(),
            Step::Slice(from, to) => {
                let (from, to) = (place(from.unwrap_or(0)), place(to.unwrap_or(i64::MAX)));
                items.iter().take(to).skip(from).collect()
            }
            Step::All => match value {
                Value::Object(map) => map.values().collect(),
                _ => items.iter().collect(),
            },
            Step::Below => below(value),
            Step::Filter(path, test) => {
                items.iter().filter(|item| passes(&path.find(item), test.as_ref())).collect()
            }
        }
    }
}

fn below(value: &Value) -> Vec<&Value> {
    let mut found = vec![value];
    let mut next = 0;
    while let Some(value) = found.get(next).copied() {
        next += 1;
        match value {
            Value::Object(map) => found.extend(map.values()),
            Value::Array(items) => found.extend(items),
            _ => {}
        }
    }
    found
}

fn passes(values: &[&Value], test: Option<&(String, Value)>) -> bool {
    let Some((operator, literal)) = test else { return !values.is_empty() };
    let [value] = values else { return false };
    let ordering = match (value, literal) {
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        (a, b) if **a == *b => Some(std::cmp::Ordering::Equal),
        (a, b) => a.as_f64().zip(b.as_f64()).and_then(|(a, b)| a.partial_cmp(&b)),
    };
    match operator.as_str() {
        "==" => ordering.is_some_and(std::cmp::Ordering::is_eq),
        "!=" => !ordering.is_some_and(std::cmp::Ordering::is_eq),
        "<" => ordering.is_some_and(std::cmp::Ordering::is_lt),
        "<=" => ordering.is_some_and(std::cmp::Ordering::is_le),
        ">" => ordering.is_some_and(std::cmp::Ordering::is_gt),
        _ => ordering.is_some_and(std::cmp::Ordering::is_ge),
    }
}

#[cfg(test)]
mod tests {
    use super::print;
    use serde_json::json;

    fn check(template: &str, expected: &str) {
        let pod = json!({
            "metadata": {"name": "web", "annotations": {"a.b/c": "x"}},
            "status": {
                "conditions": [{"type": "Ready", "status": "False"}, {"type": "Initialized", "status": "True"}],
                "containerStatuses": [{"name": "a", "restartCount": 3}, {"name": "b", "restartCount": 0}],
            },
        });
        assert_eq!(print(template, &pod).as_deref(), Ok(expected), "{template}");
    }

    #[test]
    fn templates_of_every_kind() {
        check("{.metadata.name}", "web");
        check("{.status.containerStatuses[*].restartCount}", "3 0");
        check(
            r#"{range .status.containerStatuses[*]}{.name}{"\t"}{.restartCount}{"\n"}{end}!"#,
            "a\t3\nb\t0\n!",
        );
        check(r#"{.status.conditions[?(@.type=="Ready")].status}"#, "False");
        check("{.status.containerStatuses[-1].name} {.status.containerStatuses[0:1].name}", "b a");
        check(r"{.metadata.annotations.a\.b/c} {.metadata.annotations['a\.b/c']}", "x x");
        check("{.spec.nope}", "");
        check("{.metadata}", r#"{"name":"web","annotations":{"a.b/c":"x"}}"#);
        check("{..restartCount}", "3 0");
    }

    #[test]
    fn broken_templates_say_why() {
        let error = |template: &str| print(template, &json!({})).unwrap_err();
        assert_eq!(error("{.a"), "unclosed action");
        assert_eq!(error("{end}"), "not in range, nothing to end");
        assert_eq!(error("{.a[x]}"), "invalid array index x");
    }
}
