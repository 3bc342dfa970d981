//! Labels. Upstream: ValidateLabels, apimachinery/pkg/apis/meta/v1/validation/validation.go.

use std::collections::BTreeMap;

use api::FieldPath;

use crate::site::Context;
use crate::{Errors, names};

/// The keys and values of labels; the path is the map's, never that of one label.
pub(crate) fn check(
    labels: Option<&BTreeMap<String, String>>,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    for (key, value) in labels.into_iter().flatten() {
        check_key(key, path, context, errors);
        errors.invalid_each(path, value, names::label_value(value, context.kubernetes));
    }
}

/// One label key. Upstream: ValidateLabelName.
pub(crate) fn check_key(key: &str, path: &FieldPath<'_>, context: &Context<'_>, errors: &mut Errors) {
    errors.invalid_each(path, key, names::label_key(key, context.kubernetes));
}
