//! Storage by fractions of bytes.
//! Upstream: GetWarningsForPersistentVolumeClaimSpec, pkg/api/persistentvolumeclaim/util.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::PersistentVolumeClaimSpec;

use super::containers::check_whole;

pub(super) fn check(spec: &PersistentVolumeClaimSpec, path: &FieldPath<'_>, warnings: &mut Vec<String>) {
    let Some(resources) = &spec.resources else { return };
    check_whole(resources.requests.as_ref(), "storage", &path.field("resources.requests"), warnings);
    check_whole(resources.limits.as_ref(), "storage", &path.field("resources.limits"), warnings);
}
