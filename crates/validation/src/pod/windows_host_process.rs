//! `hostProcess` of Windows Pods. Upstream: validateWindowsHostProcessPod, pkg/apis/core/validation/validation.go.

use k8s_openapi::api::core::v1::WindowsSecurityContextOptions;

use crate::Errors;
use crate::site::{PodSite, each_container};

/// Either all containers are processes of the host or none.
pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let of =
        |options: Option<&WindowsSecurityContextOptions>| options.and_then(|options| options.host_process);
    let of_pod = of(site.spec.security_context.as_ref().and_then(|context| context.windows_options.as_ref()));
    let (mut all, mut host_processes) = (0, 0);
    each_container(site, |path, container| {
        let own =
            of(container.security_context.as_ref().and_then(|context| context.windows_options.as_ref()));
        all += 1;
        if own.or(of_pod) == Some(true) {
            host_processes += 1;
        }
        if let (Some(of_pod), Some(own)) = (of_pod, own)
            && of_pod != own
        {
            let path = path.field("securityContext.windowsOptions.hostProcess");
            let detail =
                format!("pod hostProcess value must be identical if both are specified, was {of_pod}");
            errors.invalid(&path, own, detail);
        }
    });
    if host_processes == 0 {
        return;
    }
    if host_processes != all {
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
