//! AppArmor profiles: the old annotations, the fields, and that both say the same.
//! Upstream: ValidateAppArmorPodAnnotations, ValidateAppArmorProfileField,
//! validateAppArmorAnnotationsAndFieldsMatchOnCreate, pkg/apis/core/validation/validation.go.

use api::well_known::{APP_ARMOR, LONGEST_APP_ARMOR_PROFILE};
use std::collections::{BTreeMap, BTreeSet};

use api::FieldPath;
use k8s_openapi::api::core::v1::AppArmorProfile;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::bad_value::word;
use crate::site::{PodSite, each_container};
use crate::{Errors, go};

const LOCALHOST: &str = "localhost/";

pub(crate) fn check_annotations(
    annotations: &BTreeMap<String, String>,
    path: &FieldPath<'_>,
    site: &PodSite<'_>,
    errors: &mut Errors,
) {
    if !speaks(annotations) {
        return;
    }
    let mut names = BTreeSet::new();
    each_container(site, |_, container| {
        names.insert(container.name.clone());
    });
    for (key, profile) in annotations {
        let Some(name) = key.strip_prefix(APP_ARMOR) else { continue };
        if !names.contains(name) {
            errors.invalid(&path.key(key), name, "container not found");
        }
        if !matches!(profile.as_str(), "" | "runtime/default" | "unconfined")
            && !profile.starts_with(LOCALHOST)
        {
            let mut detail = "invalid AppArmor profile name: ".to_owned();
            api::json::quote_into(profile, &mut detail);
            errors.invalid(&path.key(key), profile, detail);
        }
    }
}

/// Whether any annotation is about AppArmor; few Pods have one.
fn speaks(annotations: &BTreeMap<String, String>) -> bool {
    annotations.keys().any(|key| key.starts_with(APP_ARMOR))
}

/// `appArmorProfile` of a Pod or a container.
pub(crate) fn check_field(profile: &AppArmorProfile, path: &FieldPath<'_>, errors: &mut Errors) {
    let file_path = path.field("localhostProfile");
    match (profile.type_.as_str(), &profile.localhost_profile) {
        ("Localhost", None) => errors.required(&file_path, "must be set when AppArmor type is Localhost"),
        ("Localhost", Some(file)) => {
            if file.trim() != file {
                errors.invalid(&file_path, file, "must not be padded with whitespace");
            } else if file.is_empty() {
                errors.required(&file_path, "must be set when AppArmor type is Localhost");
            }
            if file.len() > LONGEST_APP_ARMOR_PROFILE {
                errors.too_long(&file_path, LONGEST_APP_ARMOR_PROFILE);
            }
        }
        ("RuntimeDefault" | "Unconfined", None) => {}
        ("RuntimeDefault" | "Unconfined", file) => {
            let value = go::pointer(file.as_ref(), "*string", go::text);
            errors.invalid(&file_path, value, "can only be set when AppArmor type is Localhost");
        }
        ("", _) => errors.required(&path.field("type"), "type is required when appArmorProfile is set"),
        (other, _) => {
            let supported = ["Localhost", "RuntimeDefault", "Unconfined"];
            errors.not_supported(&path.field("type"), word(other), &supported);
        }
    }
}

/// Where both an annotation and a field speak, they say the same.
pub(crate) fn check_annotations_and_fields(metadata: &ObjectMeta, site: &PodSite<'_>, errors: &mut Errors) {
    let Some(annotations) = metadata.annotations.as_ref().filter(|annotations| speaks(annotations)) else {
        return;
    };
    if site.is_windows() {
        return;
    }
    let of_pod = site.spec.security_context.as_ref().and_then(|context| context.app_armor_profile.as_ref());
    each_container(site, |path, container| {
        let context = container.security_context.as_ref();
        let profile = context.and_then(|context| context.app_armor_profile.as_ref()).or(of_pod);
        let annotation = annotations.get(&format!("{APP_ARMOR}{}", container.name));
        if let (Some(profile), Some(annotation)) = (profile, annotation) {
            check_match(annotation, profile, &path.field("securityContext.appArmorProfile"), errors);
        }
    });
}

fn check_match(annotation: &str, profile: &AppArmorProfile, path: &FieldPath<'_>, errors: &mut Errors) {
    let same_type = match profile.type_.as_str() {
        "Unconfined" => annotation == "unconfined",
        "RuntimeDefault" => annotation == "runtime/default",
        "Localhost" => annotation.starts_with(LOCALHOST),
        _ => true,
    };
    if !same_type {
        errors.forbidden(&path.field("type"), "apparmor type in annotation and field must match");
    } else if profile.type_ == "Localhost"
        && annotation.strip_prefix(LOCALHOST) != profile.localhost_profile.as_deref()
    {
        errors.forbidden(
            &path.field("localhostProfile"),
            "apparmor profile in annotation and field must match",
        );
    }
}
