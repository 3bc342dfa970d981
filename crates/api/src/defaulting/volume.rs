//! Defaults of a volume, one paragraph for each source that has some.
//! Upstream: `SetDefaults_Volume`, the `SetDefaults_*VolumeSource` and the generated
//! pkg/apis/core/v1/zz_generated.defaults.go.

use crate::well_known::FILE_MODE;
use k8s_openapi::api::core::v1::{
    DownwardAPIVolumeFile, EmptyDirVolumeSource, PersistentVolumeClaimSpec, ProjectedVolumeSource, Volume,
};

use super::{container, image, resource_list, text};
use crate::{Gate, Kubernetes};

/// The lifetime of a service account token without one, in seconds.
const TOKEN_SECONDS: i64 = 3600;

/// Fills in one volume; a volume without a source is an `emptyDir`.
pub(super) fn apply(volume: &mut Volume, kubernetes: &Kubernetes) {
    if has_no_source(volume) {
        volume.empty_dir = Some(EmptyDirVolumeSource::default());
    }
    if let Some(source) = &mut volume.image
        && kubernetes.enabled(Gate::ImageVolume)
    {
        let reference = source.reference.as_deref().unwrap_or_default();
        let policy = image::pull_policy(reference);
        text(&mut source.pull_policy, policy);
    }
    if let Some(source) = &mut volume.empty_dir {
        source.size_limit.iter_mut().for_each(resource_list::canonical);
    }
    if let Some(source) = &mut volume.host_path {
        source.type_.get_or_insert_default();
    }
    if let Some(source) = &mut volume.secret {
        source.default_mode.get_or_insert(FILE_MODE);
    }
    if let Some(source) = &mut volume.config_map {
        source.default_mode.get_or_insert(FILE_MODE);
    }
    if let Some(source) = &mut volume.downward_api {
        source.default_mode.get_or_insert(FILE_MODE);
        source.items.iter_mut().flatten().for_each(downward_file);
    }
    volume.projected.iter_mut().for_each(projected);
    for template in volume.ephemeral.iter_mut().filter_map(|source| source.volume_claim_template.as_mut()) {
        claim_spec(&mut template.spec);
        template.metadata.get_or_insert_default();
    }
    remote_disks(volume);
}

fn has_no_source(volume: &Volume) -> bool {
    // Most volumes have one of these, so they are asked for before all other sources.
    let has_usual = volume.empty_dir.is_some() || volume.config_map.is_some() || volume.secret.is_some();
    !has_usual && *volume == Volume { name: volume.name.clone(), ..Volume::default() }
}

fn downward_file(file: &mut DownwardAPIVolumeFile) {
    file.field_ref.iter_mut().for_each(container::field_ref);
    file.resource_field_ref.iter_mut().for_each(container::resource_field_ref);
}

fn projected(source: &mut ProjectedVolumeSource) {
    source.default_mode.get_or_insert(FILE_MODE);
    for source in source.sources.iter_mut().flatten() {
        for files in source.downward_api.iter_mut().filter_map(|source| source.items.as_mut()) {
            files.iter_mut().for_each(downward_file);
        }
        if let Some(token) = &mut source.service_account_token {
            token.expiration_seconds.get_or_insert(TOKEN_SECONDS);
        }
    }
}

/// A claim's spec, in a generic ephemeral volume or a claim template.
pub(super) fn claim_spec(spec: &mut PersistentVolumeClaimSpec) {
    spec.volume_mode.get_or_insert_with(|| "Filesystem".to_owned());
    let resources = spec.resources.get_or_insert_default();
    resource_list::list(&mut resources.limits);
    resource_list::list(&mut resources.requests);
}

fn remote_disks(volume: &mut Volume) {
    if let Some(source) = &mut volume.iscsi {
        text(&mut source.iscsi_interface, "default");
    }
    if let Some(source) = &mut volume.rbd {
        text(&mut source.pool, "rbd");
        text(&mut source.user, "admin");
        text(&mut source.keyring, "/etc/ceph/keyring");
    }
    if let Some(source) = &mut volume.azure_disk {
        source.caching_mode.get_or_insert_with(|| "ReadWrite".to_owned());
        source.fs_type.get_or_insert_with(|| "ext4".to_owned());
        source.read_only.get_or_insert(false);
        source.kind.get_or_insert_with(|| "Shared".to_owned());
    }
    if let Some(source) = &mut volume.scale_io {
        text(&mut source.storage_mode, "ThinProvisioned");
        text(&mut source.fs_type, "xfs");
    }
}
