//! Containers: old annotations, fractions of bytes, variables that hide others.
//! Upstream: warningsForPodSpecAndMeta, pkg/api/pod/warnings.go.

use api::well_known::APP_ARMOR;
use std::collections::{BTreeMap, BTreeSet};

use api::{FieldPath, Quantity};
use k8s_openapi::api::core::v1::{AppArmorProfile, Container};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Written;

use super::Site;
use crate::site::{each_container_of, items, text};
use api::json::quote;

const SECCOMP_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_CONTAINER: &str = "container.seccomp.security.alpha.kubernetes.io/";

pub(super) fn check_overhead(site: &Site<'_>, warnings: &mut Vec<String>) {
    let path = site.path.field("spec.overhead");
    check_whole(site.spec.overhead.as_ref(), "memory", &path, warnings);
    check_whole(site.spec.overhead.as_ref(), "ephemeral-storage", &path, warnings);
}

pub(super) fn check(site: &Site<'_>, warnings: &mut Vec<String>) {
    let of_pod = site.spec.security_context.as_ref().and_then(|context| context.seccomp_profile.as_ref());
    if of_pod.is_none() {
        check_seccomp(site, SECCOMP_POD, warnings);
    }
    let path = site.path.field("spec");
    each_container_of(site.spec, &path, |path, container| {
        check_annotations(site, container, warnings);
        if let Some(resources) = &container.resources {
            for name in ["memory", "ephemeral-storage"] {
                check_whole(resources.limits.as_ref(), name, &path.field("resources.limits"), warnings);
                check_whole(resources.requests.as_ref(), name, &path.field("resources.requests"), warnings);
            }
        }
        check_env(container, path, warnings);
    });
}

fn check_annotations(site: &Site<'_>, container: &Container, warnings: &mut Vec<String>) {
    let Some(annotations) = &site.metadata.annotations else { return };
    // Few annotations are about containers, and looking for each container's costs a text.
    if !annotations.keys().any(|key| key.starts_with("container.")) {
        return;
    }
    let context = container.security_context.as_ref();
    if context.is_none_or(|context| context.seccomp_profile.is_none()) {
        check_seccomp(site, &format!("{SECCOMP_CONTAINER}{}", container.name), warnings);
    }
    // For a Pod, the server warns while it makes the field out of the annotation.
    if !site.is_template || context.is_some_and(|context| context.app_armor_profile.is_some()) {
        return;
    }
    let key = format!("{APP_ARMOR}{}", container.name);
    let of_pod = site.spec.security_context.as_ref().and_then(|context| context.app_armor_profile.as_ref());
    if let Some(annotation) = annotations.get(&key)
        && (of_pod.is_none() || of_pod != app_armor_profile(annotation).as_ref())
    {
        let path = site.path.field("metadata.annotations");
        let path = path.key(&key);
        warnings.push(format!("{path}: deprecated since v1.30; use the \"appArmorProfile\" field instead"));
    }
}

/// Upstream: ApparmorFieldForAnnotation, pkg/api/pod/util.go.
fn app_armor_profile(annotation: &str) -> Option<AppArmorProfile> {
    let (type_, file) = match annotation {
        "unconfined" => ("Unconfined", None),
        "runtime/default" => ("RuntimeDefault", None),
        _ => ("Localhost", Some(annotation.strip_prefix("localhost/").filter(|file| !file.is_empty())?)),
    };
    Some(AppArmorProfile { type_: type_.to_owned(), localhost_profile: file.map(str::to_owned) })
}

fn check_seccomp(site: &Site<'_>, key: &str, warnings: &mut Vec<String>) {
    if site.metadata.annotations.as_ref().is_some_and(|annotations| annotations.contains_key(key)) {
        let path = site.path.field("metadata.annotations");
        let path = path.key(key);
        warnings.push(format!("{path}: non-functional in v1.27+; use the \"seccompProfile\" field instead"));
    }
}

/// Bytes come whole.
pub(super) fn check_whole(
    amounts: Option<&BTreeMap<String, Written>>,
    name: &str,
    path: &FieldPath<'_>,
    warnings: &mut Vec<String>,
) {
    let Some(amount) = amounts.and_then(|amounts| amounts.get(name)).map(Quantity::of) else { return };
    if amount.milli_value() % 1000 != 0 {
        warnings.push(format!(
            "{}: fractional byte value \"{amount}\" is invalid, must be an integer",
            path.key(name)
        ));
    }
}

/// A variable may extend one of the same name, but not replace it.
fn check_env(container: &Container, path: &FieldPath<'_>, warnings: &mut Vec<String>) {
    if container.env.as_ref().is_none_or(|variables| variables.len() < 2) {
        return;
    }
    let list = path.field("env");
    let mut seen = BTreeSet::new();
    for (path, variable) in items(container.env.as_ref(), &list) {
        if seen.insert(&variable.name) {
            continue;
        }
        let reference = format!("$({})", variable.name);
        let value = text(variable.value.as_ref());
        if variable.value_from.is_some() || value == reference || !value.contains(&reference) {
            warnings.push(format!(
                "{path}: hides previous definition of {}, which may be dropped when using apply",
                quote(&variable.name)
            ));
        }
    }
}
