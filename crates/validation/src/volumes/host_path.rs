//! `hostPath`. Upstream: validateHostPathVolumeSource, pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::HostPathVolumeSource;

use super::paths;
use crate::Errors;
use crate::bad_value::word;

/// The types that a path may be asked to have; the empty one asks nothing.
const TYPES: [&str; 8] =
    ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"];

pub(super) fn check(source: &HostPathVolumeSource, path: &FieldPath<'_>, errors: &mut Errors) {
    if source.path.is_empty() {
        return errors.required(&path.field("path"), "");
    }
    paths::check_no_backsteps(&source.path, &path.field("path"), errors);
    if let Some(type_) = source.type_.as_deref().filter(|type_| !TYPES.contains(type_)) {
        errors.not_supported(&path.field("type"), word(type_), &TYPES);
    }
}
