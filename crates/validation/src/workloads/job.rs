//! Job. Upstream: ValidateJob, pkg/apis/batch/validation/validation.go.

use k8s_openapi::api::batch::v1::Job;

use crate::Errors;
use crate::site::Context;

pub(crate) fn check(_object: &Job, _context: &Context<'_>, _errors: &mut Errors) {}
