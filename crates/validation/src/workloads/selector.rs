//! `spec.selector` of a workload and the labels of its template.
//! Upstream: ValidateDeploymentSpec and its like, pkg/apis/apps/validation/validation.go; LabelSelectorAsSelector,
//! apimachinery/pkg/apis/meta/v1/helpers.go.

use std::collections::BTreeMap;

use api::FieldPath;
use k8s_openapi::api::core::v1::PodTemplateSpec;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};

use crate::metadata::label_selector;
use crate::rule::rule;
use crate::site::{Context, all};
use crate::{Errors, Rule, go};

pub(crate) static EMPTY_SELECTOR: Rule =
    rule!("empty-selector", Invalid ".selector" "empty selector is invalid");

pub(crate) static SELECTOR_MISMATCH: Rule =
    rule!("selector-mismatch", Invalid "" "`selector` does not match template `labels`");

type Labels = BTreeMap<String, String>;

/// Whether a selector was not given at all. One that was given and is empty has an empty map and list.
pub(super) fn is_absent(selector: &LabelSelector) -> bool {
    selector.match_labels.is_none() && selector.match_expressions.is_none()
}

/// A selector that must be there and select something; `kind` is how the message calls the kind.
pub(super) fn check(
    selector: &LabelSelector,
    kind: &str,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    if is_absent(selector) {
        return errors.required(path, "");
    }
    label_selector::check(Some(selector), path, context, errors);
    check_not_empty(selector, kind, path, errors);
}

/// A selector that is there selects something.
pub(super) fn check_not_empty(
    selector: &LabelSelector,
    kind: &str,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    if !is_absent(selector) && label_selector::is_empty(selector) {
        let detail = format!("empty selector is invalid for {kind}");
        errors.of(&EMPTY_SELECTOR).invalid(path, label_selector::printed(Some(selector)), detail);
    }
}

/// Whether the server can turn it into a selector that it can ask.
pub(super) fn is_usable(selector: &LabelSelector, context: &Context<'_>) -> bool {
    let mut errors = Errors::default();
    label_selector::check(Some(selector), &FieldPath::object(), context, &mut errors);
    errors.is_empty()
}

/// The Pods to be made must be selected; `path` is that of the template. A selector that is absent selects nothing.
pub(super) fn check_template_labels(
    selector: &LabelSelector,
    template: &PodTemplateSpec,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    let labels = template.metadata.as_ref().and_then(|metadata| metadata.labels.as_ref());
    if is_absent(selector) || !matches(selector, labels) {
        let detail = "`selector` does not match template `labels`";
        let path = path.field("metadata.labels");
        errors.of(&SELECTOR_MISMATCH).invalid(&path, go::text_map(labels), detail);
    }
}

/// Whether the labels satisfy all of it.
pub(super) fn matches(selector: &LabelSelector, labels: Option<&Labels>) -> bool {
    let get = |key: &str| labels.and_then(|labels| labels.get(key));
    selector.match_labels.iter().flatten().all(|(key, value)| get(key) == Some(value))
        && all(selector.match_expressions.as_ref()).iter().all(|requirement| satisfies(requirement, &get))
}

fn satisfies<'a>(requirement: &LabelSelectorRequirement, get: &impl Fn(&str) -> Option<&'a String>) -> bool {
    let value = get(&requirement.key);
    let is_listed = value.is_some_and(|value| all(requirement.values.as_ref()).contains(value));
    match requirement.operator.as_str() {
        "In" => is_listed,
        "NotIn" => !is_listed,
        "Exists" => value.is_some(),
        _ => value.is_none(),
    }
}
