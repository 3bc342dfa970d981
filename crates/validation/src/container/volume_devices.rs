//! `volumeDevices`. Upstream: ValidateVolumeDevices, pkg/apis/core/validation/validation.go.

use std::collections::{BTreeMap, BTreeSet};

use api::collections::gather;

use crate::Errors;
use crate::site::{ContainerSite, all, items};

pub(super) fn check(site: &ContainerSite<'_>, errors: &mut Errors) {
    let list = site.path.field("volumeDevices");
    if all(site.container.volume_devices.as_ref()).is_empty() {
        return;
    }
    let (mut names, mut paths) = (BTreeSet::new(), BTreeSet::new());
    // The last of several mounts of one volume counts.
    let mounts = all(site.container.volume_mounts.as_ref()).iter();
    let mounts: BTreeMap<_, _> = gather(mounts.map(|mount| (mount.name.as_str(), mount.mount_path.as_str())));
    let mount_paths: BTreeSet<_> = gather(mounts.values().copied());
    for (path, device) in items(site.container.volume_devices.as_ref(), &list) {
        let (name_path, device_path) = (path.field("name"), path.field("devicePath"));
        let (name, target) = (device.name.as_str(), device.device_path.as_str());
        if name.is_empty() {
            errors.required(&name_path, "");
        }
        if names.contains(name) {
            errors.invalid(&name_path, name, "must be unique");
        }
        match site.volumes.get(name) {
            None => errors.not_found(&name_path, name),
            Some(volume) if volume.persistent_volume_claim.is_none() && volume.ephemeral.is_none() => {
                let detail =
                    "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode";
                errors.invalid(&name_path, name, detail);
            }
            Some(_) => {}
        }
        if target.is_empty() {
            errors.required(&device_path, "");
        }
        if paths.contains(target) {
            errors.invalid(&device_path, target, "must be unique");
        }
        if target.split('/').any(|part| part == "..") {
            errors.invalid(&device_path, target, "can not contain backsteps ('..')");
        } else {
            paths.insert(target);
        }
        if mounts.contains_key(name) {
            errors.invalid(&name_path, name, "must not already exist in volumeMounts");
        }
        if mount_paths.contains(target) {
            errors.invalid(&device_path, target, "must not already exist as a path in volumeMounts");
        }
        if !name.is_empty() {
            names.insert(name);
        }
    }
}
