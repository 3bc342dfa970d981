//! The sources of a PersistentVolume: most are those of a Pod's volume, with more fields beside those that are checked.
//! Upstream: ValidatePersistentVolumeSpec, pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::Volume;

use super::source::Sources;
use super::{azure_disk, disks, fc, flex_volume, flocker, host_path, iscsi, quobyte, shares};
use crate::Errors;

/// The sources that a Pod's volume has too, in the server's order; `last` adds those that it has not. Without any source
/// the volume is refused.
pub(crate) fn check_sources(
    volume: &Volume,
    path: &FieldPath<'_>,
    errors: &mut Errors,
    last: impl FnOnce(&mut Sources<'_>),
) {
    let mut sources = Sources { path, found: 0, errors };
    sources.one("hostPath", volume.host_path.as_ref(), host_path::check);
    sources.named(
        "gcePersistentDisk",
        "persistentDisk",
        volume.gce_persistent_disk.as_ref(),
        disks::gce_persistent_disk,
    );
    let store = volume.aws_elastic_block_store.as_ref();
    sources.one("awsElasticBlockStore", store, disks::aws_elastic_block_store);
    sources.one("glusterfs", volume.glusterfs.as_ref(), shares::glusterfs);
    sources.one("flocker", volume.flocker.as_ref(), flocker::check);
    sources.one("nfs", volume.nfs.as_ref(), shares::nfs);
    sources.one("rbd", volume.rbd.as_ref(), disks::rbd);
    sources.one("quobyte", volume.quobyte.as_ref(), quobyte::check);
    sources.named("cephFS", "cephfs", volume.cephfs.as_ref(), shares::cephfs);
    sources.one("iscsi", volume.iscsi.as_ref(), |source, path, errors| {
        iscsi::check_persistent(source, &volume.name, path, errors);
    });
    sources.one("cinder", volume.cinder.as_ref(), disks::cinder);
    sources.one("fc", volume.fc.as_ref(), fc::check);
    // The server forgets to count what stands before this one.
    if let Some(source) = &volume.flex_volume {
        sources.found += 1;
        flex_volume::check(source, &path.field("flexVolume"), sources.errors);
    }
    sources.one("azureFile", volume.azure_file.as_ref(), shares::azure_file);
    sources.one("vsphereVolume", volume.vsphere_volume.as_ref(), disks::vsphere_volume);
    let disk = volume.photon_persistent_disk.as_ref();
    sources.one("photonPersistentDisk", disk, disks::photon_persistent_disk);
    sources.one("portworxVolume", volume.portworx_volume.as_ref(), disks::portworx_volume);
    sources.one("azureDisk", volume.azure_disk.as_ref(), azure_disk::check);
    sources.one("scaleIO", volume.scale_io.as_ref(), disks::scale_io);
    last(&mut sources);
    sources.refuse_none();
}
