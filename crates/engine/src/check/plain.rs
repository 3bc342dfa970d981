//! Sentences of ours beside the server's messages, where those use Go's terms.

use super::fix;
use api::kinds::{self, Kind};
use api::read::DecodeError;
use source::Document;

/// The sentence for a value of a wrong type.
pub(super) fn decode(error: &DecodeError) -> String {
    let field = error.path.rsplit('.').next().unwrap_or_default();
    match (error.found, error.wanted.as_str()) {
        ("true or false", "string") => format!(
            "`{field}` is text, but YAML reads yes, no, on, off, y, n, true and false without quotes as true or false. Put it in quotes."
        ),
        ("number", "string") => {
            format!("`{field}` is text, but YAML reads this as a number. Put it in quotes.")
        }
        ("string", "whole number") => {
            format!("`{field}` is a whole number; take the quotes or the letters away.")
        }
        (_, "quantity") if field.ends_with("cpu]") || field == "cpu" => {
            "`cpu` counts processors: `500m` is half of one, `2` are two.".to_owned()
        }
        (_, "quantity") => format!("`{field}` is an amount such as 128Mi or 1Gi."),
        ("number", "whole number") => {
            format!("`{field}` is a whole number, without a fraction and not this large.")
        }
        ("map", wanted) if wanted.starts_with("list of ") => {
            format!("`{field}` is a list: each of its items begins with `- `.")
        }
        (found, wanted) => format!("`{field}` should be a {wanted}; here is a {found}."),
    }
}

/// The sentence for a key that is written twice in YAML.
pub(super) fn duplicate(key: &str, silent: bool) -> String {
    let key = key.trim_matches('"');
    if silent {
        format!("`{key}` is written twice here; kubectl keeps the last and says nothing.")
    } else {
        format!("`{key}` is written twice here; the server keeps the last.")
    }
}

/// The sentence for a kind that the server does not know, or for a missing one.
pub(super) fn kind(document: &Document, api_version: &str, kind: &str) -> Option<String> {
    for name in ["kind", "apiVersion"] {
        let is_missing = if name == "kind" { kind.is_empty() } else { api_version.is_empty() };
        if let Some(key) = is_missing.then(|| fix::misspelt(document, name)).flatten() {
            return Some(format!("`{key}` is no field of an object. Did you mean `{name}`?"));
        }
    }
    if kind.is_empty() {
        return Some("Write what this is, such as `kind: Pod`.".to_owned());
    }
    if api_version.is_empty() {
        return Some(match kinds::like(kind).filter(|known| known.name == kind) {
            Some(known) => format!("A {kind} needs `apiVersion: {}`.", known.api_version),
            None => "Write the version of the API, such as `apiVersion: v1`.".to_owned(),
        });
    }
    // The very kind of another release is named by the message already.
    let Kind { api_version, name } =
        fix::meant(kind).filter(|known| (known.api_version, known.name) != (api_version, kind))?;
    Some(format!("Did you mean `apiVersion: {api_version}` with `kind: {name}`?"))
}

/// The field that a warning starts with, and the rest of it; most warnings name a field.
pub(super) fn warning(text: &str) -> (&str, &str) {
    match text.split_once(": ") {
        Some((field, rest)) if !field.contains(' ') && field.contains(['.', '[']) => (field, rest),
        _ => ("", text),
    }
}
