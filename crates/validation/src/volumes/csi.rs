//! `csi`. Upstream: validateCSIVolumeSource and ValidateCSIDriverName, pkg/apis/core/validation/validation.go.

use api::FieldPath;
use api::features::Change;
use k8s_openapi::api::core::v1::CSIVolumeSource;

use crate::site::Context;
use crate::{Errors, names};

pub(super) fn check(
    source: &CSIVolumeSource,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    check_driver(&source.driver, &path.field("driver"), context, errors);
    if let Some(secret) = &source.node_publish_secret_ref {
        if secret.name.is_empty() {
            errors.required(&path.field("nodePublishSecretRef").field("name"), "");
        } else {
            // The server leaves a step out of this path.
            errors.invalid_each(&path.field("name"), &secret.name, names::dns_subdomain(&secret.name));
        }
    }
}

fn check_driver(driver: &str, path: &FieldPath<'_>, context: &Context<'_>, errors: &mut Errors) {
    if driver.is_empty() {
        errors.required(path, "");
        if context.kubernetes.has(Change::CsiDriverNameStopsWhenEmpty) {
            return;
        }
    }
    if driver.len() > 63 {
        errors.too_long(path, 63);
    }
    errors.invalid_each(path, driver, names::dns_subdomain(&driver.to_lowercase()));
}
