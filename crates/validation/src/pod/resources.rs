//! `spec.resources`: requests and limits of the Pod as a whole.
//! Upstream: validatePodResources and validatePodResourceConsistency, pkg/apis/core/validation/validation.go.

use std::collections::BTreeMap;

use api::collections::gather;
use api::{FieldPath, Quantity};
use k8s_openapi::api::core::v1::{Container, PodSpec, ResourceRequirements};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Written;

use crate::container::{resource_names, resources};
use crate::rule::rule;
use crate::site::{Claims, PodSite, all};
use crate::{Errors, Rule};

pub(crate) static RULE: Rule = rule!(
    "pod-level-resources",
    Invalid "" "must be greater than or equal to aggregate container",
    Invalid "" "must be less than or equal to pod limits"
);

pub(crate) fn check(site: &PodSite<'_>, claims: &Claims<'_>, errors: &mut Errors) {
    let Some(resources) = &site.spec.resources else { return };
    let path = site.path.field("resources");
    if site.is_windows() {
        return errors.forbidden(&path, "may not be set for a windows pod");
    }
    if resources.claims.is_some() {
        errors.forbidden(&path.field("claims"), "claims may not be set for Resources at pod-level");
    }
    resources::check_requirements(resources, resources::Owner::Pod, claims, &path, &site.context, errors);
    check_consistency(site, resources, &path, errors);
}

/// The requests of all containers together fit into the Pod's own.
fn check_consistency(
    site: &PodSite<'_>,
    resources: &ResourceRequirements,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    let mut errors = errors.of(&RULE);
    let requests = path.field("requests");
    for (name, sum) in aggregate(site.spec, |resources| resources.requests.as_ref()) {
        if let Some(request) = of(resources.requests.as_ref(), name)
            && sum > request
        {
            let detail = format!("must be greater than or equal to aggregate container requests of {sum}");
            errors.invalid(&requests.key(name), request.to_string(), detail);
        }
    }
    // Pages are never overcommitted, so their limits add up as requests do.
    let limits = path.field("limits");
    let sums = aggregate(site.spec, |resources| resources.limits.as_ref());
    for (name, sum) in sums.into_iter().filter(|(name, _)| resource_names::is_huge_pages(name)) {
        if let Some(limit) = of(resources.limits.as_ref(), name)
            && sum > limit
        {
            let detail = format!("must be greater than or equal to aggregate container limits of {sum}");
            errors.invalid(&limits.key(name), limit.to_string(), detail);
        }
    }
    let list = path.field("containers");
    for (index, container) in site.spec.containers.iter().enumerate() {
        let limits = container.resources.as_ref().and_then(|resources| resources.limits.as_ref());
        for (name, limit) in limits.into_iter().flatten() {
            let limit = Quantity::of(limit);
            if let Some(of_pod) = of(resources.limits.as_ref(), name)
                && limit > of_pod
            {
                let path = list.index(index);
                let path = path.key(name);
                let detail = format!("must be less than or equal to pod limits of {of_pod}");
                errors.invalid(&path.field("limits"), limit.to_string(), detail);
            }
        }
    }
}

type Sums<'a> = BTreeMap<&'a str, Quantity>;

fn of(amounts: Option<&BTreeMap<String, Written>>, name: &str) -> Option<Quantity> {
    amounts?.get(name).map(Quantity::of)
}

/// The most that runs at one time: all containers and sidecars, or an init container and the sidecars before it.
/// Upstream: AggregateContainerRequests, k8s.io/component-helpers/resource/helpers.go.
fn aggregate<'a>(
    spec: &'a PodSpec,
    amounts: impl Fn(&'a ResourceRequirements) -> Option<&'a BTreeMap<String, Written>>,
) -> Sums<'a> {
    let of_container = |container: &'a Container| -> Sums<'a> {
        let amounts = container.resources.as_ref().and_then(&amounts);
        gather(amounts.into_iter().flatten().map(|(name, amount)| (name.as_str(), Quantity::of(amount))))
    };
    let mut together = Sums::new();
    for container in &spec.containers {
        add(&mut together, &of_container(container));
    }
    let (mut sidecars, mut most) = (Sums::new(), Sums::new());
    for container in all(spec.init_containers.as_ref()) {
        let mut own = of_container(container);
        if container.restart_policy.as_deref() == Some("Always") {
            add(&mut together, &own);
            add(&mut sidecars, &own);
            maximum(&mut most, &sidecars);
        } else {
            add(&mut own, &sidecars);
            maximum(&mut most, &own);
        }
    }
    maximum(&mut together, &most);
    together
}

fn add<'a>(sums: &mut Sums<'a>, more: &Sums<'a>) {
    for (name, amount) in more {
        match sums.get_mut(name) {
            Some(sum) => sum.add(amount),
            None => drop(sums.insert(name, amount.clone())),
        }
    }
}

fn maximum<'a>(most: &mut Sums<'a>, others: &Sums<'a>) {
    for (name, amount) in others {
        if most.get(name).is_none_or(|so_far| amount > so_far) {
            most.insert(name, amount.clone());
        }
    }
}
