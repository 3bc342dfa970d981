//! ReplicationController. Upstream: ValidateReplicationController, pkg/apis/core/validation/validation.go.

use k8s_openapi::api::core::v1::ReplicationController;

use crate::Errors;
use crate::site::Context;

pub(crate) fn check(_object: &ReplicationController, _context: &Context<'_>, _errors: &mut Errors) {}
