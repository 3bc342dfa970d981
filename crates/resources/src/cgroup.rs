//! The control group files (v2) that follow from requests and limits.
//! Upstream: ResourceConfigForPod, pkg/kubelet/cm/helpers_linux.go; generateLinuxContainerResources,
//! pkg/kubelet/kuberuntime/kuberuntime_container_linux.go; ConvertCPUSharesToCgroupV2Value, opencontainers/cgroups.

use crate::derivation::{List, Place};
use crate::effective::{Totals, limits, places, requests};
use crate::options::Options;
use crate::qos::{QosClass, qos_class};
use crate::status;
use api::{Gate, Kubernetes, Quantity};
use k8s_openapi::api::core::v1::{Container, PodSpec};

/// The period of a cpu quota, in microseconds.
const PERIOD: i64 = 100_000;
/// The smallest quota that the kernel accepts, in microseconds.
pub const LEAST_QUOTA: i64 = 1_000;
/// The largest number of cpu shares.
pub const MOST_SHARES: i64 = 262_144;
const PAGE: i64 = 4096;
const THROTTLING: f64 = 0.9;

/// The files that the kubelet writes for one group; `None` means the kernel's own default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// `cpu.weight`, 1 to 10000: the share when cpu is short.
    pub cpu_weight: u64,
    /// `cpu.max`: quota and period in microseconds; `None` is `max`.
    pub cpu_max: Option<(i64, i64)>,
    /// `memory.max` in bytes; `None` is `max`.
    pub memory_max: Option<i64>,
    /// `memory.high` in bytes, where the gate MemoryQoS is on.
    pub memory_high: Option<i64>,
    /// `hugetlb.SIZE.max` in bytes, by the resource's name.
    pub hugepages: Vec<(String, i64)>,
}

impl Group {
    /// The files as `(file, content)`, as the kernel shows them.
    pub fn files(&self) -> Vec<(String, String)> {
        let max = |value: Option<i64>| value.map_or_else(|| "max".to_owned(), |value| value.to_string());
        let quota = self
            .cpu_max
            .map_or_else(|| format!("max {PERIOD}"), |(quota, period)| format!("{quota} {period}"));
        let mut files = vec![
            ("cpu.weight".to_owned(), self.cpu_weight.to_string()),
            ("cpu.max".to_owned(), quota),
            ("memory.max".to_owned(), max(self.memory_max)),
        ];
        if let Some(high) = self.memory_high {
            files.push(("memory.high".to_owned(), high.to_string()));
        }
        for (name, bytes) in &self.hugepages {
            let size = name.trim_start_matches("hugepages-").replace("Mi", "MB").replace("Gi", "GB");
            files.push((format!("hugetlb.{size}.max"), bytes.to_string()));
        }
        files
    }
}

/// The Pod's own group, overhead included.
pub fn pod_group(spec: &PodSpec, kubernetes: &Kubernetes) -> Group {
    let options = Options::of(kubernetes);
    let (requests, limits) = (requests(spec, &options), limits(spec, &options));
    let class = qos_class(spec, kubernetes);
    if class == QosClass::BestEffort {
        return Group { cpu_weight: weight(0), hugepages: hugepages(&requests), ..Group::default() };
    }
    // One container without a limit leaves the whole Pod without one.
    let declared = |name: &str| class == QosClass::Guaranteed || is_declared(spec, name, kubernetes);
    let cpu = limits.get("cpu").filter(|_| declared("cpu"));
    let memory = limits.get("memory").filter(|_| declared("memory"));
    Group {
        cpu_weight: weight(requests.get("cpu").map_or(0, Quantity::milli_value)),
        cpu_max: cpu.and_then(quota),
        memory_max: memory.map(Quantity::value).filter(|bytes| *bytes > 0),
        memory_high: None,
        hugepages: hugepages(&requests),
    }
}

