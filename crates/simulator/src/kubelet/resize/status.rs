//! The resources in a Pod's status: what is allocated, and what is carried out. Upstream: convertContainerStatusResources and
//! convertToAPIPodLevelResourcesStatus, pkg/kubelet/kubelet_pods.go.

use super::amounts::{LEAST_SHARES, milli_of_quota, milli_of_shares};
use crate::shape::Shape;
use crate::world::{Amounts, Instance, InstanceState, PodState};
use api::collections::gather;
use api::quantity::Format;
use api::{Gate, Kubernetes, Quantity};
use k8s_openapi::api::core::v1::{ContainerStatus, PodStatus, ResourceRequirements};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Written;
use resources::Totals;
use std::collections::BTreeMap;

type List = BTreeMap<String, Written>;

/// A smaller quota than this limit, in thousandths of a CPU, is not told by the kernel.
const LEAST_LIMIT: i64 = 10;

/// Fills in the resources of a container that the runtime has.
pub(in crate::kubelet) fn of_container(
    allocated: &Shape,
    instance: &Instance,
    kubernetes: &Kubernetes,
    status: &mut ContainerStatus,
) {
    if !kubernetes.enabled(Gate::InPlacePodVerticalScaling) {
        return;
    }
    let Some(spec) = allocated.containers.get(instance.container) else { return };
    let mut resources = spec.container.resources.clone().unwrap_or_default();
    status.allocated_resources.clone_from(&resources.requests);
    if instance.state == InstanceState::Running {
        carried_out(instance.resources, &mut resources);
    }
    status.resources = Some(resources);
}

/// The runtime's numbers in the place of what was allocated.
fn carried_out(has: Amounts, resources: &mut ResourceRequirements) {
    if let Some(limits) = resources.limits.as_mut() {
        let allocated = limits.get("cpu").map_or(0, |cpu| Quantity::of(cpu).milli_value());
        if has.cpu_limit > LEAST_LIMIT || has.cpu_limit != 0 && allocated > LEAST_LIMIT {
            limits.insert("cpu".to_owned(), cpu(has.cpu_limit));
        }
        if has.memory_limit != 0 {
            limits.insert("memory".to_owned(), memory(has.memory_limit));
        }
    }
    if let Some(requests) = resources.requests.as_mut() {
        let allocated = requests.get("cpu").map_or(0, |cpu| Quantity::of(cpu).milli_value());
        if has.cpu_request > LEAST_SHARES || has.cpu_request != 0 && allocated > LEAST_SHARES {
            requests.insert("cpu".to_owned(), cpu(has.cpu_request));
        }
        if has.memory_request != 0 {
            requests.insert("memory".to_owned(), memory(has.memory_request));
        }
    }
}

fn cpu(milli: i64) -> Written {
    Written(Quantity::from_milli(milli, Format::DecimalSi).to_string())
}

fn memory(bytes: i64) -> Written {
    Written(Quantity::new(bytes, Format::BinarySi).to_string())
}

/// Fills in the resources of the Pod as a whole.
pub(in crate::kubelet) fn of_pod(
    state: &PodState,
    allocated: &Shape,
    old: &PodStatus,
    kubernetes: &Kubernetes,
    status: &mut PodStatus,
) {
    if !kubernetes.enabled(Gate::InPlacePodLevelResourcesVerticalScaling) {
        return;
    }
    let (requests, limits) = allocated.reserved(kubernetes);
    status.allocated_resources = some(list(requests));
    let runs = |status: &PodStatus| status.phase.as_deref() == Some("Running");
    status.resources = Some(if runs(&state.api.status) {
        let kept = old.resources.as_ref().filter(|_| runs(old));
        of_group(state, allocated, requests, kept)
    } else {
        let claims = allocated.spec.resources.as_ref().and_then(|resources| resources.claims.clone());
        ResourceRequirements { claims, limits: some(list(limits)), requests: some(list(requests)) }
    });
}

/// The numbers of a running Pod's control group. Groups know no request for memory: the first one that was told stays.
fn of_group(
    state: &PodState,
    allocated: &Shape,
    reserved: &Totals,
    kept: Option<&ResourceRequirements>,
) -> ResourceRequirements {
    let own = allocated.spec.resources.clone().unwrap_or_default();
    let (mut requests, mut limits) = (own.requests.unwrap_or_default(), own.limits.unwrap_or_default());
    let milli = |list: &List| list.get("cpu").map_or(0, |cpu| Quantity::of(cpu).milli_value());
    let group = state.runtime.group.unwrap_or_default();
    let share = milli_of_shares(group.shares);
    if share > LEAST_SHARES || group.shares != 0 && milli(&requests) > LEAST_SHARES {
        requests.insert("cpu".to_owned(), cpu(share));
    }
    if let Some(total) = reserved.get("memory").filter(|_| !requests.contains_key("memory")) {
        requests.insert("memory".to_owned(), Written(total.to_string()));
    }
    let before = |list: Option<&List>, name: &str| list.and_then(|list| list.get(name)).cloned();
    let kept_limits = kept.and_then(|kept| kept.limits.as_ref());
    if let Some(memory) = before(kept.and_then(|kept| kept.requests.as_ref()), "memory") {
        requests.insert("memory".to_owned(), memory);
    }
    let quota = group.quota.map(milli_of_quota);
    match quota {
        Some(limit) if limit > LEAST_LIMIT || milli(&limits) > LEAST_LIMIT => {
            limits.insert("cpu".to_owned(), cpu(limit));
        }
        Some(_) => {}
        None => limits.extend(before(kept_limits, "cpu").map(|cpu| ("cpu".to_owned(), cpu))),
    }
    match group.memory {
        Some(bytes) => drop(limits.insert("memory".to_owned(), memory(bytes))),
        None => limits.extend(before(kept_limits, "memory").map(|bytes| ("memory".to_owned(), bytes))),
    }
    ResourceRequirements { claims: own.claims, limits: some(limits), requests: some(requests) }
}

fn list(totals: &Totals) -> List {
    gather(totals.iter().map(|(name, amount)| (name.clone(), Written(amount.to_string()))))
}

fn some(list: List) -> Option<List> {
    (!list.is_empty()).then_some(list)
}
