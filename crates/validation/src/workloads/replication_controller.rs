//! ReplicationController. Upstream: ValidateReplicationController, pkg/apis/core/validation/validation.go.

use api::FieldPath;
use api::features::Change;
use k8s_openapi::api::core::v1::{ReplicationController, ReplicationControllerSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::{check_not_negative, check_runs_forever, selector};
use crate::metadata::{self, NameRule};
use crate::site::Context;
use crate::{Errors, walk};

pub(crate) fn check(object: &ReplicationController, context: &Context<'_>, errors: &mut Errors) {
    let is_new = context.kubernetes.has(Change::LabelKeyWording);
    let rule = if is_new { NameRule::LongName } else { NameRule::Subdomain };
    metadata::check(&object.metadata, rule, &FieldPath::root("metadata"), context, errors);
    let nothing = ReplicationControllerSpec::default();
    let (spec, path) = (object.spec.as_ref().unwrap_or(&nothing), FieldPath::root("spec"));
    check_not_negative(spec.min_ready_seconds, &path.field("minReadySeconds"), errors);
    let labels = spec.selector.clone().filter(|labels| !labels.is_empty());
    if labels.is_none() {
        errors.required(&path.field("selector"), "");
    }
    match spec.replicas {
        None => errors.required(&path.field("replicas"), ""),
        Some(replicas) => check_not_negative(Some(replicas), &path.field("replicas"), errors),
    }
    let path = path.field("template");
    let Some(template) = &spec.template else { return errors.required(&path, "") };
    if labels.is_some() {
        let selector = LabelSelector { match_labels: labels, match_expressions: None };
        selector::check_template_labels(&selector, template, &path, errors);
    }
    walk::template(template, &path, context, errors);
    check_runs_forever(template, "ReplicationController", &path, errors);
}
