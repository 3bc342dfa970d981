//! `volumeMounts`. Upstream: ValidateVolumeMounts, pkg/apis/core/validation/validation.go.

use std::collections::{BTreeMap, BTreeSet};

use api::FieldPath;
use api::collections::gather;
use k8s_openapi::api::core::v1::VolumeMount;

use crate::bad_value::word;
use crate::rule::rule;
use crate::site::{ContainerSite, Seen, all, items, text};
use crate::volumes::paths;
use crate::{Errors, Rule};

pub(crate) static VOLUME_NOT_FOUND: Rule = rule!("volume-not-found", NotFound ".volumeMounts.name" "");

pub(crate) static MOUNT_PATH_TAKEN: Rule =
    rule!("mount-path-taken", Invalid ".volumeMounts.mountPath" "must be unique");

pub(super) fn check(site: &ContainerSite<'_>, errors: &mut Errors) {
    let list = site.path.field("volumeMounts");
    let mut mounted = Seen::default();
    let devices = Devices::of(site);
    for (path, mount) in items(site.container.volume_mounts.as_ref(), &list) {
        check_name_and_path(site, mount, &path, &mut mounted, errors);
        devices.check(mount, &path, errors);
        let (sub_path, expression) = (text(mount.sub_path.as_ref()), text(mount.sub_path_expr.as_ref()));
        // From here on the server names the list where it means the mount.
        if !sub_path.is_empty() {
            paths::check_local_descending(sub_path, &list.field("subPath"), errors);
        }
        if !expression.is_empty() {
            if !sub_path.is_empty() {
                let detail = "subPathExpr and subPath are mutually exclusive";
                errors.invalid(&path.field("subPathExpr"), expression, detail);
            }
            paths::check_local_descending(expression, &list.field("subPathExpr"), errors);
        }
        check_propagation(site, mount, &list.field("mountPropagation"), errors);
        check_recursive_read_only(mount, &list.field("recursiveReadOnly"), errors);
    }
}

fn check_name_and_path<'a>(
    site: &ContainerSite<'_>,
    mount: &'a VolumeMount,
    path: &FieldPath<'_>,
    mounted: &mut Seen<'a>,
    errors: &mut Errors,
) {
    if mount.name.is_empty() {
        errors.required(&path.field("name"), "");
    }
    if !site.volumes.contains_key(mount.name.as_str()) {
        errors.of(&VOLUME_NOT_FOUND).not_found(&path.field("name"), &mount.name);
    }
    if mount.mount_path.is_empty() {
        errors.required(&path.field("mountPath"), "");
    }
    if !mounted.insert(mount.mount_path.as_str()) {
        let path = path.field("mountPath");
        errors.of(&MOUNT_PATH_TAKEN).invalid(&path, &mount.mount_path, "must be unique");
    }
}

/// The names and paths that block devices have taken.
struct Devices<'a> {
    names: BTreeSet<&'a str>,
    paths: BTreeSet<&'a str>,
}

impl<'a> Devices<'a> {
    fn of(site: &ContainerSite<'a>) -> Devices<'a> {
        let devices = all(site.container.volume_devices.as_ref()).iter();
        // The last of several devices with one name counts.
        let by_name: BTreeMap<&str, &str> =
            gather(devices.map(|device| (device.name.as_str(), device.device_path.as_str())));
        Devices { names: gather(by_name.keys().copied()), paths: gather(by_name.into_values()) }
    }

    fn check(&self, mount: &VolumeMount, path: &FieldPath<'_>, errors: &mut Errors) {
        if self.names.contains(mount.name.as_str()) {
            errors.invalid(&path.field("name"), &mount.name, "must not already exist in volumeDevices");
        }
        if self.paths.contains(mount.mount_path.as_str()) {
            let detail = "must not already exist as a path in volumeDevices";
            errors.invalid(&path.field("mountPath"), &mount.mount_path, detail);
        }
    }
}

/// Upstream: validateMountPropagation.
fn check_propagation(
    site: &ContainerSite<'_>,
    mount: &VolumeMount,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    let Some(propagation) = &mount.mount_propagation else { return };
    let supported = ["Bidirectional", "HostToContainer", "None"];
    if !supported.contains(&propagation.as_str()) {
        errors.not_supported(path, word(propagation), &supported);
    }
    let context = site.container.security_context.as_ref();
    let is_privileged = context.and_then(|context| context.privileged) == Some(true);
    if propagation == "Bidirectional" && !is_privileged {
        let detail = "Bidirectional mount propagation is available only to privileged containers";
        errors.forbidden(path, detail);
    }
}

/// Upstream: validateMountRecursiveReadOnly.
fn check_recursive_read_only(mount: &VolumeMount, path: &FieldPath<'_>, errors: &mut Errors) {
    match mount.recursive_read_only.as_deref() {
        None | Some("Disabled") => {}
        Some("Enabled" | "IfPossible") => {
            if mount.read_only != Some(true) {
                errors.forbidden(path, "may only be specified when readOnly is true");
            }
            if !matches!(mount.mount_propagation.as_deref(), None | Some("None")) {
                errors
                    .forbidden(path, "may only be specified when mountPropagation is None or not specified");
            }
        }
        Some(other) => errors.not_supported(path, word(other), &["Disabled", "Enabled", "IfPossible"]),
    }
}
