//! `securityContext` of the Pod. Upstream: validatePodSpecSecurityContext, pkg/apis/core/validation/validation.go.

use api::{FieldPath, Gate};
use k8s_openapi::api::core::v1::PodSecurityContext;

use super::{app_armor, seccomp, sysctls};
use crate::bad_value::word;
use crate::container::windows_options;
use crate::site::{PodSite, all};
use crate::{Errors, names};

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let nothing = PodSecurityContext::default();
    // Host namespaces belong to this context inside the server, so it is never absent there.
    let context = site.spec.security_context.as_ref().unwrap_or(&nothing);
    let path = site.path.field("securityContext");
    check_id(context.fs_group, &path.field("fsGroup"), errors);
    check_id(context.run_as_user, &path.field("runAsUser"), errors);
    check_id(context.run_as_group, &path.field("runAsGroup"), errors);
    let groups = path.field("supplementalGroups");
    for (index, group) in all(context.supplemental_groups.as_ref()).iter().enumerate() {
        check_id(Some(*group), &groups.index(index), errors);
    }
    if site.spec.host_pid == Some(true) && site.spec.share_process_namespace == Some(true) {
        let detail = "ShareProcessNamespace and HostPID cannot both be enabled";
        errors.invalid(&path.field("shareProcessNamespace"), true, detail);
    }
    sysctls::check(context, &path.field("sysctls"), site, errors);
    let policies = ["Always", "OnRootMismatch"];
    check_policy(
        context.fs_group_change_policy.as_ref(),
        &policies,
        &path.field("fsGroupChangePolicy"),
        errors,
    );
    if let Some(profile) = &context.seccomp_profile {
        seccomp::check_field(profile, &path.field("seccompProfile"), errors);
    }
    if let Some(options) = &context.windows_options {
        windows_options::check(options, &path.field("windowsOptions"), errors);
    }
    if let Some(profile) = &context.app_armor_profile {
        app_armor::check_field(profile, &path.field("appArmorProfile"), errors);
    }
    let policies = ["Merge", "Strict"];
    check_policy(
        context.supplemental_groups_policy.as_ref(),
        &policies,
        &path.field("supplementalGroupsPolicy"),
        errors,
    );
    let policies: &[&str] =
        if site.context.enabled(Gate::SELinuxMount) { &["MountOption", "Recursive"] } else { &["Recursive"] };
    check_policy(
        context.se_linux_change_policy.as_ref(),
        policies,
        &path.field("seLinuxChangePolicy"),
        errors,
    );
}

/// Upstream: IsValidUserID and IsValidGroupID, apimachinery/pkg/util/validation/validation.go.
fn check_id(id: Option<i64>, path: &FieldPath<'_>, errors: &mut Errors) {
    let most = i64::from(i32::MAX);
    if let Some(id) = id.filter(|id| !(0..=most).contains(id)) {
        errors.invalid(path, id, names::range(0, most));
    }
}

fn check_policy(policy: Option<&String>, policies: &[&str], path: &FieldPath<'_>, errors: &mut Errors) {
    if let Some(policy) = policy.filter(|policy| !policies.contains(&policy.as_str())) {
        errors.not_supported(path, word(policy), policies);
    }
}
