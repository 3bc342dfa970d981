//! The numbers of requests and limits, as the runtime is told of them. Upstream: generateLinuxContainerResources,
//! pkg/kubelet/kuberuntime/kuberuntime_container_linux.go; pkg/kubelet/cm/helpers_linux.go.

use crate::fit::MACHINE_MEMORY;
use crate::shape::Shape;
use crate::trace::LinuxResources;
use crate::world::{Amounts, Group};
use api::{Gate, Kubernetes, Quantity};
use k8s_openapi::api::core::v1::ResourceRequirements;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Written;
use resources::cgroup::{self, pod_group};
use std::collections::BTreeMap;

/// Microseconds in which a quota is counted.
const PERIOD: i64 = 100_000;
/// Shares stand for a CPU by this number.
const SHARES: i64 = 1024;
/// Fewer shares than these there are not.
pub(in crate::kubelet) const LEAST_SHARES: i64 = 2;

type List = Option<BTreeMap<String, Written>>;

fn amount(list: &List, name: &str) -> Option<Quantity> {
    list.as_ref()?.get(name).map(Quantity::of)
}

/// The numbers of a list of requirements.
fn written(resources: &ResourceRequirements) -> Amounts {
    let milli = |list: &List| amount(list, "cpu").map_or(0, |cpu| cpu.milli_value());
    let bytes = |list: &List| amount(list, "memory").map_or(0, |memory| memory.value());
    Amounts {
        cpu_request: milli(&resources.requests),
        cpu_limit: milli(&resources.limits),
        memory_request: bytes(&resources.requests),
        memory_limit: bytes(&resources.limits),
    }
}

/// The numbers of a container; one without a limit has the Pod's.
pub(in crate::kubelet) fn of(shape: &Shape, container: usize, kubernetes: &Kubernetes) -> Amounts {
    let own = shape.containers.get(container).and_then(|spec| spec.container.resources.as_ref());
    let mut amounts = own.map(written).unwrap_or_default();
    if let Some(pod) = shape.spec.resources.as_ref().filter(|_| kubernetes.enabled(Gate::PodLevelResources)) {
        let pod = written(pod);
        if amounts.cpu_limit == 0 {
            amounts.cpu_limit = pod.cpu_limit;
        }
        if amounts.memory_limit == 0 {
            amounts.memory_limit = pod.memory_limit;
        }
    }
    amounts
}

/// The pod-level numbers, where they can be resized.
pub(in crate::kubelet) fn pod_level(shape: &Shape, kubernetes: &Kubernetes) -> Option<Amounts> {
    let resizable = kubernetes.enabled(Gate::InPlacePodLevelResourcesVerticalScaling);
    shape.spec.resources.as_ref().filter(|_| resizable).map(written)
}

/// The Pod's own control group.
pub(in crate::kubelet) fn group(shape: &Shape, kubernetes: &Kubernetes) -> Group {
    let group = pod_group(&shape.spec, kubernetes);
    let cpu = shape.reserved(kubernetes).0.get("cpu").map_or(0, Quantity::milli_value);
    Group { shares: shares(cpu), quota: group.cpu_max.map(|(quota, _)| quota), memory: group.memory_max }
}

fn shares(milli: i64) -> i64 {
    (milli.saturating_mul(SHARES) / 1000).clamp(LEAST_SHARES, cgroup::MOST_SHARES)
}

/// The thousandths of a CPU that shares stand for.
pub(in crate::kubelet) fn milli_of_shares(shares: i64) -> i64 {
    shares.saturating_mul(1000).div_euclid(SHARES) + i64::from(shares.saturating_mul(1000) % SHARES != 0)
}

/// The thousandths of a CPU that a quota stands for.
pub(in crate::kubelet) fn milli_of_quota(quota: i64) -> i64 {
    quota.saturating_mul(1000) / PERIOD
}

fn quota(milli: i64) -> i64 {
    if milli == 0 { 0 } else { (milli.saturating_mul(PERIOD) / 1000).max(cgroup::LEAST_QUOTA) }
}

/// The runtime's numbers of a container that is to have `amounts`.
pub(in crate::kubelet) fn linux(
    shape: &Shape,
    container: usize,
    amounts: Amounts,
    kubernetes: &Kubernetes,
) -> LinuxResources {
    let scores = resources::oom_score_adj(&shape.spec, kubernetes, MACHINE_MEMORY);
    LinuxResources {
        cpu_shares: shares(amounts.cpu_request),
        cpu_quota: quota(amounts.cpu_limit),
        cpu_period: PERIOD,
        memory_limit: amounts.memory_limit,
        oom_score_adj: scores.get(container).map_or(0, |(_, score)| *score),
    }
}

/// The numbers with which a container is made: one without a request for CPU has its limit's share.
pub(in crate::kubelet) fn created(
    shape: &Shape,
    container: usize,
    amounts: Amounts,
    kubernetes: &Kubernetes,
) -> LinuxResources {
    let own = shape.containers.get(container).and_then(|spec| spec.container.resources.as_ref());
    let asks = own.is_some_and(|own| amount(&own.requests, "cpu").is_some());
    let cpu_shares = shares(if asks { amounts.cpu_request } else { amounts.cpu_limit });
    LinuxResources { cpu_shares, ..linux(shape, container, amounts, kubernetes) }
}

/// The runtime's numbers of the Pod as a whole.
pub(super) fn of_group(group: Group) -> LinuxResources {
    LinuxResources {
        cpu_shares: group.shares,
        cpu_quota: group.quota.unwrap_or(-1),
        cpu_period: PERIOD,
        memory_limit: group.memory.unwrap_or(0),
        oom_score_adj: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{milli_of_quota, milli_of_shares, quota, shares};

    #[test]
    fn shares_and_quotas_stand_for_thousandths() {
        assert_eq!([100, 150, 0, 1].map(shares), [102, 153, 2, 2]);
        assert_eq!([102, 153, 819].map(milli_of_shares), [100, 150, 800]);
        assert_eq!([200, 0, 1].map(quota), [20_000, 0, 1_000]);
        assert_eq!(milli_of_quota(20_000), 200);
    }
}
