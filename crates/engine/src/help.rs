//! Help while writing: the documentation of a field, and the words that may be written at a place.

use api::Kubernetes;
use api::collections::sort_by_key;
use api::fields::{self, Docs, Field, Shape, Struct};
use api::kinds::KINDS;
use source::{Document, Positions};
use std::ops::Range;
use view::{Choice, Completion, Hover};

use crate::manifest::Manifest;
use crate::places;

impl Manifest {
    /// The documentation of the field at an offset in UTF-16 units; `docs` is `api/data/docs.txt`, or empty.
    ///
    /// ```
    /// use engine::{Kubernetes, Manifest};
    /// let manifest = Manifest::read("apiVersion: v1\nkind: Pod\nspec:\n  nodeName: a\n", &Kubernetes::RECORDED);
    /// let hover = manifest.hover(33, "").unwrap();
    /// assert_eq!((hover.title.as_str(), hover.from, hover.to), ("nodeName: string", 33, 41));
    /// ```
    pub fn hover(&self, offset: u32, docs: &str) -> Option<Hover> {
        let (document, byte) = self.document_at(offset)?;
        let (path, _) = document.path_at(byte);
        let (structure, field) = fields::at_path(&kind(document), &path, self.kubernetes())?;
        let place = places::place(&Positions::new(self.text()), &document.locate(&path).key_range());
        let since = field.since.map(|since| format!(", since 1.{since}")).unwrap_or_default();
        let title = format!("{}: {}{since}", field.name, field.shape.plain());
        let text = Docs::new(docs).find(structure.name, field.name).unwrap_or_default();
        Some(Hover { from: place.from, to: place.to, title, text })
    }
}

/// The choices at an offset in UTF-16 units of any text: fields of the struct around it, or values of the field before
/// it. The text is read with a placeholder for the word that is being written.
///
/// ```
/// let text = "kind: Pod\nspec:\n  restartPolicy: N\n";
/// let completion = engine::complete(text, 34, &engine::Kubernetes::RECORDED, "").unwrap();
/// let labels: Vec<&str> = completion.choices.iter().map(|choice| choice.label.as_str()).collect();
/// assert_eq!((completion.from, labels), (33, vec!["Always", "Never", "OnFailure"]));
/// ```
pub fn complete(text: &str, offset: u32, kubernetes: &Kubernetes, docs: &str) -> Option<Completion> {
    let positions = Positions::new(text);
    let byte = positions.byte_of_utf16(usize::try_from(offset).ok()?);
    let before = text.get(..byte)?;
    let start = before.trim_end_matches(is_word).len();
    let end = byte + text.get(byte..)?.find(|c| !is_word(c)).unwrap_or(text.len() - byte);
    let lead = before.get(..start)?.rsplit('\n').next()?;
    let key = lead.trim_start_matches([' ', '-']).trim_end();
    let from = u32::try_from(positions.utf16(start)).ok()?;
    let choices = if key.is_empty() || key.ends_with(['{', ',']) {
        keys(text, start..end, from, kubernetes, docs)?
    } else {
        values(text, start, lead, kubernetes)?
    };
    Some(Completion { from, choices })
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/')
}

fn kind(document: &Document) -> String {
    let kind = document.root().get("kind");
    kind.and_then(|kind| kind.as_str()).unwrap_or("Pod").to_owned()
}

/// The fields that may replace `word`, which starts at `from` in UTF-16 units; required fields come first.
fn keys(
    text: &str,
    word: Range<usize>,
    from: u32,
    kubernetes: &Kubernetes,
    docs: &str,
) -> Option<Vec<Choice>> {
    // A word alone would be a string where a mapping is needed, so the text is read with a key in its place.
    const HOLE: &str = "podlabHole";
    let rest = text.get(word.end..)?;
    let colon = if rest.starts_with(':') { "" } else { ": " };
    let filled = [text.get(..word.start)?, HOLE, colon, rest].concat();
    let manifest = Manifest::read(&filled, kubernetes);
    let (document, byte) = manifest.document_at(from + 1)?;
    let (path, _) = document.path_at(byte);
    let parent = path.strip_suffix(HOLE)?.trim_end_matches('.');
    let structure = structure(&kind(document), parent, kubernetes)?;
    let written = document.node(document.locate(parent).node);
    let free = |field: &&Field| {
        field.exists_in(kubernetes) && field.name != "status" && written.get(field.name).is_none()
    };
    let mut fields: Vec<&Field> = structure.fields.iter().filter(free).collect();
    sort_by_key(&mut fields, |field| !field.required);
    let docs = Docs::new(docs);
    let choice = |field: &Field| Choice {
        label: field.name.to_owned(),
        detail: format!("{}{}", field.shape.plain(), if field.required { ", required" } else { "" }),
        info: docs.find(structure.name, field.name).unwrap_or_default(),
        insert: match field.shape {
            // The value starts on the next line.
            Shape::Struct(_) | Shape::List(_) | Shape::Map(..) => {
                format!("{}{}", field.name, colon.trim_end())
            }
            _ => format!("{}{colon}", field.name),
        },
    };
    Some(fields.into_iter().map(choice).collect())
}

/// The struct whose fields may be keys at a path.
fn structure(kind: &str, path: &str, kubernetes: &Kubernetes) -> Option<&'static Struct> {
    if path.is_empty() {
        return fields::structure(kind);
    }
    let (_, field) = fields::at_path(kind, path, kubernetes)?;
    match &field.shape {
        // A key below a list needs an item; the keys of a map are free.
        Shape::List(_) if !path.ends_with(']') => None,
        Shape::Map(..) => None,
        shape => shape.structure(),
    }
}

