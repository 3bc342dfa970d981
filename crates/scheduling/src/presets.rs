//! Ready-made nodes to try a Pod on.

use api::collections::gather;
use k8s_openapi::api::core::v1::{Node, NodeStatus};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::collections::BTreeMap;

/// A kind of machine. What is allocatable is less than what the machine has: the system and the kubelet keep some,
/// how much differs between providers and their releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// As a button says it.
    pub name: &'static str,
    /// The memory that the machine has.
    pub machine_memory: &'static str,
    /// Allocatable, as Kubernetes writes it.
    pub cpu: &'static str,
    /// Allocatable.
    pub memory: &'static str,
    /// The most Pods.
    pub pods: &'static str,
    /// Allocatable.
    pub ephemeral_storage: &'static str,
}

/// From small to large.
pub const PRESETS: [Preset; 5] = [
    Preset {
        name: "kind on a laptop",
        machine_memory: "8Gi",
        cpu: "4",
        memory: "8Gi",
        pods: "110",
        ephemeral_storage: "50Gi",
    },
    Preset {
        name: "2 vCPU, 4 GiB",
        machine_memory: "4Gi",
        cpu: "1930m",
        memory: "3200Mi",
        pods: "17",
        ephemeral_storage: "18Gi",
    },
    Preset {
        name: "2 vCPU, 8 GiB",
        machine_memory: "8Gi",
        cpu: "1930m",
        memory: "7000Mi",
        pods: "29",
        ephemeral_storage: "18Gi",
    },
    Preset {
        name: "4 vCPU, 16 GiB",
        machine_memory: "16Gi",
        cpu: "3920m",
        memory: "14500Mi",
        pods: "58",
        ephemeral_storage: "45Gi",
    },
    Preset {
        name: "8 vCPU, 32 GiB",
        machine_memory: "32Gi",
        cpu: "7910m",
        memory: "30Gi",
        pods: "110",
        ephemeral_storage: "90Gi",
    },
];

impl Preset {
    /// A node of this kind that is ready and empty.
    pub fn node(&self, name: &str) -> Node {
        let amounts = [
            ("cpu", self.cpu),
            ("memory", self.memory),
            ("pods", self.pods),
            ("ephemeral-storage", self.ephemeral_storage),
        ];
        let amounts = amounts.map(|(name, amount)| (name.to_owned(), Quantity(amount.to_owned())));
        let amounts: BTreeMap<String, Quantity> = gather(amounts);
        let mut capacity = amounts.clone();
        capacity.insert("memory".to_owned(), Quantity(self.machine_memory.to_owned()));
        let mut node = Node {
            status: Some(NodeStatus {
                capacity: Some(capacity),
                allocatable: Some(amounts),
                ..NodeStatus::default()
            }),
            ..Node::default()
        };
        node.metadata.name = Some(name.to_owned());
        let labels = [("kubernetes.io/hostname", name), ("kubernetes.io/os", "linux")];
        node.metadata.labels = Some(labels.map(|(key, value)| (key.to_owned(), value.to_owned())).into());
        node
    }
}
