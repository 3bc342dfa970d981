//! The three lists of containers, and what is asked of all containers of a list together.
//! Upstream: validateContainers, validateInitContainers and validateEphemeralContainers,
//! pkg/apis/core/validation/validation.go.

use crate::Errors;
use crate::site::{Claims, PodSite, Volumes};

/// `containers`.
pub(crate) fn check_regular(
    _site: &PodSite<'_>,
    _volumes: &Volumes<'_>,
    _claims: &Claims<'_>,
    _errors: &mut Errors,
) {
}

/// `initContainers`.
pub(crate) fn check_init(
    _site: &PodSite<'_>,
    _volumes: &Volumes<'_>,
    _claims: &Claims<'_>,
    _errors: &mut Errors,
) {
}

/// `ephemeralContainers`.
pub(crate) fn check_ephemeral(
    _site: &PodSite<'_>,
    _volumes: &Volumes<'_>,
    _claims: &Claims<'_>,
    _errors: &mut Errors,
) {
}
