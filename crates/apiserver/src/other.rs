//! The kinds without a Pod that LimitRanges are about.

use crate::Refusal;
use crate::names;
use admission::Surroundings;
use api::Object;
use api::typed::object_from_json;
use k8s_openapi::api::core::v1::PersistentVolumeClaim;
use serde_json::Value;

/// LimitRanges bound claims too.
pub(crate) fn check(value: &Value, around: &Surroundings, object: &Object) -> Result<(), Refusal> {
    if value.get("kind").and_then(Value::as_str) != Some("PersistentVolumeClaim") {
        return Ok(());
    }
    let Ok(claim) = object_from_json::<PersistentVolumeClaim>(value) else { return Ok(()) };
    admission::limit_range::check_claim(&claim, around).map_err(|why| forbidden(object, &why))
}

/// `deployments.apps "web" is forbidden: ...`.
pub(crate) fn forbidden(object: &Object, why: &str) -> Refusal {
    admission::Refusal::forbidden(&names::resource(object), &names::name(object), why).into()
}
