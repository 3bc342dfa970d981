//! `hostAliases`. Upstream: ValidateHostAliases, pkg/apis/core/validation/validation.go.

use api::{FieldPath, Gate};

use crate::rule::rule;
use crate::site::{Context, PodSite, items};
use crate::{Errors, Rule, names};

pub(crate) static IP_ADDRESS: Rule = rule!(
    "ip-address",
    Invalid "" "must be a valid IP address",
    Invalid "" "must not have leading 0s",
    Invalid "" "must not be an IPv4-mapped IPv6 address"
);

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let path = site.path.field("hostAliases");
    for (path, alias) in items(site.spec.host_aliases.as_ref(), &path) {
        check_address(&alias.ip, &path.field("ip"), &site.context, errors);
        let path = path.field("hostnames");
        for (path, name) in items(alias.hostnames.as_ref(), &path) {
            errors.invalid_each(&path, name, names::dns_subdomain(name));
        }
    }
}

/// An IP address in a field that was once read sloppily.
/// Upstream: IsValidIPForLegacyField, apimachinery/pkg/util/validation/ip.go.
pub(super) fn check_address(address: &str, path: &FieldPath<'_>, context: &Context<'_>, errors: &mut Errors) {
    let mut errors = errors.of(&IP_ADDRESS);
    if names::ip_sloppy(address).is_none() {
        let detail = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
        errors.invalid(path, address, detail);
    } else if context.enabled(Gate::StrictIPCIDRValidation)
        && let Some(complaint) = names::ip_strict_complaint(address)
    {
        errors.invalid(path, address, complaint);
    }
}
