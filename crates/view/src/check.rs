//! The verdict on a text without running it: its object, its containers and its problems.

use serde::{Deserialize, Serialize};

use crate::{Fix, Place};

/// Everything that is said about a text without running it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The object that is shown; `None` when the text holds none with a Pod that can be read.
    pub subject: Option<Subject>,
    /// The containers of its Pod, in the order in which they start.
    pub containers: Vec<Container>,
    /// Sentences on how the text was prepared for reading (a fragment was wrapped in a Pod, ...).
    pub notes: Vec<String>,
    /// The problems, in the order of their documents and of their places there; of those at one place the stage decides.
    pub problems: Vec<Problem>,
    /// The number of documents in the text.
    pub documents: u32,
    /// The number of documents that nothing refuses and that are not checked in full; they do not count as accepted.
    pub unchecked: u32,
}

impl Check {
    /// The most problems of one severity that are listed.
    pub const LISTED: usize = 200;

    /// The number of problems that keep the API server from taking the text.
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error).count()
    }
}

/// Whether nobody has written an object yet: there are only empty lines, comments and lines between documents.
///
/// ```
/// assert!(view::is_blank("# my notes\n\n---\n  # more\n"));
/// assert!(!view::is_blank("# my notes\nkind: Pod\n"));
/// ```
pub fn is_blank(text: &str) -> bool {
    text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with('#') || line == "---")
}

/// The object that is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// `Pod`, `Deployment`, ...
    pub kind: String,
    /// `metadata.name` (or `generateName`), empty when there is none.
    pub name: String,
}

/// One problem at a place of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The stable name of the rule, the lint or the reader's error; also the name of its page.
    pub id: String,
    /// The severity.
    pub severity: Severity,
    /// The stage at which the server stops because of it.
    pub stage: Stage,
    /// The field as the server prints it; may be empty.
    pub field: String,
    /// The server's own sentence (ours for advice).
    pub message: String,
    /// A plainer sentence, where the server's is hard to read; for advice, the remedy.
    pub help: Option<String>,
    /// The reason why it matters; only advice has one.
    pub why: Option<String>,
    /// Whether there is a page about it, see [`crate::Explanation`].
    pub explained: bool,
    /// The field's place; when the field is not written, that of its nearest parent that is.
    pub place: Place,
    /// Changes of the text that certainly remove it.
    pub fixes: Vec<Fix>,
}

impl Problem {
    /// Whether it is a hint on what makes the text unreadable, and so the cause of the errors.
    pub fn is_cause(&self) -> bool {
        self.severity == Severity::Advice && self.stage < Stage::Accepted
    }

    /// Whether it is a piece of advice on a text that is taken or refused without it.
    pub fn is_advice(&self) -> bool {
        self.severity == Severity::Advice && !self.is_cause()
    }
}

/// The severity of a problem; the worst comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// The API server refuses the text.
    Error,
    /// The API server takes it and warns.
    Warning,
    /// Podlab advises otherwise.
    Advice,
}

impl Severity {
    /// The word for the severity.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        }
    }

    /// The sign for the severity; each has another shape.
    pub fn sign(self) -> &'static str {
        match self {
            Severity::Error => "\u{2715}",
            Severity::Warning => "!",
            Severity::Advice => "i",
        }
    }
}

/// The stage of the server's work at which a text stops, in that order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    /// The text cannot be read, or names no kind that exists.
    Syntax,
    /// A value has a type that its field cannot hold.
    Decode,
    /// A field is unknown or written twice.
    Strict,
    /// An admission plugin refuses it.
    Admission,
    /// Validation refuses it.
    Validation,
    /// Nothing stops it; this is the stage of warnings and advice. A hint on what makes a text unreadable has the stage of
    /// the errors that come of it.
    Accepted,
}

/// A container as written in the manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Container {
    /// Its name; may be empty while someone types.
    pub name: String,
    /// The kind, which decides how the kubelet treats it.
    pub kind: ContainerKind,
    /// `spec.initContainers[0]`.
    pub field: String,
}

/// The kinds of containers, which the kubelet treats differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContainerKind {
    /// Runs to its end before the next starts.
    Init,
    /// An init container with `restartPolicy: Always`.
    Sidecar,
    /// One of `containers`.
    App,
}

impl ContainerKind {
    /// The word for the kind.
    pub fn word(self) -> &'static str {
        match self {
            ContainerKind::Init => "init",
            ContainerKind::Sidecar => "sidecar",
            ContainerKind::App => "app",
        }
    }
}
