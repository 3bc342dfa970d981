//! The fields of a Pod that may change. Upstream: ValidatePodUpdate, pkg/apis/core/validation/validation.go.

use super::{difference, forbidden, internal, invalid};
use k8s_openapi::api::core::v1::{
    Affinity, Container, NodeAffinity, NodeSelectorRequirement, NodeSelectorTerm, Pod, PodSpec, Toleration,
};
use serde_json::{Value, json};
use validation::Error;

/// The fields of a Pod that may change.
const CHANGEABLE: &str = "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

/// Names a change of tolerations that is not allowed.
const TOLERATIONS: &str = "existing toleration can not be modified except its tolerationSeconds";

/// Says what is wrong with the change, each with its field.
pub(super) fn errors(new: &Pod, old: &Pod) -> Vec<Error> {
    let (Some(new), Some(old)) = (&new.spec, &old.spec) else { return Vec::new() };
    let count = |containers: &Option<Vec<Container>>| containers.as_ref().map_or(0, Vec::len);
    for (list, same) in [
        ("containers", new.containers.len() == old.containers.len()),
        ("initContainers", count(&new.init_containers) == count(&old.init_containers)),
    ] {
        if !same {
            let words = "pod updates may not add or remove containers";
            return vec![forbidden(format!("spec.{list}"), words)];
        }
    }
    let mut errors: Vec<Error> =
        deadline(new.active_deadline_seconds, old.active_deadline_seconds).into_iter().collect();
    if new.active_deadline_seconds.is_some() && !errors.is_empty() {
        return errors;
    }
    if !keeps_tolerations(new, old) {
        errors.push(forbidden("spec.tolerations", TOLERATIONS));
    }
    for (index, gate) in new.scheduling_gates.iter().flatten().enumerate() {
        if !old.scheduling_gates.iter().flatten().any(|old| old == gate) {
            let words = format!("only deletion is allowed, but found new scheduling gate '{}'", gate.name);
            errors.push(forbidden(format!("spec.schedulingGates[{index}].name"), words));
        }
    }
    let mut munged = munged(new, old);
    if old.scheduling_gates.as_ref().is_some_and(|gates| !gates.is_empty()) {
        errors.extend(gated(&mut munged, old));
    }
    if !api::typed::is_same(&munged, old) {
        let [before, after] = [old, &munged].map(|spec| internal::spec(&api::typed::to_json(spec)));
        if !internal::is_same(&before, &after) {
            let difference = difference::unified(&internal::printed(&before), &internal::printed(&after));
            errors.push(forbidden("spec", format!("{CHANGEABLE}\n{difference}")));
        }
    }
    errors
}

/// A Pod that is not scheduled yet may be tied closer: node selectors and terms of its node affinity may be added. What
/// may change is set back.
fn gated(munged: &mut PodSpec, old: &PodSpec) -> Vec<Error> {
    let mut errors = Vec::new();
    let keeps = |(key, value): (&String, &String)| {
        munged.node_selector.as_ref().and_then(|all| all.get(key)) == Some(value)
    };
    if !old.node_selector.iter().flatten().all(keeps) {
        let shown = json!(munged.node_selector);
        let words = "only additions to spec.nodeSelector are allowed (no mutations or deletions)";
        errors.push(invalid("spec.nodeSelector", &shown.to_string(), words));
    }
    munged.node_selector.clone_from(&old.node_selector);
    let (new, before) = (node_affinity(munged).cloned(), node_affinity(old).cloned());
    errors.extend(terms(new.as_ref(), before.as_ref()));
    let affinity = munged.affinity.get_or_insert_default();
    affinity.node_affinity = before;
    if *affinity == Affinity::default() && old.affinity.is_none() {
        munged.affinity = None;
    }
    errors
}

fn node_affinity(spec: &PodSpec) -> Option<&NodeAffinity> {
    spec.affinity.as_ref()?.node_affinity.as_ref()
}

