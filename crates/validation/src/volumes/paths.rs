//! Paths inside a volume or below a directory of the kubelet.
//! Upstream: validateLocalDescendingPath, validatePathNoBacksteps, ValidateLocalNonReservedPath,
//! pkg/apis/core/validation/validation.go.

use api::FieldPath;

use crate::rule::rule;
use crate::{Errors, Rule};

pub(crate) static VOLUME_PATH: Rule = rule!(
    "volume-path",
    Invalid "" "must be a relative path",
    Invalid "" "must not contain '..'",
    Invalid "" "must not start with '..'"
);

/// A relative path that never steps up.
pub(crate) fn check_local_descending(target: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    if target.starts_with('/') {
        errors.of(&VOLUME_PATH).invalid(path, target, "must be a relative path");
    }
    check_no_backsteps(target, path, errors);
}

/// A path that never steps up.
pub(crate) fn check_no_backsteps(target: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    if target.split('/').any(|part| part == "..") {
        errors.of(&VOLUME_PATH).invalid(path, target, "must not contain '..'");
    }
}

/// A relative path whose name does not look like one of the kubelet's own.
pub(crate) fn check_local_non_reserved(target: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    check_local_descending(target, path, errors);
    // A step up has been reported already.
    if target.starts_with("..") && !target.starts_with("../") {
        errors.of(&VOLUME_PATH).invalid(path, target, "must not start with '..'");
    }
}
