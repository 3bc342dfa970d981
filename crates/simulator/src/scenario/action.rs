//! What people do to the cluster.

use crate::Millis;
use api::Object;
use serde_json::Value;

/// Something done at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// When.
    pub at: Millis,
    /// To which object of the manifest, by name; `None`: the first.
    pub target: Option<String>,
    /// What.
    pub deed: Deed,
}

/// What can be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// `kubectl delete`, with `--grace-period`.
    Delete {
        /// Seconds; 0 is a forced deletion.
        grace: Option<i64>,
    },
    /// An eviction through the API, as `kubectl drain` does it.
    Evict,
    /// `kubectl patch`.
    Patch {
        /// The patch.
        patch: Value,
        /// `strategic`, `merge` or `json`; `None`: as the recordings do without one, strategic.
        kind: Option<String>,
        /// The subresource: `ephemeralcontainers`, `scale`, `status` ...
        subresource: Option<String>,
    },
    /// `kubectl apply -f` of further objects.
    Create {
        /// What the manifest holds.
        objects: Vec<Object>,
    },
    /// The kubelet stops and comes back.
    KubeletRestart {
        /// How long it is away.
        down: Millis,
    },
}