/// Required terms may be written where there are none; to each that is there requirements may be added.
fn terms(new: Option<&NodeAffinity>, old: Option<&NodeAffinity>) -> Vec<Error> {
    const TERMS: &str =
        "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
    let of = |affinity: Option<&NodeAffinity>| -> Option<Vec<NodeSelectorTerm>> {
        let required = affinity?.required_during_scheduling_ignored_during_execution.as_ref()?;
        Some(required.node_selector_terms.clone())
    };
    let (new, old) = (of(new), of(old).unwrap_or_default());
    let shown =
        |term: &NodeSelectorTerm| internal::structure("NodeSelectorTerm", Some(&api::typed::to_json(term)));
    if !old.is_empty() && old.len() != new.as_ref().map_or(0, Vec::len) {
        let all = new.map(|new| new.iter().map(shown).collect::<Vec<Value>>());
        let words = "no additions/deletions to non-empty NodeSelectorTerms list are allowed";
        return vec![invalid(TERMS, &json!(all).to_string(), words)];
    }
    let new = new.unwrap_or_default();
    let changed = old.iter().zip(&new).enumerate().filter(|(_, (old, new))| !only_adds(new, old));
    let told = changed.map(|(index, (_, new))| {
        let words = "only additions are allowed (no mutations or deletions)";
        invalid(format!("{TERMS}[{index}]"), &shown(new).to_string(), words)
    });
    told.collect()
}

fn only_adds(new: &NodeSelectorTerm, old: &NodeSelectorTerm) -> bool {
    let list = |list: &Option<Vec<NodeSelectorRequirement>>| list.clone().unwrap_or_default();
    let pairs = [
        (list(&new.match_expressions), list(&old.match_expressions)),
        (list(&new.match_fields), list(&old.match_fields)),
    ];
    let was_empty = pairs.iter().all(|(_, old)| old.is_empty());
    pairs.iter().all(|(new, old)| if was_empty { new.is_empty() } else { new.starts_with(old) })
}

/// A deadline may be set, and drawn nearer.
fn deadline(new: Option<i64>, old: Option<i64>) -> Option<Error> {
    let (value, why) = match (new, old) {
        (Some(new), Some(old)) if new > old => {
            (new.to_string(), "must be less than or equal to previous value")
        }
        (None, Some(_)) => ("null".to_owned(), "must not update from a positive integer to nil value"),
        _ => return None,
    };
    Some(invalid("spec.activeDeadlineSeconds", &value, why))
}

/// Tolerations may be added; of one that is there only the seconds may change.
fn keeps_tolerations(new: &PodSpec, old: &PodSpec) -> bool {
    let bare = |toleration: &Toleration| Toleration { toleration_seconds: None, ..toleration.clone() };
    let new: Vec<Toleration> = new.tolerations.iter().flatten().map(bare).collect();
    old.tolerations.iter().flatten().all(|toleration| new.contains(&bare(toleration)))
}

/// The new spec with everything that may change set back.
fn munged(new: &PodSpec, old: &PodSpec) -> PodSpec {
    let mut spec = new.clone();
    for (new, old) in spec.containers.iter_mut().zip(&old.containers) {
        new.image.clone_from(&old.image);
    }
    let init = spec.init_containers.iter_mut().flatten();
    for (new, old) in init.zip(old.init_containers.iter().flatten()) {
        new.image.clone_from(&old.image);
    }
    spec.active_deadline_seconds = old.active_deadline_seconds;
    spec.tolerations.clone_from(&old.tolerations);
    spec.scheduling_gates.clone_from(&old.scheduling_gates);
    let relaxed = old.termination_grace_period_seconds.is_some_and(|seconds| seconds < 0)
        && spec.termination_grace_period_seconds == Some(1);
    if relaxed {
        spec.termination_grace_period_seconds = old.termination_grace_period_seconds;
    }
    spec
}
