//! `serviceAccountName`. Upstream: ValidatePodSpec, pkg/apis/core/validation/validation.go.

use crate::site::{PodSite, text};
use crate::{Errors, names};

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let name = text(site.spec.service_account_name.as_ref());
    if !name.is_empty() {
        errors.invalid_each(&site.path.field("serviceAccountName"), name, names::dns_subdomain(name));
    }
}
