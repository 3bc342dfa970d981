//! The requests that a command sends, and what kubectl says when one is refused.

use crate::apply::Refusal;
use serde_json::Value;

/// One request to the server.
#[derive(Clone, Debug, PartialEq)]
pub enum Done {
    /// An object is deleted.
    Delete {
        /// Its kind: `Pod`, `ConfigMap`.
        of: String,
        /// Its name.
        name: String,
        /// `gracePeriodSeconds`.
        grace: Option<i64>,
        /// `propagationPolicy`: `Background`, `Foreground`, `Orphan`.
        propagation: &'static str,
    },
    /// An object is patched.
    Patch {
        /// Its kind.
        of: String,
        /// Its name.
        name: String,
        /// `strategic`, `merge`, `json`.
        kind: &'static str,
        /// `scale`, `resize`.
        subresource: Option<String>,
        /// The patch.
        patch: Value,
        /// The command that sends it.
        by: Patcher,
        /// The line of the output, and the one in its place when nothing changes.
        lines: [String; 2],
    },
    /// An object is created.
    Create {
        /// The object.
        object: Value,
        /// The words that kubectl puts before a refusal, if any: `failed to create deployment: `.
        frame: &'static str,
    },
}

/// A command that patches objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patcher {
    /// `kubectl cordon` and `kubectl uncordon`.
    Cordon,
    /// `kubectl label` and `kubectl annotate`.
    Mark,
    /// `kubectl patch`.
    Patch,
    /// `kubectl rollout`.
    Rollout,
    /// `kubectl scale`.
    Scale,
    /// `kubectl set image`.
    SetImage,
}

impl Patcher {
    /// The command with this verb.
    pub(super) fn of(verb: &str) -> Patcher {
        match verb {
            "cordon" | "uncordon" => Patcher::Cordon,
            "patch" => Patcher::Patch,
            "rollout" => Patcher::Rollout,
            "scale" => Patcher::Scale,
            "set" => Patcher::SetImage,
            _ => Patcher::Mark,
        }
    }
}

impl Done {
    /// The output when the server refuses the request. Some commands put words of their own before the server's message.
    pub fn refused(&self, refusal: &Refusal) -> String {
        let own = match self {
            Done::Create { frame, .. } if !frame.is_empty() => frame,
            Done::Patch { by: Patcher::SetImage, .. } => "failed to patch image update to pod template: ",
            Done::Create { .. } | Done::Delete { .. } | Done::Patch { .. } => return refusal.alone(),
        };
        match refusal {
            Refusal::Client(_) => refusal.alone(),
            _ => format!("error: {own}{}\n", refusal.message()),
        }
    }
}
