//! The result of a check for a face: plain data, no tree, no typed object.

use crate::limits;
use api::Kubernetes;
use apiserver::{Cluster, State};
use serde::Serialize;
use source::Documents;
use std::collections::BTreeMap;
use std::ops::Range;

/// The form in which the text reaches the server, which decides how it is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The body of a POST as YAML: one document, sorted keys, duplicates are strict errors.
    Yaml,
    /// The body of a POST as JSON: document order, duplicates are strict errors.
    Json,
    /// `kubectl create -f`: kubectl reads the YAML, every document is an object, duplicates collapse.
    #[default]
    Kubectl,
}

impl Mode {
    /// Reads a text as it is read in this form.
    pub(crate) fn read(self, text: &str) -> Documents {
        match self {
            Mode::Json => source::read_json(text),
            Mode::Yaml => source::read(text),
            Mode::Kubectl => source::read_stream(text),
        }
    }
}

/// The options of a check.
#[derive(Clone, Debug)]
pub struct Options {
    /// The release with its gates.
    pub kubernetes: Kubernetes,
    /// The form in which the text reaches the server.
    pub mode: Mode,
    /// The cluster that answers.
    pub cluster: Cluster,
    /// The server's `--allow-privileged`; true on every current cluster.
    pub allow_privileged: bool,
    /// Whether a bare fragment (`initContainers:`, a `spec` alone) is wrapped in a whole Pod, with a note.
    pub wrap: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            kubernetes: Kubernetes::RECORDED,
            mode: Mode::default(),
            cluster: Cluster::default(),
            allow_privileged: true,
            wrap: true,
        }
    }
}

impl Options {
    /// The cluster that answers, with nothing in it yet.
    pub fn state(&self) -> State {
        let mut state = State::new(self.cluster, &self.kubernetes);
        state.allow_privileged = self.allow_privileged;
        state
    }
}

/// The stage at which the server stops: the first that refuses something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// No endpoint could be found: unreadable text, no kind, a kind that does not exist.
    Client,
    /// A value has a type that its field cannot hold.
    Decode,
    /// Unknown or duplicate fields.
    Strict,
    /// An admission plugin refuses the object, or its namespace is not there.
    Refused,
    /// Validation refuses the object.
    Invalid,
    /// The object would be stored.
    #[default]
    Ok,
}

/// The severity of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The server refuses the object.
    Error,
    /// The server stores the object and warns.
    Warning,
    /// The server says nothing, but a lint of ours does. Never called a warning: those are the server's.
    Advice,
    /// A hint of a lint, or a note on how the text was prepared.
    Note,
}

impl Severity {
    /// The plural of the word.
    pub fn plural(self) -> &'static str {
        match self {
            Severity::Error => "errors",
            Severity::Warning => "warnings",
            Severity::Advice => "pieces of advice",
            Severity::Note => "notes",
        }
    }
}

/// The whole answer to a text.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Checked {
    /// The stage at which the server stops for the first document that it refuses; `Ok` when it accepts all.
    pub stage: Stage,
    /// One entry a document, in the order of the text.
    pub documents: Vec<CheckedDocument>,
    /// Every problem of every document, in the order of the text.
    pub problems: Vec<Problem>,
    /// A note when a fragment was wrapped in a whole Pod.
    pub note: Option<String>,
    /// A sentence for each severity of which not all problems are listed, see [`crate::limits::PROBLEMS`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cut: Vec<String>,
    /// The number of errors, unlisted ones included.
    #[serde(skip)]
    pub errors: usize,
}

impl Checked {
    /// The documents that nothing refuses and of which not all is checked.
    pub fn unchecked(&self) -> impl Iterator<Item = &CheckedDocument> {
        self.documents.iter().filter(|document| document.stage == Stage::Ok && !document.checked)
    }

