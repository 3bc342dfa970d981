//! AppArmor profiles of the old annotations become fields of the containers.
//! Upstream: `applyAppArmorVersionSkew`, pkg/registry/core/pod/strategy.go, and
//! `ApparmorFieldForAnnotation`, pkg/api/pod/util.go.

use k8s_openapi::api::core::v1::{AppArmorProfile, PodSpec, SecurityContext};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

const ANNOTATION_PREFIX: &str = "container.apparmor.security.beta.kubernetes.io/";
const LONGEST_PROFILE: usize = 4095;

/// Sets the profile of each container that has an annotation and no field.
pub(super) fn from_annotations(metadata: &ObjectMeta, spec: &mut PodSpec) {
    let Some(annotations) = &metadata.annotations else { return };
    if spec.os.as_ref().is_some_and(|os| os.name == "windows") {
        return;
    }
    let of_pod = spec.security_context.as_ref().and_then(|context| context.app_armor_profile.clone());
    let set = |name: &str, context: &mut Option<SecurityContext>| {
        let has_field = context.as_ref().is_some_and(|context| context.app_armor_profile.is_some());
        let annotation = annotations.get(&format!("{ANNOTATION_PREFIX}{name}"));
        let Some(profile) = annotation.filter(|_| !has_field).and_then(|text| profile(text)) else { return };
        if Some(&profile) != of_pod.as_ref() {
            context.get_or_insert_default().app_armor_profile = Some(profile);
        }
    };
    for container in spec.init_containers.iter_mut().flatten().chain(&mut spec.containers) {
        set(&container.name, &mut container.security_context);
    }
    for container in spec.ephemeral_containers.iter_mut().flatten() {
        set(&container.name, &mut container.security_context);
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
            let is_valid = !name.is_empty() && name.trim() == name && name.len() <= LONGEST_PROFILE;
            is_valid.then(|| of_type("Localhost", Some(name)))
        }
    }
}
