//! The default filters, one a file, in the order in which the scheduler runs them.
//! Upstream: pkg/scheduler/apis/config/v1/default_plugins.go.

mod declared_features;
mod node_affinity;
mod node_unschedulable;
mod pod_affinity;
mod ports;
pub(crate) mod resources_fit;
pub(crate) mod taints;
mod topology_spread;
mod volume_binding;
mod volume_limits;
mod volume_restrictions;
mod volume_zone;
pub(crate) mod volumes;

pub(crate) use volume_binding::best_volume;
pub(crate) use volumes::{class_name, is_bound, volume_name, waits_for_pod};

use crate::status::{Refusal, Why};
use crate::words::Word;
use crate::world::{Machine, World};
use k8s_openapi::api::core::v1::Pod;
use std::collections::BTreeSet;

/// Data that is computed once for an attempt, before the nodes are looked at.
pub(crate) struct Prepared<'a> {
    /// Only these nodes are looked at.
    pub only: Option<BTreeSet<&'a str>>,
    fit: resources_fit::Prepared,
    binding: volume_binding::Prepared<'a>,
    spread: topology_spread::Prepared<'a>,
    affinity: pod_affinity::Prepared<'a>,
}

/// Runs what upstream calls `PreFilter`: a refusal here is one for all nodes.
pub(crate) fn prepare<'a>(pod: &'a Pod, world: &World<'a>) -> Result<Prepared<'a>, Refusal> {
    let only = node_affinity::named_nodes(pod)?;
    volume_restrictions::prepare(pod, world)?;
    let binding = volume_binding::prepare(pod, world)?;
    volume_zone::prepare(pod, world)?;
    Ok(Prepared {
        only,
        fit: resources_fit::prepare(pod, world),
        binding,
        spread: topology_spread::prepare(pod, world),
        affinity: pod_affinity::prepare(pod, world),
    })
}

/// The first filter's refusal of a node, or `None` when it passes all.
pub(crate) fn run(
    pod: &Pod,
    prepared: &Prepared<'_>,
    machine: &Machine<'_>,
    world: &World<'_>,
) -> Option<Refusal> {
    let checks: [&dyn Fn() -> Option<Refusal>; 12] = [
        &|| node_unschedulable::check(pod, machine, world),
        &|| taints::check(pod, machine, world),
        &|| node_affinity::check(pod, machine),
        &|| ports::check(pod, machine),
        &|| resources_fit::check(&prepared.fit, machine, world),
        &|| volume_restrictions::check(pod, machine, world),
        &|| volume_limits::check(pod, machine, world),
        &|| volume_binding::check(&prepared.binding, machine, world),
        &|| volume_zone::check(pod, machine, world),
        &|| topology_spread::check(pod, &prepared.spread, machine),
        &|| pod_affinity::check(pod, &prepared.affinity, machine),
        &|| declared_features::check(pod, machine, world),
    ];
    checks.iter().find_map(|check| check())
}

/// The refusal of every node that `prepared.only` leaves out.
pub(crate) fn left_out() -> Refusal {
    Refusal {
        plugin: node_affinity::PLUGIN,
        why: Why::Unsuitable,
        reasons: vec![format!("{} [{}]", Word::LeftOut, node_affinity::PLUGIN)],
    }
}
