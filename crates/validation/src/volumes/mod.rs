//! `spec.volumes`. Upstream: ValidateVolumes, pkg/apis/core/validation/validation.go.

use std::collections::BTreeSet;

use api::FieldPath;
use api::collections::gather;
use k8s_openapi::api::core::v1::Volume;

use crate::rule::rule;
use crate::site::{PodSite, Volumes, items, text};
use crate::{Errors, Rule, names};

mod azure_disk;
mod claim_data_source;
mod cluster_trust_bundle;
mod config_map;
mod csi;
mod disks;
mod downward_api;
mod ephemeral;
mod fc;
mod flex_volume;
mod flocker;
mod host_path;
mod image;
mod iscsi;
pub(crate) mod paths;
pub(crate) mod persistent;
mod persistent_volume_claim;
mod pod_certificate;
mod projected;
mod quobyte;
mod shares;
mod signer_name;
mod source;

pub(crate) use disks::storageos;
pub(crate) use ephemeral::check_metadata as check_template_metadata;
pub(crate) use persistent_volume_claim::{check_access_modes, check_spec as check_claim_spec};

pub(crate) static DUPLICATE_VOLUME: Rule = rule!("duplicate-volume", Duplicate ".volumes.name" "");

pub(crate) static FILE_MODE: Rule = rule!("file-mode", Invalid "ode" "must be a number between 0 and 0777");

/// Every rule of this folder, the more special before the more general.
pub(crate) static RULES: &[&Rule] = &[
    &source::VOLUME_TYPE,
    &paths::VOLUME_PATH,
    &FILE_MODE,
    &config_map::VOLUME_SOURCE_FIELD,
    &DUPLICATE_VOLUME,
    &projected::PROJECTED_PATHS,
    &persistent_volume_claim::CLAIM,
];

/// Checks each volume and returns those that containers may mount: the ones without an error, by name.
pub(crate) fn check<'a>(site: &PodSite<'a>, errors: &mut Errors) -> Volumes<'a> {
    let path = site.path.field("volumes");
    let created = created_claims(site);
    let mut valid = Volumes::new();
    let volumes = site.spec.volumes.as_ref();
    for (index, volume) in volumes.into_iter().flatten().enumerate() {
        let path = path.index(index);
        let before = errors.len();
        source::check(volume, &path, site, errors);
        check_name(volume, &valid, &path, errors);
        if errors.len() == before {
            valid.insert(&volume.name, volume);
        }
        if let Some(claim) = &volume.persistent_volume_claim
            && created.contains(&claim.claim_name)
        {
            let detail = "must not reference a PVC that gets created for an ephemeral volume";
            let path = path.field("persistentVolumeClaim");
            errors.invalid(&path.field("claimName"), &claim.claim_name, detail);
        }
    }
    valid
}

fn check_name(volume: &Volume, valid: &Volumes<'_>, path: &FieldPath<'_>, errors: &mut Errors) {
    let path = path.field("name");
    if volume.name.is_empty() {
        errors.required(&path, "");
    } else {
        errors.invalid_each(&path, &volume.name, names::dns_label(&volume.name));
    }
    if valid.contains_key(volume.name.as_str()) {
        errors.of(&DUPLICATE_VOLUME).duplicate(&path, &volume.name);
    }
}

/// The claims that the ephemeral volumes of a Pod will make; those of a template cannot be known.
fn created_claims(site: &PodSite<'_>) -> BTreeSet<String> {
    let name = site.metadata.map_or("", |metadata| text(metadata.name.as_ref()));
    let volumes = site.spec.volumes.iter().flatten().filter(|_| !name.is_empty());
    let ephemeral = volumes.filter(|volume| volume.ephemeral.is_some());
    gather(ephemeral.map(|volume| format!("{name}-{}", volume.name)))
}

/// A projected token needs a service account. Upstream: validatePodMetadataAndSpec.
pub(crate) fn check_service_account_tokens(site: &PodSite<'_>, errors: &mut Errors) {
    if !text(site.spec.service_account_name.as_ref()).is_empty() {
        return;
    }
    let path = site.path.field("volumes");
    for (path, volume) in items(site.spec.volumes.as_ref(), &path) {
        let Some(projected) = &volume.projected else { continue };
        let path = path.field("projected");
        let path = path.field("sources");
        for (path, source) in items(projected.sources.as_ref(), &path) {
            if source.service_account_token.is_some() {
                let detail = "must not be specified when serviceAccountName is not set";
                errors.forbidden(&path.field("serviceAccountToken"), detail);
            }
        }
    }
}

/// The permission bits of a file. Upstream: fileModeErrorMsg.
fn check_mode(mode: Option<i32>, path: &FieldPath<'_>, errors: &mut Errors) {
    if let Some(mode) = mode.filter(|mode| !(0..=0o777).contains(mode)) {
        let detail = "must be a number between 0 and 0777 (octal), both inclusive";
        errors.of(&FILE_MODE).invalid(path, mode, detail);
    }
}

/// A text that must not be empty.
pub(crate) fn check_given(value: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    if value.is_empty() {
        errors.required(path, "");
    }
}
