//! `hostAliases`. Upstream: ValidateHostAliases, pkg/apis/core/validation/validation.go.

use crate::Errors;
use crate::site::PodSite;

pub(crate) fn check(_site: &PodSite<'_>, _errors: &mut Errors) {}
