//! Projected `clusterTrustBundle`. Upstream: validateProjectionSources, pkg/apis/core/validation/validation.go, and
//! ValidateClusterTrustBundleName, names.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::ClusterTrustBundleProjection;

use super::{check_given, paths, signer_name};
use crate::metadata::label_selector;
use crate::site::Context;
use crate::{Detail, Errors, go, names};

pub(super) fn check(
    source: &ClusterTrustBundleProjection,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    match (&source.name, &source.signer_name) {
        (Some(_), Some(_)) => {
            errors.invalid(path, printed(source), "only one of name and signerName may be used");
        }
        (Some(name), None) => {
            if name.is_empty() {
                errors.required(&path.field("name"), "must be a valid object name");
            }
            for message in check_name(name) {
                let detail = message.behind("not a valid clustertrustbundlename: ");
                errors.invalid(&path.field("name"), name, detail);
            }
            if let Some(selector) = &source.label_selector {
                let detail = "labelSelector must be unset if name is specified";
                errors.invalid(&path.field("labelSelector"), label_selector::printed(Some(selector)), detail);
            }
        }
        (None, Some(signer)) => {
            if signer.is_empty() {
                errors.required(&path.field("signerName"), "must be a valid signer name");
            }
            signer_name::check(signer, &path.field("signerName"), errors);
            label_selector::check(
                source.label_selector.as_ref(),
                &path.field("labelSelector"),
                context,
                errors,
            );
        }
        (None, None) => errors.required(path, "either name or signerName must be specified"),
    }
    check_given(&source.path, &path.field("path"), errors);
    paths::check_local_non_reserved(&source.path, &path.field("path"), errors);
}

/// The part before the last colon names the signer, so the name's start is right by itself.
fn check_name(name: &str) -> Vec<Detail> {
    names::dns_subdomain(name.rsplit_once(':').map_or(name, |(_, own)| own))
}

fn printed(source: &ClusterTrustBundleProjection) -> go::Value {
    let text = |value: &Option<String>| go::pointer(value.clone(), "*string", go::text);
    go::structure(
        "core.ClusterTrustBundleProjection",
        vec![
            ("Name", text(&source.name)),
            ("SignerName", text(&source.signer_name)),
            ("LabelSelector", label_selector::printed(source.label_selector.as_ref())),
            ("Optional", go::pointer(source.optional, "*bool", go::Value::Bool)),
            ("Path", go::text(&source.path)),
        ],
    )
}
