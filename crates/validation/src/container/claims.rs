//! `resources.claims`. Upstream: validateResourceClaimNames, pkg/apis/core/validation/validation.go.

use std::collections::BTreeSet;

use api::FieldPath;
use k8s_openapi::api::core::v1::ResourceClaim;

use crate::site::{Claims, items, text};
use crate::{Errors, names};

pub(super) fn check(
    used: Option<&Vec<ResourceClaim>>,
    declared: &Claims<'_>,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    let mut seen = BTreeSet::new();
    for (path, claim) in items(used, path) {
        let name = claim.name.as_str();
        if name.is_empty() {
            errors.required(&path, "");
            continue;
        }
        check_unique(claim, &path, &mut seen, errors);
        if !declared.contains(name) {
            let mut detail = "must be one of the names in pod.spec.resourceClaims".to_owned();
            if declared.is_empty() {
                detail.push_str(" which is empty");
            } else {
                detail.push_str(": ");
                detail.push_str(&declared.iter().copied().collect::<Vec<_>>().join(", "));
            }
            errors.not_found_among(&path, name, detail);
        }
    }
}

/// A claim is used as a whole or by its requests, and each of them once.
fn check_unique(
    claim: &ResourceClaim,
    path: &FieldPath<'_>,
    seen: &mut BTreeSet<String>,
    errors: &mut Errors,
) {
    let (name, request) = (claim.name.as_str(), text(claim.request.as_ref()));
    if seen.contains(name) {
        return errors.duplicate(path, name);
    }
    if request.is_empty() {
        let part_of_it = format!("{name}/");
        for _ in seen.range(part_of_it.clone()..).take_while(|key| key.starts_with(&part_of_it)) {
            errors.duplicate(path, name);
        }
        seen.insert(name.to_owned());
        return;
    }
    errors.invalid_each(&path.field("request"), request, names::dns_label(request));
    let key = format!("{name}/{request}");
    if !seen.insert(key.clone()) {
        errors.duplicate(path, key);
    }
}
