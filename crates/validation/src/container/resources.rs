//! `resources` of a container, of a Pod as a whole, and `overhead`.
//! Upstream: validateResourceRequirements, pkg/apis/core/validation/validation.go.

use std::collections::BTreeMap;

use api::{FieldPath, Quantity};
use k8s_openapi::api::core::v1::ResourceRequirements;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Written;

use super::{claims, resource_names};
use crate::rule::rule;
use crate::site::{Claims, ContainerSite, Context};
use crate::{Errors, Rule, go};

pub(crate) static REQUEST_ABOVE_LIMIT: Rule =
    rule!("request-above-limit", Invalid ".requests" "must be less than or equal to");

pub(crate) static NO_OVERCOMMIT: Rule =
    rule!("no-overcommit", Required ".limits" "Limit must be set for non overcommitable resources");

pub(crate) static HUGE_PAGES: Rule = rule!(
    "huge-pages",
    Invalid "" "is not positive integer multiple of",
    Forbidden "" "HugePages require cpu or memory"
);

/// The owner of a list of resources, which decides what names it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// A container, or `overhead`.
    Container,
    /// `spec.resources`.
    Pod,
}

impl Owner {
    fn check_name(self, name: &str, path: &FieldPath<'_>, context: &Context<'_>, errors: &mut Errors) {
        match self {
            Owner::Container => resource_names::check_of_container(name, path, context, errors),
            Owner::Pod => resource_names::check_of_pod(name, path, context, errors),
        }
    }
}

pub(super) fn check(site: &ContainerSite<'_>, errors: &mut Errors) {
    if let Some(resources) = &site.container.resources {
        let path = site.path.field("resources");
        check_requirements(resources, Owner::Container, site.claims, &path, &site.pod.context, errors);
    }
}

/// The resources found so far of the kinds that ask for each other.
#[derive(Default)]
struct Found {
    compute: bool,
    huge_pages: bool,
}

impl Found {
    fn note(&mut self, name: &str) {
        self.compute |= matches!(name, "cpu" | "memory");
        self.huge_pages |= resource_names::is_huge_pages(name);
    }
}

/// Limits, then requests, then claims.
pub(crate) fn check_requirements(
    resources: &ResourceRequirements,
    owner: Owner,
    claims: &Claims<'_>,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let nothing = BTreeMap::new();
    let limits = resources.limits.as_ref().unwrap_or(&nothing);
    let (limits_path, requests_path) = (path.field("limits"), path.field("requests"));
    let mut found = Found::default();
    for (name, written) in limits {
        let limit = Quantity::of(written);
        let path = limits_path.key(name);
        owner.check_name(name, &path, context, errors);
        check_quantity(name, written, &limit, &path, context, errors);
        check_huge_pages(name, &limit, &path, errors);
        found.note(name);
    }
    for (name, written) in resources.requests.iter().flatten() {
        let request = Quantity::of(written);
        let path = requests_path.key(name);
        owner.check_name(name, &path, context, errors);
        check_quantity(name, written, &request, &path, context, errors);
        check_against_limit(name, &request, limits, &limits_path, &requests_path, errors);
        check_huge_pages(name, &request, &path, errors);
        found.note(name);
    }
    if found.huge_pages && !found.compute {
        errors.of(&HUGE_PAGES).forbidden(path, "HugePages require cpu or memory");
    }
    claims::check(resources.claims.as_ref(), claims, &path.field("claims"), errors);
}

/// The fields named are those of all requests or limits, never of one.
fn check_against_limit(
    name: &str,
    request: &Quantity,
    limits: &BTreeMap<String, Written>,
    limits_path: &FieldPath<'_>,
    requests_path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    let may_be_overcommitted = resource_names::may_be_overcommitted(name);
    match limits.get(name).map(Quantity::of) {
        None if may_be_overcommitted => {}
        None => {
            let detail = "Limit must be set for non overcommitable resources";
            errors.of(&NO_OVERCOMMIT).required(limits_path, detail);
        }
        Some(limit) if *request != limit && !may_be_overcommitted => {
            let detail = format!("must be equal to {name} limit of {limit}");
            errors.invalid(requests_path, request.to_string(), detail);
        }
        Some(limit) if *request > limit => {
            let detail = format!("must be less than or equal to {name} limit of {limit}");
            errors.of(&REQUEST_ABOVE_LIMIT).invalid(requests_path, request.to_string(), detail);
        }
        Some(_) => {}
    }
}

/// Upstream: ValidateResourceQuantityValue.
fn check_quantity(
    name: &str,
    written: &Written,
    quantity: &Quantity,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    if quantity.sign() < 0 {
        errors.invalid(path, quantity.to_string(), "must be greater than or equal to 0");
    }
    if quantity.milli_value() % 1000 != 0 && resource_names::is_integer(name, context) {
        errors.invalid(path, go::quantity(written), "must be an integer");
    }
}

/// Upstream: validateResourceQuantityHugePageValue.
fn check_huge_pages(name: &str, quantity: &Quantity, path: &FieldPath<'_>, errors: &mut Errors) {
    if !resource_names::is_huge_pages(name) {
        return;
    }
    let is_multiple = resource_names::page_size(name).is_some_and(|size| {
        size.sign() > 0
            && size.milli_value() % 1000 == 0
            && quantity.value().checked_rem(size.value()) == Some(0)
    });
    if !is_multiple {
        let detail = format!("{quantity} is not positive integer multiple of {name}");
        errors.of(&HUGE_PAGES).invalid(path, quantity.to_string(), detail);
    }
}
