//! The node's treatment of a Pod: the reason for its class, its control groups, the order of out-of-memory kills.

use serde::{Deserialize, Serialize};

use crate::Proposal;

/// The node's treatment of a Pod.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnNode {
    /// `Guaranteed`, `Burstable` or `BestEffort`.
    pub class: String,
    /// The reasons why the Pod is not Guaranteed; empty when it is.
    pub obstacles: Vec<Obstacle>,
    /// The machine that `oom_score_adj` is computed for.
    pub machine: String,
    /// The Pod's own control group, as the kernel shows it.
    pub pod: Vec<CgroupFile>,
    /// The containers' groups in the order in which they start.
    pub containers: Vec<Group>,
}

/// One reason why a Pod is not Guaranteed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obstacle {
    /// The container; empty for the Pod as a whole.
    pub container: String,
    /// The field to write.
    pub field: String,
    /// The reason in words: `has no cpu limit`.
    pub what: String,
    /// The change that removes it; `None` where a person must choose the amount.
    pub remedy: Option<Proposal>,
}

/// One container's control group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The container.
    pub container: String,
    /// The score from -997, killed last, to 1000, killed first.
    pub oom_score_adj: i64,
    /// Its files as the kernel shows them.
    pub files: Vec<CgroupFile>,
}

/// A file of a control group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CgroupFile {
    /// `cpu.max`.
    pub name: String,
    /// `50000 100000`.
    pub content: String,
}
