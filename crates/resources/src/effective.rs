//! The effective numbers. Upstream: PodRequests, PodLimits, AggregateContainerRequests, AggregateContainerLimits,
//! component-helpers/resource/helpers.go.

use crate::derivation::{Derivation, Leaf, List, Phase, Place, Source, Step};
use crate::options::Options;
use crate::status;
use api::collections::{Map, gather};
use api::{Quantity, is_sidecar};
use k8s_openapi::api::core::v1::{Container, PodSpec};

/// Amounts by resource name.
pub type Totals = Map<String, Quantity>;

/// The amounts that the Pod reserves, by resource.
pub fn requests(spec: &PodSpec, options: &Options<'_>) -> Totals {
    totals(&effective(spec, List::Requests, options))
}

/// The most that the Pod may use, by resource. A container without a limit adds nothing, although it is not limited.
pub fn limits(spec: &PodSpec, options: &Options<'_>) -> Totals {
    totals(&effective(spec, List::Limits, options))
}

fn totals(derivations: &Map<&str, Derivation>) -> Totals {
    gather(derivations.iter().map(|(name, derivation)| ((*name).to_owned(), derivation.total.clone())))
}

/// Each effective number with its derivation, by resource.
pub fn effective<'a>(spec: &'a PodSpec, list: List, options: &'a Options<'a>) -> Map<&'a str, Derivation> {
    let mut derivations = Map::new();
    if list == List::Limits || !options.skip_containers {
        add_containers(&mut derivations, spec, list, options);
        let init_containers = spec.init_containers.as_deref().unwrap_or_default();
        for derivation in derivations.values_mut() {
            add_phases(derivation, init_containers);
            derivation.total = derivation.aggregate();
        }
        if list == List::Requests {
            add_claims(&mut derivations, options);
        }
    }
    if !options.skip_pod_level {
        set_pod_level(&mut derivations, spec, list, options);
    }
    if !options.exclude_overhead {
        add_overhead(&mut derivations, spec, list);
    }
    derivations
}

/// The Pod's containers with their places, in the order in which they start.
pub(crate) fn places(spec: &PodSpec) -> impl Iterator<Item = (Place, &Container)> {
    api::containers(spec).map(|site| (Place::from(&site), site.container))
}

fn add_containers<'a>(
    derivations: &mut Map<&'a str, Derivation>,
    spec: &'a PodSpec,
    list: List,
    options: &'a Options<'a>,
) {
    // Nearly every container names the same resources: one allocation for each of them.
    let count = spec.containers.len() + spec.init_containers.as_ref().map_or(0, Vec::len);
    for (place, container) in places(spec) {
        let mut add = |name: &'a str, amount: Quantity, source: Source| {
            let make = || {
                let mut derivation = Derivation::empty(list);
                derivation.leaves.reserve_exact(count);
                derivation
            };
            derivations.update(name, make, |derivation| {
                derivation.leaves.push(Leaf { place, source, amount });
            });
        };
        let written = status::written(container, list);
        match options.status.and_then(|status| status::during_resize(status, place, container, list)) {
            Some(amounts) => {
                for (name, amount) in amounts {
                    add(name, amount, Source::Status);
                }
            }
            None => {
                for (name, amount) in written.into_iter().flatten() {
                    add(name, Quantity::of(amount), Source::Spec);
                }
            }
        }
        if list == List::Requests {
            for (name, amount) in &options.missing_requests {
                if !written.is_some_and(|written| written.contains_key(name)) {
                    add(name, amount.clone(), Source::Assumed);
                }
            }
        }
    }
}

