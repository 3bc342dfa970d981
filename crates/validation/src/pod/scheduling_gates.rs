//! `schedulingGates`. Upstream: validateSchedulingGates, pkg/apis/core/validation/validation.go.

use crate::Errors;
use crate::site::PodSite;

pub(crate) fn check(_site: &PodSite<'_>, _errors: &mut Errors) {}

/// A gated Pod has no node yet. Upstream: ValidatePodCreate.
pub(crate) fn check_node_name(_site: &PodSite<'_>, _errors: &mut Errors) {}
