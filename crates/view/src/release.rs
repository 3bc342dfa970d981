//! The Kubernetes releases that a person can choose.

use serde::{Deserialize, Serialize};

/// One release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// `1.36`.
    pub name: String,
    /// Whether its recordings are compared with Podlab; the other releases follow from the table of features.
    pub verified: bool,
}

/// The effect of one release on a manifest and its story, at a glance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseView {
    /// The number of problems that keep its API server from taking the text.
    pub errors: usize,
    /// The rows at the end of the run: `Running 2/2`; empty when nothing runs.
    pub status: String,
    /// The Pod's requests: each resource with its amount as Kubernetes prints it.
    pub requests: Vec<(String, String)>,
    /// The number of events that differ from those of the page's release; `None` when either runs nothing.
    pub events: Option<usize>,
}
