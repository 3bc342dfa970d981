//! Help while writing: what a field is, and what may be written here.

use api::Kubernetes;
use api::fields::{self, Docs, Field, Shape, Struct};
use source::{Document, Positions};
use view::{Choice, Completion, Hover};

use crate::manifest::Manifest;
use crate::places;

impl Manifest {
    /// What the field at an offset in UTF-16 units is; `docs` is the text of `api/data/docs.txt`, or empty.
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

/// What may be written at an offset in UTF-16 units of any text: fields of the struct around it, or values of the field
/// before it. The text is read with something in the place that is being written.
pub fn complete(text: &str, offset: u32, kubernetes: &Kubernetes, docs: &str) -> Option<Completion> {
    let positions = Positions::new(text);
    let byte = positions.byte_of_utf16(usize::try_from(offset).ok()?);
    let before = text.get(..byte)?;
    let line = before.rsplit('\n').next()?;
    let word = line.rsplit([' ', '\t', '"']).next()?;
    let start = byte - word.len();
    let from = u32::try_from(positions.utf16(start)).ok()?;
    let head = text.get(byte - line.len()..start)?.trim_start_matches([' ', '-']);
    // A word alone would be a string where a mapping is wanted: the text is read with a key in its place.
    let key = head.is_empty();
    let end = byte + text.get(byte..)?.find('\n').unwrap_or(text.len() - byte);
    let hole = if key { format!("{HOLE}: ") } else { HOLE.to_owned() };
    let filled = [text.get(..start)?, &hole, text.get(end..)?].concat();
    let manifest = Manifest::read(&filled, kubernetes);
    let (document, byte) = manifest.document_at(from + 1)?;
    let (path, _) = document.path_at(byte);
    let kind = kind(document);
    let choices = if key {
        let parent = path.strip_suffix(HOLE)?.trim_end_matches('.');
        keys(document, parent, structure(&kind, parent, kubernetes)?, kubernetes, docs)
    } else {
        values(&path, fields::at_path(&kind, &path, kubernetes).map(|(_, field)| field)?)
    };
    Some(Completion { from, choices })
}

/// Stands where something is about to be written.
const HOLE: &str = "podlabHole";

fn kind(document: &Document) -> String {
    let kind = document.root().get("kind");
    kind.and_then(|kind| kind.as_str()).unwrap_or("Pod").to_owned()
}

fn structure(kind: &str, path: &str, kubernetes: &Kubernetes) -> Option<&'static Struct> {
    if path.is_empty() {
        return fields::structure(kind);
    }
    fields::at_path(kind, path, kubernetes)?.1.shape.structure()
}

fn keys(
    document: &Document,
    parent: &str,
    structure: &Struct,
    kubernetes: &Kubernetes,
    docs: &str,
) -> Vec<Choice> {
    let node = document.node(document.locate(parent).node);
    let written = |field: &Field| node.written().any(|entry| entry.key == field.name);
    let docs = Docs::new(docs);
    let fields = structure.fields.iter().filter(|field| field.exists_in(kubernetes) && !written(field));
    let choice = |field: &Field| Choice {
        label: field.name.to_owned(),
        detail: format!("{}{}", field.shape.plain(), if field.required { ", required" } else { "" }),
        info: docs.find(structure.name, field.name).unwrap_or_default(),
        insert: match field.shape {
            Shape::Struct(_) | Shape::List(_) | Shape::Map(..) => format!("{}:", field.name),
            _ => format!("{}: ", field.name),
        },
    };
    fields.filter(|field| field.name != "status").map(choice).collect()
}

fn values(path: &str, field: &Field) -> Vec<Choice> {
    let words: &[&str] = match (&field.shape, field.name) {
        (Shape::Bool, _) => &["true", "false"],
        (Shape::String(_), "restartPolicy") if path.contains("ontainers[") => {
            &["Always", "OnFailure", "Never"]
        }
        (Shape::String(_), name) => {
            VALUES.iter().find(|(field, _)| *field == name).map_or(&[], |(_, words)| *words)
        }
        _ => &[],
    };
    let choice = |word: &&str| Choice {
        label: (*word).to_owned(),
        detail: String::new(),
        info: String::new(),
        insert: (*word).to_owned(),
    };
    words.iter().map(choice).collect()
}

/// The values that the API takes for its enumerated fields. Upstream: the constants of staging/src/k8s.io/api/core/v1/types.go.
const VALUES: [(&str, &[&str]); 14] = [
    ("action", &["Restart", "RestartAllContainers"]),
    ("apiVersion", &["v1", "apps/v1", "batch/v1"]),
    ("concurrencyPolicy", &["Allow", "Forbid", "Replace"]),
    ("dnsPolicy", &["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"]),
    ("effect", &["NoSchedule", "PreferNoSchedule", "NoExecute"]),
    ("imagePullPolicy", &["Always", "IfNotPresent", "Never"]),
    (
        "kind",
        &[
            "Pod",
            "Deployment",
            "ReplicaSet",
            "StatefulSet",
            "DaemonSet",
            "Job",
            "CronJob",
            "ReplicationController",
        ],
    ),
    ("medium", &["Memory"]),
    ("preemptionPolicy", &["PreemptLowerPriority", "Never"]),
    ("protocol", &["TCP", "UDP", "SCTP"]),
    ("restartPolicy", &["Always", "OnFailure", "Never"]),
    ("scheme", &["HTTP", "HTTPS"]),
    ("terminationMessagePolicy", &["File", "FallbackToLogsOnError"]),
    ("whenUnsatisfiable", &["DoNotSchedule", "ScheduleAnyway"]),
];

#[cfg(test)]
mod tests {
    use super::complete;
    use crate::kubernetes;

    const TEXT: &str = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    ";

    fn labels(text: &str) -> Vec<String> {
        let offset = u32::try_from(text.encode_utf16().count()).unwrap();
        let found = complete(text, offset, &kubernetes("1.36"), "").unwrap();
        found.choices.into_iter().map(|choice| choice.label).collect()
    }

    #[test]
    fn fields_that_are_not_written_yet() {
        let fields = labels(&format!("{TEXT}im"));
        assert!(fields.contains(&"image".to_owned()) && !fields.contains(&"name".to_owned()), "{fields:?}");
    }

    #[test]
    fn values_of_an_enumeration() {
        assert_eq!(labels(&format!("{TEXT}imagePullPolicy: Al")), ["Always", "IfNotPresent", "Never"]);
        assert_eq!(labels(&format!("{TEXT}tty: ")), ["true", "false"]);
    }

    #[test]
    fn the_first_key_of_an_item() {
        assert!(labels("apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - ").contains(&"name".to_owned()));
    }
}
