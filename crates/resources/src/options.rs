//! The options of the effective numbers. Upstream: PodResourcesOptions, component-helpers/resource/helpers.go.

use crate::effective::Totals;
use api::{Gate, Kubernetes};
use k8s_openapi::api::core::v1::PodStatus;

/// The options of the effective numbers: by default all of the spec counts, as the scheduler counts a new Pod.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "upstream's own switches, each used by another component")]
pub struct Options<'a> {
    /// Resources that the kubelet reports, which hold until a resize is done.
    pub status: Option<&'a PodStatus>,
    /// With `status`: the same for pod-level resources.
    pub resize_pod_level: bool,
    /// Leave `spec.overhead` out (LimitRange does).
    pub exclude_overhead: bool,
    /// Leave `spec.resources` out (before the gate PodLevelResources).
    pub skip_pod_level: bool,
    /// Leave the containers' requests out; limits are always counted.
    pub skip_containers: bool,
    /// The requests of a container that has none of its own (for scoring nodes).
    pub missing_requests: Totals,
    /// Amounts that claims take from the node, in the order of `status.nodeAllocatableResourceClaimStatuses`;
    /// added to the containers' requests.
    pub claims: Vec<Totals>,
}

impl Options<'_> {
    /// The options of a cluster of this release for a new Pod.
    pub fn of(kubernetes: &Kubernetes) -> Options<'static> {
        Options { skip_pod_level: !kubernetes.enabled(Gate::PodLevelResources), ..Options::default() }
    }
}
