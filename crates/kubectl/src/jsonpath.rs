//! kubectl's JSONPath templates: `{.status.phase}`, `{range .items[*]}{.metadata.name}{"\n"}{end}`,
//! `{.status.conditions[?(@.type=="Ready")].status}`. A missing field is nothing, as `kubectl get` has it.
//! Upstream: staging/src/k8s.io/client-go/util/jsonpath/{parser,jsonpath}.go,
//! staging/src/k8s.io/cli-runtime/pkg/printers/jsonpath.go.

mod find;
mod parse;

use api::json::{go_syntax, quote};
use serde_json::Value;
use std::borrow::Cow;

pub(crate) use find::find;
pub(crate) use parse::parse;

/// Nested `range`s beyond this are refused.
const DEPTH: usize = 16;

/// Text as it is, or the steps that stand in one pair of braces.
pub(crate) enum Node {
    Text(String),
    Steps(Vec<Step>),
}

/// A step is taken from each value that the steps before it have led to.
pub(crate) enum Step {
    /// Text in quotes, a number or a truth value, in place of what was found.
    Literal(Value),
    Field(String),
    /// From, to and step of `[1:5:2]`.
    Slice(Slice),
    All,
    Below,
    /// The left side, the operator, which is empty where presence is asked for, and the right side.
    Filter(Vec<Step>, String, Vec<Step>),
    Union(Vec<Vec<Step>>),
    /// `range`, `end`, or a word that means nothing.
    Word(String),
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Slice {
    from: Option<i64>,
    to: Option<i64>,
    by: Option<i64>,
    /// Whether one index was written, so that the end follows from it.
    single: bool,
}

/// The values that one node leads to.
pub(crate) type Found<'v> = Vec<Cow<'v, Value>>;

/// The text that a template makes of a value; `as_json` makes a JSON list of each node's values.
pub(crate) fn print(template: &str, root: &Value, as_json: bool) -> Result<String, String> {
    if template.is_empty() {
        return Err("template format specified but no template given".to_owned());
    }
    let nodes = parse(template).map_err(|error| format!("error parsing jsonpath {template}, {error}"))?;
    let found = find(&nodes, root).map_err(|error| {
        format!(
            "error executing jsonpath {}: Error executing template: {error}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t{template}\n\tobject given to jsonpath engine was:\n\t\t{}\n\n",
            quote(template),
            go_syntax(root)
        )
    })?;
    let mut out = String::new();
    for values in found {
        if as_json {
            let list = Value::Array(values.into_iter().map(Cow::into_owned).collect());
            out.push_str(&crate::command::pretty(list));
        } else {
            let texts: Vec<String> = values.iter().map(|value| text(value)).collect();
            out.push_str(&texts.join(" "));
        }
    }
    Ok(out)
}

/// A value as a template prints it: a text bare, a map or list as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(_) | Value::Array(_) => html(&api::json::text(&api::json::sorted(value.clone()))),
        other => api::json::text(other),
    }
}

/// JSON as Go writes it, safe within HTML.
pub(crate) fn html(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// The expression of a path that a column or `--sort-by` names: `{.a.b}`, `{a.b}`, `.a.b` or `a.b`.
/// Upstream: RelaxedJSONPathExpression, staging/src/k8s.io/kubectl/pkg/cmd/get/customcolumn.go.
pub(crate) fn relaxed(path: &str) -> Result<String, String> {
    let inner = path.strip_prefix('{').and_then(|path| path.strip_suffix('}')).unwrap_or(path);
    let bare = inner.strip_prefix('.').filter(|rest| !rest.is_empty()).unwrap_or(inner);
    if bare.is_empty() && path.is_empty() {
        return Ok(String::new());
    }
    if bare.is_empty() || bare.contains(['{', '}']) {
        return Err("unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'".to_owned());
    }
    Ok(format!("{{.{bare}}}"))
}

#[cfg(test)]
mod tests;
