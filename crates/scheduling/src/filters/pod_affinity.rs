//! Required affinity and anti-affinity between Pods, of the Pod and of those that are there.
//! Upstream: plugins/interpodaffinity/filtering.go.

use crate::cluster::pod_namespace;
use crate::selectors::{self, Labels};
use crate::status::Refusal;
use crate::words::Word;
use crate::world::{Machine, World, spec_of};
use k8s_openapi::api::core::v1::{Namespace, Pod, PodAffinityTerm};
use std::collections::BTreeSet;

const PLUGIN: &str = "InterPodAffinity";

/// A label of nodes with one of its values: a place that is near, or to be avoided.
type Domain<'a> = (&'a str, &'a str);

/// The domains of the Pods that matter for affinity, computed once for an attempt.
pub(crate) struct Prepared<'a> {
    /// Domains with a Pod that all affinity terms match.
    near: BTreeSet<Domain<'a>>,
    /// Domains with a Pod that an anti-affinity term matches.
    avoided: BTreeSet<Domain<'a>>,
    /// Domains that a Pod there wants to itself.
    guarded: BTreeSet<Domain<'a>>,
    /// The Pod matches its own affinity terms.
    matches_itself: bool,
}

pub(super) fn prepare<'a>(pod: &'a Pod, world: &World<'a>) -> Prepared<'a> {
    let namespaces = world.cluster.namespaces.as_slice();
    let (affinity, anti) = (affinity(pod), anti_affinity(pod));
    let matches_all = |other: &Pod| {
        !affinity.is_empty() && affinity.iter().all(|term| matches(term, pod, other, namespaces))
    };
    let mut prepared = Prepared {
        near: BTreeSet::new(),
        avoided: BTreeSet::new(),
        guarded: BTreeSet::new(),
        matches_itself: matches_all(pod),
    };
    for (machine, other) in world.pods() {
        if matches_all(other) {
            prepared.near.extend(affinity.iter().filter_map(|term| domain(term, machine)));
        }
        let avoided = anti.iter().filter(|term| matches(term, pod, other, namespaces));
        prepared.avoided.extend(avoided.filter_map(|term| domain(term, machine)));
        let guarded = anti_affinity(other).iter().filter(|term| matches(term, other, pod, namespaces));
        prepared.guarded.extend(guarded.filter_map(|term| domain(term, machine)));
    }
    prepared
}

pub(super) fn check(pod: &Pod, prepared: &Prepared<'_>, machine: &Machine<'_>) -> Option<Refusal> {
    if !is_near(pod, prepared, machine) {
        return Some(Refusal::unsuitable(PLUGIN, Word::PodAffinity.text()));
    }
    let here = |term: &PodAffinityTerm| {
        machine.label(&term.topology_key).map(|value| (term.topology_key.clone(), value))
    };
    let mut avoided = anti_affinity(pod).iter().filter_map(here);
    if avoided.any(|(key, value)| prepared.avoided.contains(&(key.as_str(), value))) {
        return Some(Refusal::occupied(PLUGIN, Word::PodAntiAffinity.text()));
    }
    let guarded = prepared.guarded.iter().any(|(key, value)| machine.label(key) == Some(value));
    guarded.then(|| Refusal::occupied(PLUGIN, Word::ExistingAntiAffinity.text()))
}

/// All terms have a matching Pod in the node's domain. The first of a series that wants its own kind near may
/// start anywhere that has the labels.
fn is_near(pod: &Pod, prepared: &Prepared<'_>, machine: &Machine<'_>) -> bool {
    let mut found = true;
    for term in affinity(pod) {
        let Some(value) = machine.label(&term.topology_key) else { return false };
        found &= prepared.near.contains(&(term.topology_key.as_str(), value));
    }
    found || prepared.near.is_empty() && prepared.matches_itself
}

fn domain<'a>(term: &'a PodAffinityTerm, machine: &Machine<'a>) -> Option<Domain<'a>> {
    let labels = machine.node.metadata.labels.as_ref()?;
    Some((&term.topology_key, labels.get(&term.topology_key)?))
}

fn affinity(pod: &Pod) -> &[PodAffinityTerm] {
    let affinity = spec_of(pod).affinity.as_ref().and_then(|affinity| affinity.pod_affinity.as_ref());
    let required =
        affinity.and_then(|affinity| affinity.required_during_scheduling_ignored_during_execution.as_deref());
    required.unwrap_or_default()
}

fn anti_affinity(pod: &Pod) -> &[PodAffinityTerm] {
    let affinity = spec_of(pod).affinity.as_ref().and_then(|affinity| affinity.pod_anti_affinity.as_ref());
    let required =
        affinity.and_then(|affinity| affinity.required_during_scheduling_ignored_during_execution.as_deref());
    required.unwrap_or_default()
}

/// Whether `owner`'s term is about `other`.
fn matches(term: &PodAffinityTerm, owner: &Pod, other: &Pod, namespaces: &[Namespace]) -> bool {
    let labels = other.metadata.labels.as_ref();
    is_in_namespace(term, owner, other, namespaces)
        && selectors::matches(term.label_selector.as_ref(), labels)
        && keys_match(term, owner, labels)
}

/// `namespaces` and `namespaceSelector` add up; with neither it is the owner's namespace.
fn is_in_namespace(term: &PodAffinityTerm, owner: &Pod, other: &Pod, namespaces: &[Namespace]) -> bool {
    let listed = term.namespaces.as_deref().unwrap_or_default();
    let namespace = pod_namespace(other);
    if listed.is_empty() && term.namespace_selector.is_none() {
        return namespace == pod_namespace(owner);
    }
    let labelled = namespaces.iter().find(|known| known.metadata.name.as_deref() == Some(namespace));
    // Every namespace bears its own name as a label.
    let named = Labels::from([("kubernetes.io/metadata.name".to_owned(), namespace.to_owned())]);
    let labels = labelled.and_then(|namespace| namespace.metadata.labels.as_ref()).unwrap_or(&named);
    listed.iter().any(|listed| listed == namespace)
        || selectors::matches(term.namespace_selector.as_ref(), Some(labels))
}

/// `matchLabelKeys` and `mismatchLabelKeys`, which the API server merges into the selector.
fn keys_match(term: &PodAffinityTerm, owner: &Pod, labels: Option<&Labels>) -> bool {
    let own = |key: &String| owner.metadata.labels.as_ref().and_then(|labels| labels.get(key));
    let others = |key: &String| labels.and_then(|labels| labels.get(key));
    let equal = |key: &String| own(key).is_none_or(|value| others(key) == Some(value));
    let unequal = |key: &String| own(key).is_none_or(|value| others(key) != Some(value));
    term.match_label_keys.iter().flatten().all(equal)
        && term.mismatch_label_keys.iter().flatten().all(unequal)
}
