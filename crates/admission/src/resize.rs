//! Refuses a resize beyond the node. Upstream: PodResizeValidator, plugin/pkg/admission/podresize/admission.go.

use api::{Change, Kubernetes, Quantity};
use k8s_openapi::api::core::v1::Pod;
use resources::Options;

/// The amounts that a node can give to Pods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allocatable {
    /// The number of CPUs.
    pub cpu: Quantity,
    /// The memory in bytes.
    pub memory: Quantity,
}

/// Compares the requests of the whole Pod with the empty node: the kubelet takes other Pods into account.
pub(crate) fn check(pod: &Pod, node: Option<&Allocatable>, kubernetes: &Kubernetes) -> Result<(), String> {
    let (Some(node), Some(spec)) = (node, &pod.spec) else { return Ok(()) };
    if !kubernetes.has(Change::PodResizeValidator) {
        return Ok(());
    }
    let requests = resources::requests(spec, &Options::of(kubernetes));
    let mut short = Vec::new();
    if let Some(cpu) = requests.get("cpu").filter(|cpu| **cpu > node.cpu) {
        let (asked, has) = (cpu.milli_value(), node.cpu.milli_value());
        short.push(format!("cpu, requested: {asked}, allocatable: {has}"));
    }
    if let Some(memory) = requests.get("memory").filter(|memory| **memory > node.memory) {
        let (asked, has) = (memory.value(), node.memory.value());
        short.push(format!("memory, requested: {asked}, allocatable: {has}"));
    }
    if short.is_empty() {
        return Ok(());
    }
    Err(format!("node didn't have enough allocatable resources: {}", short.join("; ")))
}
