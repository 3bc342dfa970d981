//! The containers of a Pod, each with its kind and path.

use k8s_openapi::api::core::v1::{Container, PodSpec};
use std::fmt;

/// How the kubelet treats a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContainerKind {
    /// Runs to its end before the next one starts.
    Init,
    /// An init container with `restartPolicy: Always`: started in its turn, stopped after the app containers.
    Sidecar,
    /// One of `containers`.
    App,
}

/// A container and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct ContainerSite<'a> {
    /// How the kubelet treats it.
    pub kind: ContainerKind,
    /// Its place in its own list.
    pub index: usize,
    /// The container as written.
    pub container: &'a Container,
}

impl ContainerSite<'_> {
    /// The list that it stands in.
    pub fn list(&self) -> &'static str {
        match self.kind {
            ContainerKind::Init | ContainerKind::Sidecar => "initContainers",
            ContainerKind::App => "containers",
        }
    }
}

/// Prints the path below the Pod's spec: `initContainers[0]`.
impl fmt::Display for ContainerSite<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.list(), self.index)
    }
}

/// Whether the kubelet treats this init container as a sidecar.
pub fn is_sidecar(container: &Container) -> bool {
    container.restart_policy.as_deref() == Some("Always")
}

/// Init containers and sidecars in their order, then the app containers.
pub fn containers(spec: &PodSpec) -> impl Iterator<Item = ContainerSite<'_>> {
    let init = spec.init_containers.iter().flatten().enumerate().map(|(index, container)| ContainerSite {
        kind: if is_sidecar(container) { ContainerKind::Sidecar } else { ContainerKind::Init },
        index,
        container,
    });
    let app = spec.containers.iter().enumerate().map(|(index, container)| ContainerSite {
        kind: ContainerKind::App,
        index,
        container,
    });
    init.chain(app)
}