/// Adds up the phases and finds the largest. Among equals the running phase decides, then the earliest.
fn add_phases(derivation: &mut Derivation, init_containers: &[Container]) {
    let mut running = None;
    for leaf in derivation.leaves.iter().filter(|leaf| matches!(leaf.place, Place::App(_))) {
        plus(&mut running, &leaf.amount);
    }
    let mut sidecars: Option<Quantity> = None;
    derivation.phases.reserve_exact(init_containers.len() + 1);
    let mut leaves = derivation.leaves.iter().peekable();
    for (i, container) in init_containers.iter().enumerate() {
        let own =
            leaves.next_if(|leaf| matches!(leaf.place, Place::Init(at) | Place::Sidecar(at) if at == i));
        let own = own.map(|leaf| &leaf.amount);
        if is_sidecar(container) {
            if let Some(own) = own {
                plus(&mut running, own);
                plus(&mut sidecars, own);
            }
            continue;
        }
        let mut total = own.cloned();
        if let Some(sidecars) = &sidecars {
            plus(&mut total, sidecars);
        }
        derivation.phases.push(Phase { step: Step::Init(i), total });
    }
    derivation.phases.push(Phase { step: Step::Running, total: running });

    let last = derivation.phases.len().saturating_sub(1);
    let mut best: Option<(usize, &Quantity)> = None;
    let order = std::iter::once(last).chain(0..last);
    for (index, total) in order.filter_map(|i| Some((i, derivation.phases.get(i)?.total.as_ref()?))) {
        if best.is_none_or(|(_, largest)| total > largest) {
            best = Some((index, total));
        }
    }
    derivation.dominating = best.map(|(index, _)| index);
}

fn plus(sum: &mut Option<Quantity>, amount: &Quantity) {
    match sum {
        Some(sum) => sum.add(amount),
        None => *sum = Some(amount.clone()),
    }
}

fn add_claims<'a>(derivations: &mut Map<&'a str, Derivation>, options: &'a Options<'a>) {
    for (i, claim) in options.claims.iter().enumerate() {
        for (name, amount) in claim {
            let leaf = Leaf { place: Place::Claim(i), source: Source::Status, amount: amount.clone() };
            derivations.update(
                name,
                || Derivation::empty(List::Requests),
                |derivation| {
                    derivation.total.add(amount);
                    derivation.claims.push(leaf);
                },
            );
        }
    }
}

/// Whether this resource can be set at Pod level.
pub fn is_pod_level_resource(name: &str) -> bool {
    name == "cpu" || name == "memory" || name.starts_with("hugepages-")
}

fn set_pod_level<'a>(
    derivations: &mut Map<&'a str, Derivation>,
    spec: &'a PodSpec,
    list: List,
    options: &Options<'a>,
) {
    let resources = spec.resources.as_ref();
    let written = resources.and_then(|resources| match list {
        List::Requests => resources.requests.as_ref(),
        List::Limits => resources.limits.as_ref(),
    });
    let resized = options.status.filter(|_| options.resize_pod_level);
    let resized = resized.and_then(|status| status::pod_during_resize(status, resources, list));
    for (name, amount) in written.into_iter().flatten().filter(|(name, _)| is_pod_level_resource(name)) {
        let (amount, source) = match &resized {
            Some(amounts) => (amounts.get(name.as_str()).cloned().unwrap_or_default(), Source::Status),
            None => (Quantity::of(amount), Source::Spec),
        };
        derivations.update(
            name,
            || Derivation::empty(list),
            |derivation| {
                derivation.total = amount.clone();
                derivation.pod_level = Some(Leaf { place: Place::Pod, source, amount });
            },
        );
    }
}

/// Overhead counts as a request of its own, but raises only limits that exist.
fn add_overhead<'a>(derivations: &mut Map<&'a str, Derivation>, spec: &'a PodSpec, list: List) {
    for (name, amount) in spec.overhead.iter().flatten() {
        let limited = derivations.get(name.as_str()).is_some_and(|derivation| !derivation.total.is_zero());
        if list == List::Limits && !limited {
            continue;
        }
        let amount = Quantity::of(amount);
        derivations.update(
            name,
            || Derivation::empty(list),
            |derivation| {
                derivation.total.add(&amount);
                derivation.overhead = Some(Leaf { place: Place::Overhead, source: Source::Spec, amount });
            },
        );
    }
}

impl Derivation {
    fn empty(list: List) -> Derivation {
        Derivation {
            list,
            total: Quantity::ZERO,
            leaves: Vec::new(),
            phases: Vec::new(),
            dominating: None,
            pod_level: None,
            claims: Vec::new(),
            overhead: None,
        }
    }

    /// The containers' part alone: the amount of the largest phase.
    pub fn aggregate(&self) -> Quantity {
        self.dominating_phase().and_then(|phase| phase.total.clone()).unwrap_or_default()
    }
}
