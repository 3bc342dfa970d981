//! The subresource `scale`, as the server reads a patch of it. Upstream: ValidateScale, pkg/apis/autoscaling/validation.

use kubectl::PatchKind;
use kubectl::apply::{Doing, Invalid, Refusal};
use serde_json::{Value, json};

use super::objects::text;
use api::well_known::NO_RESOURCE;

/// The refusal of a patch of an object's scale; `None` when the server takes it.
pub(super) fn refusal(object: &Value, patch: &Value, kind: PatchKind) -> Option<Refusal> {
    if !simulator::SCALED.contains(&text(object, "/kind")) {
        let message = NO_RESOURCE.to_owned();
        return Some(Refusal::Status { reason: "NotFound", doing: Doing::Nothing, message });
    }
    let field = |pointer: &str| object.pointer(pointer).cloned().unwrap_or_default();
    let name = text(object, "/metadata/name");
    let mut scale = json!({
        "kind": "Scale",
        "apiVersion": "autoscaling/v1",
        "metadata": {
            "name": name,
            "namespace": field("/metadata/namespace"),
            "uid": field("/metadata/uid"),
            "creationTimestamp": field("/metadata/creationTimestamp"),
        },
        "spec": {"replicas": object.pointer("/spec/replicas").unwrap_or(&json!(1))},
        "status": {"replicas": field("/status/replicas")},
    });
    if let Err(words) = simulator::patched(&mut scale, patch, Some(kind.name())) {
        return Some(Refusal::Request(words.split(" (").next().unwrap_or_default().to_owned()));
    }
    let unread = |patch: String, why: String| Refusal::Unreadable { patch, why, doing: Doing::Nothing };
    let whole = || api::json::text(&api::json::sorted(scale.clone()));
    let replicas = scale.pointer("/spec/replicas")?;
    let word = match replicas {
        Value::Number(number) => match number.as_i64() {
            Some(count) if i32::try_from(count).is_ok() => {
                let error =
                    format!("spec.replicas: Invalid value: {count}: must be greater than or equal to 0");
                let (kind, group) = ("Scale".to_owned(), "autoscaling".to_owned());
                let doing = Doing::Nothing;
                let invalid = Invalid { kind, group, name: name.to_owned(), doing, errors: vec![error] };
                return (count < 0).then_some(Refusal::Invalid(invalid));
            }
            _ => format!("number {number}"),
        },
        Value::Null => return None,
        // A strategic patch is read as a map.
        _ if kind == PatchKind::Strategic => {
            return Some(unread(api::json::go_text(patch), "unrecognized type: int32".to_owned()));
        }
        Value::String(_) => "string".to_owned(),
        Value::Bool(_) => "bool".to_owned(),
        Value::Array(_) => "array".to_owned(),
        Value::Object(_) => "object".to_owned(),
    };
    let why =
        format!("json: cannot unmarshal {word} into Go struct field ScaleSpec.spec.replicas of type int32");
    Some(unread(whole(), why))
}
