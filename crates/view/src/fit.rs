//! The nodes that a Pod fits on, and the scheduler's and the kubelet's words where it does not.

use serde::{Deserialize, Serialize};

/// The nodes that a person chose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nodes {
    /// The names of the chosen machines.
    pub chosen: Vec<String>,
    /// Nodes, and the Pods that run there already, as YAML.
    pub text: String,
}

/// One Pod held against some nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fit {
    /// The nodes in the order in which they were given.
    pub nodes: Vec<FitNode>,
    /// The reason and the message of the scheduler's event; `None` when it makes no attempt.
    pub event: Option<(String, String)>,
    /// One sentence on something that happens instead or besides; may be empty.
    pub note: String,
}

/// One node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FitNode {
    /// Its name.
    pub name: String,
    /// Whether it passes all filters.
    pub fits: bool,
    /// The reasons against it, in the scheduler's words.
    pub reasons: Vec<String>,
    /// The resources that the Pod asks for, cpu and memory first.
    pub room: Vec<Room>,
    /// The kubelet's rejection, if the Pod named this node itself.
    pub kubelet: Option<KubeletWord>,
}

/// The reason and message with which a kubelet rejects a Pod.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KubeletWord {
    /// The reason, such as `OutOfcpu`.
    pub reason: String,
    /// The message.
    pub message: String,
}

/// One resource of a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// `cpu`, `memory`, ...
    pub resource: String,
    /// The amount that the Pod asks for.
    pub wanted: String,
    /// The amount that the Pods on the node hold.
    pub held: String,
    /// The amount that the node offers.
    pub offered: String,
    /// Whether the rest is enough for the Pod.
    pub enough: bool,
}
