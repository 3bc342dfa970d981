//! `resourceClaims`. Upstream: validatePodResourceClaims, pkg/apis/core/validation/validation.go.

use crate::Errors;
use crate::site::{Claims, PodSite, all};

pub(crate) fn check(_site: &PodSite<'_>, _errors: &mut Errors) {}

/// The names that containers may refer to. Upstream: gatherPodResourceClaimNames.
pub(crate) fn names<'a>(site: &PodSite<'a>) -> Claims<'a> {
    all(site.spec.resource_claims.as_ref()).iter().map(|claim| claim.name.as_str()).collect()
}
