//! `downwardAPI`. Upstream: validateDownwardAPIVolumeSource and validateDownwardAPIVolumeFile,
//! pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::{DownwardAPIVolumeFile, DownwardAPIVolumeSource};

use super::{check_given, check_mode, paths};
use crate::Errors;
use crate::container::env_sources::{self, FieldPaths};
use crate::site::Context;

/// The files share one path: the server does not say which item is wrong.
pub(super) fn check(
    source: &DownwardAPIVolumeSource,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    check_mode(source.default_mode, &path.field("defaultMode"), errors);
    for file in source.items.iter().flatten() {
        check_file(file, path, context, errors);
    }
}

/// One file; `path` is that of the source.
pub(super) fn check_file(
    file: &DownwardAPIVolumeFile,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    check_given(&file.path, &path.field("path"), errors);
    paths::check_local_non_reserved(&file.path, &path.field("path"), errors);
    match (&file.field_ref, &file.resource_field_ref) {
        (Some(field), resource) => {
            env_sources::check_field(field, FieldPaths::Volume, &path.field("fieldRef"), context, errors);
            if resource.is_some() {
                let detail = "fieldRef and resourceFieldRef can not be specified simultaneously";
                errors.invalid(path, "resource", detail);
            }
        }
        (None, Some(resource)) => {
            env_sources::check_resource_of_volume(resource, &path.field("resourceFieldRef"), errors);
        }
        (None, None) => errors.required(path, "one of fieldRef and resourceFieldRef is required"),
    }
    check_mode(file.mode, &path.field("mode"), errors);
}