/// The values of the field that `lead` ends with, for a value that starts at `start`.
fn values(text: &str, start: usize, lead: &str, kubernetes: &Kubernetes) -> Option<Vec<Choice>> {
    let quoted = lead.trim_end_matches(['"', '\'']);
    let key = quoted.trim_end().strip_suffix(':')?;
    let colon = start - lead.len() + key.len();
    // A value that is half written may be unreadable, so it is left out.
    let end = text.get(start..)?.find(['\n', ',', '}']).map_or(text.len(), |at| start + at);
    let without = [text.get(..=colon)?, " ", text.get(end..)?].concat();
    let manifest = Manifest::read(&without, kubernetes);
    let key = Positions::new(text).utf16(colon.checked_sub(1)?);
    let (document, byte) = manifest.document_at(u32::try_from(key).ok()?)?;
    let (path, _) = document.path_at(byte);
    let (_, field) = fields::at_path(&kind(document), &path, kubernetes)?;
    let words: Vec<&str> = match (&field.shape, path.as_str()) {
        (_, "kind") => KINDS.iter().map(|kind| kind.name).collect(),
        (_, "apiVersion") => {
            let mut versions: Vec<&str> = KINDS.iter().map(|kind| kind.api_version).collect();
            versions.dedup();
            versions
        }
        (Shape::Bool, _) => vec!["true", "false"],
        (Shape::String(name), _) => fields::words(name).to_vec(),
        _ => Vec::new(),
    };
    let choice = |word: &str| Choice {
        label: word.to_owned(),
        detail: String::new(),
        info: String::new(),
        insert: word.to_owned(),
    };
    Some(words.into_iter().map(choice).collect())
}

#[cfg(test)]
mod tests {
    use super::complete;
    use crate::{Manifest, kubernetes};

    /// The texts that the choices at `|` insert.
    fn choices(text: &str) -> Vec<String> {
        let (before, after) = text.split_once('|').unwrap();
        let offset = u32::try_from(before.encode_utf16().count()).unwrap();
        let found = complete(&[before, after].concat(), offset, &kubernetes("1.36"), "");
        found.map(|found| found.choices.into_iter().map(|choice| choice.insert).collect()).unwrap_or_default()
    }

    #[test]
    fn fields_are_offered_where_a_key_begins() {
        let found = choices("kind: Pod\nspec:\n  containers:\n  - name: a\n    im|\n");
        assert!(found.contains(&"image: ".to_owned()) && !found.contains(&"name: ".to_owned()), "{found:?}");
        assert!(found.contains(&"env:".to_owned()));
        let item = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - |";
        assert_eq!(choices(item).first().unwrap(), "name: ");
        assert_eq!(choices(&format!("{item}\n    image: x\n")).first().unwrap(), "name: ");
        assert_eq!(choices("initContainers:\n- |\n").first().unwrap(), "name: ");
        assert_eq!(choices("kind: Pod\nspec: {containers: [{image: x, |}]}\n").first().unwrap(), "name: ");
    }

    #[test]
    fn a_colon_that_is_there_stays() {
        let found = choices("kind: Pod\nspec:\n  containers:\n  - ima|e: x\n");
        assert!(found.contains(&"image".to_owned()) && found.contains(&"env".to_owned()), "{found:?}");
    }

    #[test]
    fn no_fields_where_a_key_is_a_persons_own() {
        assert!(choices("kind: Pod\nmetadata:\n  labels:\n    a|\n").is_empty());
        assert!(choices("kind: Pod\nspec:\n  containers:\n    na|\n").is_empty());
        assert!(choices("kind: Pod\nspec: {containers: [{args: [a, b|]}]}\n").is_empty());
    }

    #[test]
    fn values_are_offered_after_a_colon() {
        let text = "kind: Pod\nspec:\n  restartPolicy: N|\n  containers: []\n";
        assert_eq!(choices(text), ["Always", "Never", "OnFailure"]);
        assert_eq!(choices("kind: Pod\nspec: {hostNetwork: |}\n"), ["true", "false"]);
        assert!(choices("kind: |\n").contains(&"StatefulSet".to_owned()));
        assert_eq!(choices("apiVersion: |\nkind: Pod\n"), ["v1", "apps/v1", "batch/v1"]);
        let container = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    ";
        let policies = ["Always", "IfNotPresent", "Never"];
        assert_eq!(choices(&format!("{container}imagePullPolicy: Al|")), policies);
        assert_eq!(choices(&format!("{container}imagePullPolicy: \"Al|\"\n    tty: true\n")), policies);
        assert_eq!(choices(&format!("{container}tty: |")), ["true", "false"]);
    }

    #[test]
    fn values_depend_on_the_struct_that_has_the_field() {
        let rules =
            "kind: Job\napiVersion: batch/v1\nspec:\n  podFailurePolicy:\n    rules:\n    - action: |\n";
        assert_eq!(choices(rules), ["Count", "FailIndex", "FailJob", "Ignore"]);
    }

    #[test]
    fn a_key_of_a_map_is_no_field() {
        let text = "kind: Pod\nmetadata:\n  labels:\n    app: x\n";
        let at = u32::try_from(text.find("app").unwrap()).unwrap();
        let found = Manifest::read(text, &kubernetes("1.36")).hover(at, "").unwrap();
        assert_eq!((found.title.as_str(), found.from), ("labels: map to string", at));
    }
}
