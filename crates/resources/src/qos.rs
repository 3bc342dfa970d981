//! The quality-of-service class, with the reason for it. Upstream: ComputePodQOS, pkg/apis/core/v1/helper/qos/qos.go.

use crate::derivation::{List, Place};
use crate::effective::places;
use crate::status;
use api::collections::{Set, gather};
use api::{Gate, Kubernetes, Markdown, Quantity};
use k8s_openapi::api::core::v1::{PodSpec, ResourceRequirements};
use std::fmt;

/// The class by which the node treats the Pod when it runs short of memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QosClass {
    /// Every container has limits for cpu and memory, and its requests equal them.
    Guaranteed,
    /// Some container has a request or limit.
    Burstable,
    /// No container has any.
    BestEffort,
}

impl QosClass {
    /// The name as in `status.qosClass`.
    pub const fn name(self) -> &'static str {
        match self {
            QosClass::Guaranteed => "Guaranteed",
            QosClass::Burstable => "Burstable",
            QosClass::BestEffort => "BestEffort",
        }
    }
}

impl QosClass {
    /// Every class.
    pub const ALL: [QosClass; 3] = [QosClass::Guaranteed, QosClass::Burstable, QosClass::BestEffort];

    /// The Markdown that explains it.
    pub const fn page(self) -> Markdown {
        match self {
            QosClass::Guaranteed => api::markdown!("words/Guaranteed"),
            QosClass::Burstable => api::markdown!("words/Burstable"),
            QosClass::BestEffort => api::markdown!("words/BestEffort"),
        }
    }
}

impl fmt::Display for QosClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The resources that decide the class.
const DECIDING: [&str; 2] = ["cpu", "memory"];

/// One thing that keeps a Pod from being Guaranteed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// The container, or the Pod where `spec.resources` decides.
    pub place: Place,
    /// `cpu` or `memory`.
    pub resource: &'static str,
    /// The request as it counts; `None` when absent or zero.
    pub request: Option<Quantity>,
    /// The limit as it counts; `None` when absent or zero.
    pub limit: Option<Quantity>,
}

impl Obstacle {
    /// The obstacle as a clause: `app has no cpu limit`.
    fn because(&self, spec: &PodSpec) -> String {
        let (name, resource) = (crate::render::container_name(spec, self.place), self.resource);
        let unnamed = || self.place.container().unwrap_or_default();
        let who = Some(name).filter(|name| !name.is_empty()).map_or_else(unnamed, str::to_owned);
        match (&self.request, &self.limit) {
            (_, None) => format!("{who} has no {resource} limit"),
            (None, Some(limit)) => format!("{who} has a {resource} limit of {limit} and no request"),
            (Some(request), Some(limit)) => {
                format!("{who} requests {request} {resource} but may use {limit}")
            }
        }
    }

    /// The field to write and the amount to write there; `None` where a person must choose the amount.
    pub fn remedy(&self, spec: &str) -> (String, Option<Quantity>) {
        match (&self.limit, &self.request) {
            (Some(limit), _) => (self.place.field(spec, List::Requests, self.resource), Some(limit.clone())),
            (None, request) => (self.place.field(spec, List::Limits, self.resource), request.clone()),
        }
    }
}

/// The class without the reason.
pub fn qos_class(spec: &PodSpec, kubernetes: &Kubernetes) -> QosClass {
    let (mut any, mut guaranteed, mut whole) = (false, true, [Whole::default(), Whole::default()]);
    for (_, resources) in deciding(spec, kubernetes) {
        for (resource, whole) in DECIDING.into_iter().zip(&mut whole) {
            let limit = positive(resources, List::Limits, resource);
            let request = positive(resources, List::Requests, resource);
            any |= limit.is_some() || request.is_some();
            guaranteed &= limit.is_some();
            whole.add(request, limit);
        }
    }
    if !any {
        QosClass::BestEffort
    } else if guaranteed && whole.iter().all(Whole::is_even) {
        QosClass::Guaranteed
    } else {
        QosClass::Burstable
    }
}

/// The sums over all containers, which upstream compares instead of each container's request with its limit.
#[derive(Default)]
struct Whole {
    requests: Quantity,
    limits: Quantity,
}

impl Whole {
    fn add(&mut self, request: Option<Quantity>, limit: Option<Quantity>) {
        self.requests.add(&request.unwrap_or_default());
        self.limits.add(&limit.unwrap_or_default());
    }

    fn is_even(&self) -> bool {
        self.requests == self.limits
    }
}

/// Everything that must change for the Pod to be Guaranteed, in the order of the containers.
pub fn obstacles(spec: &PodSpec, kubernetes: &Kubernetes) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    for (place, resources) in deciding(spec, kubernetes) {
        for resource in DECIDING {
            let limit = positive(resources, List::Limits, resource);
            let request = positive(resources, List::Requests, resource);
            if limit.is_none() || request != limit {
                obstacles.push(Obstacle { place, resource, request, limit });
            }
        }
    }
    obstacles
}

/// The places whose lists decide: the Pod alone where it has its own, otherwise all its containers.
fn deciding<'a>(
    spec: &'a PodSpec,
    kubernetes: &Kubernetes,
) -> impl Iterator<Item = (Place, Option<&'a ResourceRequirements>)> {
    let pod = own(spec, kubernetes);
    let containers = places(spec).filter(move |_| pod.is_none());
    let containers = containers.map(|(place, container)| (place, container.resources.as_ref()));
    pod.map(|resources| (Place::Pod, Some(resources))).into_iter().chain(containers)
}

/// The Pod's own resources, where they decide.
fn own<'a>(spec: &'a PodSpec, kubernetes: &Kubernetes) -> Option<&'a ResourceRequirements> {
    spec.resources.as_ref().filter(|_| kubernetes.enabled(Gate::PodLevelResources))
}

fn positive(resources: Option<&ResourceRequirements>, list: List, resource: &str) -> Option<Quantity> {
    let amount = Quantity::of(status::of(resources, list)?.get(resource)?);
    (amount.sign() > 0).then_some(amount)
}

/// The reason for a Pod's class, as a clause: for a Burstable one, its first obstacle.
///
/// ```
/// use k8s_openapi::api::core::v1::PodSpec;
/// let spec: PodSpec = serde_json::from_str(r#"{"containers": [
///     {"name": "app", "resources": {"requests": {"cpu": "1"}, "limits": {"cpu": "2"}}}]}"#).unwrap();
/// assert_eq!(resources::qos::because(&spec, &api::Kubernetes::RECORDED), "app requests 1 cpu but may use 2");
/// ```
pub fn because(spec: &PodSpec, kubernetes: &Kubernetes) -> String {
    let is_own = own(spec, kubernetes).is_some();
    let reason = match (qos_class(spec, kubernetes), obstacles(spec, kubernetes).first()) {
        (QosClass::Burstable, Some(first)) => return first.because(spec),
        (QosClass::BestEffort, _) if is_own => {
            "the Pod's own resources, which count instead of its containers', name neither cpu nor memory"
        }
        (QosClass::BestEffort, _) => "no container has a request or limit for cpu or memory",
        (QosClass::Guaranteed | QosClass::Burstable, _) if is_own => {
            "the Pod has limits of its own for cpu and memory and requests equal to them"
        }
        (QosClass::Guaranteed | QosClass::Burstable, _) => {
            "every container has limits for cpu and memory and requests equal to them"
        }
    };
    reason.to_owned()
}

/// The places that have obstacles, each once.
pub fn culprits(obstacles: &[Obstacle]) -> Set<Place> {
    gather(obstacles.iter().map(|obstacle| obstacle.place))
}
