//! The defaults that a LimitRange gives itself, and those that it gives to containers.
//! Upstream: SetDefaults_LimitRangeItem, pkg/apis/core/v1/defaults.go; mergePodResourceRequirements, limitranger.

use crate::room::{self, ENTRIES};
use crate::surroundings::Surroundings;
use k8s_openapi::api::core::v1::{Container, LimitRange, LimitRangeItem, Pod};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Written;
use std::collections::BTreeMap;

type List = BTreeMap<String, Written>;

const ANNOTATION: &str = "kubernetes.io/limit-ranger";

/// For containers a default limit follows from the maximum, a default request from the default limit or the minimum.
pub fn fill_in(range: &mut LimitRange) {
    let items = range.spec.as_mut().map(|spec| spec.limits.as_mut_slice()).unwrap_or_default();
    for item in items.iter_mut().filter(|item| item.type_ == "Container") {
        let mut default = item.default.take().unwrap_or_default();
        add_missing(&mut default, item.max.as_ref());
        let mut request = item.default_request.take().unwrap_or_default();
        add_missing(&mut request, Some(&default));
        add_missing(&mut request, item.min.as_ref());
        item.default = Some(default).filter(|list| !list.is_empty());
        item.default_request = Some(request).filter(|list| !list.is_empty());
    }
}

/// Adds the entries that are missing; returns their names in order.
fn add_missing(list: &mut List, from: Option<&List>) -> Vec<String> {
    let mut added = Vec::new();
    for (name, amount) in from.into_iter().flatten() {
        if !list.contains_key(name) {
            list.insert(name.clone(), amount.clone());
            added.push(name.clone());
        }
    }
    added
}

/// Fills in the containers' requests and limits and leaves an annotation. With several LimitRanges the annotation
/// is that of the last one that changes something.
pub fn fill(pod: &mut Pod, around: &Surroundings) -> Result<(), String> {
    let count = |list: &Option<List>| list.as_ref().map_or(0, List::len);
    let items = around.limit_ranges.values().flat_map(of_containers);
    let entries = items.map(|item| count(&item.default_request) + count(&item.default)).sum();
    room::check("the namespace's LimitRanges", entries, "defaults", ENTRIES)?;
    for range in around.limit_ranges.values() {
        let (requests, limits) = defaults(range);
        let mut told = Vec::new();
        if let Some(spec) = pod.spec.as_mut() {
            for container in &mut spec.containers {
                fill_container(container, "container", &requests, &limits, &mut told);
            }
            for container in spec.init_containers.iter_mut().flatten() {
                fill_container(container, "init container", &requests, &limits, &mut told);
            }
        }
        if !told.is_empty() {
            let text = format!("LimitRanger plugin set: {}", told.join("; "));
            pod.metadata.annotations.get_or_insert_default().insert(ANNOTATION.to_owned(), text);
        }
    }
    Ok(())
}

/// The items of a LimitRange about containers.
fn of_containers(range: &LimitRange) -> impl Iterator<Item = &LimitRangeItem> {
    range.spec.iter().flat_map(|spec| &spec.limits).filter(|item| item.type_ == "Container")
}

fn defaults(range: &LimitRange) -> (List, List) {
    let (mut requests, mut limits) = (List::new(), List::new());
    for item in of_containers(range) {
        requests.extend(item.default_request.clone().unwrap_or_default());
        limits.extend(item.default.clone().unwrap_or_default());
    }
    (requests, limits)
}

fn fill_container(
    container: &mut Container,
    kind: &str,
    requests: &List,
    limits: &List,
    told: &mut Vec<String>,
) {
    let resources = container.resources.get_or_insert_default();
    let mut own = resources.limits.take().unwrap_or_default();
    let limited = add_missing(&mut own, Some(limits));
    resources.limits = Some(own).filter(|list| !list.is_empty());
    let mut own = resources.requests.take().unwrap_or_default();
    let requested = add_missing(&mut own, Some(requests));
    resources.requests = Some(own).filter(|list| !list.is_empty());
    for (names, what) in [(requested, "request"), (limited, "limit")] {
        if !names.is_empty() {
            told.push(format!("{} {what} for {kind} {}", names.join(", "), container.name));
        }
    }
}
