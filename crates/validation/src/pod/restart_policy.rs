//! `restartPolicy`. Upstream: validateRestartPolicy, pkg/apis/core/validation/validation.go.

use crate::Errors;
use crate::bad_value::word;
use crate::site::PodSite;

const POLICIES: [&str; 3] = ["Always", "OnFailure", "Never"];

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let policy = site.restart_policy();
    let path = site.path.field("restartPolicy");
    if policy.is_empty() {
        errors.required(&path, "");
    } else if !POLICIES.contains(&policy) {
        errors.not_supported(&path, word(policy), &POLICIES);
    }
}
