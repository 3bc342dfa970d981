//! The differences between two Kubernetes releases for one manifest.

use serde::{Deserialize, Serialize};

use crate::Problem;

/// The differences of the second release from the first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionDiff {
    /// Problems that only the second has.
    pub appear: Vec<Problem>,
    /// Problems that only the first has.
    pub disappear: Vec<Problem>,
    /// Fields of the stored object that differ: dropped, or with another default.
    pub stored: Vec<StoredField>,
}

/// One field of the stored object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredField {
    /// `spec.containers[0].restartPolicy`.
    pub field: String,
    /// The value in the first, as JSON; `None` when the field is absent.
    pub before: Option<String>,
    /// The value in the second, likewise.
    pub after: Option<String>,
}
