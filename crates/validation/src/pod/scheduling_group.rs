//! `schedulingGroup`. Upstream: validateSchedulingGroup, pkg/apis/core/validation/validation.go.

use crate::bad_value::null;
use crate::site::PodSite;
use crate::{Errors, names};

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let Some(group) = &site.spec.scheduling_group else { return };
    let path = site.path.field("schedulingGroup");
    match &group.pod_group_name {
        None => errors.invalid(&path.field("podGroupName"), null(), "must specify one of: `podGroupName`"),
        Some(name) => errors.invalid_each(&path.field("podGroupName"), name, names::dns_subdomain(name)),
    }
}
