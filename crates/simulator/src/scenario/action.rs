//! The actions of people on the cluster.

use crate::Millis;
use api::Object;
use serde_json::Value;

/// One action.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// The time.
    pub at: Millis,
    /// The object that it is done to; `None`: the first Pod or workload of the manifest.
    pub target: Option<Target>,
    /// The kind of action.
    pub kind: ActionKind,
}

/// The object that an action is done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its kind; `None`: a Pod or a workload.
    pub kind: Option<String>,
    /// Its name.
    pub name: String,
    /// In place of the name: the number of a Pod, from 0, in the order in which they appeared.
    pub nth: Option<usize>,
}

/// The kinds of actions.
#[derive(Clone, Debug, PartialEq)]
pub enum ActionKind {
    /// `kubectl delete`, with `--grace-period`.
    Delete {
        /// Seconds; 0 is a forced deletion.
        grace: Option<i64>,
        /// `--cascade=orphan`: objects that it made stay.
        orphan: bool,
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
        /// The objects of the manifest.
        objects: Vec<Object>,
    },
    /// The sandbox dies, and all containers with it, as when a node reboots.
    LoseSandbox,
    /// The kubelet stops and comes back.
    KubeletRestart {
        /// How long it is away.
        down: Millis,
    },
    /// The kubelet stops.
    KubeletStop,
    /// The kubelet starts again.
    KubeletStart,
}
