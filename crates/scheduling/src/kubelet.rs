//! Whether a node's kubelet takes a Pod that did not come from the scheduler: one that names its node itself.
//! Upstream: generalFilter and InsufficientResourceError, pkg/kubelet/lifecycle/predicate.go.

use crate::cluster::Cluster;
use crate::filters::resources_fit;
use crate::words::Word;
use crate::world::{World, node_name};
use api::Kubernetes;
use k8s_openapi::api::core::v1::Pod;

/// Why a kubelet refuses a Pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// `OutOfcpu`, `OutOfmemory`, `OutOfpods`.
    pub reason: String,
    /// The words of the event; the Pod's `status.message` has them after `Pod was rejected: `.
    pub message: String,
}

/// The rejection by the kubelet of `node` for want of resources; `None` when it takes the Pod or there is no such node.
///
/// ```
/// use scheduling::{Cluster, PRESETS, kubelet};
/// let cluster = Cluster { nodes: vec![PRESETS[0].node("a")], ..Cluster::default() };
/// let pod = serde_json::from_value(serde_json::json!({"spec": {"nodeName": "a", "containers": [
///     {"name": "app", "resources": {"requests": {"cpu": "5"}}}]}})).unwrap();
/// let rejection = kubelet::rejection(&pod, "a", &cluster, &api::Kubernetes::RECORDED).unwrap();
/// assert_eq!(rejection.reason, "OutOfcpu");
/// assert_eq!(rejection.message, "Node didn't have enough resource: cpu, requested: 5000, used: 0, capacity: 4000");
/// ```
pub fn rejection(pod: &Pod, node: &str, cluster: &Cluster, kubernetes: &Kubernetes) -> Option<Rejection> {
    let mut others = cluster.clone();
    let own = |other: &Pod| node_name(other) == Some(node) && other.metadata.name == pod.metadata.name;
    others.pods.retain(|other| !own(other));
    let world = World::of(&others, kubernetes);
    let machine = world.machines.iter().find(|machine| machine.name() == node)?;
    let prepared = resources_fit::prepare(pod, &world);
    let shortages = resources_fit::shortages(&prepared, machine, &world);
    let short = shortages.first()?;
    Some(Rejection {
        reason: format!("{}{}", Word::OutOf, short.resource),
        message: format!(
            "Node didn't have enough resource: {}, requested: {}, used: {}, capacity: {}",
            short.resource, short.requested, short.used, short.capacity
        ),
    })
}
