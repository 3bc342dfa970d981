//! Annotations that mean something for a Pod.
//! Upstream: ValidatePodSpecificAnnotations, pkg/apis/core/validation/validation.go.

use api::FieldPath;
use api::well_known::MIRROR;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::Errors;
use crate::pod::{app_armor, seccomp, tolerations};
use crate::site::{PodSite, text};

const DELETION_COST: &str = "controller.kubernetes.io/pod-deletion-cost";

pub(crate) fn check(metadata: &ObjectMeta, path: &FieldPath<'_>, site: &PodSite<'_>, errors: &mut Errors) {
    let Some(annotations) = &metadata.annotations else { return };
    if let Some(value) = annotations.get(MIRROR)
        && text(site.spec.node_name.as_ref()).is_empty()
    {
        let detail = "must set spec.nodeName if mirror pod annotation is set";
        errors.invalid(&path.key(MIRROR), value, detail);
    }
    tolerations::check_annotation(annotations, path, site, errors);
    if let Some(value) = annotations.get(DELETION_COST)
        && !is_deletion_cost(value)
    {
        errors.invalid(&path.key(DELETION_COST), value, "must be a 32bit integer");
    }
    seccomp::check_annotations(annotations, path, errors);
    app_armor::check_annotations(annotations, path, site, errors);
}

/// A 32-bit integer without a plus sign or leading zeros.
/// Upstream: GetDeletionCostFromPodAnnotations, pkg/apis/core/helper/helpers.go.
fn is_deletion_cost(text: &str) -> bool {
    let starts_well = text == "0" || text.starts_with(|first| matches!(first, '-' | '1'..='9'));
    starts_well && text.parse::<i32>().is_ok()
}
