//! `managedBy`. Upstream: validateJobSpec, pkg/apis/batch/validation/validation.go, and IsDomainPrefixedPath,
//! apimachinery/pkg/util/validation/validation.go.

use api::FieldPath;

use crate::{Errors, names};

const LONGEST: usize = 63;

pub(super) fn check(manager: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    check_path(manager, path, errors);
    if manager.len() > LONGEST {
        errors.too_long(path, LONGEST);
    }
}

/// `acme.io/foo`.
pub(crate) fn check_path(manager: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    if manager.is_empty() {
        return errors.required(path, "");
    }
    let parts = manager.split_once('/').filter(|(host, rest)| !host.is_empty() && !rest.is_empty());
    let Some((host, rest)) = parts else {
        let detail = "must be a domain-prefixed path (such as \"acme.io/foo\")";
        return errors.invalid(path, manager, detail);
    };
    errors.invalid_each(path, host, names::dns_subdomain(host));
    let is_fine = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~%!$&'()*+,;=:".contains(&byte);
    if !rest.bytes().all(is_fine) {
        let detail = r"Invalid path (regex used for validation is '[A-Za-z0-9/\-._~%!$&'()*+,;=:]+')";
        errors.invalid(path, rest, detail);
    }
}
