//! A Pod that a cluster printed, read back from its status.

use serde::{Deserialize, Serialize};

/// The meaning of a pasted Pod's status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pasted {
    /// READY of `kubectl get pod`.
    pub ready: String,
    /// STATUS.
    pub status: String,
    /// RESTARTS.
    pub restarts: i64,
    /// Sentences on what the status says of the Pod and its containers.
    pub lines: Vec<String>,
    /// The story that leads to it, as YAML; `None` when no story is needed.
    pub story: Option<String>,
}
