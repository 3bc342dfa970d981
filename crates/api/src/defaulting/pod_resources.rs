//! Defaults of the resources of the Pod as a whole.
//! Upstream: `defaultHugePagePodLimits` and `defaultPodRequests`, pkg/apis/core/v1/defaults.go;
//! `AggregateContainerRequests`, staging/src/k8s.io/component-helpers/resource/helpers.go.

use k8s_openapi::api::core::v1::{Container, PodSpec};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use super::resource_list::ResourceList;

const HUGE_PAGES: &str = "hugepages-";

/// Completes `spec.resources` where it is partly written.
pub(super) fn apply(spec: &mut PodSpec) {
    let Some(resources) = &spec.resources else { return };
    let is_empty = |list: &Option<ResourceList>| list.as_ref().is_none_or(ResourceList::is_empty);
    let mut limits = resources.limits.clone().unwrap_or_default();
    let mut requests = resources.requests.clone().unwrap_or_default();
    if is_empty(&resources.limits) && is_empty(&resources.requests) {
        return;
    }
    for (name, limit) in aggregate(spec, |container| container.resources.as_ref()?.limits.as_ref()) {
        if name.starts_with(HUGE_PAGES) && !requests.contains_key(&name) {
            limits.entry(name).or_insert(limit);
        }
    }
    if !limits.is_empty() {
        for (name, request) in aggregate(spec, |container| container.resources.as_ref()?.requests.as_ref()) {
            if matches!(name.as_str(), "cpu" | "memory") {
                requests.entry(name).or_insert(request);
            }
        }
        for (name, limit) in &limits {
            if matches!(name.as_str(), "cpu" | "memory") || name.starts_with(HUGE_PAGES) {
                requests.entry(name.clone()).or_insert_with(|| limit.clone());
            }
        }
    }
    let resources = spec.resources.get_or_insert_default();
    if !limits.is_empty() {
        resources.limits = Some(limits);
    }
    if !requests.is_empty() {
        resources.requests = Some(requests);
    }
}

/// The sum of the containers, or what an init container with the sidecars before it needs, if that is more.
fn aggregate<'a>(spec: &'a PodSpec, of: impl Fn(&'a Container) -> Option<&'a ResourceList>) -> ResourceList {
    let mut total = ResourceList::new();
    for list in spec.containers.iter().filter_map(&of) {
        add(&mut total, list);
    }
    let mut sidecars = ResourceList::new();
    let mut init = ResourceList::new();
    for container in spec.init_containers.iter().flatten() {
        let Some(list) = of(container) else { continue };
        if container.restart_policy.as_deref() == Some("Always") {
            add(&mut total, list);
            add(&mut sidecars, list);
            raise(&mut init, &sidecars);
        } else {
            let mut own = list.clone();
            add(&mut own, &sidecars);
            raise(&mut init, &own);
        }
    }
    raise(&mut total, &init);
    total
}

fn add(total: &mut ResourceList, more: &ResourceList) {
    for (name, amount) in more {
        combine(total, name, amount, |mut a, b| {
            a.add(&b);
            Some(a)
        });
    }
}

fn raise(total: &mut ResourceList, other: &ResourceList) {
    for (name, amount) in other {
        combine(total, name, amount, |a, b| (b > a).then_some(b));
    }
}

/// Replaces the amount of `name` by what `change` makes of it and `amount`; `None` leaves it.
fn combine(
    total: &mut ResourceList,
    name: &str,
    amount: &Quantity,
    change: impl FnOnce(crate::Quantity, crate::Quantity) -> Option<crate::Quantity>,
) {
    let Some(present) = total.get_mut(name) else {
        total.insert(name.to_owned(), amount.clone());
        return;
    };
    let (Ok(a), Ok(b)) = (crate::Quantity::parse(&present.0), crate::Quantity::parse(&amount.0)) else {
        return;
    };
    if let Some(changed) = change(a, b) {
        present.0 = changed.to_string();
    }
}
