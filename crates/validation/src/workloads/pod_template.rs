//! PodTemplate. Upstream: ValidatePodTemplate, pkg/apis/core/validation/validation.go.

use k8s_openapi::api::core::v1::PodTemplate;

use crate::Errors;
use crate::site::Context;

pub(crate) fn check(_object: &PodTemplate, _context: &Context<'_>, _errors: &mut Errors) {}
