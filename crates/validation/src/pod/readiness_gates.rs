//! `readinessGates`. Upstream: validateReadinessGates, pkg/apis/core/validation/validation.go.

use crate::site::{PodSite, items};
use crate::{Errors, names};

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let path = site.path.field("readinessGates");
    for (path, gate) in items(site.spec.readiness_gates.as_ref(), &path) {
        let messages = names::label_key(&gate.condition_type, site.context.kubernetes);
        errors.invalid_each(&path.field("conditionType"), &gate.condition_type, messages);
    }
}
