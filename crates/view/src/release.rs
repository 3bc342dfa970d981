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
