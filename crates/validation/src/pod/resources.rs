//! `spec.resources`: requests and limits of the Pod as a whole. Upstream: validatePodResources, pkg/apis/core/validation/validation.go.

use crate::Errors;
use crate::site::{Claims, PodSite};

pub(crate) fn check(_site: &PodSite<'_>, _claims: &Claims<'_>, _errors: &mut Errors) {}
