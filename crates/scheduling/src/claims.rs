//! Claims and volumes as the controller of volumes leaves them before a Pod is scheduled.
//! Upstream: pkg/controller/volume/persistentvolume/pv_controller.go.

use crate::cluster::{Cluster, namespace_of};
use crate::filters::{best_volume, class_name, is_bound, volume_name, waits_for_pod};
use api::well_known::{BIND_COMPLETED, NO_PROVISIONER};
use k8s_openapi::api::core::v1::{
    Node, ObjectReference, PersistentVolume, PersistentVolumeClaim, PersistentVolumeClaimStatus,
    PersistentVolumeSpec, PersistentVolumeStatus,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::collections::BTreeSet;

/// Whether somebody makes a volume for a claim: the provisioner of its class, of which nothing need be known. None is made
/// for a claim that names its volume or wants no class, where the class makes none, and where volumes of a class that is
/// not there are given by hand.
pub fn is_provided(claim: &PersistentVolumeClaim, cluster: &Cluster) -> bool {
    if volume_name(claim).is_some() {
        return false;
    }
    let class = class_name(claim, cluster);
    let is_written = claim.spec.as_ref().is_some_and(|spec| spec.storage_class_name.is_some());
    if class.is_empty() {
        return !is_written;
    }
    match cluster.storage_class(class) {
        Some(class) => class.provisioner != NO_PROVISIONER,
        None => cluster.volumes.iter().all(|volume| {
            volume.spec.as_ref().and_then(|spec| spec.storage_class_name.as_deref()) != Some(class)
        }),
    }
}

/// Binds the claims that do not wait for a Pod, as far as there are volumes for them or somebody makes some. Objects with a
/// status are taken as they are.
pub fn settle(cluster: &mut Cluster) {
    for volume in &mut cluster.volumes {
        let status = volume.status.get_or_insert_default();
        status.phase.get_or_insert_with(|| "Available".to_owned());
    }
    for index in 0..cluster.claims.len() {
        let Some(claim) = cluster.claims.get(index) else { continue };
        let class = cluster.storage_class(class_name(claim, cluster));
        let waits = volume_name(claim).is_none() && class.is_some_and(waits_for_pod);
        if is_bound(claim) || waits || claim.status.as_ref().is_some_and(|status| status.phase.is_some()) {
            continue;
        }
        let found = volume_of(claim, None, cluster).cloned();
        let volume = found.or_else(|| is_provided(claim, cluster).then(|| made(claim, cluster)));
        let Some(volume) = volume else { continue };
        bind(cluster, index, volume);
    }
}

/// The volume that a claim takes of those that are there; with a node only one that can be used on it.
pub fn volume_of<'a>(
    claim: &PersistentVolumeClaim,
    node: Option<&Node>,
    cluster: &'a Cluster,
) -> Option<&'a PersistentVolume> {
    best_volume(claim, node, cluster, &BTreeSet::new())
}

/// The volume that is made for a claim.
fn made(claim: &PersistentVolumeClaim, cluster: &Cluster) -> PersistentVolume {
    let asked = claim.spec.clone().unwrap_or_default();
    PersistentVolume {
        metadata: ObjectMeta {
            name: Some(format!("pvc-{}", claim.metadata.name.as_deref().unwrap_or_default())),
            ..ObjectMeta::default()
        },
        spec: Some(PersistentVolumeSpec {
            capacity: asked.resources.and_then(|resources| resources.requests),
            access_modes: asked.access_modes,
            storage_class_name: Some(class_name(claim, cluster).to_owned()),
            volume_mode: asked.volume_mode,
            ..PersistentVolumeSpec::default()
        }),
        status: None,
    }
}

fn bind(cluster: &mut Cluster, claim: usize, volume: PersistentVolume) {
    let Some(claim) = cluster.claims.get_mut(claim) else { return };
    let mut volume = volume;
    let spec = volume.spec.get_or_insert_default();
    spec.claim_ref = Some(ObjectReference {
        namespace: Some(namespace_of(claim.metadata.namespace.as_deref()).to_owned()),
        name: claim.metadata.name.clone(),
        ..ObjectReference::default()
    });
    let phase = Some("Bound".to_owned());
    volume.status =
        Some(PersistentVolumeStatus { phase: phase.clone(), ..PersistentVolumeStatus::default() });
    claim.spec.get_or_insert_default().volume_name.clone_from(&volume.metadata.name);
    claim.metadata.annotations.get_or_insert_default().insert(BIND_COMPLETED.to_owned(), "yes".to_owned());
    claim.status = Some(PersistentVolumeClaimStatus { phase, ..PersistentVolumeClaimStatus::default() });
    cluster.volumes.retain(|other| other.metadata.name != volume.metadata.name);
    cluster.volumes.push(volume);
}
