//! The order in which the kernel kills containers when the node runs out of memory.
//! Upstream: GetContainerOOMScoreAdjust, pkg/kubelet/qos/policy.go.

use crate::derivation::{List, Place};
use crate::effective::{effective, places};
use crate::options::Options;
use crate::qos::{QosClass, qos_class};
use crate::status;
use api::well_known::{NODE_CRITICAL, SYSTEM_PRIORITY};
use api::{Gate, Kubernetes, Quantity};
use k8s_openapi::api::core::v1::{Container, PodSpec};

const GUARANTEED: i64 = -997;
const BEST_EFFORT: i64 = 1000;

/// `oom_score_adj` of each container on a node with `capacity` bytes of memory, in the order in which they start.
/// Each is between -997, killed last, and 1000, killed first.
pub fn oom_score_adj(spec: &PodSpec, kubernetes: &Kubernetes, capacity: i64) -> Vec<(Place, i64)> {
    let class = qos_class(spec, kubernetes);
    let spare = spare_memory(spec, kubernetes);
    let memory = |container: &Container| memory_request(container);
    let least = spec.containers.iter().map(memory).min().unwrap_or_default();
    let score =
        |request: i64| 1000 - 1000_i64.saturating_mul(request.saturating_add(spare)) / capacity.max(1);
    let adjust = |(place, container): (Place, &Container)| {
        let value = match class {
            _ if is_node_critical(spec) => GUARANTEED,
            QosClass::Guaranteed => GUARANTEED,
            QosClass::BestEffort => BEST_EFFORT,
            QosClass::Burstable => {
                let own = score(memory(container));
                // A sidecar must not be killed before the containers that need it.
                let own = if matches!(place, Place::Sidecar(_)) { own.min(score(least)) } else { own };
                own.clamp(BEST_EFFORT + GUARANTEED, BEST_EFFORT - 1)
            }
        };
        (place, value)
    };
    places(spec).map(adjust).collect()
}

fn is_node_critical(spec: &PodSpec) -> bool {
    spec.priority_class_name.as_deref() == Some(NODE_CRITICAL)
        && spec.priority.is_some_and(|priority| priority >= SYSTEM_PRIORITY)
}

fn memory_request(container: &Container) -> i64 {
    let requests = status::written(container, List::Requests);
    requests.and_then(|requests| requests.get("memory")).map_or(0, |amount| Quantity::of(amount).value())
}

/// The memory that the Pod requests beyond its containers' requests, divided among them.
fn spare_memory(spec: &PodSpec, kubernetes: &Kubernetes) -> i64 {
    if !kubernetes.enabled(Gate::PodLevelResources) {
        return 0;
    }
    let pod = status::of(spec.resources.as_ref(), List::Requests).and_then(|requests| requests.get("memory"));
    let pod = pod.map_or(0, |amount| Quantity::of(amount).value());
    if pod == 0 {
        return 0;
    }
    let options = Options { skip_pod_level: true, ..Options::default() };
    let containers = effective(spec, List::Requests, &options);
    let containers = containers.get("memory").map_or(0, |derivation| derivation.total.value());
    let count = i64::try_from(places(spec).count()).unwrap_or(i64::MAX);
    pod.saturating_sub(containers) / count.max(1)
}
