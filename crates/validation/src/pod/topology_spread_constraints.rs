//! `topologySpreadConstraints`. Upstream: validateTopologySpreadConstraints, pkg/apis/core/validation/validation.go.

use std::collections::BTreeMap;

use api::{FieldPath, Gate};
use k8s_openapi::api::core::v1::TopologySpreadConstraint;

use super::label_keys;
use crate::bad_value::word;
use crate::metadata::label_selector;
use crate::rule::rule;
use crate::site::{Context, PodSite, all};
use crate::{Errors, Rule};

pub(crate) static SPREAD_TWICE: Rule = rule!("spread-twice", Duplicate "whenUnsatisfiable}" "");

const ACTIONS: [&str; 2] = ["DoNotSchedule", "ScheduleAnyway"];
const POLICIES: [&str; 2] = ["Honor", "Ignore"];

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let path = site.path.field("topologySpreadConstraints");
    let constraints = all(site.spec.topology_spread_constraints.as_ref());
    // How often each kind is still to come.
    let mut left = BTreeMap::new();
    for constraint in constraints {
        *left.entry(kind(constraint)).or_insert(0_usize) += 1;
    }
    for (index, constraint) in constraints.iter().enumerate() {
        let comes_again = left.get_mut(&kind(constraint)).is_some_and(|left| {
            *left -= 1;
            *left > 0
        });
        check_one(constraint, comes_again, &path.index(index), &site.context, errors);
    }
}

/// The pairs that only one constraint may have.
fn kind(constraint: &TopologySpreadConstraint) -> (&str, &str) {
    (&constraint.topology_key, &constraint.when_unsatisfiable)
}

fn check_one(
    constraint: &TopologySpreadConstraint,
    comes_again: bool,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    if constraint.max_skew <= 0 {
        errors.invalid(&path.field("maxSkew"), i64::from(constraint.max_skew), "must be greater than zero");
    }
    if constraint.topology_key.is_empty() {
        errors.required(&path.field("topologyKey"), "can not be empty");
    }
    let action = constraint.when_unsatisfiable.as_str();
    if !ACTIONS.contains(&action) {
        errors.not_supported(&path.field("whenUnsatisfiable"), word(action), &ACTIONS);
    }
    if comes_again {
        let value = format!("{{{}, {action}}}", constraint.topology_key);
        let path = path.field("{topologyKey, whenUnsatisfiable}");
        errors.of(&SPREAD_TWICE).duplicate(&path, value);
    }
    check_min_domains(constraint, &path.field("minDomains"), errors);
    for (field, policy) in [
        ("nodeAffinityPolicy", &constraint.node_affinity_policy),
        ("nodeTaintsPolicy", &constraint.node_taints_policy),
    ] {
        if let Some(policy) = policy.as_deref().filter(|policy| !POLICIES.contains(policy)) {
            errors.not_supported(&path.field(field), word(policy), &POLICIES);
        }
    }
    let keys = all(constraint.match_label_keys.as_ref());
    let selector = constraint.label_selector.as_ref();
    if context.enabled(Gate::MatchLabelKeysInPodTopologySpreadSelectorMerge) {
        label_keys::check(keys, &[], selector, path, context, errors);
    } else {
        label_keys::check_unmerged(keys, selector, &path.field("matchLabelKeys"), context, errors);
    }
    label_selector::check(selector, &path.field("labelSelector"), context, errors);
}

fn check_min_domains(constraint: &TopologySpreadConstraint, path: &FieldPath<'_>, errors: &mut Errors) {
    let Some(least) = constraint.min_domains else { return };
    if least <= 0 {
        errors.invalid(path, i64::from(least), "must be greater than zero");
    }
    let action = &constraint.when_unsatisfiable;
    if action != "DoNotSchedule" {
        let detail = format!("can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}");
        errors.invalid(path, least, detail);
    }
}
