//! PersistentVolumes and their claims. Upstream: ValidatePersistentVolume, ValidatePersistentVolumeClaim,
//! pkg/apis/core/validation/validation.go.

use api::Gate;
use k8s_openapi::api::core::v1::{NodeSelector, StorageOSVolumeSource, Volume};

use super::At;
use super::names::check_subdomain;
use crate::bad_value::word;
use crate::pod::node_affinity;
use crate::rule::rule;
use crate::site::Context;
use crate::volumes::{self, check_given, persistent};
use crate::{Errors, Rule, go, names};

pub(crate) static RULE: Rule = rule!(
    "persistent-volume",
    Required "spec.capacity" "",
    NotSupported "spec.capacity" "",
    Required "spec.nodeAffinity" "Local volume requires node affinity",
    Required "spec" "must specify a volume type"
);

const RECLAIM: [&str; 3] = ["Delete", "Recycle", "Retain"];
const MODES: [&str; 2] = ["Block", "Filesystem"];

pub(super) fn claim(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let spec = object.field("spec");
    volumes::check_claim_spec(&spec.typed(), &spec.path, context, errors);
}

pub(super) fn persistent_volume(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let spec = object.field("spec");
    let modes = spec.field("accessModes");
    if modes.is_empty() {
        errors.required(&modes.path, "");
    }
    let texts: Vec<String> = modes.texts().into_iter().map(str::to_owned).collect();
    volumes::check_access_modes(&texts, &modes.path, errors);
    check_capacity(&spec, errors);
    let reclaim = spec.field("persistentVolumeReclaimPolicy");
    if !RECLAIM.contains(&reclaim.text()) {
        errors.not_supported(&reclaim.path, word(reclaim.text()), &RECLAIM);
    }
    let affinity = spec.field("nodeAffinity");
    if affinity.is_given() {
        let required = affinity.field("required");
        if required.is_given() {
            let selector: NodeSelector = required.typed();
            node_affinity::check_selector(&selector, &required.path, context, errors);
        } else {
            errors.required(&required.path, "must specify required node constraints");
        }
    }
    check_source(&spec, object.field("metadata").field("name").text(), errors);
    let path = spec.field("hostPath");
    let is_root =
        path.is_given() && path.field("path").text().split('/').all(|part| matches!(part, "" | "."));
    if is_root && path.field("path").text().starts_with('/') && reclaim.text() == "Recycle" {
        errors.forbidden(&reclaim.path, "may not be 'recycle' for a hostPath mount of '/'");
    }
    check_subdomain(&spec.field("storageClassName"), errors);
    let mode = spec.field("volumeMode");
    if !MODES.contains(&mode.text()) {
        errors.not_supported(&mode.path, word(mode.text()), &MODES);
    }
    let class = spec.field("volumeAttributesClassName");
    if class.is_given() && context.enabled(Gate::VolumeAttributesClass) {
        if class.text().is_empty() {
            errors.required(&class.path, "an empty string is disallowed");
        }
        check_subdomain(&class, errors);
        let csi = spec.field("csi");
        if !csi.is_given() {
            errors.required(&csi.path, "has to be specified when using volumeAttributesClassName");
        }
    }
}

fn check_capacity(spec: &At<'_>, errors: &mut Errors) {
    let capacity = spec.field("capacity");
    if capacity.is_empty() {
        errors.of(&RULE).required(&capacity.path, "");
    }
    if !capacity.entry("storage").is_given() || capacity.len() > 1 {
        let amounts = capacity
            .entries()
            .filter_map(|(name, at)| Some((name.to_owned(), go::text(at.quantity()?.to_string()))));
        let value = if capacity.is_given() {
            go::Value::Map("core.ResourceList", amounts.collect())
        } else {
            go::nil("core.ResourceList")
        };
        errors.of(&RULE).not_supported(&capacity.path, value, &["storage"]);
    }
    for (_, at) in capacity.entries() {
        let Some(amount) = at.quantity() else { continue };
        if amount.sign() < 0 {
            errors.invalid(&at.path, amount.value(), "must be a valid resource quantity");
        }
        if amount.sign() <= 0 {
            errors.invalid(&at.path, amount.to_string(), "must be greater than zero");
        }
    }
}

