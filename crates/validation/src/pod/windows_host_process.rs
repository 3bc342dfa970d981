//! Containers that are processes of a Windows host.
//! Upstream: validateWindowsHostProcessPod, pkg/apis/core/validation/validation.go.

use crate::Errors;
use crate::site::{PodSite, each_container};

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let context = site.spec.security_context.as_ref();
    let of_pod = context.and_then(|context| context.windows_options.as_ref()?.host_process);
    let (mut containers, mut host_processes) = (0, 0);
    each_container(site, |path, container| {
        containers += 1;
        let context = container.security_context.as_ref();
        let own = context.and_then(|context| context.windows_options.as_ref()?.host_process);
        if let (Some(of_pod), Some(own)) = (of_pod, own)
            && of_pod != own
        {
            let detail =
                format!("pod hostProcess value must be identical if both are specified, was {of_pod}");
            errors.invalid(&path.field("securityContext.windowsOptions.hostProcess"), own, detail);
        }
        host_processes += usize::from(own.or(of_pod).unwrap_or(false));
    });
    if host_processes == 0 {
        return;
    }
    if host_processes != containers {
        let detail =
            "If pod contains any hostProcess containers then all containers must be HostProcess containers";
        errors.invalid(&site.path, "", detail);
    }
    if !site.host_network() {
        let detail = "hostNetwork must be true if pod contains any hostProcess containers";
        errors.invalid(&site.path.field("hostNetwork"), false, detail);
    }
    if !site.context.options.allow_privileged {
        errors.forbidden(&site.path, "hostProcess containers are disallowed by cluster policy");
    }
}
