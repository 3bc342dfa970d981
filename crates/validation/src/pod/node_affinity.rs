//! `affinity.nodeAffinity`. Upstream: validateNodeAffinity, ValidateNodeSelectorTerm, pkg/apis/core/validation/validation.go.

use api::FieldPath;
use api::features::Change;
use k8s_openapi::api::core::v1::{NodeAffinity, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm};

use super::affinity::check_weight;
use crate::bad_value::word;
use crate::metadata::label_selector::{SELECTOR_OPERATOR, SELECTOR_VALUES};
use crate::metadata::labels;
use crate::rule::rule;
use crate::site::{Context, all, items};
use crate::{Errors, Rule, names};

pub(crate) static NODE_SELECTOR_TERMS: Rule = rule!("node-selector-terms", Required ".nodeSelectorTerms" "");

const NOT_AN_OPERATOR: &str = "not a valid selector operator";

/// Whether values must be such that a label could have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Values {
    LabelValues,
    Any,
}

pub(super) fn check(
    affinity: &NodeAffinity,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    if let Some(required) = &affinity.required_during_scheduling_ignored_during_execution {
        let path = path.field("requiredDuringSchedulingIgnoredDuringExecution");
        check_selector(required, &path, context, errors);
    }
    let path = path.field("preferredDuringSchedulingIgnoredDuringExecution");
    for (path, term) in items(affinity.preferred_during_scheduling_ignored_during_execution.as_ref(), &path) {
        check_weight(term.weight, &path, errors);
        check_term(&term.preference, Values::Any, &path.field("preference"), context, errors);
    }
}

/// A selector that must hold. Upstream: ValidateNodeSelector.
pub(crate) fn check_selector(
    selector: &NodeSelector,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let path = path.field("nodeSelectorTerms");
    if selector.node_selector_terms.is_empty() {
        errors.of(&NODE_SELECTOR_TERMS).required(&path, "must have at least one node selector term");
    }
    let is_strict = context.kubernetes.has(Change::NodeAffinityValueRule);
    let values = if is_strict { Values::LabelValues } else { Values::Any };
    for (path, term) in items(Some(&selector.node_selector_terms), &path) {
        check_term(term, values, &path, context, errors);
    }
}

fn check_term(
    term: &NodeSelectorTerm,
    values: Values,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let expressions = path.field("matchExpressions");
    for (path, requirement) in items(term.match_expressions.as_ref(), &expressions) {
        check_expression(requirement, values, &path, context, errors);
    }
    let fields = path.field("matchFields");
    for (path, requirement) in items(term.match_fields.as_ref(), &fields) {
        check_field(requirement, &path, errors);
    }
}

fn check_expression(
    requirement: &NodeSelectorRequirement,
    rule: Values,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let values = all(requirement.values.as_ref());
    let values_path = path.field("values");
    match (requirement.operator.as_str(), values.len()) {
        ("In" | "NotIn", 0) => {
            let detail = "must be specified when `operator` is 'In' or 'NotIn'";
            errors.of(&SELECTOR_VALUES).required(&values_path, detail);
        }
        ("Exists" | "DoesNotExist", 1..) => {
            let detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
            errors.of(&SELECTOR_VALUES).forbidden(&values_path, detail);
        }
        ("Gt" | "Lt", 0 | 2..) => {
            let detail = "must be specified single value when `operator` is 'Lt' or 'Gt'";
            errors.required(&values_path, detail);
        }
        ("In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt", _) => {}
        (operator, _) => refuse_operator(operator, path, errors),
    }
    labels::check_key(&requirement.key, &path.field("key"), context, errors);
    if rule == Values::LabelValues {
        for (index, value) in values.iter().enumerate() {
            let messages = names::label_value(value, context.kubernetes);
            errors.invalid_each(&values_path.index(index), value, messages);
        }
    }
}

/// An operator that does not exist; `path` is that of the requirement.
fn refuse_operator(operator: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    errors.of(&SELECTOR_OPERATOR).invalid(&path.field("operator"), word(operator), NOT_AN_OPERATOR);
}

/// Only a node's name is a field to select by.
fn check_field(requirement: &NodeSelectorRequirement, path: &FieldPath<'_>, errors: &mut Errors) {
    let values = all(requirement.values.as_ref());
    match requirement.operator.as_str() {
        "In" | "NotIn" => {
            if values.len() != 1 {
                let detail =
                    "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
                errors.required(&path.field("values"), detail);
            }
        }
        operator => refuse_operator(operator, path, errors),
    }
    if requirement.key != "metadata.name" {
        errors.invalid(&path.field("key"), &requirement.key, "not a valid field selector key");
        return;
    }
    let path = path.field("values");
    for (index, name) in values.iter().enumerate() {
        errors.invalid_each(&path.index(index), name, names::dns_subdomain(name));
    }
}
