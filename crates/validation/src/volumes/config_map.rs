//! `configMap` and `secret`. Upstream: validateConfigMapVolumeSource, validateSecretVolumeSource, validateKeyToPath,
//! pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::{ConfigMapVolumeSource, KeyToPath, SecretVolumeSource};

use super::{check_given, check_mode, paths};
use crate::rule::rule;
use crate::site::{items, text};
use crate::{Errors, Rule};

/// The source of a volume must be named; the claim of a volume too.
pub(crate) static VOLUME_SOURCE_FIELD: Rule = rule!(
    "volume-source-field",
    Required "volumes.secret.secretName" "",
    Required "volumes.configMap.name" "",
    Required "volumes.persistentVolumeClaim.claimName" ""
);

pub(super) fn check(source: &ConfigMapVolumeSource, path: &FieldPath<'_>, errors: &mut Errors) {
    check_given(&source.name, &path.field("name"), &mut errors.of(&VOLUME_SOURCE_FIELD));
    check_files(source.default_mode, source.items.as_ref(), path, errors);
}

pub(super) fn secret(source: &SecretVolumeSource, path: &FieldPath<'_>, errors: &mut Errors) {
    let name = text(source.secret_name.as_ref());
    check_given(name, &path.field("secretName"), &mut errors.of(&VOLUME_SOURCE_FIELD));
    check_files(source.default_mode, source.items.as_ref(), path, errors);
}

fn check_files(
    default_mode: Option<i32>,
    files: Option<&Vec<KeyToPath>>,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    check_mode(default_mode, &path.field("defaultMode"), errors);
    let path = path.field("items");
    for (path, file) in items(files, &path) {
        check_key_to_path(file, &path, errors);
    }
}

/// One key and the file that it becomes.
pub(super) fn check_key_to_path(file: &KeyToPath, path: &FieldPath<'_>, errors: &mut Errors) {
    check_given(&file.key, &path.field("key"), errors);
    check_given(&file.path, &path.field("path"), errors);
    paths::check_local_non_reserved(&file.path, &path.field("path"), errors);
    check_mode(file.mode, &path.field("mode"), errors);
}
