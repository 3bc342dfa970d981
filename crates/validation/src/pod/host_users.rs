//! `hostUsers`. Upstream: validateHostUsers, pkg/apis/core/validation/validation.go.

use api::Gate;
use api::features::Change;

use crate::rule::rule;
use crate::site::{PodSite, all, each_container};
use crate::{Errors, Rule};

pub(crate) static RULE: Rule = rule!(
    "host-users",
    Forbidden "" "when `hostUsers` is false",
    Forbidden "" "when `pod.Spec.HostUsers` is false"
);

/// A user namespace of its own goes with no other namespace of the host.
pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    if site.host_users() {
        return;
    }
    let detail = if site.context.kubernetes.has(Change::HostUsersFieldText) {
        "when `hostUsers` is false"
    } else {
        "when `pod.Spec.HostUsers` is false"
    };
    let mut errors = errors.of(&RULE);
    if site.host_network() && !site.context.enabled(Gate::UserNamespacesHostNetworkSupport) {
        errors.forbidden(&site.path.field("hostNetwork"), detail);
    }
    // The server's own spelling.
    if site.spec.host_pid == Some(true) {
        errors.forbidden(&site.path.field("HostPID"), detail);
    }
    if site.spec.host_ipc == Some(true) {
        errors.forbidden(&site.path.field("HostIPC"), detail);
    }
    if !site.context.kubernetes.has(Change::HostUsersDeviceRule) {
        return;
    }
    each_container(site, |path, container| {
        if !all(container.volume_devices.as_ref()).is_empty() {
            errors.forbidden(&path.field("volumeDevices"), detail);
        }
    });
}
