//! A Pod's claims and what is behind them, as the volume filters share it.
//! Upstream: component-helpers/storage/volume, component-helpers/storage/ephemeral.

use crate::cluster::{Cluster, pod_namespace};
use crate::world::spec_of;
use api::well_known::{BIND_COMPLETED, DEFAULT_STORAGE_CLASS, STORAGE_CLASS};
use k8s_openapi::api::core::v1::{PersistentVolumeClaim, Pod};
use k8s_openapi::api::storage::v1::StorageClass;

/// A volume's claim by name.
pub(super) struct Claimed<'a> {
    pub name: String,
    /// Made for this Pod from a template.
    pub ephemeral: bool,
    /// `None` when there is no such claim.
    pub claim: Option<&'a PersistentVolumeClaim>,
}

/// The claims of the Pod's volumes, in order.
pub(super) fn claimed<'a>(pod: &'a Pod, cluster: &'a Cluster) -> impl Iterator<Item = Claimed<'a>> {
    spec_of(pod).volumes.iter().flatten().filter_map(move |volume| {
        let (name, ephemeral) = match (&volume.persistent_volume_claim, &volume.ephemeral) {
            (Some(source), _) => (source.claim_name.clone(), false),
            (None, Some(_)) => {
                let pod = pod.metadata.name.as_deref().unwrap_or_default();
                (format!("{pod}-{}", volume.name), true)
            }
            (None, None) => return None,
        };
        let claim = cluster.claim(pod_namespace(pod), &name);
        Some(Claimed { name, ephemeral, claim })
    })
}

/// A claim's storage class: by annotation, by field, or the cluster's default when nothing is written.
pub(crate) fn class_name<'a>(claim: &'a PersistentVolumeClaim, cluster: &'a Cluster) -> &'a str {
    let annotations = claim.metadata.annotations.as_ref();
    let by_annotation = annotations.and_then(|all| all.get(STORAGE_CLASS));
    let written = claim.spec.as_ref().and_then(|spec| spec.storage_class_name.as_ref());
    match by_annotation.or(written) {
        Some(name) => name,
        None if volume_name(claim).is_some() => "",
        None => default_class(cluster).unwrap_or_default(),
    }
}

fn default_class(cluster: &Cluster) -> Option<&str> {
    let is_default = |class: &&StorageClass| {
        let annotations = class.metadata.annotations.as_ref();
        DEFAULT_STORAGE_CLASS
            .iter()
            .any(|key| annotations.and_then(|all| all.get(*key)).is_some_and(|value| value == "true"))
    };
    cluster.storage_classes.iter().find(is_default)?.metadata.name.as_deref()
}

/// The volume that a claim names.
pub(crate) fn volume_name(claim: &PersistentVolumeClaim) -> Option<&str> {
    claim.spec.as_ref()?.volume_name.as_deref().filter(|name| !name.is_empty())
}

/// Whether the binding is done.
pub(crate) fn is_bound(claim: &PersistentVolumeClaim) -> bool {
    let annotations = claim.metadata.annotations.as_ref();
    volume_name(claim).is_some() && annotations.is_some_and(|all| all.contains_key(BIND_COMPLETED))
}

/// Whether binding waits for the Pod to be scheduled.
pub(crate) fn waits_for_pod(class: &StorageClass) -> bool {
    class.volume_binding_mode.as_deref() == Some("WaitForFirstConsumer")
}
