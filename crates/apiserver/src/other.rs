//! The kinds without a Pod that plugins look at.

use crate::{Refusal, State, names, state};
use admission::pod_security::Policy;
use admission::{Surroundings, Word};
use api::typed::object_from_json;
use api::{FieldPath, Object};
use k8s_openapi::api::core::v1::PersistentVolumeClaim;
use serde_json::Value;
use validation::{Error, Errors};

/// LimitRanges bound claims, and only one PriorityClass is the default.
pub(crate) fn check(
    value: &Value,
    around: &Surroundings,
    state: &State,
    object: &Object,
) -> Result<(), Refusal> {
    match object.kind() {
        "PersistentVolumeClaim" => claim(value, around, object),
        "PriorityClass" => default_class(value, state, object),
        _ => Ok(()),
    }
}

/// The labels that choose the level of Pod security. Upstream: ValidateNamespace,
/// staging/src/k8s.io/pod-security-admission/admission/admission.go.
pub(crate) fn security_labels(object: &Object) -> Vec<Error> {
    let Object::Other(value) = object else { return Vec::new() };
    if object.kind() != "Namespace" {
        return Vec::new();
    }
    let labels = state::labels(value);
    let path = FieldPath::root("metadata");
    let path = path.field("labels");
    let mut errors = Errors::default();
    for (label, why) in Policy::unreadable(&labels) {
        let written = labels.get(&label).map(String::as_str).unwrap_or_default();
        errors.invalid(&path.key(&label), written, why);
    }
    errors.into_vec()
}

/// Whether a PriorityClass in its JSON form is the default.
pub(crate) fn is_default(class: &Value) -> bool {
    class.get("globalDefault") == Some(&Value::Bool(true))
}

/// Upstream: validatePriorityClass, plugin/pkg/admission/priority/admission.go.
fn default_class(value: &Value, state: &State, object: &Object) -> Result<(), Refusal> {
    match state.default_class.as_ref().filter(|_| is_default(value)) {
        Some(default) => {
            let why =
                format!("PriorityClass {default} {}. Only one default can exist", Word::MarkedAsDefault);
            Err(forbidden(object, &why))
        }
        None => Ok(()),
    }
}

fn claim(value: &Value, around: &Surroundings, object: &Object) -> Result<(), Refusal> {
    let Ok(claim) = object_from_json::<PersistentVolumeClaim>(value) else { return Ok(()) };
    admission::limit_range::check_claim(&claim, around).map_err(|why| forbidden(object, &why))
}

/// `deployments.apps "web" is forbidden: ...`.
pub(crate) fn forbidden(object: &Object, why: &str) -> Refusal {
    admission::Refusal::forbidden(&names::resource(object), &names::name(object), why).into()
}
