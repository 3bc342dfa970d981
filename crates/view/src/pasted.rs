//! A Pod that a cluster printed, with the status that it had.

use serde::{Deserialize, Serialize};

/// What the status of a pasted Pod says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pasted {
    /// READY of `kubectl get pod`.
    pub ready: String,
    /// STATUS.
    pub status: String,
    /// RESTARTS.
    pub restarts: i64,
    /// What it says of the Pod and its containers, a sentence each.
    pub lines: Vec<String>,
    /// The story that leads to it, as YAML; `None` when no story is needed.
    pub story: Option<String>,
}
