//! `securityContext.sysctls`. Upstream: check_sysctls.go.

use super::site::Site;
use super::{Complaint, Policy};

/// The safe sysctls, each with the release whose policy allowed it.
const SAFE: [(&str, u8); 12] = [
    ("kernel.shm_rmid_forced", 0),
    ("net.ipv4.ip_local_port_range", 0),
    ("net.ipv4.tcp_syncookies", 0),
    ("net.ipv4.ping_group_range", 0),
    ("net.ipv4.ip_unprivileged_port_start", 0),
    ("net.ipv4.ip_local_reserved_ports", 27),
    ("net.ipv4.tcp_keepalive_time", 29),
    ("net.ipv4.tcp_fin_timeout", 29),
    ("net.ipv4.tcp_keepalive_intvl", 29),
    ("net.ipv4.tcp_keepalive_probes", 29),
    ("net.ipv4.tcp_rmem", 32),
    ("net.ipv4.tcp_wmem", 32),
];

pub(super) fn check(site: &Site<'_>, policy: Policy) -> Option<Complaint> {
    let is_safe = |name: &str| SAFE.iter().any(|(safe, minor)| *safe == name && policy.since(*minor));
    let sysctls = site.context?.sysctls.iter().flatten().map(|sysctl| sysctl.name.as_str());
    let forbidden: Vec<&str> = sysctls.filter(|name| !is_safe(name)).collect();
    if forbidden.is_empty() { None } else { Some(Complaint::new("forbidden sysctls", forbidden.join(", "))) }
}
