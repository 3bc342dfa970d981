//! `hostNetwork` wants each port to be the host's.
//! Upstream: validatePodHostNetworkDeps, pkg/apis/core/validation/validation.go.

use crate::rule::rule;
use crate::site::{PodSite, items};
use crate::{Errors, Rule};

pub(crate) static RULE: Rule = rule!("host-network-port", Invalid ".hostPort" "must match `containerPort`");

/// A template may leave the host's port open: it is filled in when the Pod is made.
pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    if !site.host_network() {
        return;
    }
    let list = site.path.field("containers");
    for (path, container) in items(Some(&site.spec.containers), &list) {
        let list = path.field("ports");
        for (path, port) in items(container.ports.as_ref(), &list) {
            let host_port = port.host_port.unwrap_or_default();
            if (site.is_pod() || host_port != 0) && host_port != port.container_port {
                let detail = "must match `containerPort` when `hostNetwork` is true";
                errors.of(&RULE).invalid(&path.field("hostPort"), host_port, detail);
            }
        }
    }
}
