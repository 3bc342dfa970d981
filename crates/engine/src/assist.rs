//! Help while writing: what a field is, and what could be written here.

use api::Kubernetes;
use api::collections::sort_by_key;
use api::fields::{self, Field, Shape, Struct};
use serde::Serialize;
use source::Document;
use std::ops::Range;

/// What stands under the pointer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Hover {
    /// Bytes of the key.
    pub range: Range<usize>,
    /// `spec.containers[0].image`.
    pub path: String,
    /// The struct that has the field, and the field: what [`docs`] wants.
    pub structure: &'static str,
    /// The field.
    pub field: &'static str,
    /// `string`, `list of Container`.
    pub shape: String,
    /// Whether the schema wants it.
    pub required: bool,
    /// `1.34` when the field is younger than the oldest release on offer.
    pub since: Option<String>,
}

/// What could be written at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Completions {
    /// Bytes that the choice replaces: the word that is begun.
    pub range: Range<usize>,
    /// The choices, what is required first, then by name.
    pub choices: Vec<Choice>,
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    /// The word.
    pub label: String,
    /// What is written for it.
    pub insert: String,
    /// The type of a field, for the second column; empty for a value.
    pub detail: String,
    /// The struct that has the field; empty for a value.
    pub structure: &'static str,
    /// The field; empty for a value.
    pub field: &'static str,
}

/// What the documentation says of a field; `docs` is the text of `crates/api/data/docs.txt`.
pub fn docs(docs: &str, structure: &str, field: &str) -> Option<String> {
    fields::Docs::new(docs).find(structure, field)
}

/// The field whose key or value stands at a byte.
///
/// ```
/// use engine::{Kubernetes, assist::hover};
/// let text = "kind: Pod\nspec: {containers: [{image: nginx}]}\n";
/// let found = hover(text, text.find("image").unwrap(), &Kubernetes::RECORDED).unwrap();
/// assert_eq!((found.structure, found.field, found.shape.as_str()), ("Container", "image", "string"));
/// ```
pub fn hover(text: &str, byte: usize, kubernetes: &Kubernetes) -> Option<Hover> {
    let (document, path) = at(text, byte)?;
    let (structure, field) = fields::at_path(&kind(&document), &path, kubernetes)?;
    // The value of a map's key belongs to the map.
    let key = document.locate(&path).key?;
    Some(Hover {
        range: key,
        path,
        structure: structure.name,
        field: field.name,
        shape: field.shape.plain(),
        required: field.required,
        since: field.since.map(|minor| format!("1.{minor}")),
    })
}

/// The fields or values that could be written at a byte.
pub fn complete(text: &str, byte: usize, kubernetes: &Kubernetes) -> Option<Completions> {
    let before = text.get(..byte)?;
    let start = before.len() - before.chars().rev().take_while(|c| is_word(*c)).count();
    let end = byte + text.get(byte..)?.find(|c: char| !is_word(c)).unwrap_or(text.len() - byte);
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let lead = text.get(line..start)?;
    let key = lead.trim_start_matches([' ', '-']);
    let choices = if key.is_empty() || key.trim_end().ends_with(['{', ',']) {
        let rest = text.get(end..)?;
        let colon = if rest.starts_with(':') { "" } else { ": " };
        keys(text, start..end, colon, kubernetes)?
    } else {
        values(text, line, start, kubernetes)?
    };
    Some(Completions { range: start..end, choices })
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/')
}

/// A key stands at `word` for the moment of reading, so that the place has a path.
fn keys(text: &str, word: Range<usize>, colon: &str, kubernetes: &Kubernetes) -> Option<Vec<Choice>> {
    const HERE: &str = "podlabHere";
    let colon_here = if colon.is_empty() { "" } else { ": " };
    let trial = format!("{}{HERE}{colon_here}{}", text.get(..word.start)?, text.get(word.end..)?);
    let (document, path) = at(&trial, word.start)?;
    let parent = path.strip_suffix(HERE)?.trim_end_matches('.');
    let structure = structure_at(&kind(&document), parent, kubernetes)?;
    let written = document.node(document.locate(parent).node);
    let free = |field: &&Field| {
        field.exists_in(kubernetes) && field.name != "status" && written.get(field.name).is_none()
    };
    let mut fields: Vec<&Field> = structure.fields.iter().filter(free).collect();
    sort_by_key(&mut fields, |field| !field.required);
    let choice = |field: &Field| Choice {
        label: field.name.to_owned(),
        insert: format!("{}{}", field.name, if nested(&field.shape) { colon.trim_end() } else { colon }),
        detail: field.shape.plain(),
        structure: structure.name,
        field: field.name,
    };
    Some(fields.into_iter().map(choice).collect())
}

