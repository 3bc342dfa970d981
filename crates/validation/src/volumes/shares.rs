//! File systems on other machines, of which little more is asked than where they are.
//! Upstream: validateNFSVolumeSource, validateGlusterfsVolumeSource, validateCephFSVolumeSource, validateAzureFile,
//! pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::{
    AzureFileVolumeSource, CephFSVolumeSource, GlusterfsVolumeSource, NFSVolumeSource,
};

use super::check_given;
use crate::Errors;

pub(super) fn nfs(source: &NFSVolumeSource, path: &FieldPath<'_>, errors: &mut Errors) {
    check_given(&source.server, &path.field("server"), errors);
    check_given(&source.path, &path.field("path"), errors);
    if !source.path.starts_with('/') {
        errors.invalid(&path.field("path"), &source.path, "must be an absolute path");
    }
}

pub(super) fn glusterfs(source: &GlusterfsVolumeSource, path: &FieldPath<'_>, errors: &mut Errors) {
    check_given(&source.endpoints, &path.field("endpoints"), errors);
    check_given(&source.path, &path.field("path"), errors);
}

pub(super) fn cephfs(source: &CephFSVolumeSource, path: &FieldPath<'_>, errors: &mut Errors) {
    if source.monitors.is_empty() {
        errors.required(&path.field("monitors"), "");
    }
}

pub(super) fn azure_file(source: &AzureFileVolumeSource, path: &FieldPath<'_>, errors: &mut Errors) {
    check_given(&source.secret_name, &path.field("secretName"), errors);
    check_given(&source.share_name, &path.field("shareName"), errors);
}
