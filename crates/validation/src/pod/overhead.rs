//! `overhead`. Upstream: validateOverhead, pkg/apis/core/validation/validation.go.

use k8s_openapi::api::core::v1::ResourceRequirements;

use crate::Errors;
use crate::container::resources::{Owner, check_requirements};
use crate::site::{Claims, PodSite};

/// Overhead is checked as if it were a container's limits, and its path says so.
pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let Some(overhead) = &site.spec.overhead else { return };
    let limits = ResourceRequirements { limits: Some(overhead.clone()), ..ResourceRequirements::default() };
    let path = site.path.field("overhead");
    check_requirements(&limits, Owner::Container, &Claims::new(), &path, &site.context, errors);
}
