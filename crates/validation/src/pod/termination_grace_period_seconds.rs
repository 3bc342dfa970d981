//! `terminationGracePeriodSeconds`. Upstream: ValidatePodSpec, pkg/apis/core/validation/validation.go.

use crate::Errors;
use crate::site::PodSite;

/// Defaulting gives every Pod one; any number is fine.
pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    if site.spec.termination_grace_period_seconds.is_none() {
        errors.required(&site.path.field("terminationGracePeriodSeconds"), "");
    }
}
