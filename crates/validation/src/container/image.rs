//! `image`. Upstream: validateContainerCommon and validateContainerOnlyForPod,
//! pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::Container;

use crate::Errors;
use crate::site::{ContainerSite, text};

pub(crate) fn check(site: &ContainerSite<'_>, errors: &mut Errors) {
    if text(site.container.image.as_ref()).is_empty() {
        errors.required(&site.path.field("image"), "");
    }
}

/// Templates have always been allowed what a Pod is not.
pub(crate) fn check_whitespace(containers: &[Container], path: &FieldPath<'_>, errors: &mut Errors) {
    for (index, container) in containers.iter().enumerate() {
        check_whitespace_of(container, &path.index(index), errors);
    }
}

/// Refuses blanks around the image of one container.
pub(crate) fn check_whitespace_of(container: &Container, path: &FieldPath<'_>, errors: &mut Errors) {
    let image = text(container.image.as_ref());
    if image.trim().len() != image.len() {
        errors.invalid(&path.field("image"), image, "must not have leading or trailing whitespace");
    }
}
