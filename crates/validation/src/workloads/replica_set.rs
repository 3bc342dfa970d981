//! ReplicaSet. Upstream: ValidateReplicaSet, pkg/apis/apps/validation/validation.go.

use k8s_openapi::api::apps::v1::ReplicaSet;

use crate::Errors;
use crate::site::Context;

pub(crate) fn check(_object: &ReplicaSet, _context: &Context<'_>, _errors: &mut Errors) {}
