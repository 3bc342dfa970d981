//! Job. Upstream: ValidateJob, pkg/apis/batch/validation/validation.go.

use api::FieldPath;
use api::defaulting::UID;
use k8s_openapi::api::batch::v1::{Job, JobSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::selector;
use crate::metadata::{self, NameRule, label_selector};
use crate::site::{Context, text};
use crate::{Errors, Rule, names};

mod completion;
mod generated_selector;
pub(crate) mod managed_by;
mod pod_failure_policy;
mod spec;
mod success_policy;

pub(super) use generated_selector::JOB_SELECTOR;
pub(super) use spec::check as check_spec;

/// Every rule of this folder, the more special before the more general.
pub(crate) static RULES: &[&Rule] = &[
    &generated_selector::JOB_SELECTOR,
    &completion::INDEXED_JOB,
    &pod_failure_policy::POD_FAILURE_POLICY,
    &pod_failure_policy::EXIT_CODES,
];

pub(crate) fn check(object: &Job, context: &Context<'_>, errors: &mut Errors) {
    metadata::check(&object.metadata, NameRule::Subdomain, &FieldPath::root("metadata"), context, errors);
    let nothing = JobSpec::default();
    let (spec, path) = (object.spec.as_ref().unwrap_or(&nothing), FieldPath::root("spec"));
    let name = text(object.metadata.name.as_ref());
    let uid = object.metadata.uid.as_deref().unwrap_or(UID);
    generated_selector::check(spec, name, uid, context, errors);
    check_spec(spec, &path, context, errors);
    check_selector(spec, &path, context, errors);
    check_host_names(spec, name, errors);
}

/// Upstream: ValidateJobSpec.
fn check_selector(spec: &JobSpec, path: &FieldPath<'_>, context: &Context<'_>, errors: &mut Errors) {
    let template_path = path.field("template");
    match &spec.selector {
        None => {
            errors.required(&path.field("selector"), "");
            selector::check_template_labels(
                &LabelSelector::default(),
                &spec.template,
                &template_path,
                errors,
            );
        }
        Some(selector) => {
            label_selector::check(Some(selector), &path.field("selector"), context, errors);
            let selects_all = label_selector::is_empty(selector);
            if selector::is_usable(selector, context) && !selects_all {
                selector::check_template_labels(selector, &spec.template, &template_path, errors);
            }
        }
    }
}

/// The Pods of an indexed Job are called after it and their index, which must do for a host's name.
fn check_host_names(spec: &JobSpec, name: &str, errors: &mut Errors) {
    let last = spec.completions.filter(|completions| *completions > 0).map(|completions| completions - 1);
    let Some(last) = last.filter(|_| spec.completion_mode.as_deref() == Some("Indexed")) else { return };
    let host = format!("{name}-{last}");
    if !names::dns_label(&host).is_empty() {
        let detail = format!("will not able to create pod with invalid DNS label: {host}");
        errors.invalid(&FieldPath::root("metadata").field("name"), name, detail);
    }
}
