//! Managed fields. Upstream: ValidateManagedFields, apimachinery/pkg/apis/meta/v1/validation/validation.go.

use api::FieldPath;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ManagedFieldsEntry;

use crate::Errors;
use crate::bad_value::{is_printable, word};
use crate::site::{items, text};

pub(crate) fn check(entries: Option<&Vec<ManagedFieldsEntry>>, path: &FieldPath<'_>, errors: &mut Errors) {
    for (path, entry) in items(entries, path) {
        let operation = text(entry.operation.as_ref());
        if !matches!(operation, "Apply" | "Update") {
            errors.invalid(&path.field("operation"), word(operation), "must be `Apply` or `Update`");
        }
        let fields_type = text(entry.fields_type.as_ref());
        if !matches!(fields_type, "" | "FieldsV1") {
            errors.invalid(&path.field("fieldsType"), fields_type, "must be `FieldsV1`");
        }
        check_manager(text(entry.manager.as_ref()), &path.field("manager"), errors);
        if text(entry.subresource.as_ref()).len() > 256 {
            errors.too_long(&path.field("subresource"), 256);
        }
    }
}

/// Upstream: ValidateFieldManager.
fn check_manager(manager: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    if manager.len() > 128 {
        errors.too_long(path, 128);
    }
    for (at, character) in manager.char_indices().filter(|(_, character)| !is_printable(*character)) {
        let detail = format!("invalid character U+{:04X} (at position {at})", u32::from(character));
        errors.invalid(path, manager, detail);
    }
}
