//! `restartPolicy`. Upstream: validateRestartPolicy, pkg/apis/core/validation/validation.go.

use crate::Errors;
use crate::bad_value::word;
use crate::site::PodSite;
use crate::workloads::RESTART_POLICY;

const POLICIES: [&str; 3] = ["Always", "OnFailure", "Never"];

/// A template's policy is further narrowed by its workload, so that what is wrong with it is the workload's rule.
pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    if site.is_pod() {
        check_policy(site, errors);
    } else {
        check_policy(site, &mut errors.of(&RESTART_POLICY));
    }
}

fn check_policy(site: &PodSite<'_>, errors: &mut Errors) {
    let policy = site.restart_policy();
    let path = site.path.field("restartPolicy");
    if policy.is_empty() {
        errors.required(&path, "");
    } else if !POLICIES.contains(&policy) {
        errors.not_supported(&path, word(policy), &POLICIES);
    }
}
