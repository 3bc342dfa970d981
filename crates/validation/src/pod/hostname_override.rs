//! `hostnameOverride`. Upstream: validatePodHostName, pkg/apis/core/validation/validation.go.

use crate::site::PodSite;
use crate::{Errors, names};

const LONGEST: usize = 64;

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let Some(name) = &site.spec.hostname_override else { return };
    let path = site.path.field("hostnameOverride");
    if site.spec.set_hostname_as_fqdn == Some(true) {
        errors.forbidden(&path, "may not be specified when setHostnameAsFQDN is true");
    }
    if site.host_network() {
        errors.forbidden(&path, "may not be specified when hostNetwork is true");
    }
    if name.len() > LONGEST {
        errors.too_long(&path, LONGEST);
    }
    errors.invalid_each(&path, name, names::dns_subdomain(name));
}
