//! The kinds without a Pod that LimitRanges and quotas are about, or that are these.

use crate::Refusal;
use crate::names;
use admission::Surroundings;
use api::Object;
use api::typed::object_from_json;
use k8s_openapi::api::core::v1::{LimitRange, PersistentVolumeClaim, ResourceQuota};
use serde_json::Value;

/// LimitRanges and quotas are validated; of other kinds nothing is known.
pub(crate) fn check(value: &Value, around: &Surroundings, object: &Object) -> Result<(), Refusal> {
    let errors = match value.get("kind").and_then(Value::as_str) {
        Some("LimitRange") => object_from_json(value).map_or_else(
            |_| Vec::new(),
            |mut range: LimitRange| {
                admission::limit_range::fill_in(&mut range);
                admission::limit_range::errors(&range)
            },
        ),
        Some("ResourceQuota") => object_from_json(value)
            .map_or_else(|_| Vec::new(), |quota: ResourceQuota| admission::quota::errors(&quota)),
        Some("PersistentVolumeClaim") => {
            let Ok(claim) = object_from_json::<PersistentVolumeClaim>(value) else { return Ok(()) };
            return admission::limit_range::check_claim(&claim, around)
                .map_err(|why| forbidden(object, &why));
        }
        _ => return Ok(()),
    };
    if errors.is_empty() {
        return Ok(());
    }
    Err(Refusal::Invalid { kind: names::qualified(object), name: names::name(object), errors })
}

/// `deployments.apps "web" is forbidden: ...`.
pub(crate) fn forbidden(object: &Object, why: &str) -> Refusal {
    admission::Refusal::forbidden(&names::resource(object), &names::name(object), why).into()
}
