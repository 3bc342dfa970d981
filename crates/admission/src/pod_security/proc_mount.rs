//! `securityContext.procMount`. Upstream: check_procMount_baseline.go, check_procMount_restricted.go.

use super::site::{Part, Site, containers, quoted, set};
use super::{Complaint, Policy};

pub(super) fn baseline(site: &Site<'_>, policy: Policy) -> Option<Complaint> {
    if policy.since(35) && site.has_own_users() { None } else { restricted(site, policy) }
}

pub(super) fn restricted(site: &Site<'_>, _: Policy) -> Option<Complaint> {
    fn unmasked<'a>(part: &Part<'a>) -> Option<&'a str> {
        part.context?.proc_mount.as_deref().filter(|mount| *mount != "Default")
    }
    let bad = site.bad(|part| unmasked(part).is_some());
    if bad.is_empty() {
        return None;
    }
    let values = quoted(set(site.parts.iter().filter_map(unmasked)));
    Some(Complaint::new(
        "procMount",
        format!("{} must not set securityContext.procMount to {values}", containers(&bad)),
    ))
}
