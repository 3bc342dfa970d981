//! Which nodes a Pod fits on, and what the scheduler and the kubelet say where it does not.

use serde::{Deserialize, Serialize};

/// The nodes that a person chose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nodes {
    /// Names of the machines on offer.
    pub chosen: Vec<String>,
    /// Nodes, and Pods that are there, as YAML.
    pub text: String,
}

/// What is seen of one Pod and some nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fit {
    /// In the order in which they were given.
    pub nodes: Vec<FitNode>,
    /// The reason and the words of the scheduler's event, when it comes to one.
    pub event: Option<(String, String)>,
    /// What happens instead, or besides, one sentence; may be empty.
    pub note: String,
}

/// One node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FitNode {
    /// Its name.
    pub name: String,
    /// Whether it passes all filters.
    pub fits: bool,
    /// Why not, in the scheduler's words.
    pub reasons: Vec<String>,
    /// cpu, memory and what else the Pod asks for.
    pub room: Vec<Room>,
    /// What the kubelet would say if the Pod named this node itself.
    pub kubelet: Option<KubeletWord>,
}

/// Why a kubelet rejects a Pod.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KubeletWord {
    /// Such as `OutOfcpu`.
    pub reason: String,
    /// The kubelet's words.
    pub message: String,
}

/// One resource of a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// `cpu`, `memory`, ...
    pub resource: String,
    /// What the Pod asks for.
    pub wanted: String,
    /// What the Pods there hold.
    pub held: String,
    /// What the node offers.
    pub offered: String,
    /// Whether it is enough.
    pub enough: bool,
}
