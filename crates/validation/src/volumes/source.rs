//! Exactly one source a volume, each looked at in the server's order.
//! Upstream: validateVolumeSource, pkg/apis/core/validation/validation.go.

use api::{FieldPath, Quantity};
use k8s_openapi::api::core::v1::Volume;

use super::config_map::VOLUME_SOURCE_FIELD;
use super::{
    azure_disk, check_given, config_map, csi, disks, downward_api, ephemeral, fc, flex_volume, flocker,
    host_path, image, iscsi, paths, projected, quobyte, shares,
};
use crate::rule::rule;
use crate::site::{PodSite, text};
use crate::{Errors, Rule};

pub(crate) static VOLUME_TYPE: Rule =
    rule!("volume-type", Forbidden "" "may not specify more than 1 volume type");

/// Counts the sources of one volume: only the first one is looked at.
pub(crate) struct Sources<'a> {
    pub path: &'a FieldPath<'a>,
    pub found: usize,
    pub errors: &'a mut Errors,
}

impl Sources<'_> {
    /// A source with its own path below the volume.
    pub fn one<T>(
        &mut self,
        name: &str,
        source: Option<&T>,
        check: impl FnOnce(&T, &FieldPath<'_>, &mut Errors),
    ) {
        self.named(name, name, source, check);
    }

    /// A source that the server calls `name` when it is one too many, and `inner` when it looks inside.
    pub fn named<T>(
        &mut self,
        name: &str,
        inner: &str,
        source: Option<&T>,
        check: impl FnOnce(&T, &FieldPath<'_>, &mut Errors),
    ) {
        let Some(source) = source else { return };
        self.found += 1;
        if self.found > 1 {
            let detail = "may not specify more than 1 volume type";
            self.errors.of(&VOLUME_TYPE).forbidden(&self.path.field(name), detail);
        } else {
            check(source, &self.path.field(inner), self.errors);
        }
    }

    /// There must be one.
    pub fn refuse_none(&mut self) {
        if self.found == 0 {
            self.errors.required(self.path, "must specify a volume type");
        }
    }
}

/// The sources of one volume.
pub(super) fn check(volume: &Volume, path: &FieldPath<'_>, site: &PodSite<'_>, errors: &mut Errors) {
    let context = &site.context;
    let mut sources = Sources { path, found: 0, errors };
    sources.one("emptyDir", volume.empty_dir.as_ref(), |source, path, errors| {
        if source.size_limit.as_ref().is_some_and(|limit| Quantity::of(limit).sign() < 0) {
            errors.forbidden(&path.field("sizeLimit"), "SizeLimit field must be a valid resource quantity");
        }
    });
    sources.one("hostPath", volume.host_path.as_ref(), host_path::check);
    sources.one("gitRepo", volume.git_repo.as_ref(), |source, path, errors| {
        check_given(&source.repository, &path.field("repository"), errors);
        paths::check_local_descending(text(source.directory.as_ref()), &path.field("directory"), errors);
    });
    sources.named(
        "gcePersistentDisk",
        "persistentDisk",
        volume.gce_persistent_disk.as_ref(),
        disks::gce_persistent_disk,
    );
    sources.one(
        "awsElasticBlockStore",
        volume.aws_elastic_block_store.as_ref(),
        disks::aws_elastic_block_store,
    );
    sources.one("secret", volume.secret.as_ref(), config_map::secret);
    sources.one("nfs", volume.nfs.as_ref(), shares::nfs);
    sources.one("iscsi", volume.iscsi.as_ref(), iscsi::check);
    iscsi::check_length(volume, path, sources.errors);
    sources.one("glusterfs", volume.glusterfs.as_ref(), shares::glusterfs);
    sources.one("flocker", volume.flocker.as_ref(), flocker::check);
    sources.one("persistentVolumeClaim", volume.persistent_volume_claim.as_ref(), |source, path, errors| {
        check_given(&source.claim_name, &path.field("claimName"), &mut errors.of(&VOLUME_SOURCE_FIELD));
    });
    sources.one("rbd", volume.rbd.as_ref(), disks::rbd);
    sources.one("cinder", volume.cinder.as_ref(), disks::cinder);
    sources.named("cephFS", "cephfs", volume.cephfs.as_ref(), shares::cephfs);
    sources.one("quobyte", volume.quobyte.as_ref(), quobyte::check);
    // The server's own spelling.
    sources.named("downwarAPI", "downwardAPI", volume.downward_api.as_ref(), |source, path, errors| {
        downward_api::check(source, path, context, errors);
    });
    sources.one("fc", volume.fc.as_ref(), fc::check);
    sources.one("flexVolume", volume.flex_volume.as_ref(), flex_volume::check);
    sources.one("configMap", volume.config_map.as_ref(), config_map::check);
    sources.one("azureFile", volume.azure_file.as_ref(), shares::azure_file);
    sources.one("vsphereVolume", volume.vsphere_volume.as_ref(), disks::vsphere_volume);
    sources.one(
        "photonPersistentDisk",
        volume.photon_persistent_disk.as_ref(),
        disks::photon_persistent_disk,
    );
    sources.one("portworxVolume", volume.portworx_volume.as_ref(), disks::portworx_volume);
    sources.one("azureDisk", volume.azure_disk.as_ref(), azure_disk::check);
    sources.one("storageos", volume.storageos.as_ref(), disks::storageos);
    sources.one("projected", volume.projected.as_ref(), |source, path, errors| {
        projected::check(source, path, context, errors);
    });
    sources.one("scaleIO", volume.scale_io.as_ref(), disks::scale_io);
    sources.one("csi", volume.csi.as_ref(), |source, path, errors| csi::check(source, path, context, errors));
    sources.one("ephemeral", volume.ephemeral.as_ref(), |source, inner, errors| {
        ephemeral::check(source, inner, context, errors);
        ephemeral::check_claim_name(&volume.name, path, site, errors);
    });
    sources
        .one("image", volume.image.as_ref(), |source, path, errors| image::check(source, path, site, errors));
    sources.refuse_none();
}