fn check_source(spec: &At<'_>, name: &str, errors: &mut Errors) {
    let volume = Volume { name: name.to_owned(), ..spec.typed() };
    let (local, csi, gluster) = (spec.field("local"), spec.field("csi"), spec.field("glusterfs"));
    let mut needs_affinity = false;
    let scoped = &mut errors.of(&RULE);
    persistent::check_sources(&volume, &spec.path, scoped, |sources| {
        if sources.found == 1 {
            // A volume in no namespace says where its Secret is.
            need_text(&spec.field("cinder").field("secretRef"), "namespace", sources.errors);
            let file = spec.field("azureFile");
            if file.field("secretNamespace").is_given() {
                need_text(&file, "secretNamespace", sources.errors);
            }
        }
        let given = |at: At<'_>| at.is_given().then_some(());
        sources.one("local", given(local).as_ref(), |(), path, errors| {
            let target = local.field("path").text();
            if target.is_empty() {
                errors.required(&path.field("path"), "");
            } else {
                volumes::paths::check_no_backsteps(target, &path.field("path"), errors);
            }
            needs_affinity = !spec.field("nodeAffinity").is_given();
            if needs_affinity {
                let path = spec.path.field("nodeAffinity");
                errors.required(&path, "Local volume requires node affinity");
            }
        });
        let storage: Option<StorageOSVolumeSource> = spec.field("storageos").typed();
        sources.one("storageos", storage.as_ref(), |source, path, errors| {
            volumes::storageos(source, path, errors);
            need_text(&spec.field("storageos").field("secretRef"), "namespace", errors);
        });
        sources.one("csi", given(csi).as_ref(), |(), _, errors| check_csi(&csi, errors));
    });
    let is_first = !["hostPath", "gcePersistentDisk", "awsElasticBlockStore"]
        .iter()
        .any(|before| spec.field(before).is_given());
    let namespace = gluster.field("endpointsNamespace");
    let errors = scoped;
    if is_first && namespace.given_text() == Some("") {
        let detail = "if the endpointnamespace is set, it must be a valid namespace name";
        errors.invalid(&namespace.path, "", detail);
    } else if is_first && namespace.is_given() {
        errors.invalid_each(&namespace.path, namespace.text(), names::dns_label(namespace.text()));
    }
}

/// Asks a struct, where it is given, for one of its texts.
fn need_text(at: &At<'_>, field: &str, errors: &mut Errors) {
    let field = at.field(field);
    if at.is_given() && field.text().is_empty() {
        errors.required(&field.path, "");
    }
}

/// Upstream: validateCSIPersistentVolumeSource.
fn check_csi(csi: &At<'_>, errors: &mut Errors) {
    let driver = csi.field("driver");
    check_given(driver.text(), &driver.path, errors);
    if !driver.text().is_empty() {
        if driver.text().len() > 63 {
            errors.too_long(&driver.path, 63);
        }
        errors.invalid_each(&driver.path, driver.text(), names::dns_subdomain(&driver.text().to_lowercase()));
    }
    let handle = csi.field("volumeHandle");
    check_given(handle.text(), &handle.path, errors);
    for field in [
        "controllerPublishSecretRef",
        "controllerExpandSecretRef",
        "nodePublishSecretRef",
        "nodeExpandSecretRef",
    ] {
        let secret = csi.field(field);
        if !secret.is_given() {
            continue;
        }
        let (name, namespace) = (secret.field("name"), secret.field("namespace"));
        check_given(name.text(), &name.path, errors);
        check_subdomain(&name, errors);
        check_given(namespace.text(), &namespace.path, errors);
        if !namespace.text().is_empty() {
            errors.invalid_each(&namespace.path, namespace.text(), names::dns_label(namespace.text()));
        }
    }
}
