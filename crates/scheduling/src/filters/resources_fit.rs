//! Compares the Pod's requests with what the node has left. Upstream: plugins/noderesources/fit.go.

use crate::status::{Refusal, Why};
use crate::words::Word;
use crate::world::{Machine, World, held, wanted};
use api::Quantity;
use k8s_openapi::api::core::v1::Pod;

/// The Pod's requests: whole numbers in the scheduler's units, by resource.
pub(crate) struct Prepared {
    wanted: Vec<(String, i64)>,
}

/// One resource of which a node has too little.
pub(crate) struct Shortage {
    pub resource: String,
    /// The Pod's request, in the scheduler's units.
    pub requested: i64,
    /// The amount that the node's Pods hold.
    pub used: i64,
    /// The amount that the node offers.
    pub capacity: i64,
}

impl Shortage {
    /// Whether not even the empty node would do.
    fn is_hopeless(&self) -> bool {
        self.resource != "pods" && self.requested > self.capacity
    }
}

pub(crate) fn prepare(pod: &Pod, world: &World<'_>) -> Prepared {
    let wanted = wanted(pod, world.kubernetes);
    let counted = wanted.iter().filter(|(name, _)| is_counted(name));
    Prepared { wanted: counted.map(|(name, amount)| (name.clone(), units(name, amount))).collect() }
}

pub(super) fn check(prepared: &Prepared, machine: &Machine<'_>, world: &World<'_>) -> Option<Refusal> {
    let shortages = shortages(prepared, machine, world);
    if shortages.is_empty() {
        return None;
    }
    let unsuitable = shortages.iter().any(Shortage::is_hopeless);
    let reason = |shortage: &Shortage| match shortage.resource.as_str() {
        "pods" => Word::TooManyPods.text().to_owned(),
        resource => format!("{} {resource}", Word::Insufficient),
    };
    Some(Refusal {
        plugin: "NodeResourcesFit",
        why: if unsuitable { Why::Unsuitable } else { Why::Occupied },
        reasons: shortages.iter().map(reason).collect(),
    })
}

/// Every resource that is short, the number of Pods first.
pub(crate) fn shortages(prepared: &Prepared, machine: &Machine<'_>, world: &World<'_>) -> Vec<Shortage> {
    let mut shortages = Vec::new();
    let places = machine.allocatable("pods").map_or(0, |pods| pods.value());
    let there = i64::try_from(machine.pods.len()).unwrap_or(i64::MAX);
    if there >= places {
        shortages.push(Shortage { resource: "pods".to_owned(), requested: 1, used: there, capacity: places });
    }
    if prepared.wanted.iter().all(|(name, wanted)| *wanted == 0 && is_native(name)) {
        return shortages;
    }
    let held: Vec<_> = machine.pods.iter().map(|pod| held(pod, world.kubernetes)).collect();
    for (name, wanted) in prepared.wanted.iter().filter(|(_, wanted)| *wanted > 0) {
        let offered = machine.allocatable(name).map_or(0, |amount| units(name, &amount));
        let taken = held.iter().filter_map(|held| held.get(name)).map(|amount| units(name, amount));
        let taken = taken.fold(0, i64::saturating_add);
        if *wanted > offered.saturating_sub(taken) {
            shortages.push(Shortage {
                resource: name.clone(),
                requested: *wanted,
                used: taken,
                capacity: offered,
            });
        }
    }
    shortages
}

/// cpu counts in thousandths, everything else in ones, both rounded up.
fn units(resource: &str, amount: &Quantity) -> i64 {
    if resource == "cpu" { amount.milli_value() } else { amount.value() }
}

fn is_native(resource: &str) -> bool {
    matches!(resource, "cpu" | "memory" | "ephemeral-storage")
}

/// The scheduler counts the native resources, huge pages, attachable volumes and everything with a domain.
fn is_counted(resource: &str) -> bool {
    is_native(resource)
        || resource.starts_with("hugepages-")
        || resource.starts_with("attachable-volumes-")
        || resource.contains('/')
}
