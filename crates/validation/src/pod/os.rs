//! `os` and what each system excludes.
//! Upstream: validateOS, validateLinux, validateWindows, pkg/apis/core/validation/validation.go.

use api::FieldPath;
use api::features::Change;
use k8s_openapi::api::core::v1::{PodSecurityContext, SecurityContext};

use crate::bad_value::word;
use crate::rule::rule;
use crate::site::{PodSite, all, each_container};
use crate::{Errors, Rule};

pub(crate) static OS_FIELDS: Rule = rule!(
    "os-fields",
    Forbidden "" "cannot be set for a windows pod",
    Forbidden "" "windows options cannot be set for a linux pod"
);

const NOT_FOR_WINDOWS: &str = "cannot be set for a windows pod";

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let path = site.path.field("os");
    match site.os() {
        None => {}
        Some("") => {
            let is_silent = site.context.kubernetes.has(Change::OsNameWithoutDetail);
            errors.required(&path.field("name"), if is_silent { "" } else { "cannot be empty" });
        }
        Some("linux") => check_linux(site, errors),
        Some("windows") => check_windows(site, errors),
        Some(name) => errors.not_supported(&path, word(name), &["linux", "windows"]),
    }
}

fn check_linux(site: &PodSite<'_>, errors: &mut Errors) {
    let mut errors = errors.of(&OS_FIELDS);
    let detail = "windows options cannot be set for a linux pod";
    let of_pod = site.spec.security_context.as_ref();
    if of_pod.is_some_and(|context| context.windows_options.is_some()) {
        errors.forbidden(&site.path.field("securityContext.windowsOptions"), detail);
    }
    each_container(site, |path, container| {
        if container.security_context.as_ref().is_some_and(|context| context.windows_options.is_some()) {
            errors.forbidden(&path.field("securityContext.windowsOptions"), detail);
        }
    });
}

fn check_windows(site: &PodSite<'_>, errors: &mut Errors) {
    let spec = site.spec;
    let nothing = PodSecurityContext::default();
    let context = spec.security_context.as_ref().unwrap_or(&nothing);
    let fields = [
        ("securityContext.appArmorProfile", context.app_armor_profile.is_some()),
        ("securityContext.seLinuxOptions", context.se_linux_options.is_some()),
        ("hostUsers", spec.host_users.is_some()),
        ("hostPID", spec.host_pid == Some(true)),
        ("hostIPC", spec.host_ipc == Some(true)),
        ("securityContext.seccompProfile", context.seccomp_profile.is_some()),
        ("securityContext.fsGroup", context.fs_group.is_some()),
        ("securityContext.fsGroupChangePolicy", context.fs_group_change_policy.is_some()),
        ("securityContext.sysctls", !all(context.sysctls.as_ref()).is_empty()),
        ("shareProcessNamespace", spec.share_process_namespace.is_some()),
        ("securityContext.runAsUser", context.run_as_user.is_some()),
        ("securityContext.runAsGroup", context.run_as_group.is_some()),
        ("securityContext.supplementalGroups", context.supplemental_groups.is_some()),
        ("securityContext.supplementalGroupsPolicy", context.supplemental_groups_policy.is_some()),
        ("securityContext.seLinuxChangePolicy", context.se_linux_change_policy.is_some()),
    ];
    forbid(&fields, &site.path, errors);
    each_container(site, |path, container| {
        if let Some(context) = &container.security_context {
            check_windows_container(context, &path.field("securityContext"), errors);
        }
    });
}

fn check_windows_container(context: &SecurityContext, path: &FieldPath<'_>, errors: &mut Errors) {
    let fields = [
        ("appArmorProfile", context.app_armor_profile.is_some()),
        ("seLinuxOptions", context.se_linux_options.is_some()),
        ("seccompProfile", context.seccomp_profile.is_some()),
        ("capabilities", context.capabilities.is_some()),
        ("readOnlyRootFilesystem", context.read_only_root_filesystem.is_some()),
        ("privileged", context.privileged.is_some()),
        ("allowPrivilegeEscalation", context.allow_privilege_escalation.is_some()),
        ("procMount", context.proc_mount.is_some()),
        ("runAsUser", context.run_as_user.is_some()),
        ("runAsGroup", context.run_as_group.is_some()),
    ];
    forbid(&fields, path, errors);
}

fn forbid(fields: &[(&str, bool)], path: &FieldPath<'_>, errors: &mut Errors) {
    for (name, _) in fields.iter().filter(|(_, is_set)| *is_set) {
        errors.of(&OS_FIELDS).forbidden(&path.field(name), NOT_FOR_WINDOWS);
    }
}
