//! `affinity` to Pods. Upstream: validateAffinity, validatePodAffinity, pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::{PodAffinityTerm, WeightedPodAffinityTerm};

use super::{label_keys, node_affinity};
use crate::metadata::{label_selector, labels};
use crate::rule::rule;
use crate::site::{Context, PodSite, all, items};
use crate::{Errors, Rule, names};

pub(crate) static WEIGHT: Rule = rule!("affinity-weight", Invalid ".weight" "must be in the range 1-100");

const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let Some(affinity) = &site.spec.affinity else { return };
    let path = site.path.field("affinity");
    let context = &site.context;
    if let Some(affinity) = &affinity.node_affinity {
        node_affinity::check(affinity, &path.field("nodeAffinity"), context, errors);
    }
    if let Some(affinity) = &affinity.pod_affinity {
        let path = path.field("podAffinity");
        let required = affinity.required_during_scheduling_ignored_during_execution.as_ref();
        let preferred = affinity.preferred_during_scheduling_ignored_during_execution.as_ref();
        check_terms(required, preferred, &path, context, errors);
    }
    if let Some(affinity) = &affinity.pod_anti_affinity {
        let path = path.field("podAntiAffinity");
        let required = affinity.required_during_scheduling_ignored_during_execution.as_ref();
        let preferred = affinity.preferred_during_scheduling_ignored_during_execution.as_ref();
        check_terms(required, preferred, &path, context, errors);
    }
}

fn check_terms(
    required: Option<&Vec<PodAffinityTerm>>,
    preferred: Option<&Vec<WeightedPodAffinityTerm>>,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let required_path = path.field(REQUIRED);
    for (path, term) in items(required, &required_path) {
        check_term(term, &path, context, errors);
    }
    let preferred_path = path.field(PREFERRED);
    for (path, term) in items(preferred, &preferred_path) {
        check_weight(term.weight, &path, errors);
        check_term(&term.pod_affinity_term, &path.field("podAffinityTerm"), context, errors);
    }
}

/// The weight of a preference; `path` is that of the preference.
pub(super) fn check_weight(weight: i32, path: &FieldPath<'_>, errors: &mut Errors) {
    if !(1..=100).contains(&weight) {
        errors.of(&WEIGHT).invalid(&path.field("weight"), weight, "must be in the range 1-100");
    }
}

fn check_term(term: &PodAffinityTerm, path: &FieldPath<'_>, context: &Context<'_>, errors: &mut Errors) {
    label_selector::check(term.label_selector.as_ref(), &path.field("labelSelector"), context, errors);
    label_selector::check(
        term.namespace_selector.as_ref(),
        &path.field("namespaceSelector"),
        context,
        errors,
    );
    for name in all(term.namespaces.as_ref()) {
        // The server names neither the list nor the item.
        errors.invalid_each(&path.field("namespace"), name, names::dns_label(name));
    }
    label_keys::check(
        all(term.match_label_keys.as_ref()),
        all(term.mismatch_label_keys.as_ref()),
        term.label_selector.as_ref(),
        path,
        context,
        errors,
    );
    let path = path.field("topologyKey");
    if term.topology_key.is_empty() {
        errors.required(&path, "can not be empty");
    }
    labels::check_key(&term.topology_key, &path, context, errors);
}
