//! `dataSource` and `dataSourceRef` of a claim. Upstream: validateDataSource, validateDataSourceRef and
//! ValidatePersistentVolumeClaimSpec, pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::PersistentVolumeClaimSpec;

use super::check_given;
use crate::site::text;
use crate::{Errors, go, names};

pub(super) fn check(spec: &PersistentVolumeClaimSpec, path: &FieldPath<'_>, errors: &mut Errors) {
    if let Some(source) = &spec.data_source {
        let path = path.field("dataSource");
        check_reference(source.api_group.as_ref(), &source.kind, &source.name, &path, errors);
    }
    let Some(reference) = &spec.data_source_ref else { return };
    let ref_path = path.field("dataSourceRef");
    check_reference(reference.api_group.as_ref(), &reference.kind, &reference.name, &ref_path, errors);
    let namespace = text(reference.namespace.as_ref());
    if !namespace.is_empty() {
        errors.invalid_each(&ref_path.field("namespace"), namespace, names::dns_label(namespace));
    }
    let Some(source) = &spec.data_source else { return };
    // The bad value is a path, which prints as an empty object.
    let value = go::structure("field.Path", Vec::new());
    if !namespace.is_empty() {
        errors.invalid(path, value, "may not be specified when dataSourceRef.namespace is specified");
    } else if (&source.api_group, &source.kind, &source.name)
        != (&reference.api_group, &reference.kind, &reference.name)
    {
        errors.invalid(path, value, "must match dataSourceRef");
    }
}

fn check_reference(
    group: Option<&String>,
    kind: &str,
    name: &str,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    check_given(name, &path.field("name"), errors);
    check_given(kind, &path.field("kind"), errors);
    let group = text(group);
    if !group.is_empty() {
        errors.invalid_each(&path.field("apiGroup"), group, names::dns_subdomain(group));
    } else if kind != "PersistentVolumeClaim" {
        let detail = "must be 'PersistentVolumeClaim' when referencing the default apiGroup";
        errors.invalid(path, kind, detail);
    }
}
