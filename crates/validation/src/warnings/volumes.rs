//! Kinds of volume whose time is over. Upstream: warningsForPodSpecAndMeta, pkg/api/pod/warnings.go.

use api::{Change, Gate};

use super::{Site, claims};
use crate::site::items;

pub(super) fn check(site: &Site<'_>, warnings: &mut Vec<String>) {
    let kubernetes = site.kubernetes;
    let git_repo_is_off =
        kubernetes.has(Change::GitRepoDisabledWarning) && !kubernetes.enabled(Gate::GitRepoVolumeDriver);
    let git_repo = if git_repo_is_off {
        "deprecated in v1.11, and disabled by default in v1.33+"
    } else {
        "deprecated in v1.11"
    };
    let list = site.path.field("spec.volumes");
    for (path, volume) in items(site.spec.volumes.as_ref(), &list) {
        let mut warn = |is_used: bool, field: &str, message: &str| {
            if is_used {
                warnings.push(format!("{}: {message}", path.field(field)));
            }
        };
        let photon = volume.photon_persistent_disk.is_some();
        warn(photon, "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+");
        warn(volume.git_repo.is_some(), "gitRepo", git_repo);
        warn(volume.scale_io.is_some(), "scaleIO", "deprecated in v1.16, non-functional in v1.22+");
        warn(volume.flocker.is_some(), "flocker", "deprecated in v1.22, non-functional in v1.25+");
        warn(volume.storageos.is_some(), "storageOS", "deprecated in v1.22, non-functional in v1.25+");
        warn(volume.quobyte.is_some(), "quobyte", "deprecated in v1.22, non-functional in v1.25+");
        warn(volume.glusterfs.is_some(), "glusterfs", "deprecated in v1.25, non-functional in v1.26+");
        let template = volume.ephemeral.as_ref().and_then(|volume| volume.volume_claim_template.as_ref());
        if let Some(template) = template {
            claims::check(&template.spec, &path.field("ephemeral.volumeClaimTemplate.spec"), warnings);
        }
        let mut warn = |is_used: bool, field: &str| {
            if is_used {
                let path = path.field(field);
                warnings.push(format!("{path}: deprecated in v1.28, non-functional in v1.31+"));
            }
        };
        warn(volume.cephfs.is_some(), "cephfs");
        warn(volume.rbd.is_some(), "rbd");
    }
}
