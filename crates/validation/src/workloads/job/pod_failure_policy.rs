//! `podFailurePolicy`. Upstream: validatePodFailurePolicy, pkg/apis/batch/validation/validation.go.

use std::collections::BTreeSet;

use api::FieldPath;
use k8s_openapi::api::batch::v1::{
    JobSpec, PodFailurePolicy, PodFailurePolicyOnExitCodesRequirement,
    PodFailurePolicyOnPodConditionsPattern, PodFailurePolicyRule,
};
use k8s_openapi::api::core::v1::PodSpec;

use crate::bad_value::{omitted, word};
use crate::rule::rule;
use crate::site::{Context, all, items, text};
use crate::{Errors, Rule, go, names};

pub(crate) static POD_FAILURE_POLICY: Rule = rule!("pod-failure-policy", Invalid ".rules" "specifying");

pub(crate) static EXIT_CODES: Rule = rule!("exit-codes", Invalid ".onExitCodes.values" "");

const MOST_RULES: usize = 20;
const MOST_EXIT_CODES: usize = 255;
const MOST_CONDITIONS: usize = 20;
const ACTIONS: [&str; 4] = ["Count", "FailIndex", "FailJob", "Ignore"];
const OPERATORS: [&str; 2] = ["In", "NotIn"];
const STATUSES: [&str; 3] = ["False", "True", "Unknown"];

pub(super) fn check(
    policy: &PodFailurePolicy,
    spec: &JobSpec,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let path = path.field("rules");
    if policy.rules.len() > MOST_RULES {
        errors.too_many(&path, policy.rules.len(), MOST_RULES);
    }
    for (path, rule) in items(Some(&policy.rules), &path) {
        check_rule(rule, spec, &path, context, errors);
    }
}

fn check_rule(
    rule: &PodFailurePolicyRule,
    spec: &JobSpec,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let action_path = path.field("action");
    match rule.action.as_str() {
        "" => errors.required(&action_path, valid_values(&ACTIONS)),
        "FailIndex" => {
            if spec.backoff_limit_per_index.is_none() {
                let detail = "requires the backoffLimitPerIndex to be set";
                errors.invalid(&action_path, word("FailIndex"), detail);
            }
        }
        action if ACTIONS.contains(&action) => {}
        action => errors.not_supported(&action_path, word(action), &ACTIONS),
    }
    let conditions = all(rule.on_pod_conditions.as_ref());
    if let Some(codes) = &rule.on_exit_codes {
        check_exit_codes(codes, spec, &path.field("onExitCodes"), errors);
    }
    check_conditions(conditions, &path.field("onPodConditions"), context, errors);
    match (&rule.on_exit_codes, conditions) {
        (Some(_), [_, ..]) => {
            let detail = "specifying both OnExitCodes and OnPodConditions is not supported";
            errors.of(&POD_FAILURE_POLICY).invalid(path, omitted(), detail);
        }
        (None, []) => {
            let detail = "specifying one of OnExitCodes and OnPodConditions is required";
            errors.of(&POD_FAILURE_POLICY).invalid(path, omitted(), detail);
        }
        _ => {}
    }
}

fn check_conditions(
    patterns: &[PodFailurePolicyOnPodConditionsPattern],
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    if patterns.len() > MOST_CONDITIONS {
        errors.too_many(path, patterns.len(), MOST_CONDITIONS);
    }
    for (index, pattern) in patterns.iter().enumerate() {
        let path = path.index(index);
        let messages = names::label_key(&pattern.type_, context.kubernetes);
        errors.invalid_each(&path.field("type"), &pattern.type_, messages);
        match text(pattern.status.as_ref()) {
            "" => errors.required(&path.field("status"), valid_values(&STATUSES)),
            status if STATUSES.contains(&status) => {}
            status => errors.not_supported(&path.field("status"), word(status), &STATUSES),
        }
    }
}

fn check_exit_codes(
    codes: &PodFailurePolicyOnExitCodesRequirement,
    spec: &JobSpec,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    let operator_path = path.field("operator");
    match codes.operator.as_str() {
        "" => errors.required(&operator_path, valid_values(&OPERATORS)),
        operator if OPERATORS.contains(&operator) => {}
        operator => errors.not_supported(&operator_path, word(operator), &OPERATORS),
    }
    if let Some(name) = &codes.container_name
        && !spec.template.spec.as_ref().is_some_and(|spec| has_container(spec, name))
    {
        let detail = "must be one of the container or initContainer names in the pod template";
        errors.invalid(&path.field("containerName"), name, detail);
    }
    check_values(codes, &path.field("values"), errors);
}

fn has_container(spec: &PodSpec, name: &str) -> bool {
    spec.containers.iter().chain(all(spec.init_containers.as_ref())).any(|container| container.name == name)
}

fn check_values(codes: &PodFailurePolicyOnExitCodesRequirement, path: &FieldPath<'_>, errors: &mut Errors) {
    let values = codes.values.as_slice();
    if values.is_empty() {
        let detail = "at least one value is required";
        errors.of(&EXIT_CODES).invalid(path, go::nil("[]int32"), detail);
    } else if values.len() > MOST_EXIT_CODES {
        errors.too_many(path, values.len(), MOST_EXIT_CODES);
    }
    let mut seen = BTreeSet::new();
    for (index, value) in values.iter().enumerate() {
        if codes.operator == "In" && *value == 0 {
            let detail = "must not be 0 for the In operator";
            errors.of(&EXIT_CODES).invalid(&path.index(index), *value, detail);
        }
        if !seen.insert(*value) {
            errors.duplicate(&path.index(index), *value);
        }
    }
    if !values.is_sorted() {
        let list = values.iter().map(|value| go::Value::Integer((*value).into())).collect();
        let list = go::Value::List("[]int32", list);
        errors.of(&EXIT_CODES).invalid(path, list, "must be ordered");
    }
}

/// A list as Go's `%q` prints it.
fn valid_values(values: &[&str]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
    format!("valid values: [{}]", quoted.join(" "))
}
