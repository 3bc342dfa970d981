//! The input of a lint: the object and its Pod, with the path that leads to it.

use api::{ContainerSite, Object};
use k8s_openapi::api::core::v1::{Container, PodSpec, Volume};

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

    /// The containers that mount the volume.
    pub fn mounting(&self, volume: &str) -> Vec<ContainerSite<'a>> {
        self.containers().filter(|site| mounts(site.container, volume)).collect()
    }
}

fn mounts(container: &Container, volume: &str) -> bool {
    container.volume_mounts.iter().flatten().any(|mount| mount.name == volume)
        || container.volume_devices.iter().flatten().any(|device| device.name == volume)
}
