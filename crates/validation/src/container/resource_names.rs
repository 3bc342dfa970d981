//! Names of resources: standard, huge pages, extended.
//! Upstream: validateResourceName, validateContainerResourceName, pkg/apis/core/validation/validation.go,
//! and pkg/apis/core/helper/helpers.go.

use api::{FieldPath, Quantity};

use crate::bad_value::name as bad_name;
use crate::rule::rule;
use crate::site::Context;
use crate::{Errors, Rule, names};

pub(crate) static RULE: Rule = rule!(
    "resource-name",
    Invalid "" "must be a standard resource",
    Invalid "" "doesn't follow extended resource name standard"
);

const STANDARD: [&str; 20] = [
    "cpu",
    "memory",
    "ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.ephemeral-storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
    "storage",
    "requests.storage",
    "services.nodeports",
    "services.loadbalancers",
];

/// Resources that are counted in whole pieces.
const COUNTED: [&str; 9] = [
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
    "services.nodeports",
    "services.loadbalancers",
];

const HUGE_PAGES: &str = "hugepages-";

pub(crate) fn is_huge_pages(name: &str) -> bool {
    name.starts_with(HUGE_PAGES)
}

/// The size of a page, from the name; `None` when it is no quantity.
pub(crate) fn page_size(name: &str) -> Option<Quantity> {
    Quantity::parse(name.strip_prefix(HUGE_PAGES)?).ok()
}

/// In Kubernetes' own namespace; so are names without a slash.
pub(crate) fn is_native(name: &str) -> bool {
    !name.contains('/') || name.contains("kubernetes.io/")
}

/// A resource of a device plugin.
pub(crate) fn is_extended(name: &str, context: &Context<'_>) -> bool {
    !is_native(name)
        && !name.starts_with("requests.")
        && names::label_key(&format!("requests.{name}"), context.kubernetes).is_empty()
}

/// Counted in whole pieces only.
pub(crate) fn is_integer(name: &str, context: &Context<'_>) -> bool {
    !is_usual(name) && (COUNTED.contains(&name) || is_extended(name, context))
}

/// Whether more can be requested than there is.
pub(crate) fn may_be_overcommitted(name: &str) -> bool {
    is_native(name) && !is_huge_pages(name)
}

/// The resources that nearly all containers ask for, and no others.
fn is_usual(name: &str) -> bool {
    matches!(name, "cpu" | "memory" | "ephemeral-storage")
}

/// A name that any object may use; whether it is one.
pub(crate) fn check(name: &str, path: &FieldPath<'_>, context: &Context<'_>, errors: &mut Errors) -> bool {
    if is_usual(name) {
        return true;
    }
    let messages = names::label_key(name, context.kubernetes);
    if !messages.is_empty() {
        for message in messages {
            errors.invalid(path, bad_name(name), message);
        }
        return false;
    }
    let is_known = name.contains('/')
        || STANDARD.contains(&name)
        || is_huge_pages(name)
        || name.starts_with("requests.hugepages-");
    if !is_known {
        let detail = "must be a standard resource type or fully qualified";
        errors.of(&RULE).invalid(path, bad_name(name), detail);
    }
    is_known
}

/// A name that a container may use.
pub(crate) fn check_of_container(
    name: &str,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    if is_usual(name) {
        return;
    }
    check(name, path, context, errors);
    if !name.contains('/') {
        if !is_huge_pages(name) {
            let detail = "must be a standard resource for containers";
            errors.of(&RULE).invalid(path, bad_name(name), detail);
        }
    } else if !is_native(name) && !is_extended(name, context) {
        let detail = "doesn't follow extended resource name standard";
        errors.of(&RULE).invalid(path, bad_name(name), detail);
    }
}

/// A name that the Pod as a whole may use. Upstream: validatePodResourceName.
pub(crate) fn check_of_pod(name: &str, path: &FieldPath<'_>, context: &Context<'_>, errors: &mut Errors) {
    if !check(name, path, context, errors) {
        return;
    }
    if !matches!(name, "cpu" | "memory") && !is_huge_pages(name) {
        errors.not_supported(path, bad_name(name), &["cpu", "hugepages-", "memory"]);
    }
}
