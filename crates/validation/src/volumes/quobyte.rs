//! `quobyte`. Upstream: validateQuobyteVolumeSource, pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::QuobyteVolumeSource;

use super::check_given;
use crate::Errors;
use crate::site::text;

const REGISTRY: &str = "must be a host:port pair or multiple pairs separated by commas";

pub(super) fn check(source: &QuobyteVolumeSource, path: &FieldPath<'_>, errors: &mut Errors) {
    if source.registry.is_empty() {
        errors.required(&path.field("registry"), REGISTRY);
    } else if text(source.tenant.as_ref()).len() >= 65 {
        let detail = "must be a UUID and may not exceed a length of 64 characters";
        errors.required(&path.field("tenant"), detail);
    } else {
        for _ in source.registry.split(',').filter(|pair| !is_host_and_port(pair)) {
            errors.invalid(&path.field("registry"), &source.registry, REGISTRY);
        }
    }
    check_given(&source.volume, &path.field("volume"), errors);
}

/// Upstream: `SplitHostPort`, Go's net/ipsock.go; the parts themselves may be anything.
fn is_host_and_port(pair: &str) -> bool {
    let Some((host, port)) = pair.rsplit_once(':') else { return false };
    let no_brackets = |text: &str| !text.contains(['[', ']']);
    if let Some(inner) = host.strip_prefix('[') {
        return inner.strip_suffix(']').is_some_and(no_brackets) && no_brackets(port);
    }
    !host.contains(':') && no_brackets(host) && no_brackets(port)
}
