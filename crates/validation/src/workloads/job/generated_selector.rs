//! The selector that the server writes into a Job. Upstream: validateGeneratedSelector,
//! pkg/apis/batch/validation/validation.go, and ValidateHasLabel, pkg/apis/core/validation/validation.go.

use std::collections::BTreeMap;

use api::FieldPath;
use api::collections::gather;
use k8s_openapi::api::batch::v1::JobSpec;

use crate::metadata::label_selector;
use crate::rule::rule;
use crate::site::Context;
use crate::workloads::selector;
use crate::{Errors, Rule, go};

pub(crate) static JOB_SELECTOR: Rule = rule!(
    "job-selector",
    Invalid ".selector" "`selector` not auto-generated",
    Invalid ".selector" "`selector` will be auto-generated"
);

/// A Job whose author gave labels or a selector of the same keys keeps them, and is refused here.
pub(super) fn check(spec: &JobSpec, name: &str, uid: &str, context: &Context<'_>, errors: &mut Errors) {
    if spec.manual_selector == Some(true) {
        return;
    }
    let Some(selector) = &spec.selector else { return };
    let labels = spec.template.metadata.as_ref().and_then(|metadata| metadata.labels.as_ref());
    let expected = [
        ("controller-uid", uid),
        ("job-name", name),
        ("batch.kubernetes.io/controller-uid", uid),
        ("batch.kubernetes.io/job-name", name),
    ];
    let path = FieldPath::root("spec");
    let path = path.field("template.metadata.labels");
    for (key, value) in expected {
        match labels.and_then(|labels| labels.get(key)) {
            None => errors.required(&path.key(key), format!("must be '{value}'")),
            Some(given) if given != value => {
                errors.invalid(&path.key(key), go::text_map(labels), format!("must be '{value}'"));
            }
            Some(_) => {}
        }
    }
    let expected: BTreeMap<String, String> =
        gather(expected.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())));
    if selector::is_usable(selector, context) && !selector::matches(selector, Some(&expected)) {
        let value = label_selector::printed(Some(selector));
        let path = FieldPath::root("spec");
        let detail = "`selector` not auto-generated";
        errors.of(&JOB_SELECTOR).invalid(&path.field("selector"), value, detail);
    }
}
