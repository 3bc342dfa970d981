//! `schedulingGates`. Upstream: validateSchedulingGates and ValidatePodCreate, pkg/apis/core/validation/validation.go.

use std::collections::BTreeSet;

use crate::rule::rule;
use crate::site::{PodSite, all, items, text};
use crate::{Errors, Rule, names};

pub(crate) static NODE_NAME: Rule = rule!("scheduling-gate-node", Forbidden ".nodeName" "schedulingGates");

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let path = site.path.field("schedulingGates");
    let mut seen = BTreeSet::new();
    for (path, gate) in items(site.spec.scheduling_gates.as_ref(), &path) {
        errors.invalid_each(&path, &gate.name, names::label_key(&gate.name, site.context.kubernetes));
        if !seen.insert(gate.name.as_str()) {
            errors.duplicate(&path, &gate.name);
        }
    }
}

/// A Pod that waits at a gate has no node yet.
pub(crate) fn check_node_name(site: &PodSite<'_>, errors: &mut Errors) {
    let has_node = !text(site.spec.node_name.as_ref()).is_empty();
    if has_node && !all(site.spec.scheduling_gates.as_ref()).is_empty() {
        let detail = "cannot be set until all schedulingGates have been cleared";
        errors.of(&NODE_NAME).forbidden(&site.path.field("nodeName"), detail);
    }
}
