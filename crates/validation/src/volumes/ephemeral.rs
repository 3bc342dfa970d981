//! `ephemeral`. Upstream: validateEphemeralVolumeSource, ValidateTemplateObjectMeta,
//! pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::EphemeralVolumeSource;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::check_claim_spec;
use crate::metadata::{annotations, labels};
use crate::site::{Context, PodSite, text};
use crate::{Errors, names};

pub(super) fn check(
    source: &EphemeralVolumeSource,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let path = path.field("volumeClaimTemplate");
    let Some(template) = &source.volume_claim_template else { return errors.required(&path, "") };
    if let Some(metadata) = &template.metadata {
        check_metadata(metadata, &path.field("metadata"), context, errors);
    }
    check_claim_spec(&template.spec, &path.field("spec"), context, errors);
}

/// The claim will be called after Pod and volume. A template has no name yet.
pub(super) fn check_claim_name(volume: &str, path: &FieldPath<'_>, site: &PodSite<'_>, errors: &mut Errors) {
    let pod = site.metadata.map_or("", |metadata| text(metadata.name.as_ref()));
    if pod.is_empty() || volume.is_empty() {
        return;
    }
    let claim = format!("{pod}-{volume}");
    for message in names::dns_subdomain(&claim) {
        let mut detail = "PVC name ".to_owned();
        api::json::quote_into(&claim, &mut detail);
        detail.push_str(": ");
        errors.invalid(&path.field("name"), volume, message.behind(&detail));
    }
}

/// Only labels and annotations are taken over into the claim.
pub(crate) fn check_metadata(
    metadata: &ObjectMeta,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    annotations::check(metadata.annotations.as_ref(), &path.field("annotations"), context, errors);
    labels::check(metadata.labels.as_ref(), &path.field("labels"), context, errors);
    let is_text = |value: &Option<String>| !text(value.as_ref()).is_empty();
    for (field, is_set) in [
        ("name", is_text(&metadata.name)),
        ("generateName", is_text(&metadata.generate_name)),
        ("namespace", is_text(&metadata.namespace)),
        ("selfLink", is_text(&metadata.self_link)),
        ("uID", is_text(&metadata.uid)),
        ("resourceVersion", is_text(&metadata.resource_version)),
        ("generation", metadata.generation.is_some_and(|generation| generation != 0)),
        ("creationTimestamp", metadata.creation_timestamp.is_some()),
        ("deletionTimestamp", metadata.deletion_timestamp.is_some()),
        ("deletionGracePeriodSeconds", metadata.deletion_grace_period_seconds.is_some()),
        ("ownerReferences", metadata.owner_references.is_some()),
        ("finalizers", metadata.finalizers.is_some()),
        ("managedFields", metadata.managed_fields.is_some()),
    ] {
        if is_set {
            errors.forbidden(&path.field(field), "cannot be set");
        }
    }
}
