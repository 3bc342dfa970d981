//! `fc`. Upstream: validateFCVolumeSource, pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::FCVolumeSource;

use crate::site::all;
use crate::{Errors, go, names};

pub(super) fn check(source: &FCVolumeSource, path: &FieldPath<'_>, errors: &mut Errors) {
    let has_names = !all(source.target_wwns.as_ref()).is_empty();
    let has_ids = !all(source.wwids.as_ref()).is_empty();
    if !has_names && !has_ids {
        errors.required(&path.field("targetWWNs"), "must specify either targetWWNs or wwids, but not both");
    }
    if has_names && has_ids {
        let detail = "targetWWNs and wwids can not be specified simultaneously";
        errors.invalid(&path.field("targetWWNs"), go::texts(source.target_wwns.as_ref()), detail);
    }
    if !has_names {
        return;
    }
    match source.lun {
        None => errors.required(&path.field("lun"), "lun is required if targetWWNs is specified"),
        Some(0..=255) => {}
        Some(lun) => errors.invalid(&path.field("lun"), lun, names::range(0, 255)),
    }
}
