//! Annotations of any object. Upstream: ValidateAnnotations, apimachinery/pkg/api/validation/objectmeta.go.

use std::borrow::Cow;
use std::collections::BTreeMap;

use api::FieldPath;

use crate::site::Context;
use crate::{Errors, names};

/// The most bytes that all keys and values of an object may have together.
const MOST_BYTES: usize = 256 * 1024;

pub(crate) fn check(
    annotations: Option<&BTreeMap<String, String>>,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    for key in annotations.into_iter().flat_map(BTreeMap::keys) {
        // Upper case is fine here, but rare.
        let has_upper = key.bytes().any(|byte| byte.is_ascii_uppercase());
        let lower = if has_upper { Cow::Owned(key.to_lowercase()) } else { Cow::Borrowed(key.as_str()) };
        errors.invalid_each(path, key, names::label_key(&lower, context.kubernetes));
    }
    if size(annotations) > MOST_BYTES {
        errors.too_long(path, MOST_BYTES);
    }
}

fn size(annotations: Option<&BTreeMap<String, String>>) -> usize {
    annotations.into_iter().flatten().map(|(key, value)| key.len() + value.len()).sum()
}
