//! AppArmor profiles of the old annotations become fields of the containers.
//! Upstream: `applyAppArmorVersionSkew`, pkg/registry/core/pod/strategy.go, and
//! `ApparmorFieldForAnnotation`, pkg/api/pod/util.go.

use crate::well_known::{APP_ARMOR, LONGEST_APP_ARMOR_PROFILE};
use k8s_openapi::api::core::v1::{AppArmorProfile, PodSpec, SecurityContext};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::collections::BTreeMap;

/// Sets the profile of each container that has an annotation and no field, and returns the warnings about it:
/// one for each field that was set and for each annotation that no field can be made of.
pub(super) fn from_annotations(metadata: &ObjectMeta, spec: &mut PodSpec) -> Vec<String> {
    let mut warnings = Vec::new();
    let Some(annotations) = metadata.annotations.as_ref().filter(|annotations| speaks(annotations)) else {
        return warnings;
    };
    if spec.os.as_ref().is_some_and(|os| os.name == "windows") {
        return warnings;
    }
    let of_pod = spec.security_context.as_ref().and_then(|context| context.app_armor_profile.clone());
    let mut set = |name: &str, context: &mut Option<SecurityContext>| {
        let has_field = context.as_ref().is_some_and(|context| context.app_armor_profile.is_some());
        let key = format!("{APP_ARMOR}{name}");
        let Some(annotation) = annotations.get(&key).filter(|_| !has_field) else { return };
        let profile = profile(annotation);
        if profile.is_some() && profile == of_pod {
            return;
        }
        warnings.push(format!(
            "metadata.annotations[{key}]: deprecated since v1.30; use the \"appArmorProfile\" field instead"
        ));
        if profile.is_some() {
            context.get_or_insert_default().app_armor_profile = profile;
        }
    };
    for container in spec.init_containers.iter_mut().flatten().chain(&mut spec.containers) {
        set(&container.name, &mut container.security_context);
    }
    for container in spec.ephemeral_containers.iter_mut().flatten() {
        set(&container.name, &mut container.security_context);
    }
    warnings
}

/// Whether any annotation is about AppArmor; few Pods have one.
fn speaks(annotations: &BTreeMap<String, String>) -> bool {
    annotations.keys().any(|key| key.starts_with(APP_ARMOR))
}

/// Writes the annotation of each container that has none and a profile, its own or that of the Pod.
pub(super) fn to_annotations(metadata: &mut ObjectMeta, spec: &PodSpec) {
    if spec.os.as_ref().is_some_and(|os| os.name == "windows") {
        return;
    }
    let of_pod = spec.security_context.as_ref().and_then(|context| context.app_armor_profile.as_ref());
    let mut add = |name: &str, context: Option<&SecurityContext>| {
        let profile = context.and_then(|context| context.app_armor_profile.as_ref()).or(of_pod);
        if let Some(annotation) = profile.and_then(annotation) {
            let annotations = metadata.annotations.get_or_insert_default();
            annotations.entry(format!("{APP_ARMOR}{name}")).or_insert(annotation);
        }
    };
    for container in spec.init_containers.iter().flatten().chain(&spec.containers) {
        add(&container.name, container.security_context.as_ref());
    }
    for container in spec.ephemeral_containers.iter().flatten() {
        add(&container.name, container.security_context.as_ref());
    }
}

/// Upstream: `appArmorAnnotationForField`, pkg/api/pod/util.go until 1.33.
fn annotation(profile: &AppArmorProfile) -> Option<String> {
    match profile.type_.as_str() {
        "Unconfined" => Some("unconfined".to_owned()),
        "RuntimeDefault" => Some("runtime/default".to_owned()),
        "Localhost" => profile.localhost_profile.as_ref().map(|name| format!("localhost/{name}")),
        _ => None,
    }
}

/// The profile that an annotation names; `None` for what is not valid.
fn profile(annotation: &str) -> Option<AppArmorProfile> {
    let of_type = |type_: &str, localhost_profile: Option<&str>| AppArmorProfile {
        type_: type_.to_owned(),
        localhost_profile: localhost_profile.map(str::to_owned),
    };
    match annotation {
        "unconfined" => Some(of_type("Unconfined", None)),
        "runtime/default" => Some(of_type("RuntimeDefault", None)),
        _ => {
            let name = annotation.strip_prefix("localhost/")?;
            let is_valid = !name.is_empty() && name.trim() == name && name.len() <= LONGEST_APP_ARMOR_PROFILE;
            is_valid.then(|| of_type("Localhost", Some(name)))
        }
    }
}
