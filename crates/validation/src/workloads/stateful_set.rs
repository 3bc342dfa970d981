//! StatefulSet. Upstream: ValidateStatefulSet, pkg/apis/apps/validation/validation.go.

use k8s_openapi::api::apps::v1::StatefulSet;

use crate::Errors;
use crate::site::Context;

pub(crate) fn check(_object: &StatefulSet, _context: &Context<'_>, _errors: &mut Errors) {}
