//! Amounts that count while a Pod is being resized: the largest of those wanted, allocated and running.
//! Upstream: determineEffectiveRequests, determineEffectiveLimits, component-helpers/resource/helpers.go.

use crate::derivation::{List, Place};
use api::Quantity;
use api::collections::Map;
use k8s_openapi::api::core::v1::{Container, ContainerStatus, PodStatus, ResourceRequirements};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Written;
use std::collections::BTreeMap;

type WrittenList = BTreeMap<String, Written>;

/// A container's own list.
pub(crate) fn written(container: &Container, list: List) -> Option<&WrittenList> {
    of(container.resources.as_ref(), list)
}

pub(crate) fn of(resources: Option<&ResourceRequirements>, list: List) -> Option<&WrittenList> {
    let resources = resources?;
    match list {
        List::Requests => resources.requests.as_ref(),
        List::Limits => resources.limits.as_ref(),
    }
}

/// The amounts that count for a container whose status reports resources; `None` when the spec alone counts.
/// An init container that runs once cannot be resized.
pub(crate) fn during_resize<'a>(
    status: &'a PodStatus,
    place: Place,
    container: &'a Container,
    list: List,
) -> Option<Map<&'a str, Quantity>> {
    if matches!(place, Place::Init(_)) {
        return None;
    }
    let reported = find(status, &container.name)?;
    let actuated = reported.resources.as_ref()?;
    let allocated = reported.allocated_resources.as_ref();
    Some(largest(status, written(container, list), of(Some(actuated), list), allocated, list))
}

/// The amounts that count for the Pod-level resources, likewise.
pub(crate) fn pod_during_resize<'a>(
    status: &'a PodStatus,
    wanted: Option<&'a ResourceRequirements>,
    list: List,
) -> Option<Map<&'a str, Quantity>> {
    let actuated = status.resources.as_ref()?;
    let allocated = status.allocated_resources.as_ref();
    Some(largest(status, of(wanted, list), of(Some(actuated), list), allocated, list))
}

/// The last status with that name, init containers after the others: upstream's map keeps this one.
fn find<'a>(status: &'a PodStatus, name: &str) -> Option<&'a ContainerStatus> {
    let init = status.init_container_statuses.iter().flatten();
    let all = status.container_statuses.iter().flatten().chain(init);
    all.rev().find(|status| status.name == name)
}

fn largest<'a>(
    status: &PodStatus,
    wanted: Option<&'a WrittenList>,
    actuated: Option<&'a WrittenList>,
    allocated: Option<&'a WrittenList>,
    list: List,
) -> Map<&'a str, Quantity> {
    // An amount that the node can never give does not count; an allocated amount is never a limit.
    let wanted = wanted.filter(|_| !is_infeasible(status));
    let allocated = allocated.filter(|_| list == List::Requests);
    let mut largest: Map<&str, Quantity> = Map::new();
    for (name, amount) in [wanted, actuated, allocated].into_iter().flatten().flatten() {
        let amount = Quantity::of(amount);
        match largest.get(name.as_str()) {
            Some(known) if *known >= amount => {}
            _ => {
                largest.insert(name, amount);
            }
        }
    }
    largest
}

fn is_infeasible(status: &PodStatus) -> bool {
    let pending = status.conditions.iter().flatten().find(|condition| condition.type_ == "PodResizePending");
    pending.is_some_and(|condition| condition.reason.as_deref() == Some("Infeasible"))
}
