//! CronJob. Upstream: ValidateCronJobCreate, pkg/apis/batch/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::batch::v1::{CronJob, JobTemplateSpec};

use super::{check_not_negative, job};
use crate::bad_value::{BadValue, word};
use crate::metadata::{self, NameRule, label_selector};
use crate::rule::rule;
use crate::site::{Context, text};
use crate::{Errors, Rule};

pub(crate) static NAME: Rule =
    rule!("cron-name", Invalid "metadata.name" "must be no more than 52 characters");

mod duration;
mod schedule;
mod time_zone;

/// Every rule of this folder, the more special before the more general.
pub(crate) static RULES: &[&Rule] =
    &[&schedule::ZONE_IN_SCHEDULE, &schedule::SCHEDULE, &time_zone::RULE, &NAME];

/// A Job is called after its CronJob and a time stamp of eleven characters.
const LONGEST_NAME: usize = 52;

pub(crate) fn check(object: &CronJob, context: &Context<'_>, errors: &mut Errors) {
    let metadata_path = FieldPath::root("metadata");
    metadata::check(&object.metadata, NameRule::Subdomain, &metadata_path, context, errors);
    let (spec, path) = (&object.spec, FieldPath::root("spec"));
    schedule::check(&spec.schedule, &path.field("schedule"), errors);
    check_not_negative(spec.starting_deadline_seconds, &path.field("startingDeadlineSeconds"), errors);
    if let Some(zone) = &spec.time_zone {
        time_zone::check(zone, &path.field("timeZone"), errors);
    }
    check_concurrency(text(spec.concurrency_policy.as_ref()), &path.field("concurrencyPolicy"), errors);
    check_template(&spec.job_template, &path.field("jobTemplate"), context, errors);
    let (done, failed) = (spec.successful_jobs_history_limit, spec.failed_jobs_history_limit);
    check_not_negative(done, &path.field("successfulJobsHistoryLimit"), errors);
    check_not_negative(failed, &path.field("failedJobsHistoryLimit"), errors);
    let name = text(object.metadata.name.as_ref());
    if name.len() > LONGEST_NAME {
        let detail = format!("must be no more than {LONGEST_NAME} characters");
        errors.of(&NAME).invalid(&metadata_path.field("name"), name, detail);
    }
}

fn check_concurrency(policy: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    match policy {
        "Allow" | "Forbid" | "Replace" => {}
        "" => errors.required(path, ""),
        _ => errors.not_supported(path, word(policy), &["Allow", "Forbid", "Replace"]),
    }
}

/// Upstream: ValidateJobTemplateSpec.
fn check_template(
    template: &JobTemplateSpec,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let path = path.field("spec");
    let Some(spec) = &template.spec else { return };
    job::check_spec(spec, &path, context, errors);
    if let Some(selector) = &spec.selector {
        let value = label_selector::printed(Some(selector));
        let detail = "`selector` will be auto-generated";
        errors.of(&job::JOB_SELECTOR).invalid(&path.field("selector"), value, detail);
    }
    if spec.manual_selector == Some(true) {
        errors.not_supported(&path.field("manualSelector"), BadValue::Bool(true), &["nil", "false"]);
    }
}
