//! `spec.topologySpreadConstraints` with `DoNotSchedule`. Upstream: plugins/podtopologyspread/filtering.go.

use super::taints;
use crate::cluster::pod_namespace;
use crate::selectors::{self, Labels};
use crate::status::Refusal;
use crate::words::Word;
use crate::world::{Machine, World, spec_of};
use k8s_openapi::api::core::v1::{Pod, TopologySpreadConstraint};
use std::collections::BTreeMap;

const PLUGIN: &str = "PodTopologySpread";
const UNMATCHED: &str = Word::Spread.text();
const NO_LABEL: &str = Word::SpreadLabel.text();

/// The Pod's hard constraints, each with how many matching Pods each domain holds.
pub(crate) struct Prepared<'a> {
    constraints: Vec<(&'a TopologySpreadConstraint, BTreeMap<&'a str, i64>)>,
}

pub(super) fn prepare<'a>(pod: &'a Pod, world: &World<'a>) -> Prepared<'a> {
    let constraints = spec_of(pod).topology_spread_constraints.iter().flatten();
    let hard: Vec<_> =
        constraints.filter(|constraint| constraint.when_unsatisfiable == "DoNotSchedule").collect();
    let counts = hard.iter().map(|constraint| (*constraint, domains(constraint, &hard, pod, world)));
    Prepared { constraints: counts.collect() }
}

/// Matching Pods by domain. Nodes that lack any of the constraints' labels, or that the Pod could not use
/// anyway, are no part of it.
fn domains<'a>(
    constraint: &TopologySpreadConstraint,
    hard: &[&TopologySpreadConstraint],
    pod: &Pod,
    world: &World<'a>,
) -> BTreeMap<&'a str, i64> {
    let mut domains = BTreeMap::new();
    for machine in &world.machines {
        let labels = machine.node.metadata.labels.as_ref();
        let Some(domain) = labels.and_then(|labels| labels.get(&constraint.topology_key)) else { continue };
        let labelled = hard.iter().all(|constraint| machine.label(&constraint.topology_key).is_some());
        if !labelled || !is_included(constraint, pod, machine, world) {
            continue;
        }
        *domains.entry(domain.as_str()).or_default() += count(constraint, pod, machine);
    }
    domains
}

fn is_included(
    constraint: &TopologySpreadConstraint,
    pod: &Pod,
    machine: &Machine<'_>,
    world: &World<'_>,
) -> bool {
    let honours_affinity = constraint.node_affinity_policy.as_deref().unwrap_or("Honor") == "Honor";
    let honours_taints = constraint.node_taints_policy.as_deref().unwrap_or("Ignore") == "Honor";
    !(honours_affinity && !selectors::suits(spec_of(pod), machine.node)
        || honours_taints && taints::has_untolerated(pod, machine, world.kubernetes))
}

/// An empty selector counts nothing, although it matches everything.
fn count(constraint: &TopologySpreadConstraint, pod: &Pod, machine: &Machine<'_>) -> i64 {
    if selectors::is_empty(constraint.label_selector.as_ref()) && keyed(constraint, pod).next().is_none() {
        return 0;
    }
    let counted = machine.pods.iter().filter(|other| {
        other.metadata.deletion_timestamp.is_none()
            && pod_namespace(other) == pod_namespace(pod)
            && selects(constraint, pod, other.metadata.labels.as_ref())
    });
    i64::try_from(counted.count()).unwrap_or(i64::MAX)
}

fn selects(constraint: &TopologySpreadConstraint, pod: &Pod, labels: Option<&Labels>) -> bool {
    selectors::matches(constraint.label_selector.as_ref(), labels)
        && keyed(constraint, pod).all(|(key, value)| labels.and_then(|labels| labels.get(key)) == Some(value))
}

/// `matchLabelKeys`: the Pod's own values of these labels join the selector.
fn keyed<'a>(
    constraint: &'a TopologySpreadConstraint,
    pod: &'a Pod,
) -> impl Iterator<Item = (&'a String, &'a String)> {
    let labels = pod.metadata.labels.as_ref();
    let keys = constraint.match_label_keys.iter().flatten();
    keys.filter_map(move |key| Some((key, labels?.get(key)?)))
}

pub(super) fn check(pod: &Pod, prepared: &Prepared<'_>, machine: &Machine<'_>) -> Option<Refusal> {
    prepared.constraints.iter().find_map(|(constraint, domains)| {
        let Some(domain) = machine.label(&constraint.topology_key) else {
            return Some(Refusal::unsuitable(PLUGIN, NO_LABEL));
        };
        let wanted = constraint.min_domains.unwrap_or(1);
        let few = i32::try_from(domains.len()).unwrap_or(i32::MAX) < wanted;
        let least = if few { 0 } else { domains.values().min().copied().unwrap_or(i64::from(i32::MAX)) };
        let own = i64::from(selects(constraint, pod, pod.metadata.labels.as_ref()));
        let skew = domains.get(domain).copied().unwrap_or_default() + own - least;
        (skew > i64::from(constraint.max_skew)).then(|| Refusal::occupied(PLUGIN, UNMATCHED))
    })
}
