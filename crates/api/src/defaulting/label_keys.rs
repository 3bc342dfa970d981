//! Label keys of affinity terms and spread constraints are merged into their selectors.
//! Upstream: `mutatePodAffinity` and `mutateTopologySpreadConstraints`, pkg/registry/core/pod/strategy.go.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{PodAffinityTerm, PodSpec, WeightedPodAffinityTerm};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};

use crate::{Gate, Kubernetes};

type Labels = BTreeMap<String, String>;

/// Merges the keys of a Pod with these labels; a selector that is absent selects nothing and stays so.
pub(super) fn merge(spec: &mut PodSpec, labels: &Labels, kubernetes: &Kubernetes) {
    if kubernetes.enabled(Gate::MatchLabelKeysInPodAffinity) {
        affinity_terms(spec, &mut |term| {
            let PodAffinityTerm { label_selector, match_label_keys, mismatch_label_keys, .. } = term;
            add(label_selector, match_label_keys.as_deref(), "In", labels);
            add(label_selector, mismatch_label_keys.as_deref(), "NotIn", labels);
        });
    }
    let merges =
        [Gate::MatchLabelKeysInPodTopologySpread, Gate::MatchLabelKeysInPodTopologySpreadSelectorMerge];
    if merges.into_iter().all(|gate| kubernetes.enabled(gate)) {
        for constraint in spec.topology_spread_constraints.iter_mut().flatten() {
            add(&mut constraint.label_selector, constraint.match_label_keys.as_deref(), "In", labels);
        }
    }
}

/// Visits each term of Pod affinity and anti-affinity.
pub(super) fn affinity_terms(spec: &mut PodSpec, visit: &mut dyn FnMut(&mut PodAffinityTerm)) {
    let Some(affinity) = &mut spec.affinity else { return };
    let mut both = |required: &mut Option<Vec<PodAffinityTerm>>,
                    preferred: &mut Option<Vec<WeightedPodAffinityTerm>>| {
        for term in preferred.iter_mut().flatten() {
            visit(&mut term.pod_affinity_term);
        }
        for term in required.iter_mut().flatten() {
            visit(term);
        }
    };
    if let Some(affinity) = &mut affinity.pod_affinity {
        both(
            &mut affinity.required_during_scheduling_ignored_during_execution,
            &mut affinity.preferred_during_scheduling_ignored_during_execution,
        );
    }
    if let Some(affinity) = &mut affinity.pod_anti_affinity {
        both(
            &mut affinity.required_during_scheduling_ignored_during_execution,
            &mut affinity.preferred_during_scheduling_ignored_during_execution,
        );
    }
}

fn add(selector: &mut Option<LabelSelector>, keys: Option<&[String]>, operator: &str, labels: &Labels) {
    let Some(selector) = selector else { return };
    for key in keys.unwrap_or_default() {
        let Some(value) = labels.get(key) else { continue };
        selector.match_expressions.get_or_insert_default().push(LabelSelectorRequirement {
            key: key.clone(),
            operator: operator.to_owned(),
            values: Some(vec![value.clone()]),
        });
    }
}
