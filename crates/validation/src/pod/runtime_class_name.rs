//! `runtimeClassName`. Upstream: ValidateRuntimeClassName, pkg/apis/core/validation/validation.go.

use crate::site::PodSite;
use crate::{Errors, names};

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    if let Some(name) = &site.spec.runtime_class_name {
        errors.invalid_each(&site.path.field("runtimeClassName"), name, names::dns_subdomain(name));
    }
}
