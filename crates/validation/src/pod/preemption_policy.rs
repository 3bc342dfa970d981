//! `preemptionPolicy`. Upstream: ValidatePreemptionPolicy, pkg/apis/core/validation/validation.go.

use crate::Errors;
use crate::bad_value::word;
use crate::site::PodSite;

const POLICIES: [&str; 2] = ["PreemptLowerPriority", "Never"];

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let Some(policy) = &site.spec.preemption_policy else { return };
    let path = site.path.field("preemptionPolicy");
    if policy.is_empty() {
        errors.required(&path, "");
    } else if !POLICIES.contains(&policy.as_str()) {
        errors.not_supported(&path, word(policy), &POLICIES);
    }
}
