//! The spec of a claim, in an ephemeral volume or a claim template.
//! Upstream: ValidatePersistentVolumeClaimSpec, pkg/apis/core/validation/validation.go.

use api::{FieldPath, Gate, Quantity};
use k8s_openapi::api::core::v1::PersistentVolumeClaimSpec;

use super::claim_data_source;
use crate::bad_value::word;
use crate::metadata::label_selector;
use crate::rule::rule;
use crate::site::{Context, all};
use crate::{Errors, Rule, names};

pub(crate) static CLAIM: Rule = rule!("claim", Required ".accessModes" "", Required "spec.resources" "");

const ACCESS_MODES: [&str; 4] = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
const VOLUME_MODES: [&str; 2] = ["Block", "Filesystem"];
const ONE_POD: &str = "ReadWriteOncePod";

pub(crate) fn check_spec(
    spec: &PersistentVolumeClaimSpec,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let modes = all(spec.access_modes.as_ref());
    if modes.is_empty() {
        let detail = "at least 1 access mode is required";
        errors.of(&CLAIM).required(&path.field("accessModes"), detail);
    }
    label_selector::check(spec.selector.as_ref(), &path.field("selector"), context, errors);
    check_access_modes(modes, &path.field("accessModes"), errors);
    check_storage(spec, &path.field("resources").key("storage"), errors);
    check_class(spec.storage_class_name.as_ref(), &path.field("storageClassName"), errors);
    if let Some(mode) = spec.volume_mode.as_deref().filter(|mode| !VOLUME_MODES.contains(mode)) {
        errors.not_supported(&path.field("volumeMode"), word(mode), &VOLUME_MODES);
    }
    claim_data_source::check(spec, path, errors);
    if context.enabled(Gate::VolumeAttributesClass) {
        let path = path.field("volumeAttributesClassName");
        check_class(spec.volume_attributes_class_name.as_ref(), &path, errors);
    }
}

/// All modes are reported at the list.
pub(crate) fn check_access_modes(modes: &[String], path: &FieldPath<'_>, errors: &mut Errors) {
    for mode in modes.iter().filter(|mode| !ACCESS_MODES.contains(&mode.as_str())) {
        errors.not_supported(path, word(mode), &ACCESS_MODES);
    }
    let is_other = |mode: &String| mode != ONE_POD && ACCESS_MODES.contains(&mode.as_str());
    if modes.iter().any(|mode| mode == ONE_POD) && modes.iter().any(is_other) {
        errors.forbidden(path, "may not use ReadWriteOncePod with other access modes");
    }
}

fn check_storage(spec: &PersistentVolumeClaimSpec, path: &FieldPath<'_>, errors: &mut Errors) {
    let requests = spec.resources.as_ref().and_then(|resources| resources.requests.as_ref());
    match requests.and_then(|requests| requests.get("storage")) {
        None => errors.of(&CLAIM).required(path, ""),
        Some(storage) => {
            let storage = Quantity::of(storage);
            if storage.sign() <= 0 {
                errors.invalid(path, storage.to_string(), "must be greater than zero");
            }
        }
    }
}

fn check_class(name: Option<&String>, path: &FieldPath<'_>, errors: &mut Errors) {
    if let Some(name) = name.filter(|name| !name.is_empty()) {
        errors.invalid_each(path, name, names::dns_subdomain(name));
    }
}
