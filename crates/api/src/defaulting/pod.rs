//! Defaults that only a Pod gets, not a template.
//! Upstream: `SetDefaults_Pod`, pkg/apis/core/v1/defaults.go; `Convert_v1_Pod_To_core_Pod`.

use k8s_openapi::api::core::v1::{Container, Pod};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::pod_resources;
use crate::{Gate, Kubernetes};

/// Annotations that once held init containers; the server forgets them.
const INIT_CONTAINER_ANNOTATIONS: [&str; 4] = [
    "pod.beta.kubernetes.io/init-containers",
    "pod.alpha.kubernetes.io/init-containers",
    "pod.beta.kubernetes.io/init-container-statuses",
    "pod.alpha.kubernetes.io/init-container-statuses",
];

/// Fills in a Pod before its spec is filled in.
pub(super) fn apply(pod: &mut Pod, kubernetes: &Kubernetes) {
    let spec = pod.spec.get_or_insert_default();
    let host_network = spec.host_network == Some(true);
    for container in spec.containers.iter_mut().chain(spec.init_containers.iter_mut().flatten()) {
        requests_from_limits(container);
        if host_network {
            host_ports(container);
        }
    }
    if kubernetes.enabled(Gate::PodLevelResources) {
        pod_resources::apply(spec);
    }
    spec.enable_service_links.get_or_insert(true);
}

fn requests_from_limits(container: &mut Container) {
    let Some(resources) = &mut container.resources else { return };
    let Some(limits) = &resources.limits else { return };
    let requests = resources.requests.get_or_insert_default();
    for (name, limit) in limits {
        if !requests.contains_key(name) {
            requests.insert(name.clone(), limit.clone());
        }
    }
}

/// On the host's network each container port is a port of the host.
fn host_ports(container: &mut Container) {
    for port in container.ports.iter_mut().flatten() {
        if port.host_port.is_none_or(|number| number == 0) {
            port.host_port = Some(port.container_port);
        }
    }
}

/// Changes what the step to the server's internal type changes.
pub(super) fn convert(pod: &mut Pod) {
    drop_init_container_annotations(&mut pod.metadata);
    let spec = pod.spec.get_or_insert_default();
    if spec.termination_grace_period_seconds.is_some_and(i64::is_negative) {
        spec.termination_grace_period_seconds = Some(1);
    }
}

/// Old annotations do not survive the way into the server.
pub(super) fn drop_init_container_annotations(metadata: &mut ObjectMeta) {
    if let Some(annotations) = &mut metadata.annotations {
        for name in INIT_CONTAINER_ANNOTATIONS {
            annotations.remove(name);
        }
    }
}
