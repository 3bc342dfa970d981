//! `securityContext.capabilities`. Upstream: check_capabilities_baseline.go, check_capabilities_restricted.go.

use super::site::{Part, Site, containers, quoted, set};
use super::{Complaint, Policy};

/// The capabilities that container runtimes give by default.
const DEFAULT: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

pub(super) fn baseline(site: &Site<'_>, _: Policy) -> Option<Complaint> {
    Some(Complaint::new("non-default capabilities", adds(site, &DEFAULT)?))
}

pub(super) fn restricted(site: &Site<'_>, policy: Policy) -> Option<Complaint> {
    if site.is_windows() && policy.since(25) {
        return None;
    }
    let keeps = |part: &Part<'_>| {
        let capabilities = part.context.and_then(|context| context.capabilities.as_ref());
        let dropped = capabilities.and_then(|capabilities| capabilities.drop.as_deref()).unwrap_or_default();
        !dropped.iter().any(|name| name == "ALL")
    };
    let keeping = site.bad(keeps);
    let keeping = (!keeping.is_empty())
        .then(|| format!("{} must set securityContext.capabilities.drop=[\"ALL\"]", containers(&keeping)));
    let details: Vec<String> = keeping.into_iter().chain(adds(site, &["NET_BIND_SERVICE"])).collect();
    if details.is_empty() {
        None
    } else {
        Some(Complaint::new("unrestricted capabilities", details.join("; ")))
    }
}

/// The containers that add a capability that is not allowed, as words; `None` when none does.
fn adds(site: &Site<'_>, allowed: &[&str]) -> Option<String> {
    let forbidden = |part: &Part<'_>| -> Vec<String> {
        let capabilities = part.context.and_then(|context| context.capabilities.as_ref());
        let added = capabilities.and_then(|capabilities| capabilities.add.as_deref()).unwrap_or_default();
        added.iter().filter(|name| !allowed.contains(&name.as_str())).cloned().collect()
    };
    let bad = site.bad(|part| !forbidden(part).is_empty());
    let all: Vec<String> = site.parts.iter().flat_map(forbidden).collect();
    (!bad.is_empty()).then(|| {
        let names = quoted(set(all.iter().map(String::as_str)));
        format!("{} must not include {names} in securityContext.capabilities.add", containers(&bad))
    })
}
