//! The node's treatment of a Pod: the reason for its class, its control groups, the order of out-of-memory kills.

use crate::QosClass;
use serde::{Deserialize, Serialize};

use crate::Proposal;

/// The node's treatment of a Pod.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnNode {
    /// Its class.
    pub class: QosClass,
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
    /// The reason in words: `no cpu limit`. Containers with the same reason have the same words.
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

impl OnNode {
    /// The obstacles, those with the same reason together, in the order in which the reasons come up.
    pub fn obstacles_by_reason(&self) -> Vec<(&str, Vec<&Obstacle>)> {
        let mut groups: Vec<(&str, Vec<&Obstacle>)> = Vec::new();
        for obstacle in &self.obstacles {
            match groups.iter_mut().find(|(what, _)| *what == obstacle.what) {
                Some((_, group)) => group.push(obstacle),
                None => groups.push((&obstacle.what, vec![obstacle])),
            }
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::{Obstacle, OnNode};

    #[test]
    fn containers_with_the_same_reason_are_told_once() {
        let obstacle = |container: &str, what: &str| Obstacle {
            container: container.to_owned(),
            field: String::new(),
            what: what.to_owned(),
            remedy: None,
        };
        let found = OnNode {
            obstacles: vec![
                obstacle("setup", "no cpu limit"),
                obstacle("setup", "no memory limit"),
                obstacle("app", "no cpu limit"),
            ],
            ..OnNode::default()
        };
        let groups = found.obstacles_by_reason();
        let told: Vec<(&str, Vec<&str>)> = groups
            .iter()
            .map(|(what, group)| (*what, group.iter().map(|one| one.container.as_str()).collect()))
            .collect();
        assert_eq!(told, [("no cpu limit", vec!["setup", "app"]), ("no memory limit", vec!["setup"])]);
    }
}
