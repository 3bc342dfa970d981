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
    /// Its namespace; `None`: the one in which there is an object of this name.
    pub namespace: Option<String>,
    /// Its name.
    pub name: String,
    /// In place of the name: the number of a Pod, from 0, in the order in which they appeared.
    pub nth: Option<usize>,
}

impl Target {
    /// Whether an object of this namespace and name is meant.
    pub fn is(&self, namespace: &str, name: &str) -> bool {
        self.name == name && self.namespace.as_deref().is_none_or(|own| own == namespace)
    }

    /// Whether objects of this kind may be meant.
    pub fn may_be(&self, kind: &str) -> bool {
        self.kind.as_deref().is_none_or(|own| own == kind)
    }
}

/// A manifest in a scenario, as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    /// The objects that can be sent to the server.
    pub objects: Vec<Object>,
    /// The server's words about documents that it cannot read strictly.
    pub refused: Vec<String>,
    /// Why the text cannot be read at all.
    pub unread: Option<String>,
}

impl From<Vec<Object>> for Given {
    fn from(objects: Vec<Object>) -> Given {
        Given { objects, ..Given::default() }
    }
}

/// The fate of the objects that a deleted one made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Propagation {
    /// They go after it.
    Background,
    /// They go before it.
    Foreground,
    /// They stay.
    Orphan,
}

/// The kinds of actions.
#[derive(Clone, Debug, PartialEq)]
pub enum ActionKind {
    /// `kubectl delete`, with `--grace-period`.
    Delete {
        /// Seconds; 0 is a forced deletion.
        grace: Option<i64>,
        /// `--cascade`: what becomes of the objects that it made.
        propagation: Propagation,
    },
    /// An eviction through the API, as `kubectl drain` does it.
    Evict {
        /// `--grace-period`, in seconds.
        grace: Option<i64>,
        /// The time until which it is asked for again while a budget refuses it.
        until: Millis,
    },
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
        /// Why the server does not take other documents of the manifest: they cannot be read strictly.
        refused: Vec<String>,
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
