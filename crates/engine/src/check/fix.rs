//! Changes that certainly remove a problem, offered as one click.

use super::data::{Edit, Fix};
use api::Kubernetes;
use api::read::{DecodeError, StrictError};
use source::{Document, Kind, Scalar};

fn fix(title: String, edit: source::Edit) -> Fix {
    Fix { title, edits: vec![Edit { range: edit.range, text: edit.text }] }
}

/// Quotes around what should be text; quotes away from what should be a number.
pub(super) fn decode(text: &str, document: &Document, error: &DecodeError) -> Option<Fix> {
    let place = document.locate(&error.path);
    let node = document.node(place.node);
    let written = text.get(node.range()).filter(|written| !written.is_empty() && place.exact)?;
    match (node.kind(), error.wanted.as_str()) {
        (Kind::Scalar(Scalar::String, value), "whole number") => {
            value.parse::<i32>().ok()?;
            let edit = source::Edit { range: node.range(), text: value.to_owned() };
            Some(fix(format!("write {value} without quotes"), edit))
        }
        (Kind::Scalar(Scalar::Bool(_) | Scalar::Int(_) | Scalar::Float(_), _), "string") => {
            let edit = source::Edit { range: node.range(), text: format!("\"{written}\"") };
            Some(fix(format!("put quotes around {written}"), edit))
        }
        _ => None,
    }
}

/// The field that was meant, or the unknown one away; with a sentence that says which.
pub(super) fn unknown(
    text: &str,
    document: &Document,
    error: &StrictError,
    kubernetes: &Kubernetes,
) -> (Option<String>, Option<Fix>) {
    let place = document.locate(&error.path);
    let written = place.key.and_then(|key| text.get(key)).unwrap_or_default().trim_matches(['"', '\'']);
    let remove = || {
        let edit = document.remove(text, &error.path)?;
        Some(fix(format!("remove `{written}`"), edit))
    };
    let Some(structure) = api::fields::structure(error.structure) else { return (None, remove()) };
    if let Some(field) = structure.fields.iter().find(|field| field.name == written) {
        let sentence = match (field.since, field.until) {
            (Some(since), _) if !kubernetes.knows(Some(since), None) => {
                format!(
                    "`{written}` came with Kubernetes 1.{since}; {} does not know it.",
                    kubernetes.version()
                )
            }
            _ => format!("`{written}` is not a field of Kubernetes {}.", kubernetes.version()),
        };
        return (Some(sentence), remove());
    }
    let parent = document.locate(parent_of(&error.path, written));
    let taken = |name: &str| document.node(parent.node).get(name).is_some();
    let meant = structure
        .fields
        .iter()
        .filter(|field| field.exists_in(kubernetes) && !taken(field.name))
        .map(|field| (distance(written, field.name), field.name))
        .min();
    match meant {
        Some((0..=2, name)) if written.len() > 3 || written.eq_ignore_ascii_case(name) => {
            let edit = document.rename(&error.path, name);
            (Some(format!("Did you mean `{name}`?")), edit.map(|edit| fix(format!("write `{name}`"), edit)))
        }
        _ => (Some(format!("A {} has no field `{written}`.", error.structure)), remove()),
    }
}

fn parent_of<'p>(path: &'p str, last: &str) -> &'p str {
    path.strip_suffix(last).map_or("", |parent| parent.trim_end_matches('.'))
}

/// A name for what must have one and has none.
pub(super) fn rule(text: &str, document: &Document, error: &validation::Error) -> Option<Fix> {
    let name = error.field.strip_suffix(".name")?;
    if error.kind != validation::Kind::Required || !name.ends_with(']') || document.locate(&error.field).exact
    {
        return None;
    }
    let word = if name.contains("ontainers[") { "app" } else { "name" };
    let edit = document.insert(text, name, "name", word)?;
    Some(fix(format!("add `name: {word}`"), edit))
}

/// How many letters differ; case counts as nothing.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().flat_map(char::to_lowercase).take(64).collect();
    let b: Vec<char> = b.chars().flat_map(char::to_lowercase).take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, above) in b.iter().zip(row.iter().skip(1)) {
            let value = (diagonal + usize::from(x != y)).min(above + 1).min(left + 1);
            diagonal = *above;
            left = value;
            next.push(value);
        }
        row = next;
    }
    row.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn counts_letters() {
        assert_eq!(distance("imagee", "image"), 1);
        assert_eq!(distance("Image", "image"), 0);
        assert_eq!(distance("comand", "command"), 1);
        assert_eq!(distance("abc", ""), 3);
    }
}
