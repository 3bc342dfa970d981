//! Disks of clouds and clusters, of which little more is asked than a name.
//! Upstream: the functions named after them in pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::{
    AWSElasticBlockStoreVolumeSource, CinderVolumeSource, GCEPersistentDiskVolumeSource,
    PhotonPersistentDiskVolumeSource, PortworxVolumeSource, RBDVolumeSource, ScaleIOVolumeSource,
    StorageOSVolumeSource, VsphereVirtualDiskVolumeSource,
};

use super::check_given;
use crate::site::text;
use crate::{Errors, names};

/// Upstream: validateGCEPersistentDiskVolumeSource.
pub(super) fn gce_persistent_disk(
    source: &GCEPersistentDiskVolumeSource,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    check_given(&source.pd_name, &path.field("pdName"), errors);
    check_partition(source.partition, path, errors);
}

/// Upstream: validateAWSElasticBlockStoreVolumeSource.
pub(super) fn aws_elastic_block_store(
    source: &AWSElasticBlockStoreVolumeSource,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    check_given(&source.volume_id, &path.field("volumeID"), errors);
    check_partition(source.partition, path, errors);
}

/// Zero is the whole disk; the words do not say so.
fn check_partition(partition: Option<i32>, path: &FieldPath<'_>, errors: &mut Errors) {
    if let Some(partition) = partition.filter(|partition| !(0..=255).contains(partition)) {
        errors.invalid(&path.field("partition"), partition, names::range(1, 255));
    }
}

/// Upstream: validateRBDVolumeSource.
pub(super) fn rbd(source: &RBDVolumeSource, path: &FieldPath<'_>, errors: &mut Errors) {
    if source.monitors.is_empty() {
        errors.required(&path.field("monitors"), "");
    }
    check_given(&source.image, &path.field("image"), errors);
}

/// Upstream: validateCinderVolumeSource.
pub(super) fn cinder(source: &CinderVolumeSource, path: &FieldPath<'_>, errors: &mut Errors) {
    check_given(&source.volume_id, &path.field("volumeID"), errors);
    if let Some(secret) = &source.secret_ref {
        check_given(&secret.name, &path.field("secretRef").field("name"), errors);
    }
}

/// Upstream: validateVsphereVolumeSource.
pub(super) fn vsphere_volume(
    source: &VsphereVirtualDiskVolumeSource,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    check_given(&source.volume_path, &path.field("volumePath"), errors);
}

/// Upstream: validatePhotonPersistentDiskVolumeSource.
pub(super) fn photon_persistent_disk(
    source: &PhotonPersistentDiskVolumeSource,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    check_given(&source.pd_id, &path.field("pdID"), errors);
}

/// Upstream: validatePortworxVolumeSource.
pub(super) fn portworx_volume(source: &PortworxVolumeSource, path: &FieldPath<'_>, errors: &mut Errors) {
    check_given(&source.volume_id, &path.field("volumeID"), errors);
}

/// Upstream: validateScaleIOVolumeSource.
pub(super) fn scale_io(source: &ScaleIOVolumeSource, path: &FieldPath<'_>, errors: &mut Errors) {
    check_given(&source.gateway, &path.field("gateway"), errors);
    check_given(&source.system, &path.field("system"), errors);
    check_given(text(source.volume_name.as_ref()), &path.field("volumeName"), errors);
}

/// Upstream: validateStorageOSVolumeSource.
pub(crate) fn storageos(source: &StorageOSVolumeSource, path: &FieldPath<'_>, errors: &mut Errors) {
    let name = text(source.volume_name.as_ref());
    if name.is_empty() {
        errors.required(&path.field("volumeName"), "");
    } else {
        errors.invalid_each(&path.field("volumeName"), name, names::dns_label(name));
    }
    let namespace = text(source.volume_namespace.as_ref());
    if !namespace.is_empty() {
        errors.invalid_each(&path.field("volumeNamespace"), namespace, names::dns_label(namespace));
    }
    if let Some(secret) = &source.secret_ref {
        check_given(&secret.name, &path.field("secretRef").field("name"), errors);
    }
}
