//! The history of one Pod as the API server shows it.

use super::Lane;
use crate::Millis;
use k8s_openapi::api::core::v1::{Pod, PodStatus};
use std::rc::Rc;

/// A Pod, its versions and its containers.
#[derive(Clone, Debug, Default)]
pub struct PodTrace {
    /// Name.
    pub name: String,
    /// Namespace.
    pub namespace: String,
    /// UID, made from namespace, name and order of creation.
    pub uid: String,
    /// The workload that made it.
    pub owner: Option<Owner>,
    /// Its containers: init containers and sidecars in their order, app containers, ephemeral ones.
    pub containers: Vec<ContainerInfo>,
    /// A lane for each of `containers`.
    pub lanes: Vec<Lane>,
    /// When it was created.
    pub created: Millis,
    /// When it was removed from the API.
    pub removed: Option<Millis>,
    /// Metadata and spec, without status; a new one when either changes (binding, patches, deletion).
    pub bases: Vec<Rc<Pod>>,
    /// Each version that the API server stored.
    pub versions: Vec<Version>,
}

/// One version of a Pod as the API server stored it.
#[derive(Clone, Debug)]
pub struct Version {
    /// The time at which it was stored.
    pub at: Millis,
    /// Index into `bases`.
    pub base: usize,
    /// The status.
    pub status: Rc<PodStatus>,
}

/// The workload that made a Pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// `ReplicaSet`, `Job` ...
    pub kind: String,
    /// Name.
    pub name: String,
}

/// A container of a Pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerInfo {
    /// Name.
    pub name: String,
    /// Its role for the kubelet.
    pub role: ContainerRole,
    /// Its path below the Pod's spec: `initContainers[0]`.
    pub path: String,
}

/// The role of a container for the kubelet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContainerRole {
    /// Runs to its end before the next one starts.
    Init,
    /// An init container with `restartPolicy: Always`.
    Sidecar,
    /// One of `containers`.
    App,
    /// Added to a Pod that is there already, for debugging.
    Ephemeral,
}

impl PodTrace {
    /// The Pod at `at`, whole; `None` before its creation and after its removal.
    pub fn at(&self, at: Millis) -> Option<Pod> {
        let version = self.version_at(at)?;
        let mut pod = Pod::clone(self.base(version)?);
        pod.status = Some(PodStatus::clone(&version.status));
        Some(pod)
    }

    /// Since when the Pod's node has been lost at `at`: its controller took the Pod's readiness away, and the kubelet has not
    /// been back.
    pub fn node_lost(&self, at: Millis) -> Option<Millis> {
        let shows_it = |version: &&Version| {
            let holds = |type_: &str, status: &str| {
                let mut conditions = version.status.conditions.iter().flatten();
                conditions.any(|one| one.type_ == type_ && one.status == status && one.reason.is_none())
            };
            holds("Ready", "False") && holds("ContainersReady", "True")
        };
        let known = self.versions.partition_point(|version| version.at <= at);
        let past = self.versions.get(..known)?.iter().rev();
        past.take_while(shows_it).last().map(|version| version.at)
    }

    /// The stored version at `at`; `None` before its creation and after its removal.
    pub fn version_at(&self, at: Millis) -> Option<&Version> {
        if self.removed.is_some_and(|removed| removed <= at) {
            return None;
        }
        let next = self.versions.partition_point(|version| version.at <= at);
        self.versions.get(next.checked_sub(1)?)
    }

    /// The lane of a container by its name.
    pub fn lane(&self, container: &str) -> Option<(&ContainerInfo, &Lane)> {
        let index = self.containers.iter().position(|info| info.name == container)?;
        Some((self.containers.get(index)?, self.lanes.get(index)?))
    }

    /// The base of a version.
    pub fn base(&self, version: &Version) -> Option<&Pod> {
        self.bases.get(version.base).map(Rc::as_ref)
    }
}
