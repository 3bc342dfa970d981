//! Finalizers. Upstream: ValidateFinalizers, apimachinery/pkg/api/validation/objectmeta.go,
//! and ValidateObjectMeta, pkg/apis/core/validation/validation.go, for the old short names.

use api::FieldPath;

use crate::site::{Context, all};
use crate::{Errors, go, names};

/// Names without a slash that are known.
pub(crate) const SHORT_FINALIZERS: [&str; 3] = ["foregroundDeletion", "kubernetes", "orphan"];

pub(crate) fn check(
    finalizers: Option<&Vec<String>>,
    metadata: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let path = metadata.field("finalizers");
    for finalizer in all(finalizers) {
        errors.invalid_each(&path, finalizer, names::label_key(finalizer, context.kubernetes));
    }
    let has = |name: &str| all(finalizers).iter().any(|finalizer| finalizer == name);
    if has("orphan") && has("foregroundDeletion") {
        let detail = "finalizer orphan and foregroundDeletion cannot be both set";
        errors.invalid(&path, go::texts(finalizers), detail);
    }
}

/// The short names; they are looked at after everything else in `metadata`.
/// Upstream: validateKubeFinalizerName.
pub(super) fn check_short_names(
    finalizers: Option<&Vec<String>>,
    metadata: &FieldPath<'_>,
    errors: &mut Errors,
) {
    let path = metadata.field("finalizers");
    for (index, finalizer) in all(finalizers).iter().enumerate() {
        if !finalizer.contains('/') && !SHORT_FINALIZERS.contains(&finalizer.as_str()) {
            let detail = "name is neither a standard finalizer name nor is it fully qualified";
            errors.invalid(&path.index(index), finalizer, detail);
        }
    }
}