/// Whether the Pod as a whole has the limit, or every container (for an init container, a sidecar before it will do).
fn is_declared(spec: &PodSpec, resource: &str, kubernetes: &Kubernetes) -> bool {
    let positive = |amount: Option<&_>| amount.is_some_and(|amount| !Quantity::of(amount).is_zero());
    let pod = status::of(spec.resources.as_ref(), List::Limits).and_then(|limits| limits.get(resource));
    if kubernetes.enabled(Gate::PodLevelResources) && positive(pod) {
        return true;
    }
    let mut before = false;
    places(spec).all(|(place, container)| {
        let own = positive(status::written(container, List::Limits).and_then(|limits| limits.get(resource)));
        before |= own && matches!(place, Place::Sidecar(_));
        own || before && !matches!(place, Place::App(_))
    })
}

/// Each container's group, in the order in which they start. `node_memory` is the node's allocatable memory in bytes.
pub fn container_groups(spec: &PodSpec, kubernetes: &Kubernetes, node_memory: i64) -> Vec<(Place, Group)> {
    let pod_level = kubernetes.enabled(Gate::PodLevelResources);
    let pod = status::of(spec.resources.as_ref().filter(|_| pod_level), List::Limits);
    let group = |container: &Container| {
        let get = |list, name: &str| status::written(container, list)?.get(name).map(Quantity::of);
        let limit = |name: &str| {
            let own = get(List::Limits, name).filter(|limit| !limit.is_zero());
            own.or_else(|| pod?.get(name).map(Quantity::of))
        };
        let share = get(List::Requests, "cpu").or_else(|| limit("cpu"));
        let memory = get(List::Requests, "memory").map_or(0, |amount| amount.value());
        let own_limit = get(List::Limits, "memory").map_or(0, |amount| amount.value());
        let high = kubernetes.enabled(Gate::MemoryQoS).then(|| memory_high(memory, own_limit, node_memory));
        Group {
            cpu_weight: weight(share.map_or(0, |amount| amount.milli_value())),
            cpu_max: limit("cpu").as_ref().and_then(quota),
            memory_max: limit("memory").map(|amount| amount.value()).filter(|bytes| *bytes > 0),
            memory_high: high.flatten(),
            hugepages: status::written(container, List::Limits).map(written_hugepages).unwrap_or_default(),
        }
    };
    places(spec).map(|(place, container)| (place, group(container))).collect()
}

fn hugepages(totals: &Totals) -> Vec<(String, i64)> {
    let pages = totals.iter().filter(|(name, _)| name.starts_with("hugepages-"));
    pages.map(|(name, amount)| (name.clone(), amount.value())).collect()
}

fn written_hugepages(
    list: &std::collections::BTreeMap<String, k8s_openapi::apimachinery::pkg::api::resource::Quantity>,
) -> Vec<(String, i64)> {
    let pages = list.iter().filter(|(name, _)| name.starts_with("hugepages-"));
    pages.map(|(name, amount)| (name.clone(), Quantity::of(amount).value())).collect()
}

/// The `cpu.weight` for thousandths of a cpu, by way of the shares that kubelet and runtime still use.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "upstream's own curve, in floating point between 2 and 262144"
)]
pub fn weight(milli_cpu: i64) -> u64 {
    let shares = (milli_cpu.saturating_mul(1024) / 1000).clamp(2, MOST_SHARES);
    if shares <= 2 {
        return 1;
    }
    let log = (shares as f64).log2();
    let exponent = (log * log + 125.0 * log) / 612.0 - 7.0 / 34.0;
    (10_f64.powf(exponent).ceil() as u64).min(10_000)
}

fn quota(limit: &Quantity) -> Option<(i64, i64)> {
    let milli = limit.milli_value();
    (milli > 0).then(|| ((milli.saturating_mul(PERIOD) / 1000).max(LEAST_QUOTA), PERIOD))
}

/// The usage in bytes from which the kernel slows a container down instead of killing it.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "upstream's formula is in floating point"
)]
fn memory_high(request: i64, limit: i64, node: i64) -> Option<i64> {
    if request == limit {
        return None;
    }
    let most = if limit != 0 { limit } else { node };
    let high =
        ((request as f64 + (most as f64 - request as f64) * THROTTLING) / PAGE as f64).floor() as i64 * PAGE;
    (high > request).then_some(high)
}
