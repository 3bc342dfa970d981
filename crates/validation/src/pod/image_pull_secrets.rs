//! `imagePullSecrets`. Upstream: validateImagePullSecrets, pkg/apis/core/validation/validation.go.

use crate::Errors;
use crate::site::PodSite;

/// Upstream asks that nothing but a name is given, and a reference has nothing else.
pub(crate) fn check(_site: &PodSite<'_>, _errors: &mut Errors) {}
