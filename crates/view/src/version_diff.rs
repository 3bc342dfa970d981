//! What another Kubernetes version does otherwise with a manifest.

use serde::{Deserialize, Serialize};

use crate::Problem;

/// What the second version does otherwise than the first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionDiff {
    /// Said by the second only.
    pub appear: Vec<Problem>,
    /// Said by the first only.
    pub disappear: Vec<Problem>,
    /// Fields of the stored object that differ: dropped, or with another default.
    pub stored: Vec<StoredField>,
}

/// One field of the stored object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredField {
    /// `spec.containers[0].restartPolicy`.
    pub field: String,
    /// Its value in the first, as JSON; `None` when it has none.
    pub before: Option<String>,
    /// Its value in the second.
    pub after: Option<String>,
}
