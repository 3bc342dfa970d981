//! `resourceClaims`. Upstream: validatePodResourceClaims, pkg/apis/core/validation/validation.go.

use api::well_known::MIRROR;
use std::collections::BTreeSet;

use api::FieldPath;
use api::collections::gather;
use k8s_openapi::api::core::v1::PodResourceClaim;

use crate::rule::rule;
use crate::site::{Claims, PodSite, all, items};
use crate::{Errors, Rule, go, names};

pub(crate) static RESOURCE_CLAIM: Rule = rule!(
    "resource-claim",
    Invalid ".resourceClaims" "may be specified",
    Invalid ".resourceClaims" "must specify one of"
);

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let annotations = site.metadata.and_then(|metadata| metadata.annotations.as_ref());
    let is_mirror = annotations.is_some_and(|annotations| annotations.contains_key(MIRROR));
    let path = site.path.field("resourceClaims");
    let mut seen = BTreeSet::new();
    for (path, claim) in items(site.spec.resource_claims.as_ref(), &path) {
        if is_mirror {
            // The server gives a path without a name here, and prints it so.
            errors.forbidden(&FieldPath::root("[]"), "static pods do not support resource claims");
            continue;
        }
        check_name(&claim.name, &mut seen, &path.field("name"), errors);
        check_source(claim, &path, errors);
    }
}

fn check_name<'a>(name: &'a str, seen: &mut BTreeSet<&'a str>, path: &FieldPath<'_>, errors: &mut Errors) {
    if name.is_empty() {
        errors.required(path, "");
    } else if seen.insert(name) {
        errors.invalid_each(path, name, names::dns_label(name));
    } else {
        errors.duplicate(path, name);
    }
}

fn check_source(claim: &PodResourceClaim, path: &FieldPath<'_>, errors: &mut Errors) {
    let given = [
        ("resourceClaimName", &claim.resource_claim_name),
        ("resourceClaimTemplateName", &claim.resource_claim_template_name),
    ];
    match given.iter().filter(|(_, name)| name.is_some()).count() {
        0 => {
            let detail = "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`";
            errors.of(&RESOURCE_CLAIM).invalid(path, printed(claim), detail);
        }
        2 => {
            let detail = "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified";
            errors.of(&RESOURCE_CLAIM).invalid(path, printed(claim), detail);
        }
        _ => {}
    }
    for (field, name) in given {
        if let Some(name) = name {
            errors.invalid_each(&path.field(field), name, names::dns_subdomain(name));
        }
    }
}

fn printed(claim: &PodResourceClaim) -> go::Value {
    let text = |name: &Option<String>| go::pointer(name.clone(), "*string", go::text);
    go::structure(
        "core.PodResourceClaim",
        vec![
            ("Name", go::text(&claim.name)),
            ("ResourceClaimName", text(&claim.resource_claim_name)),
            ("ResourceClaimTemplateName", text(&claim.resource_claim_template_name)),
        ],
    )
}

/// The names that containers may refer to. Upstream: gatherPodResourceClaimNames.
pub(crate) fn names<'a>(site: &PodSite<'a>) -> Claims<'a> {
    let names = all(site.spec.resource_claims.as_ref()).iter().map(|claim| claim.name.as_str());
    gather(names.filter(|name| !name.is_empty()))
}
