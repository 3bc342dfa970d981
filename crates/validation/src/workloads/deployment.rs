//! Deployment. Upstream: ValidateDeployment, pkg/apis/apps/validation/validation.go.

use k8s_openapi::api::apps::v1::Deployment;

use crate::Errors;
use crate::site::Context;

pub(crate) fn check(_object: &Deployment, _context: &Context<'_>, _errors: &mut Errors) {}
