//! The rules that a Job shares with the template of a CronJob. Upstream: validateJobSpec,
//! pkg/apis/batch/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::batch::v1::JobSpec;

use super::{completion, managed_by, pod_failure_policy, success_policy};
use crate::bad_value::word;
use crate::site::{Context, text};
use crate::workloads::{RESTART_POLICY, check_not_negative};
use crate::{Errors, walk};

pub(in crate::workloads) fn check(
    spec: &JobSpec,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    check_not_negative(spec.parallelism, &path.field("parallelism"), errors);
    check_not_negative(spec.completions, &path.field("completions"), errors);
    check_not_negative(spec.active_deadline_seconds, &path.field("activeDeadlineSeconds"), errors);
    check_not_negative(spec.backoff_limit, &path.field("backoffLimit"), errors);
    check_not_negative(spec.ttl_seconds_after_finished, &path.field("ttlSecondsAfterFinished"), errors);
    check_not_negative(spec.backoff_limit_per_index, &path.field("backoffLimitPerIndex"), errors);
    check_not_negative(spec.max_failed_indexes, &path.field("maxFailedIndexes"), errors);
    if spec.max_failed_indexes.is_some() && spec.backoff_limit_per_index.is_none() {
        errors.required(&path.field("backoffLimitPerIndex"), "when maxFailedIndexes is specified");
    }
    if let Some(manager) = &spec.managed_by {
        managed_by::check(manager, &path.field("managedBy"), errors);
    }
    completion::check(spec, path, errors);
    if let Some(policy) = &spec.pod_failure_policy {
        pod_failure_policy::check(policy, spec, &path.field("podFailurePolicy"), context, errors);
    }
    if let Some(policy) = &spec.success_policy {
        success_policy::check(policy, spec, &path.field("successPolicy"), errors);
    }
    check_replacement_policy(spec, &path.field("podReplacementPolicy"), errors);
    let template = path.field("template");
    walk::template(&spec.template, &template, context, errors);
    check_restart_policy(spec, &template, errors);
}

/// Pods that a failure policy judges are replaced only when they have failed.
fn check_replacement_policy(spec: &JobSpec, path: &FieldPath<'_>, errors: &mut Errors) {
    let Some(policy) = spec.pod_replacement_policy.as_deref() else { return };
    let supported: &[&str] =
        if spec.pod_failure_policy.is_some() { &["Failed"] } else { &["Failed", "TerminatingOrFailed"] };
    if !supported.contains(&policy) {
        errors.not_supported(path, word(policy), supported);
    }
}

/// A Job's Pods end; `path` is that of the template.
fn check_restart_policy(spec: &JobSpec, path: &FieldPath<'_>, errors: &mut Errors) {
    let policy = spec.template.spec.as_ref().map_or("", |spec| text(spec.restart_policy.as_ref()));
    let path = path.field("spec");
    let path = path.field("restartPolicy");
    match policy {
        "Always" | "" => errors.of(&RESTART_POLICY).required(&path, "valid values: \"OnFailure\", \"Never\""),
        "OnFailure" if spec.pod_failure_policy.is_some() => {
            let detail = "only \"Never\" is supported when podFailurePolicy is specified";
            errors.invalid(&path, word(policy), detail);
        }
        "OnFailure" | "Never" => {}
        _ => errors.of(&RESTART_POLICY).not_supported(&path, word(policy), &["OnFailure", "Never"]),
    }
}
