//! Kinds of volumes. Upstream: check_restrictedVolumes.go.

use super::host::uses;
use super::site::{Site, plural, quoted, set};
use super::{Complaint, Policy};
use k8s_openapi::api::core::v1::Volume;

pub(super) fn check(site: &Site<'_>, _: Policy) -> Option<Complaint> {
    let volumes = site.spec.volumes.iter().flatten();
    let bad: Vec<(&str, &str)> = volumes
        .filter(|volume| !is_allowed(volume))
        .map(|volume| (volume.name.as_str(), kind(volume)))
        .collect();
    if bad.is_empty() {
        return None;
    }
    let kinds = set(bad.iter().map(|(_, kind)| *kind));
    let detail = format!(
        "{} {} {} {} {}",
        plural("volume", bad.len()),
        quoted(bad.iter().map(|(name, _)| name)),
        uses(bad.len()),
        plural("restricted volume type", kinds.len()),
        quoted(&kinds)
    );
    Some(Complaint::new("restricted volume types", detail))
}

fn is_allowed(volume: &Volume) -> bool {
    volume.config_map.is_some()
        || volume.csi.is_some()
        || volume.downward_api.is_some()
        || volume.empty_dir.is_some()
        || volume.ephemeral.is_some()
        || volume.image.is_some()
        || volume.persistent_volume_claim.is_some()
        || volume.projected.is_some()
        || volume.secret.is_some()
}

fn kind(volume: &Volume) -> &'static str {
    let kinds = [
        (volume.host_path.is_some(), "hostPath"),
        (volume.gce_persistent_disk.is_some(), "gcePersistentDisk"),
        (volume.aws_elastic_block_store.is_some(), "awsElasticBlockStore"),
        (volume.git_repo.is_some(), "gitRepo"),
        (volume.nfs.is_some(), "nfs"),
        (volume.iscsi.is_some(), "iscsi"),
        (volume.glusterfs.is_some(), "glusterfs"),
        (volume.rbd.is_some(), "rbd"),
        (volume.flex_volume.is_some(), "flexVolume"),
        (volume.cinder.is_some(), "cinder"),
        (volume.cephfs.is_some(), "cephfs"),
        (volume.flocker.is_some(), "flocker"),
        (volume.fc.is_some(), "fc"),
        (volume.azure_file.is_some(), "azureFile"),
        (volume.vsphere_volume.is_some(), "vsphereVolume"),
        (volume.quobyte.is_some(), "quobyte"),
        (volume.azure_disk.is_some(), "azureDisk"),
        (volume.photon_persistent_disk.is_some(), "photonPersistentDisk"),
        (volume.portworx_volume.is_some(), "portworxVolume"),
        (volume.scale_io.is_some(), "scaleIO"),
        (volume.storageos.is_some(), "storageos"),
    ];
    kinds.into_iter().find(|(is, _)| *is).map_or("unknown", |(_, name)| name)
}
