//! `nodeSelector`. Upstream: ValidatePodSpec, pkg/apis/core/validation/validation.go.

use crate::Errors;
use crate::metadata::labels;
use crate::site::PodSite;

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let path = site.path.field("nodeSelector");
    labels::check(site.spec.node_selector.as_ref(), &path, &site.context, errors);
}
