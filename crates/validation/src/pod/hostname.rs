//! `hostname` and `subdomain`. Upstream: ValidatePodSpec, pkg/apis/core/validation/validation.go.

use crate::site::{PodSite, text};
use crate::{Errors, names};

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    for (field, name) in [("hostname", &site.spec.hostname), ("subdomain", &site.spec.subdomain)] {
        let name = text(name.as_ref());
        if !name.is_empty() {
            errors.invalid_each(&site.path.field(field), name, names::dns_label(name));
        }
    }
}
