//! `spec.volumes`. Upstream: ValidateVolumes, pkg/apis/core/validation/validation.go.

use crate::Errors;
use crate::site::{PodSite, Volumes, all};

pub(crate) mod paths;

/// Checks each volume and returns those that containers may mount: the ones without an error, by name.
pub(crate) fn check<'a>(site: &PodSite<'a>, _errors: &mut Errors) -> Volumes<'a> {
    all(site.spec.volumes.as_ref()).iter().map(|volume| (volume.name.as_str(), volume)).collect()
}

/// A projected token needs a service account. Upstream: validatePodMetadataAndSpec.
pub(crate) fn check_service_account_tokens(_site: &PodSite<'_>, _errors: &mut Errors) {}
