//! `dnsPolicy`. Upstream: validateDNSPolicy, pkg/apis/core/validation/validation.go.

use crate::Errors;
use crate::bad_value::word;
use crate::site::{PodSite, text};

const POLICIES: [&str; 4] = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let policy = text(site.spec.dns_policy.as_ref());
    let path = site.path.field("dnsPolicy");
    if policy.is_empty() {
        errors.required(&path, "");
    } else if !POLICIES.contains(&policy) {
        errors.not_supported(&path, word(policy), &POLICIES);
    }
}
