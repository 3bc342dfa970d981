//! `azureDisk`. Upstream: validateAzureDisk, pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::AzureDiskVolumeSource;

use super::check_given;
use crate::Errors;
use crate::bad_value::word;

const CACHING_MODES: [&str; 3] = ["None", "ReadOnly", "ReadWrite"];
const KINDS: [&str; 3] = ["Dedicated", "Managed", "Shared"];
const MANAGED_URI: &str =
    "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}";
const BLOB_URI: &str = "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd";

pub(super) fn check(source: &AzureDiskVolumeSource, path: &FieldPath<'_>, errors: &mut Errors) {
    check_given(&source.disk_name, &path.field("diskName"), errors);
    check_given(&source.disk_uri, &path.field("diskURI"), errors);
    if let Some(mode) = source.caching_mode.as_deref().filter(|mode| !CACHING_MODES.contains(mode)) {
        errors.not_supported(&path.field("cachingMode"), word(mode), &CACHING_MODES);
    }
    let Some(kind) = source.kind.as_deref() else { return };
    if !KINDS.contains(&kind) {
        errors.not_supported(&path.field("kind"), word(kind), &KINDS);
    }
    let (start, form) =
        if kind == "Managed" { ("/subscriptions/", MANAGED_URI) } else { ("https://", BLOB_URI) };
    if !source.disk_uri.starts_with(start) {
        errors.not_supported(&path.field("diskURI"), &source.disk_uri, &[form]);
    }
}