/// Whether a value starts on the next line.
fn nested(shape: &Shape) -> bool {
    matches!(shape, Shape::Struct(_) | Shape::List(_) | Shape::Map(..))
}

fn structure_at(kind: &str, path: &str, kubernetes: &Kubernetes) -> Option<&'static Struct> {
    if path.is_empty() {
        return fields::structure(kind);
    }
    let (_, field) = fields::at_path(kind, path, kubernetes)?;
    // In a list a key belongs to an item.
    match &field.shape {
        Shape::List(_) if !path.ends_with(']') => None,
        Shape::Map(..) => None,
        shape => shape.structure(),
    }
}

fn values(text: &str, line: usize, start: usize, kubernetes: &Kubernetes) -> Option<Vec<Choice>> {
    let lead = text.get(line..start)?;
    let colon = line + lead.trim_end().strip_suffix(':')?.len();
    // What is begun may not be readable yet: the value is left out.
    let rest = text.get(start..)?.find(['\n', ',', '}']).map_or(text.len(), |at| start + at);
    let trial = format!("{}{}", text.get(..start)?, text.get(rest..)?);
    let key = colon.checked_sub(1)?;
    let (document, path) = at(&trial, key)?;
    let (_, field) = fields::at_path(&kind(&document), &path, kubernetes)?;
    let words: &[&str] = match &field.shape {
        Shape::Bool => &["true", "false"],
        Shape::String(name) if field.name != "kind" && field.name != "apiVersion" => fields::words(name),
        _ => &[],
    };
    let plain = |word: &str| Choice {
        label: word.to_owned(),
        insert: word.to_owned(),
        detail: String::new(),
        structure: "",
        field: "",
    };
    let kinds = fields::KINDS.iter().filter_map(|(version, kind)| match path.as_str() {
        "kind" => Some(plain(kind)),
        "apiVersion" => Some(plain(version)),
        _ => None,
    });
    let mut choices: Vec<Choice> = words.iter().map(|word| plain(word)).chain(kinds).collect();
    choices.dedup();
    Some(choices)
}

/// The document around a byte, a fragment as a whole Pod, and the path of what stands there.
fn at(text: &str, byte: usize) -> Option<(Document, String)> {
    let documents = source::read(text).documents;
    let document = documents.into_iter().rfind(|document| document.range.start <= byte)?;
    let document = api::fragment::wrap(&document).map_or(document, |wrapped| wrapped.document);
    let (path, _) = document.path_at(byte);
    Some((document, path))
}

fn kind(document: &Document) -> String {
    let kind = document.root().get("kind").and_then(|kind| kind.as_str());
    kind.unwrap_or("Pod").to_owned()
}

#[cfg(test)]
mod tests {
    use super::{complete, hover};
    use crate::Kubernetes;

    /// The choices at `|`.
    fn choices(text: &str) -> Vec<String> {
        let byte = text.find('|').expect("a cursor");
        let found = complete(&text.replacen('|', "", 1), byte, &Kubernetes::RECORDED);
        found.map(|found| found.choices.into_iter().map(|choice| choice.insert).collect()).unwrap_or_default()
    }

    #[test]
    fn fields_are_offered_where_a_key_begins() {
        let found = choices("kind: Pod\nspec:\n  containers:\n  - name: a\n    im|\n");
        assert!(found.contains(&"image: ".to_owned()) && !found.contains(&"name: ".to_owned()), "{found:?}");
        assert!(found.contains(&"env:".to_owned()));
        assert_eq!(
            choices("kind: Pod\nspec:\n  containers:\n  - |\n    image: x\n").first().unwrap(),
            "name: "
        );
        assert_eq!(choices("initContainers:\n- |\n").first().unwrap(), "name: ");
    }

    #[test]
    fn values_are_offered_after_a_colon() {
        let text = "kind: Pod\nspec:\n  restartPolicy: N|\n  containers: []\n";
        assert_eq!(choices(text), ["Always", "Never", "OnFailure"]);
        assert_eq!(choices("kind: Pod\nspec: {hostNetwork: |}\n"), ["true", "false"]);
        assert!(choices("kind: |\n").contains(&"StatefulSet".to_owned()));
    }

    #[test]
    fn a_key_of_a_map_is_no_field() {
        let text = "kind: Pod\nmetadata:\n  labels:\n    app: x\n";
        let found = hover(text, text.find("app").unwrap(), &Kubernetes::RECORDED);
        assert_eq!(found.map(|found| found.field), Some("labels"));
    }
}
