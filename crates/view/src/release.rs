//! The Kubernetes releases that a person can choose.

use serde::{Deserialize, Serialize};

/// One release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// `1.36`.
    pub name: String,
    /// Whether recordings of it hold Podlab; the others follow from the table of features.
    pub verified: bool,
}

/// What one release makes of a manifest and its story, at a glance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseView {
    /// How many problems keep its API server from taking the text.
    pub errors: usize,
    /// The rows at the end of the run: `Running 2/2`; empty when nothing runs.
    pub status: String,
    /// What the Pod requests: the resource and the amount as Kubernetes prints it.
    pub requests: Vec<(String, String)>,
    /// How many events differ from those of the page's release; `None` when one of them runs nothing.
    pub events: Option<usize>,
}
