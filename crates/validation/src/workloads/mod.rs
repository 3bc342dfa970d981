//! Rules for the objects that hold a Pod template, one file a kind.

pub(crate) mod cron_job;
pub(crate) mod daemon_set;
pub(crate) mod deployment;
pub(crate) mod int_or_percent;
pub(crate) mod job;
pub(crate) mod pod_template;
pub(crate) mod replica_set;
pub(crate) mod replication_controller;
mod selector;
pub(crate) mod stateful_set;

use api::FieldPath;
use k8s_openapi::api::core::v1::{PodSpec, PodTemplateSpec};

use crate::bad_value::word;
use crate::rule::rule;
use crate::site::text;
use crate::{Errors, Rule};

/// How Pods of a workload restart depends on its kind.
pub(crate) static RESTART_POLICY: Rule = rule!(
    "workload-restart-policy",
    NotSupported "template.spec.restartPolicy" "",
    Required "template.spec.restartPolicy" ""
);

pub(crate) static NO_DEADLINE: Rule =
    rule!("no-deadline", Forbidden "template.spec.activeDeadlineSeconds" "");

/// Every rule of this folder, the more special before the more general.
pub(crate) static RULES: &[&Rule] = &[
    &selector::EMPTY_SELECTOR,
    &deployment::ROLLING_UPDATE_STUCK,
    &deployment::RECREATE,
    &deployment::PROGRESS_DEADLINE,
    &NO_DEADLINE,
    &selector::SELECTOR_MISMATCH,
    &RESTART_POLICY,
];

/// A number that must not be negative. Upstream: ValidateNonnegativeField.
fn check_not_negative(value: Option<impl Into<i64>>, path: &FieldPath<'_>, errors: &mut Errors) {
    if let Some(value) = value.map(Into::into).filter(|value| *value < 0) {
        errors.invalid(path, value, "must be greater than or equal to 0");
    }
}

/// Pods that are replaced when they end: they restart always and have no deadline; `owner` is how the message calls
/// the kind.
fn check_runs_forever(template: &PodTemplateSpec, owner: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    let nothing = PodSpec::default();
    let spec = template.spec.as_ref().unwrap_or(&nothing);
    let policy = text(spec.restart_policy.as_ref());
    let path = path.field("spec");
    if policy != "Always" {
        let path = path.field("restartPolicy");
        errors.of(&RESTART_POLICY).not_supported(&path, word(policy), &["Always"]);
    }
    if spec.active_deadline_seconds.is_some() {
        let detail = format!("activeDeadlineSeconds in {owner} is not Supported");
        errors.of(&NO_DEADLINE).forbidden(&path.field("activeDeadlineSeconds"), detail);
    }
}
