//! Projected `podCertificate`. Upstream: validateProjectionSources, pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::PodCertificateProjection;

use super::projected::Files;
use super::{paths, signer_name};
use crate::site::{Context, text};
use crate::{Errors, names};

const KEY_TYPES: [&str; 6] = ["RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"];
const SHORTEST_SECONDS: i32 = 3600;
const LONGEST_SECONDS: i32 = 91 * 24 * 3600;
/// The longest life of a certificate by one of Kubernetes' own signers.
const LONGEST_KUBERNETES_SECONDS: i32 = 24 * 3600;

pub(super) fn check<'a>(
    source: &'a PodCertificateProjection,
    path: &FieldPath<'_>,
    whole: &FieldPath<'_>,
    context: &Context<'_>,
    files: &mut Files<'a>,
    errors: &mut Errors,
) {
    signer_name::check(&source.signer_name, &path.field("signerName"), errors);
    for key in source.user_annotations.iter().flatten().map(|(key, _)| key.to_lowercase()) {
        let path = path.field("userAnnotations");
        if key.is_empty() {
            errors.required(&path, "");
        } else {
            errors.invalid_each(&path, &key, names::domain_prefixed_key(&key, context.kubernetes));
        }
    }
    if !KEY_TYPES.contains(&source.key_type.as_str()) {
        errors.not_supported(&path.field("keyType"), &source.key_type, &KEY_TYPES);
    }
    check_seconds(source, &path.field("maxExpirationSeconds"), errors);
    let given = [
        ("credentialBundlePath", text(source.credential_bundle_path.as_ref())),
        ("keyPath", text(source.key_path.as_ref())),
        ("certificateChainPath", text(source.certificate_chain_path.as_ref())),
    ];
    for (name, file) in given.into_iter().filter(|(_, file)| !file.is_empty()) {
        paths::check_local_non_reserved(file, &path.field(name), errors);
        files.add(file, file, whole, errors);
    }
    if given.iter().all(|(_, file)| file.is_empty()) {
        let detail = "specify at least one of credentialBundlePath, keyPath, and certificateChainPath";
        errors.required(path, detail);
    }
}

fn check_seconds(source: &PodCertificateProjection, path: &FieldPath<'_>, errors: &mut Errors) {
    let Some(seconds) = source.max_expiration_seconds else { return };
    if seconds < SHORTEST_SECONDS {
        let detail = format!("if provided, maxExpirationSeconds must be >= {SHORTEST_SECONDS}");
        errors.invalid(path, seconds, detail);
    }
    let is_ours = signer_name::is_kubernetes(&source.signer_name);
    let longest = if is_ours { LONGEST_KUBERNETES_SECONDS } else { LONGEST_SECONDS };
    if seconds > longest {
        errors.invalid(path, seconds, format!("if provided, maxExpirationSeconds must be <= {longest}"));
    }
}
