//! DaemonSet. Upstream: ValidateDaemonSet, pkg/apis/apps/validation/validation.go.

use k8s_openapi::api::apps::v1::DaemonSet;

use crate::Errors;
use crate::site::Context;

pub(crate) fn check(_object: &DaemonSet, _context: &Context<'_>, _errors: &mut Errors) {}
