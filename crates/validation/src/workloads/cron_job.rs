//! CronJob. Upstream: ValidateCronJob, pkg/apis/batch/validation/validation.go.

use k8s_openapi::api::batch::v1::CronJob;

use crate::Errors;
use crate::site::Context;

pub(crate) fn check(_object: &CronJob, _context: &Context<'_>, _errors: &mut Errors) {}
