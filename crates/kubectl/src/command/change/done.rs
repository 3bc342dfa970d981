//! The requests that a command sends, and what kubectl says when one is refused.

use crate::apply::Refusal;
use serde_json::Value;

/// One request to the server.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// The object that it is about.
    pub whom: Whom,
    /// The request itself.
    pub request: Request,
    /// The words that the command puts before a refusal, if any: `failed to create deployment: `; in its place without a
    /// blank at the end.
    pub frame: &'static str,
    /// The lines of the output, and those in their place when nothing changes.
    pub lines: [String; 2],
}

/// The object that a request is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whom {
    /// Its kind: `Pod`, `ConfigMap`.
    pub kind: String,
    /// Its namespace; empty for an object of the whole cluster.
    pub namespace: String,
    /// Its name.
    pub name: String,
}

/// A request, without its object.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// This object is created.
    Create(Value),
    /// An object is deleted.
    Delete {
        /// `gracePeriodSeconds`.
        grace: Option<i64>,
        /// `propagationPolicy`.
        propagation: Propagation,
    },
    /// A Pod is evicted.
    Evict {
        /// `gracePeriodSeconds`.
        grace: Option<i64>,
        /// The milliseconds for which it is asked for again while a budget refuses it.
        patience: u64,
    },
    /// An object is patched.
    Patch(Patch),
}

/// The fate of the objects that a deleted one made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Propagation {
    /// They go after it.
    Background,
    /// They go before it.
    Foreground,
    /// They stay.
    Orphan,
}

impl Propagation {
    /// `Background`, as the API writes it.
    pub fn name(self) -> &'static str {
        match self {
            Propagation::Background => "Background",
            Propagation::Foreground => "Foreground",
            Propagation::Orphan => "Orphan",
        }
    }
}

/// A patch of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Patch {
    /// How it is read.
    pub kind: PatchKind,
    /// `scale`, `resize`.
    pub subresource: Option<String>,
    /// Its content.
    pub patch: Value,
    /// The server's warnings about its text.
    pub warnings: Vec<String>,
}

impl Patch {
    /// A patch of the object itself.
    pub(in crate::command) fn of(kind: PatchKind, patch: Value) -> Patch {
        Patch { kind, subresource: None, patch, warnings: Vec::new() }
    }
}

/// The kinds of patches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatchKind {
    /// A merge that knows the lists of the API.
    Strategic,
    /// A merge of maps.
    Merge,
    /// A list of operations.
    Json,
}

impl PatchKind {
    /// All kinds, in the order in which kubectl names them.
    pub(super) const ALL: [PatchKind; 3] = [PatchKind::Json, PatchKind::Merge, PatchKind::Strategic];

    /// The word of `--type`.
    pub fn name(self) -> &'static str {
        match self {
            PatchKind::Strategic => "strategic",
            PatchKind::Merge => "merge",
            PatchKind::Json => "json",
        }
    }
}

impl Done {
    /// The output when the server refuses the request and nothing else goes wrong. Some commands put words of their own before
    /// the server's message.
    pub fn refused(&self, refusal: &Refusal) -> String {
        match refusal {
            Refusal::Client(_) => refusal.alone(),
            _ if self.frame.is_empty() => refusal.alone(),
            _ => format!("error: {}", self.refused_too(refusal)),
        }
    }

    /// The same beside the refusals of other requests. Upstream: MultipleErrors, staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go.
    pub fn refused_too(&self, refusal: &Refusal) -> String {
        match refusal {
            Refusal::Client(_) => refusal.alone(),
            _ if self.frame.is_empty() => refusal.among("") + "\n",
            _ if !self.frame.ends_with(' ') => format!("{}\n", self.frame),
            _ => format!("{}{}\n", self.frame, refusal.message()),
        }
    }
}
