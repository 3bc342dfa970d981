//! `securityContext.sysctls`. Upstream: check_sysctls.go.

use super::site::Site;
use super::{Complaint, Policy};
use api::SAFE_SYSCTLS;

pub(super) fn check(site: &Site<'_>, policy: Policy) -> Option<Complaint> {
    let is_safe = |name: &str| SAFE_SYSCTLS.iter().any(|(safe, minor)| *safe == name && policy.since(*minor));
    let sysctls = site.context?.sysctls.iter().flatten().map(|sysctl| sysctl.name.as_str());
    let forbidden: Vec<&str> = sysctls.filter(|name| !is_safe(name)).collect();
    if forbidden.is_empty() { None } else { Some(Complaint::new("forbidden sysctls", forbidden.join(", "))) }
}
