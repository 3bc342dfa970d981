//! `activeDeadlineSeconds`. Upstream: ValidatePodSpec, pkg/apis/core/validation/validation.go.

use crate::site::PodSite;
use crate::{Errors, names};

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let most = i64::from(i32::MAX);
    if let Some(seconds) = site.spec.active_deadline_seconds.filter(|seconds| !(1..=most).contains(seconds)) {
        errors.invalid(&site.path.field("activeDeadlineSeconds"), seconds, names::range(1, most));
    }
}
