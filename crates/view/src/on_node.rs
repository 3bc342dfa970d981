//! What the node makes of a Pod: who decides its class, control groups, who is killed first.

use serde::{Deserialize, Serialize};

use crate::Proposal;

/// What the node makes of a Pod.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnNode {
    /// `Guaranteed`, `Burstable` or `BestEffort`.
    pub class: String,
    /// What keeps the Pod from being Guaranteed; empty when it is.
    pub obstacles: Vec<Obstacle>,
    /// The machine that `oom_score_adj` is computed for.
    pub machine: String,
    /// The Pod's own control group, as the kernel shows it.
    pub pod: Vec<CgroupFile>,
    /// In the order in which they start.
    pub containers: Vec<Group>,
}

/// What keeps a Pod from being Guaranteed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obstacle {
    /// The container; empty for the Pod as a whole.
    pub container: String,
    /// The field to write.
    pub field: String,
    /// `has no cpu limit`.
    pub what: String,
    /// What would mend it; `None` where a person must choose the amount.
    pub remedy: Option<Proposal>,
}

/// One container's control group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The container.
    pub container: String,
    /// -997, killed last, to 1000, killed first.
    pub oom_score_adj: i64,
    /// As the kernel shows it.
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
