//! What a text is and what is wrong with it.

use serde::Serialize;

/// All that the page says about a text without running it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Analysis {
    /// The object that is shown; `None` when the text holds none that can be read.
    pub subject: Option<Subject>,
    /// What we did with the text before reading it (a fragment was wrapped in a Pod, ...), as sentences.
    pub notes: Vec<String>,
    /// In the server's order within a stage, stages in the server's order.
    pub problems: Vec<Problem>,
}

/// The object that is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// `Pod`, `Deployment`, ...
    pub kind: String,
    /// `metadata.name` (or `generateName`), empty when there is none.
    pub name: String,
}

/// A range of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// UTF-16 units from the start of the text.
    pub from: u32,
    /// UTF-16 units from the start of the text, not before `from`.
    pub to: u32,
    /// Counted from 1.
    pub line: u32,
    /// In characters, counted from 1.
    pub column: u32,
}

/// One thing to say about a place of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// Where on its way through the server the text is stopped by it.
    pub stage: Stage,
    /// The field as the server prints it; may be empty.
    pub field: String,
    /// The server's own sentence (ours for advice).
    pub message: String,
    /// Our plain words, when the server's are hard to read.
    pub help: Option<String>,
    /// Whether there is a page about it, see [`super::answer::explanation`].
    pub explained: bool,
    /// Where it is; the nearest parent that is written when the field is not.
    pub place: Place,
    /// Changes of the text that certainly mend it.
    pub fixes: Vec<Fix>,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The server refuses the object.
    Error,
    /// The server warns and accepts it.
    Warning,
    /// Ours: a cluster accepts it, a colleague would not.
    Advice,
}

/// Where the server stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// The text is no YAML or JSON, or no object.
    Syntax,
    /// A value has the wrong type.
    Decode,
    /// Unknown and duplicate fields.
    Strict,
    /// The API server's rules.
    Validation,
    /// Accepted; said all the same.
    Accepted,
}

/// A change of the text, one or several replacements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What it does, as a button says it.
    pub label: String,
    /// In order, none overlapping.
    pub edits: Vec<Edit>,
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// UTF-16 units.
    pub from: u32,
    /// UTF-16 units.
    pub to: u32,
    /// What stands there afterwards.
    pub insert: String,
}

impl Fix {
    /// The text with the change made.
    ///
    /// ```
    /// use engine::page::{Edit, Fix};
    /// let edits = vec![Edit { from: 2, to: 3, insert: "X".into() }];
    /// assert_eq!(Fix { label: String::new(), edits }.apply("日本c"), "日本X");
    /// ```
    pub fn apply(&self, text: &str) -> String {
        let positions = source::Positions::new(text);
        let byte = |unit| positions.byte_of_utf16(usize::try_from(unit).unwrap_or(usize::MAX));
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for edit in &self.edits {
            out.push_str(text.get(at..byte(edit.from)).unwrap_or_default());
            out.push_str(&edit.insert);
            at = byte(edit.to);
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }
}

/// A container as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Container {
    /// Its name; may be empty while someone types.
    pub name: String,
    /// How the kubelet treats it.
    pub kind: ContainerKind,
    /// `spec.initContainers[0]`.
    pub field: String,
}

/// How the kubelet treats a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ContainerKind {
    /// Runs to its end before the next starts.
    Init,
    /// An init container with `restartPolicy: Always`.
    Sidecar,
    /// One of `containers`.
    App,
}

impl ContainerKind {
    /// As the page names it.
    pub fn word(self) -> &'static str {
        match self {
            ContainerKind::Init => "init",
            ContainerKind::Sidecar => "sidecar",
            ContainerKind::App => "app",
        }
    }
}
