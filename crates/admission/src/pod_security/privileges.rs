//! `privileged`, `allowPrivilegeEscalation` and Windows' `hostProcess`.
//! Upstream: check_privileged.go, check_allowPrivilegeEscalation.go, check_windowsHostProcess.go.

use super::site::{Site, containers, setters};
use super::{Complaint, Policy};
use k8s_openapi::api::core::v1::WindowsSecurityContextOptions;

pub(super) fn privileged(site: &Site<'_>, _: Policy) -> Option<Complaint> {
    let bad = site.bad(|part| part.context.is_some_and(|context| context.privileged == Some(true)));
    if bad.is_empty() {
        return None;
    }
    Some(Complaint::new(
        "privileged",
        format!("{} must not set securityContext.privileged=true", containers(&bad)),
    ))
}

pub(super) fn escalation(site: &Site<'_>, policy: Policy) -> Option<Complaint> {
    if site.is_windows() && policy.since(25) {
        return None;
    }
    let bad =
        site.bad(|part| part.context.and_then(|context| context.allow_privilege_escalation) != Some(false));
    if bad.is_empty() {
        return None;
    }
    let detail = format!("{} must set securityContext.allowPrivilegeEscalation=false", containers(&bad));
    Some(Complaint::new("allowPrivilegeEscalation != false", detail))
}

pub(super) fn host_process(site: &Site<'_>, _: Policy) -> Option<Complaint> {
    let is_set = |options: Option<&WindowsSecurityContextOptions>| {
        options.is_some_and(|options| options.host_process == Some(true))
    };
    let pod = is_set(site.context.and_then(|context| context.windows_options.as_ref()));
    let bad = site.bad(|part| is_set(part.context.and_then(|context| context.windows_options.as_ref())));
    let setters = setters(pod, &bad)?;
    Some(Complaint::new(
        "hostProcess",
        format!("{setters} must not set securityContext.windowsOptions.hostProcess=true"),
    ))
}
