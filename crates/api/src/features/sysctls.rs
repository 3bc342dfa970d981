//! The kernel settings that every Pod may change. Upstream: pkg/kubelet/sysctl/safe_sysctls.go, for a kernel that has them all.

use super::Kubernetes;
use std::borrow::Cow;

/// Each with the minor of the release that allowed it.
pub const SAFE_SYSCTLS: [(&str, u8); 12] = [
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

/// A sysctl's name with dots; slashes may part it as well, and then dots stand where slashes would.
pub fn sysctl_name(written: &str) -> Cow<'_, str> {
    match written.find(['.', '/']).and_then(|first| written.as_bytes().get(first)) {
        Some(b'/') => {
            let swap = |c| {
                if c == '/' {
                    '.'
                } else if c == '.' {
                    '/'
                } else {
                    c
                }
            };
            Cow::Owned(written.chars().map(swap).collect())
        }
        _ => Cow::Borrowed(written),
    }
}

impl Kubernetes {
    /// Whether a kubelet whose operator allowed nothing more takes a Pod with this sysctl.
    pub fn is_safe_sysctl(&self, name: &str) -> bool {
        SAFE_SYSCTLS.iter().any(|(safe, minor)| *safe == name && self.minor >= *minor)
    }
}
