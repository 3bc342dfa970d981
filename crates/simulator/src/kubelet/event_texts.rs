//! Texts of events that changed between releases.

use api::{Change, Gate, Kubernetes};

/// A container was made.
pub(crate) fn created(kubernetes: &Kubernetes, name: &str) -> String {
    if kubernetes.has(Change::ContainerEventsWithoutName) {
        "Container created".to_owned()
    } else if kubernetes.has(Change::CreatedContainerWithColon) {
        format!("Created container: {name}")
    } else {
        format!("Created container {name}")
    }
}

/// A container was started.
pub(crate) fn started(kubernetes: &Kubernetes, name: &str) -> String {
    if kubernetes.has(Change::ContainerEventsWithoutName) {
        "Container started".to_owned()
    } else {
        format!("Started container {name}")
    }
}

/// An image need not be pulled.
pub(crate) fn present(kubernetes: &Kubernetes, image: &str) -> String {
    let tail = if kubernetes.enabled(Gate::KubeletEnsureSecretPulledImages) {
        " and can be accessed by the pod"
    } else {
        ""
    };
    format!("Container image {image:?} already present on machine{tail}")
}
