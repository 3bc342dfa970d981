//! `tolerations`. Upstream: ValidateTolerations, pkg/apis/core/validation/validation.go.

use std::collections::BTreeMap;

use api::FieldPath;

use crate::Errors;
use crate::site::PodSite;

pub(crate) fn check(_site: &PodSite<'_>, _errors: &mut Errors) {}

/// Tolerations as JSON in an annotation, as they were before they had a field.
/// Upstream: ValidateTolerationsInPodAnnotations; `path` is that of the annotations.
pub(crate) fn check_annotation(
    _annotations: &BTreeMap<String, String>,
    _path: &FieldPath<'_>,
    _site: &PodSite<'_>,
    _errors: &mut Errors,
) {
}
