//! Seccomp profiles: the old annotations, the fields, and that both say the same.
//! Upstream: ValidateSeccompPodAnnotations, validateSeccompProfileField, validateSeccompAnnotationsAndFields,
//! pkg/apis/core/validation/validation.go.

use std::collections::BTreeMap;

use api::FieldPath;
use k8s_openapi::api::core::v1::SeccompProfile;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::bad_value::word;
use crate::site::{PodSite, each_container};
use crate::{Errors, go, volumes};

const POD_KEY: &str = "seccomp.security.alpha.kubernetes.io/pod";
const CONTAINER_KEY: &str = "container.seccomp.security.alpha.kubernetes.io/";
const LOCALHOST: &str = "localhost/";

/// The values of the old annotations; the keys are printed as fields.
pub(crate) fn check_annotations(
    annotations: &BTreeMap<String, String>,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    if let Some(profile) = annotations.get(POD_KEY) {
        check_annotation(profile, &path.field(POD_KEY), errors);
    }
    for (key, profile) in annotations.iter().filter(|(key, _)| key.starts_with(CONTAINER_KEY)) {
        check_annotation(profile, &path.field(key), errors);
    }
}

/// Upstream: ValidateSeccompProfile.
fn check_annotation(profile: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    if matches!(profile, "runtime/default" | "docker/default" | "unconfined") {
        return;
    }
    match profile.strip_prefix(LOCALHOST) {
        Some(file) => volumes::paths::check_local_descending(file, path, errors),
        None => errors.invalid(path, profile, "must be a valid seccomp profile"),
    }
}

/// `seccompProfile` of a Pod or a container.
pub(crate) fn check_field(profile: &SeccompProfile, path: &FieldPath<'_>, errors: &mut Errors) {
    match profile.type_.as_str() {
        "Localhost" | "RuntimeDefault" | "Unconfined" => {}
        "" => errors.required(&path.field("type"), "type is required when seccompProfile is set"),
        other => {
            let supported = ["Localhost", "RuntimeDefault", "Unconfined"];
            errors.not_supported(&path.field("type"), word(other), &supported);
        }
    }
    let path = path.field("localhostProfile");
    match &profile.localhost_profile {
        None if profile.type_ == "Localhost" => {
            errors.required(&path, "must be set when seccomp type is Localhost");
        }
        Some(file) if profile.type_ == "Localhost" => {
            volumes::paths::check_local_descending(file, &path, errors);
        }
        Some(_) => errors.invalid(&path, value(profile), "can only be set when seccomp type is Localhost"),
        None => {}
    }
}

/// The whole profile, as the server prints it.
pub(crate) fn value(profile: &SeccompProfile) -> go::Value {
    let file = go::pointer(profile.localhost_profile.as_ref(), "*string", go::text);
    let fields = vec![("Type", go::text(&profile.type_)), ("LocalhostProfile", file)];
    go::Value::Pointer(Box::new(go::structure("core.SeccompProfile", fields)))
}

/// Where both an annotation and a field speak, they say the same.
pub(crate) fn check_annotations_and_fields(metadata: &ObjectMeta, site: &PodSite<'_>, errors: &mut Errors) {
    let Some(annotations) = &metadata.annotations else { return };
    let pod_profile =
        site.spec.security_context.as_ref().and_then(|context| context.seccomp_profile.as_ref());
    if let (Some(profile), Some(annotation)) = (pod_profile, annotations.get(POD_KEY)) {
        let path = site.path.field("securityContext.seccompProfile");
        check_match(annotation, profile, &path, errors);
    }
    each_container(site, |path, container| {
        let context = container.security_context.as_ref();
        let Some(profile) = context.and_then(|context| context.seccomp_profile.as_ref()) else { return };
        if let Some(annotation) = annotations.get(&format!("{CONTAINER_KEY}{}", container.name)) {
            check_match(annotation, profile, &path.field("securityContext.seccompProfile"), errors);
        }
    });
}

/// Upstream: validateSeccompAnnotationsAndFieldsMatch.
fn check_match(annotation: &str, profile: &SeccompProfile, path: &FieldPath<'_>, errors: &mut Errors) {
    let same_type = match profile.type_.as_str() {
        "Unconfined" => annotation == "unconfined",
        "RuntimeDefault" => matches!(annotation, "runtime/default" | "docker/default"),
        "Localhost" => annotation.starts_with(LOCALHOST),
        _ => true,
    };
    if !same_type {
        errors.forbidden(&path.field("type"), "seccomp type in annotation and field must match");
    } else if profile.type_ == "Localhost"
        && annotation.strip_prefix(LOCALHOST) != profile.localhost_profile.as_deref()
    {
        errors
            .forbidden(&path.field("localhostProfile"), "seccomp profile in annotation and field must match");
    }
}
