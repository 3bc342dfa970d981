//! Nodes with the Pods on them, as one scheduling attempt sees them. Upstream: scheduler's snapshot and NodeInfo.

use crate::cluster::Cluster;
use api::{Gate, Kubernetes, Quantity};
use k8s_openapi::api::core::v1::{Node, Pod, PodSpec};
use resources::{Options, Totals};
use std::collections::BTreeMap;

/// A node and what runs on it.
#[derive(Clone, Debug)]
pub(crate) struct Machine<'a> {
    pub node: &'a Node,
    pub pods: Vec<&'a Pod>,
}

/// One attempt's view.
#[derive(Clone, Debug)]
pub(crate) struct World<'a> {
    pub machines: Vec<Machine<'a>>,
    pub cluster: &'a Cluster,
    pub kubernetes: &'a Kubernetes,
}

impl<'a> World<'a> {
    /// Pods that have ended hold nothing, and a Pod on an unknown node is not seen.
    pub fn of(cluster: &'a Cluster, kubernetes: &'a Kubernetes) -> World<'a> {
        let mut by_node: BTreeMap<&str, Vec<&Pod>> = BTreeMap::new();
        for pod in cluster.pods.iter().filter(|pod| !has_ended(pod)) {
            if let Some(node) = node_name(pod) {
                by_node.entry(node).or_default().push(pod);
            }
        }
        let machines = cluster.nodes.iter().map(|node| {
            let name = node.metadata.name.as_deref().unwrap_or_default();
            Machine { node, pods: by_node.remove(name).unwrap_or_default() }
        });
        World { machines: machines.collect(), cluster, kubernetes }
    }

    /// All bound Pods, each with its node.
    pub fn pods(&self) -> impl Iterator<Item = (&Machine<'a>, &'a Pod)> {
        self.machines.iter().flat_map(|machine| machine.pods.iter().map(move |pod| (machine, *pod)))
    }
}

impl Machine<'_> {
    pub fn name(&self) -> &str {
        self.node.metadata.name.as_deref().unwrap_or_default()
    }

    pub fn label(&self, key: &str) -> Option<&str> {
        self.node.metadata.labels.as_ref()?.get(key).map(String::as_str)
    }

    /// The amount that the node offers; a node that tells only its capacity offers all of it.
    pub fn allocatable(&self, resource: &str) -> Option<Quantity> {
        let status = self.node.status.as_ref()?;
        let offered = status.allocatable.as_ref().or(status.capacity.as_ref())?;
        offered.get(resource).map(Quantity::of)
    }
}

/// The amounts that the Pod to be scheduled requests.
pub(crate) fn wanted(pod: &Pod, kubernetes: &Kubernetes) -> Totals {
    pod.spec.as_ref().map(|spec| resources::requests(spec, &Options::of(kubernetes))).unwrap_or_default()
}

/// The amounts that a Pod on a node holds; one that is being resized holds the larger of old and new.
pub(crate) fn held(pod: &Pod, kubernetes: &Kubernetes) -> Totals {
    let options = Options {
        status: pod.status.as_ref().filter(|_| kubernetes.enabled(Gate::InPlacePodVerticalScaling)),
        resize_pod_level: kubernetes.enabled(Gate::InPlacePodLevelResourcesVerticalScaling),
        ..Options::of(kubernetes)
    };
    pod.spec.as_ref().map(|spec| resources::requests(spec, &options)).unwrap_or_default()
}

pub(crate) fn node_name(pod: &Pod) -> Option<&str> {
    pod.spec.as_ref()?.node_name.as_deref().filter(|name| !name.is_empty())
}

pub(crate) fn priority(pod: &Pod) -> i32 {
    pod.spec.as_ref().and_then(|spec| spec.priority).unwrap_or_default()
}

fn has_ended(pod: &Pod) -> bool {
    let phase = pod.status.as_ref().and_then(|status| status.phase.as_deref());
    matches!(phase, Some("Succeeded" | "Failed"))
}

/// The spec, or an empty one.
pub(crate) fn spec_of(pod: &Pod) -> &PodSpec {
    static EMPTY: std::sync::LazyLock<PodSpec> = std::sync::LazyLock::new(PodSpec::default);
    pod.spec.as_ref().unwrap_or(&EMPTY)
}
