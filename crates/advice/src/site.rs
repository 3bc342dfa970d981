//! The input of a lint: the object and its Pod, with the path that leads to it.

use api::collections::gather;
use api::{ContainerKind, ContainerSite, Object};
use k8s_openapi::api::core::v1::{Container, PodSpec, Volume};
use std::collections::BTreeSet;

/// A Pod to look at.
pub(crate) struct Site<'a> {
    pub object: &'a Object,
    /// The path of the Pod's spec: `spec`, `spec.template.spec`, ...
    pub path: &'static str,
    pub spec: &'a PodSpec,
}

/// One finding of a lint; its declaration says the rest.
pub(crate) struct Found {
    pub field: String,
    pub message: String,
    pub fix: String,
}

impl<'a> Site<'a> {
    /// Every container, init containers first.
    pub fn containers(&self) -> impl Iterator<Item = ContainerSite<'a>> {
        api::containers(self.spec)
    }

    /// The path of a field of the Pod's spec.
    pub fn field(&self, below: &str) -> String {
        format!("{}.{below}", self.path)
    }

    /// The path of a field of a container.
    pub fn container_field(&self, container: &ContainerSite<'_>, below: &str) -> String {
        format!("{}.{container}.{below}", self.path)
    }

    /// The Pod's volumes with their place.
    pub fn volumes(&self) -> impl Iterator<Item = (usize, &'a Volume)> {
        self.spec.volumes.iter().flatten().enumerate()
    }

    /// The names of the volumes that some containers mount: those of a kind that is `wanted`. A Pod may have thousands of
    /// volumes and mounts, so they are gathered once and not looked for one by one.
    pub fn mounted(&self, wanted: impl Fn(ContainerKind) -> bool) -> BTreeSet<&'a str> {
        let containers = self.containers().filter(|site| wanted(site.kind));
        gather(containers.map(|site| site.container).flat_map(mounts))
    }
}

/// The names of the volumes that a container mounts.
fn mounts(container: &Container) -> impl Iterator<Item = &str> {
    let mounts = container.volume_mounts.iter().flatten().map(|mount| mount.name.as_str());
    mounts.chain(container.volume_devices.iter().flatten().map(|device| device.name.as_str()))
}
