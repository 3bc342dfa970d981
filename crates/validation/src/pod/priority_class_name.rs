//! `priorityClassName`. Upstream: ValidatePodSpec, pkg/apis/core/validation/validation.go.

use crate::site::{PodSite, text};
use crate::{Errors, names};

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let name = text(site.spec.priority_class_name.as_ref());
    if !name.is_empty() {
        errors.invalid_each(&site.path.field("priorityClassName"), name, names::dns_subdomain(name));
    }
}
