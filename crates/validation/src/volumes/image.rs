//! `image`. Upstream: validateImageVolumeSource, pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::ImageVolumeSource;

use super::check_given;
use crate::Errors;
use crate::bad_value::word;
use crate::site::{PodSite, text};

pub(super) fn check(
    source: &ImageVolumeSource,
    path: &FieldPath<'_>,
    site: &PodSite<'_>,
    errors: &mut Errors,
) {
    if site.is_pod() {
        // A workload may leave the image to an admission controller.
        check_given(text(source.reference.as_ref()), &path.field("reference"), errors);
    }
    match text(source.pull_policy.as_ref()) {
        "Always" | "IfNotPresent" | "Never" => {}
        "" => errors.required(&path.field("pullPolicy"), ""),
        policy => {
            let supported = ["Always", "IfNotPresent", "Never"];
            errors.not_supported(&path.field("pullPolicy"), word(policy), &supported);
        }
    }
}