    /// Says which documents are not checked, and of which only the fields are; `None` when all of all is checked.
    ///
    /// ```
    /// use engine::check::{Options, check};
    /// let note = |text: &str| check(text, &Options::default()).unchecked_note();
    /// let custom = "apiVersion: example.com/v1\nkind: Thing\n";
    /// assert_eq!(note(custom).unwrap(), "Its fields are not checked: Thing.");
    /// let revision = "apiVersion: apps/v1\nkind: ControllerRevision\nmetadata: {name: a}\n";
    /// let of_fields = "Its fields are checked, its values are not checked: ControllerRevision.";
    /// assert_eq!(note(revision).unwrap(), of_fields);
    /// let among_others = "1 of 2 documents is checked for its fields, its values are not checked: ControllerRevision.";
    /// assert_eq!(note(&format!("{revision}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\n")).unwrap(), among_others);
    /// assert_eq!(note("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"), None);
    /// ```
    pub fn unchecked_note(&self) -> Option<String> {
        let (read, unread): (Vec<_>, Vec<_>) = self.unchecked().partition(|document| document.fields_checked);
        let kinds = |documents: &[&CheckedDocument]| {
            let mut kinds: Vec<&str> = Vec::new();
            for document in documents {
                if !kinds.contains(&document.kind.as_str()) {
                    kinds.push(&document.kind);
                }
            }
            limits::listed(kinds.iter())
        };
        let all = self.documents.len();
        let one = |documents: &[&CheckedDocument], whole: &str, of: &str| match (documents.len(), all) {
            (0, _) => None,
            (_, 1) => Some(format!("{whole} not checked: {}.", kinds(documents))),
            (1, _) => {
                Some(format!("1 of {all} documents is {}: {}.", of.replace("their", "its"), kinds(documents)))
            }
            (count, _) => Some(format!("{count} of {all} documents are {of}: {}.", kinds(documents))),
        };
        let unread = one(&unread, "Its fields are", "not checked");
        let fields = "Its fields are checked, its values are";
        let read = one(&read, fields, "checked for their fields, their values are not checked");
        let sentences: Vec<String> = unread.into_iter().chain(read).collect();
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }
}

/// One document of the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckedDocument {
    /// Bytes of the text that the document takes.
    pub range: Range<usize>,
    /// `Pod`, `Deployment`; empty when it is not written.
    pub kind: String,
    /// `metadata.name`; empty when it is not written.
    pub name: String,
    /// The stage at which the server stops for this document.
    pub stage: Stage,
    /// Whether its fields were read and all of the server's rules asked. That nothing refuses another document does not
    /// say that the server accepts it.
    pub checked: bool,
    /// Whether its fields and their types were read strictly, as those of every built-in kind are.
    pub fields_checked: bool,
    /// `Guaranteed`, `Burstable`, `BestEffort`; of a workload, that of its template.
    pub qos_class: Option<String>,
    /// The scheduler's view, such as `cpu` → `1500m`.
    pub resources: BTreeMap<String, String>,
}

/// One problem, in the server's words, at its place.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The stage that finds it. The server shows it only when no earlier stage stops (see `hidden`).
    pub stage: Stage,
    /// The severity.
    pub severity: Severity,
    /// The name of the rule, lint or reading error, under which [`crate::explain::page`] has its page. Without a page:
    /// `warning` and `refused` (the server's), `assumed`, `limit`, `empty`, `custom-resource`.
    pub id: &'static str,
    /// The server's cause, such as `FieldValueRequired`; for the other stages our own:
    /// `Syntax`, `Kind`, `Type`, `UnknownField`, `DuplicateField`, `Refused`, `Warning`, `Assumed`, or an advice's name.
    pub cause: String,
    /// The path as the server prints it; empty when the server names none.
    pub field: String,
    /// The server's message, without the field.
    pub message: String,
    /// A sentence of ours where the server's message uses Go's terms.
    pub plain: Option<String>,
    /// The lint's reason why it matters; the same for all its findings.
    pub why: Option<&'static str>,
    /// The earlier stage that stops the server before it would say this.
    pub hidden: Option<Stage>,
    /// The index of the document.
    pub document: usize,
    /// The bytes of the value, of the key, or of the nearest parent that is written.
    pub range: Range<usize>,
    /// Line from 1.
    pub line: usize,
    /// Column from 1, in characters.
    pub column: usize,
    /// A change that certainly removes the problem.
    pub fix: Option<Fix>,
}

/// A change of the text, offered as one click.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fix {
    /// The text of the button, such as ``remove `imagee` ``.
    pub title: String,
    /// The replacements in order, none overlapping.
    pub edits: Vec<Edit>,
}

/// One replacement: the bytes of `range` become `text`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Edit {
    /// The bytes to replace; empty for an insertion.
    pub range: Range<usize>,
    /// The text that replaces them.
    pub text: String,
}
