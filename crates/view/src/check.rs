//! What a text is and what is wrong with it.

use serde::{Deserialize, Serialize};

use crate::{Fix, Place};

/// All that is said about a text without running it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The object that is shown; `None` when the text holds none with a Pod that can be read.
    pub subject: Option<Subject>,
    /// The containers of its Pod, in the order in which they start.
    pub containers: Vec<Container>,
    /// How the text was taken before it was read (a fragment was wrapped in a Pod, ...), as sentences.
    pub notes: Vec<String>,
    /// In the server's order within a stage, stages in the server's order.
    pub problems: Vec<Problem>,
    /// How many documents the text holds.
    pub documents: u32,
    /// How many documents nothing refuses and not all of which is checked; they are no part of what is accepted.
    pub unchecked: u32,
}

impl Check {
    /// How many problems keep the API server from taking the text.
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error).count()
    }
}

/// The object that is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// `Pod`, `Deployment`, ...
    pub kind: String,
    /// `metadata.name` (or `generateName`), empty when there is none.
    pub name: String,
}

/// One thing to say about a place of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What it is: the rule's, lint's or reader's stable name, also that of its page.
    pub id: String,
    /// How bad it is.
    pub severity: Severity,
    /// Where on its way through the server the text is stopped by it.
    pub stage: Stage,
    /// The field as the server prints it; may be empty.
    pub field: String,
    /// The server's own sentence (ours for advice).
    pub message: String,
    /// Our plain words, when the server's are hard to read; for advice, what to do.
    pub help: Option<String>,
    /// For advice: why it matters.
    pub why: Option<String>,
    /// Whether there is a page about it, see [`crate::Explanation`].
    pub explained: bool,
    /// Where it is; the nearest parent that is written when the field is not.
    pub place: Place,
    /// Changes of the text that certainly mend it.
    pub fixes: Vec<Fix>,
}

/// How bad a problem is; the worst comes first.
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
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        }
    }

    /// A sign for it; each has another shape.
    pub fn sign(self) -> &'static str {
        match self {
            Severity::Error => "\u{2715}",
            Severity::Warning => "!",
            Severity::Advice => "i",
        }
    }
}

/// Where on its way through the server a text is stopped, in that order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    /// It cannot be read, or says no kind that exists.
    Syntax,
    /// A value has a type that its field cannot hold.
    Decode,
    /// Unknown and duplicate fields.
    Strict,
    /// An admission plugin refuses it.
    Admission,
    /// The API server's rules.
    Validation,
    /// Nothing stops it: warnings and advice.
    Accepted,
}

/// A container as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Container {
    /// Its name; may be empty while someone types.
    pub name: String,
    /// How the kubelet treats it.
    pub kind: ContainerKind,
    /// `spec.initContainers[0]`.
    pub field: String,
}

/// How the kubelet treats a container.
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
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            ContainerKind::Init => "init",
            ContainerKind::Sidecar => "sidecar",
            ContainerKind::App => "app",
        }
    }
}
