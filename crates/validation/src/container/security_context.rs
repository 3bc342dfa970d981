//! `securityContext` of a container. Upstream: ValidateSecurityContext, pkg/apis/core/validation/validation.go.

use k8s_openapi::api::core::v1::SecurityContext;

use super::windows_options;
use crate::bad_value::word;
use crate::pod::{app_armor, seccomp};
use crate::rule::rule;
use crate::site::{ContainerSite, all};
use crate::{Errors, Rule, go, names};

pub(crate) static PRIVILEGE_ESCALATION: Rule = rule!(
    "privilege-escalation",
    Invalid ".securityContext" "cannot set `allowPrivilegeEscalation` to false"
);

pub(super) fn check(site: &ContainerSite<'_>, errors: &mut Errors) {
    let Some(context) = &site.container.security_context else { return };
    let path = site.path.field("securityContext");
    if context.privileged == Some(true) && !site.pod.context.options.allow_privileged {
        errors.forbidden(&path.field("privileged"), "disallowed by cluster policy");
    }
    for (field, id) in [("runAsUser", context.run_as_user), ("runAsGroup", context.run_as_group)] {
        if let Some(id) = id.filter(|id| !(0..=i64::from(i32::MAX)).contains(id)) {
            errors.invalid(&path.field(field), id, names::range(0, i32::MAX.into()));
        }
    }
    check_proc_mount(site, context, errors);
    if let Some(profile) = &context.seccomp_profile {
        seccomp::check_field(profile, &path.field("seccompProfile"), errors);
    }
    check_privilege_escalation(site, context, errors);
    if let Some(options) = &context.windows_options {
        windows_options::check(options, &path.field("windowsOptions"), errors);
    }
    if let Some(profile) = &context.app_armor_profile {
        app_armor::check_field(profile, &path.field("appArmorProfile"), errors);
    }
}

/// Upstream: ValidateProcMountType.
fn check_proc_mount(site: &ContainerSite<'_>, context: &SecurityContext, errors: &mut Errors) {
    let Some(mount) = context.proc_mount.as_deref() else { return };
    let path = site.path.field("securityContext.procMount");
    if !matches!(mount, "Default" | "Unmasked") {
        errors.not_supported(&path, word(mount), &["Default", "Unmasked"]);
    }
    if mount == "Unmasked" && site.pod.host_users() {
        errors.invalid(&path, word(mount), "`hostUsers` must be false to use `Unmasked`");
    }
}

fn check_privilege_escalation(site: &ContainerSite<'_>, context: &SecurityContext, errors: &mut Errors) {
    if context.allow_privilege_escalation != Some(false) {
        return;
    }
    let path = site.path.field("securityContext");
    if context.privileged == Some(true) {
        let detail = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true";
        errors.of(&PRIVILEGE_ESCALATION).invalid(&path, value(context), detail);
    }
    let added = all(context.capabilities.as_ref().and_then(|capabilities| capabilities.add.as_ref()));
    for _ in added.iter().filter(|capability| *capability == "CAP_SYS_ADMIN") {
        let detail = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN";
        errors.of(&PRIVILEGE_ESCALATION).invalid(&path, value(context), detail);
    }
}

/// The whole context, as the server prints it.
fn value(context: &SecurityContext) -> go::Value {
    let flag = |value: Option<bool>| go::pointer(value, "*bool", go::Value::Bool);
    let id = |value: Option<i64>| go::pointer(value, "*int64", go::Value::Integer);
    let string = |value: Option<&String>| go::pointer(value, "*string", go::text);
    let capabilities = go::pointer(context.capabilities.as_ref(), "*core.Capabilities", |set| {
        let fields = vec![("Add", go::texts(set.add.as_ref())), ("Drop", go::texts(set.drop.as_ref()))];
        go::structure("core.Capabilities", fields)
    });
    let selinux = go::pointer(context.se_linux_options.as_ref(), "*core.SELinuxOptions", |options| {
        let part = |value: &Option<String>| go::text(value.clone().unwrap_or_default());
        let fields = vec![
            ("User", part(&options.user)),
            ("Role", part(&options.role)),
            ("Type", part(&options.type_)),
            ("Level", part(&options.level)),
        ];
        go::structure("core.SELinuxOptions", fields)
    });
    let windows =
        go::pointer(context.windows_options.as_ref(), "*core.WindowsSecurityContextOptions", |options| {
            let fields = vec![
                ("GMSACredentialSpecName", string(options.gmsa_credential_spec_name.as_ref())),
                ("GMSACredentialSpec", string(options.gmsa_credential_spec.as_ref())),
                ("RunAsUserName", string(options.run_as_user_name.as_ref())),
                ("HostProcess", flag(options.host_process)),
            ];
            go::structure("core.WindowsSecurityContextOptions", fields)
        });
    let seccomp = context.seccomp_profile.as_ref();
    let app_armor = go::pointer(context.app_armor_profile.as_ref(), "*core.AppArmorProfile", |profile| {
        let file = string(profile.localhost_profile.as_ref());
        go::structure(
            "core.AppArmorProfile",
            vec![("Type", go::text(&profile.type_)), ("LocalhostProfile", file)],
        )
    });
    let fields = vec![
        ("Capabilities", capabilities),
        ("Privileged", flag(context.privileged)),
        ("SELinuxOptions", selinux),
        ("WindowsOptions", windows),
        ("RunAsUser", id(context.run_as_user)),
        ("RunAsGroup", id(context.run_as_group)),
        ("RunAsNonRoot", flag(context.run_as_non_root)),
        ("ReadOnlyRootFilesystem", flag(context.read_only_root_filesystem)),
        ("AllowPrivilegeEscalation", flag(context.allow_privilege_escalation)),
        ("ProcMount", string(context.proc_mount.as_ref())),
        ("SeccompProfile", seccomp.map_or(go::nil("*core.SeccompProfile"), seccomp::value)),
        ("AppArmorProfile", app_armor),
    ];
    go::Value::Pointer(Box::new(go::structure("core.SecurityContext", fields)))
}
