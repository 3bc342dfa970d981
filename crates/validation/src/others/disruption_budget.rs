//! PodDisruptionBudgets. Upstream: ValidatePodDisruptionBudgetSpec, pkg/apis/policy/validation/validation.go.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::{At, check_word};
use crate::metadata::label_selector;
use crate::rule::rule;
use crate::site::Context;
use crate::workloads::int_or_percent;
use crate::{Errors, Rule, go};

pub(crate) static RULE: Rule = rule!(
    "disruption-budget",
    Invalid "spec" "minAvailable and maxUnavailable cannot be both set"
);

pub(super) fn check(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let spec = object.field("spec");
    let (least, most) = (spec.field("minAvailable"), spec.field("maxUnavailable"));
    let selector: Option<LabelSelector> = spec.field("selector").typed();
    let policy = spec.field("unhealthyPodEvictionPolicy");
    if least.is_given() && most.is_given() {
        let number = |at: &At<'_>| at.int_or_string().as_ref().map(int_or_percent::printed);
        let value = go::structure(
            "policy.PodDisruptionBudgetSpec",
            vec![
                ("MinAvailable", go::pointer(number(&least), "*intstr.IntOrString", |value| value)),
                ("Selector", label_selector::printed(selector.as_ref())),
                ("MaxUnavailable", go::pointer(number(&most), "*intstr.IntOrString", |value| value)),
                (
                    "UnhealthyPodEvictionPolicy",
                    go::pointer(policy.given_text(), "*policy.UnhealthyPodEvictionPolicyType", go::text),
                ),
            ],
        );
        let detail = "minAvailable and maxUnavailable cannot be both set";
        errors.of(&RULE).invalid(&spec.path, value, detail);
    }
    for at in [&least, &most] {
        if let Some(value) = at.int_or_string() {
            int_or_percent::check(&value, &at.path, errors);
            int_or_percent::check_at_most_all(&value, &at.path, errors);
        }
    }
    label_selector::check(selector.as_ref(), &spec.field("selector").path, context, errors);
    check_word(&policy, &["AlwaysAllow", "IfHealthyBudget"], errors);
}
