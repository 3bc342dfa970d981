//! Label selectors. Upstream: ValidateLabelSelector, apimachinery/pkg/apis/meta/v1/validation/validation.go.

use api::FieldPath;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};

use super::labels;
use crate::bad_value::word;
use crate::go::{Field, Value};
use crate::rule::rule;
use crate::site::{Context, all, items};
use crate::{Errors, Rule, go, names};

pub(crate) static SELECTOR_OPERATOR: Rule =
    rule!("selector-operator", Invalid ".operator" "not a valid selector operator");

pub(crate) static SELECTOR_VALUES: Rule = rule!(
    "selector-values",
    Forbidden ".values" "may not be specified when `operator`",
    Required ".values" "must be specified when `operator`"
);

/// A selector that may be absent.
pub(crate) fn check(
    selector: Option<&LabelSelector>,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let Some(selector) = selector else { return };
    labels::check(selector.match_labels.as_ref(), &path.field("matchLabels"), context, errors);
    let path = path.field("matchExpressions");
    for (path, requirement) in items(selector.match_expressions.as_ref(), &path) {
        check_requirement(requirement, &path, context, errors);
    }
}

fn check_requirement(
    requirement: &LabelSelectorRequirement,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let values = all(requirement.values.as_ref());
    let values_path = path.field("values");
    match requirement.operator.as_str() {
        "In" | "NotIn" => {
            if values.is_empty() {
                let detail = "must be specified when `operator` is 'In' or 'NotIn'";
                errors.of(&SELECTOR_VALUES).required(&values_path, detail);
            }
        }
        "Exists" | "DoesNotExist" => {
            if !values.is_empty() {
                let detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
                errors.of(&SELECTOR_VALUES).forbidden(&values_path, detail);
            }
        }
        operator => {
            let path = path.field("operator");
            let detail = "not a valid selector operator";
            errors.of(&SELECTOR_OPERATOR).invalid(&path, word(operator), detail);
        }
    }
    labels::check_key(&requirement.key, &path.field("key"), context, errors);
    for (index, value) in values.iter().enumerate() {
        let messages = names::label_value(value, context.kubernetes);
        errors.invalid_each(&values_path.index(index), value, messages);
    }
}

/// Whether it selects everything: no labels and no expressions.
pub(crate) fn is_empty(selector: &LabelSelector) -> bool {
    selector.match_labels.as_ref().is_none_or(std::collections::BTreeMap::is_empty)
        && all(selector.match_expressions.as_ref()).is_empty()
}

/// The selector as a message prints it: a type of the served API, so with its JSON names.
pub(crate) fn printed(selector: Option<&LabelSelector>) -> Value {
    let Some(selector) = selector else { return go::nil("*v1.LabelSelector") };
    // Both given and empty stands for a selector that was given as `{}`.
    let is_bare =
        selector.match_labels.is_some() && selector.match_expressions.is_some() && is_empty(selector);
    let labels = go::text_map(selector.match_labels.as_ref().filter(|_| !is_bare));
    let requirements = match &selector.match_expressions {
        None => go::nil("[]v1.LabelSelectorRequirement"),
        Some(_) if is_bare => go::nil("[]v1.LabelSelectorRequirement"),
        Some(list) => Value::List("[]v1.LabelSelectorRequirement", list.iter().map(requirement).collect()),
    };
    let has_labels = selector.match_labels.as_ref().is_some_and(|labels| !labels.is_empty());
    let has_requirements = !all(selector.match_expressions.as_ref()).is_empty();
    Value::Pointer(Box::new(Value::Struct(
        "v1.LabelSelector",
        vec![
            Field { name: "MatchLabels", json: has_labels.then_some("matchLabels"), value: labels },
            Field {
                name: "MatchExpressions",
                json: has_requirements.then_some("matchExpressions"),
                value: requirements,
            },
        ],
    )))
}

fn requirement(requirement: &LabelSelectorRequirement) -> Value {
    let has_values = !all(requirement.values.as_ref()).is_empty();
    Value::Struct(
        "v1.LabelSelectorRequirement",
        vec![
            Field { name: "Key", json: Some("key"), value: go::text(&requirement.key) },
            Field { name: "Operator", json: Some("operator"), value: go::text(&requirement.operator) },
            Field {
                name: "Values",
                json: has_values.then_some("values"),
                value: go::texts(requirement.values.as_ref()),
            },
        ],
    )
}
