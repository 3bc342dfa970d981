//! Where a value may come from: a field of the Pod, a resource, a key of a ConfigMap, Secret or file.
//! Upstream: validateObjectFieldSelector, validateContainerResourceFieldSelector, validateConfigMapKeySelector,
//! validateFileKeySelector, pkg/apis/core/validation/validation.go.

use api::{FieldPath, Quantity};
use k8s_openapi::api::core::v1::{FileKeySelector, ObjectFieldSelector, ResourceFieldSelector};

use crate::rule::rule;
use crate::site::{Context, text};
use crate::volumes::paths;
use crate::{Errors, Rule, names};

pub(crate) static FIELD_PATH: Rule = rule!(
    "field-path",
    NotSupported ".fieldPath" "",
    Invalid ".fieldPath" "error converting fieldPath"
);

/// The use of a field of a Pod, which decides what fields can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldPaths {
    /// For an environment variable.
    Env,
    /// For a file of a volume.
    Volume,
}

impl FieldPaths {
    const fn list(self) -> &'static [&'static str] {
        match self {
            FieldPaths::Env => &[
                "metadata.name",
                "metadata.namespace",
                "metadata.uid",
                "spec.nodeName",
                "spec.serviceAccountName",
                "status.hostIP",
                "status.hostIPs",
                "status.podIP",
                "status.podIPs",
            ],
            FieldPaths::Volume => &[
                "metadata.annotations",
                "metadata.labels",
                "metadata.name",
                "metadata.namespace",
                "metadata.uid",
            ],
        }
    }
}

/// Fields that a Pod has for this purpose at all. Upstream: ConvertDownwardAPIFieldLabel, pkg/apis/core/pods/helpers.go.
const KNOWN: [&str; 14] = [
    "metadata.annotations",
    "metadata.labels",
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.serviceAccountName",
    "spec.schedulerName",
    "status.phase",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];

const RESOURCES: [&str; 6] = [
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
];

const BYTES: [&str; 13] = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

/// `fieldRef`.
pub(crate) fn check_field(
    selector: &ObjectFieldSelector,
    allowed: FieldPaths,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let version = text(selector.api_version.as_ref());
    let wanted = selector.field_path.as_str();
    if version.is_empty() {
        return errors.required(&path.field("apiVersion"), "");
    }
    if wanted.is_empty() {
        return errors.required(&path.field("fieldPath"), "");
    }
    let converted = match convert(version, wanted) {
        Ok(converted) => converted,
        Err(reason) => {
            let detail = format!("error converting fieldPath: {reason}");
            return errors.of(&FIELD_PATH).invalid(&path.field("fieldPath"), wanted, detail);
        }
    };
    match split_subscript(converted) {
        // Upper case is fine in annotations.
        Some(("metadata.annotations", key)) => {
            let key = key.to_lowercase();
            errors.invalid_each(path, &key, names::label_key(&key, context.kubernetes));
        }
        Some((_, key)) => errors.invalid_each(path, key, names::label_key(key, context.kubernetes)),
        None if allowed.list().contains(&converted) => {}
        None => {
            let path = path.field("fieldPath");
            errors.of(&FIELD_PATH).not_supported(&path, converted, allowed.list());
        }
    }
}

fn convert<'a>(version: &str, wanted: &'a str) -> Result<&'a str, String> {
    if version != "v1" {
        return Err(format!("unsupported pod version: {version}"));
    }
    match split_subscript(wanted) {
        Some(("metadata.annotations" | "metadata.labels", _)) => Ok(wanted),
        Some(_) => Err(format!("field label does not support subscript: {wanted}")),
        None if wanted == "spec.host" => Ok("spec.nodeName"),
        None if KNOWN.contains(&wanted) => Ok(wanted),
        None => Err(format!("field label not supported: {wanted}")),
    }
}

/// `a['b']` as `a` and `b`. Upstream: SplitMaybeSubscriptedPath, pkg/fieldpath/fieldpath.go.
fn split_subscript(text: &str) -> Option<(&str, &str)> {
    let (path, key) = text.strip_suffix("']")?.split_once("['")?;
    (!path.is_empty()).then_some((path, key))
}

/// `resourceFieldRef` of a variable.
pub(crate) fn check_resource(selector: &ResourceFieldSelector, path: &FieldPath<'_>, errors: &mut Errors) {
    let resource = selector.resource.as_str();
    let is_huge_page =
        resource.starts_with("limits.hugepages-") || resource.starts_with("requests.hugepages-");
    if resource.is_empty() {
        errors.required(&path.field("resource"), "");
    } else if !RESOURCES.contains(&resource) && !is_huge_page {
        errors.not_supported(&path.field("resource"), resource, &RESOURCES);
    }
    check_divisor(selector, path, errors);
}

/// `resourceFieldRef` of a file in a volume, which belongs to no container by itself.
pub(crate) fn check_resource_of_volume(
    selector: &ResourceFieldSelector,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    if text(selector.container_name.as_ref()).is_empty() {
        errors.required(&path.field("containerName"), "");
        check_divisor(selector, path, errors);
    } else {
        check_resource(selector, path, errors);
    }
}

/// The bad value is the resource, though the divisor is wrong. Upstream: validateContainerResourceDivisor.
fn check_divisor(selector: &ResourceFieldSelector, path: &FieldPath<'_>, errors: &mut Errors) {
    let Some(divisor) = &selector.divisor else { return };
    let divisor = Quantity::of(divisor);
    if divisor.is_zero() {
        return;
    }
    let resource = selector.resource.as_str();
    let (allowed, shown, what) = match resource.split_once('.') {
        Some(("limits" | "requests", "cpu")) => (&["1m", "1"][..], "1m and 1", "cpu"),
        Some(("limits" | "requests", "memory")) => (&BYTES[..], "", "memory"),
        Some(("limits" | "requests", "ephemeral-storage")) => (&BYTES[..], "", "local ephemeral storage"),
        Some(("limits" | "requests", name)) if name.starts_with("hugepages-") => {
            (&BYTES[..], "", "hugepages")
        }
        _ => return,
    };
    if allowed.contains(&divisor.to_string().as_str()) {
        return;
    }
    let shown = if shown.is_empty() { BYTES.join(", ") } else { shown.to_owned() };
    let detail = format!("only divisor's values {shown} are supported with the {what} resource");
    errors.invalid(&path.field("divisor"), resource, detail);
}

/// `configMapKeyRef` and `secretKeyRef`.
pub(crate) fn check_key(name: &str, key: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    errors.invalid_each(&path.field("name"), name, names::dns_subdomain(name));
    if key.is_empty() {
        errors.required(&path.field("key"), "");
    } else {
        errors.invalid_each(&path.field("key"), key, names::config_map_key(key));
    }
}

/// `fileKeyRef`.
pub(crate) fn check_file(selector: &FileKeySelector, path: &FieldPath<'_>, errors: &mut Errors) {
    let (key, volume, file) = (&selector.key, &selector.volume_name, &selector.path);
    if key.is_empty() {
        errors.required(&path.field("key"), "");
    } else {
        errors.invalid_each(&path.field("key"), key, names::env_name_relaxed(key));
    }
    if volume.is_empty() {
        errors.required(&path.field("volumeName"), "");
    } else {
        errors.invalid_each(&path.field("volumeName"), volume, names::dns_label(volume));
    }
    if file.is_empty() {
        errors.required(&path.field("path"), "");
    } else {
        paths::check_no_backsteps(file, &path.field("path"), errors);
    }
}
