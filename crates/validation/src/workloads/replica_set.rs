//! ReplicaSet. Upstream: ValidateReplicaSet and ValidatePodTemplateSpecForReplicaSet,
//! pkg/apis/apps/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::apps::v1::ReplicaSet;
use k8s_openapi::api::core::v1::PodTemplateSpec;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::{check_not_negative, check_runs_forever, selector};
use crate::metadata::{self, NameRule, label_selector};
use crate::site::Context;
use crate::{Errors, walk};

pub(crate) fn check(object: &ReplicaSet, context: &Context<'_>, errors: &mut Errors) {
    metadata::check(&object.metadata, NameRule::Subdomain, &FieldPath::root("metadata"), context, errors);
    let (spec, path) = (&object.spec, FieldPath::root("spec"));
    check_not_negative(spec.replicas, &path.field("replicas"), errors);
    check_not_negative(spec.min_ready_seconds, &path.field("minReadySeconds"), errors);
    let selector_path = path.field("selector");
    // The words are those of a Deployment.
    selector::check(&spec.selector, "deployment", &selector_path, context, errors);
    if selector::is_usable(&spec.selector, context) {
        let nothing = PodTemplateSpec::default();
        let template = spec.template.as_ref().unwrap_or(&nothing);
        check_template(template, &spec.selector, &path.field("template"), context, errors);
    } else {
        let value = label_selector::printed(Some(&spec.selector));
        errors.invalid(&selector_path, value, "invalid label selector");
    }
}

/// The template of a ReplicaSet or of the Deployment above it.
pub(super) fn check_template(
    template: &PodTemplateSpec,
    selector: &LabelSelector,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    selector::check_template_labels(selector, template, path, errors);
    walk::template(template, path, context, errors);
    check_runs_forever(template, "ReplicaSet", path, errors);
}
