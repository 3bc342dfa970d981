//! `resizePolicy`. Upstream: validateResizePolicy, pkg/apis/core/validation/validation.go.

use std::collections::BTreeSet;

use api::Change;

use crate::bad_value::{name, word};
use crate::rule::rule;
use crate::site::{ContainerKind, ContainerSite, all};
use crate::{Errors, Rule};

pub(crate) static RESIZE_POLICY: Rule =
    rule!("resize-policy", Invalid ".resizePolicy" "must be 'NotRequired'");

const RESOURCES: [&str; 2] = ["cpu", "memory"];
const POLICIES: [&str; 2] = ["NotRequired", "RestartContainer"];

pub(super) fn check(site: &ContainerSite<'_>, errors: &mut Errors) {
    let path = site.path.field("resizePolicy");
    let mut seen = BTreeSet::new();
    // All but duplicates name the list, not the item.
    for (index, item) in all(site.container.resize_policy.as_ref()).iter().enumerate() {
        let (resource, policy) = (item.resource_name.as_str(), item.restart_policy.as_str());
        if !seen.insert(resource) {
            errors.duplicate(&path.index(index), name(resource));
        }
        if resource.is_empty() {
            errors.required(&path, "");
        } else if !RESOURCES.contains(&resource) {
            errors.not_supported(&path, name(resource), &RESOURCES);
        }
        if policy.is_empty() {
            errors.required(&path, "");
        } else if !POLICIES.contains(&policy) {
            errors.not_supported(&path, word(policy), &POLICIES);
        }
        if site.pod.restart_policy() == "Never" && policy != "NotRequired" {
            let detail = if site.pod.context.has(Change::PodRestartPolicyInResizeText) {
                "must be 'NotRequired' when pod `restartPolicy` is 'Never'"
            } else {
                "must be 'NotRequired' when `restartPolicy` is 'Never'"
            };
            errors.of(&RESIZE_POLICY).invalid(&path, word(policy), detail);
        }
    }
}

/// An init container runs once, so that there is nothing to restart.
/// Upstream: validateInitContainers.
pub(super) fn check_init(site: &ContainerSite<'_>, errors: &mut Errors) {
    if site.kind != ContainerKind::Init
        || site.is_sidecar()
        || !site.pod.context.has(Change::InitResizePolicyRule)
    {
        return;
    }
    let path = site.path.field("resizePolicy");
    for (index, item) in all(site.container.resize_policy.as_ref()).iter().enumerate() {
        if item.restart_policy == "RestartContainer" {
            let path = path.index(index);
            let detail = "must not be set to 'RestartContainer' for non-sidecar initContainers";
            errors.invalid(&path.field("restartPolicy"), word("RestartContainer"), detail);
        }
    }
}
