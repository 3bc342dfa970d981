//! The rules of what may change in the built-in kinds without a Pod. Upstream: the `Validate*Update` of pkg/apis/{core,discovery,node,
//! rbac,resource,scheduling,storage,networking}/validation/validation.go.

use super::{forbidden, invalid, service, storage};
use api::collections::gather;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use validation::Error;

/// The kinds with fields that are fixed, each with a value that says so.
const FIXED: [(&str, &[&str]); 7] = [
    ("EndpointSlice", &["addressType"]),
    ("PriorityClass", &["preemptionPolicy"]),
    ("ResourceClaim", &["spec"]),
    ("ResourceClaimTemplate", &["spec"]),
    ("RuntimeClass", &["handler"]),
    ("Secret", &["type"]),
    ("StorageClass", &["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"]),
];

/// Fields that may be set once, by kind, with the refusal of another value.
const ONCE: [(&str, &str, &str); 2] = [
    ("Node", "podCIDRs", "node updates may not change podCIDR except from \"\" to valid"),
    ("Node", "providerID", "node updates may not change providerID except from \"\" to valid"),
];

/// Changes the new object as the server does before it looks at the change.
pub(super) fn settle(new: &mut Value, old: &Value) {
    if new.get("kind").and_then(Value::as_str) == Some("Service") {
        service::settle(new, old);
    }
}

/// The errors of an update that a create would not have, each with its field.
pub(super) fn errors(new: &Value, old: &Value) -> Vec<Error> {
    let kind = new.get("kind").and_then(Value::as_str).unwrap_or_default();
    let changed = |field: &str| new.get(field) != old.get(field);
    let mut errors = Vec::new();
    if kind == "PriorityClass" && changed("value") {
        errors.push(forbidden("value", "may not be changed in an update."));
    }
    let fixed = FIXED.iter().find(|(fixed, _)| *fixed == kind).map(|(_, fields)| *fields).unwrap_or_default();
    for field in fixed.iter().filter(|field| changed(field)) {
        let value = api::json::text(new.get(field).unwrap_or(&Value::Null));
        errors.push(invalid(*field, &value, "field is immutable"));
    }
    if matches!(kind, "ConfigMap" | "Secret") && old.get("immutable") == Some(&Value::Bool(true)) {
        let loosened = new.get("immutable") != Some(&Value::Bool(true));
        let all = [("immutable", loosened), ("data", changed("data")), ("binaryData", changed("binaryData"))];
        for (field, _) in all.into_iter().filter(|(_, is_changed)| *is_changed) {
            errors.push(forbidden(field, "field is immutable when `immutable` is set"));
        }
    }
    if matches!(kind, "RoleBinding" | "ClusterRoleBinding") && changed("roleRef") {
        let text = |field: &str| new.pointer(field).cloned().unwrap_or_else(|| json!(""));
        let value = json!({
            "APIGroup": text("/roleRef/apiGroup"),
            "Kind": text("/roleRef/kind"),
            "Name": text("/roleRef/name"),
        });
        errors.push(invalid("roleRef", &api::json::text(&value), "cannot change roleRef"));
    }
    errors.extend(match kind {
        "PersistentVolume" => storage::volume(new, old),
        "PersistentVolumeClaim" => storage::claim(new, old),
        "Service" => service::errors(new, old),
        _ => further(kind, new, old),
    });
    errors
}

/// The kinds with a rule or two of their own.
fn further(kind: &str, new: &Value, old: &Value) -> Vec<Error> {
    let changed = |pointer: &str| new.pointer(pointer) != old.pointer(pointer);
    let mut errors = Vec::new();
    for (_, field, why) in ONCE.iter().filter(|(of, ..)| *of == kind) {
        let place = format!("/spec/{field}");
        let unset = |value: &Value| value.is_null() || *value == json!("") || *value == json!([]);
        if changed(&place) && old.pointer(&place).is_some_and(|value| !unset(value)) {
            errors.push(forbidden(format!("spec.{field}"), *why));
        }
    }
    for field in ["driverName", "parameters"] {
        if kind == "VolumeAttributesClass" && new.get(field) != old.get(field) {
            errors.push(forbidden(field, format!("updates to {field} are forbidden.")));
        }
    }
    let immutable = match kind {
        "IngressClass" => "controller",
        "ResourceQuota" => "scopes",
        _ => return errors,
    };
    let place = format!("/spec/{immutable}");
    let set = |object: &Value| -> BTreeSet<String> {
        // The order of scopes is free.
        let value = object.pointer(&place).cloned().unwrap_or_default();
        let texts = value.as_array().into_iter().flatten().map(ToString::to_string);
        if value.is_string() { gather([value.to_string()]) } else { gather(texts) }
    };
    if set(new) != set(old) {
        let value = api::json::text(new.pointer(&place).unwrap_or(&Value::Null));
        errors.push(invalid(format!("spec.{immutable}"), &value, "field is immutable"));
    }
    errors
}

#[cfg(test)]
mod tests {
    use api::Kubernetes;
    use serde_json::{Value, json};

    fn errors(new: &Value, old: &Value) -> Vec<String> {
        super::errors(new, old).iter().map(|error| error.message(&Kubernetes::RECORDED)).collect()
    }

    #[test]
    fn says_what_may_not_change() {
        let class = |value: i64| json!({"kind": "PriorityClass", "value": value});
        assert_eq!(errors(&class(1), &class(1)), Vec::<String>::new());
        assert_eq!(errors(&class(2), &class(1)), ["value: Forbidden: may not be changed in an update."]);
        let map = |text: &str| json!({"kind": "ConfigMap", "immutable": true, "data": {"a": text}});
        assert_eq!(
            errors(&map("x"), &map("y")),
            ["data: Forbidden: field is immutable when `immutable` is set"]
        );
        let binding = |name: &str| json!({"kind": "RoleBinding", "roleRef": {"apiGroup": "g", "kind": "Role", "name": name}});
        assert_eq!(
            errors(&binding("b"), &binding("a")),
            [r#"roleRef: Invalid value: {"APIGroup":"g","Kind":"Role","Name":"b"}: cannot change roleRef"#]
        );
        let class = |provisioner: &str| json!({"kind": "StorageClass", "provisioner": provisioner});
        assert_eq!(
            errors(&class("b"), &class("a")),
            [r#"provisioner: Invalid value: "b": field is immutable"#]
        );
        let quota = |scopes: [&str; 2]| json!({"kind": "ResourceQuota", "spec": {"scopes": scopes}});
        assert_eq!(errors(&quota(["a", "b"]), &quota(["b", "a"])), Vec::<String>::new());
        assert_eq!(
            errors(&quota(["a", "c"]), &quota(["a", "b"])),
            [r#"spec.scopes: Invalid value: ["a","c"]: field is immutable"#]
        );
        let node = |id: &str| json!({"kind": "Node", "spec": {"providerID": id}});
        assert_eq!(errors(&node("aws://1"), &node("")), Vec::<String>::new());
        assert_eq!(
            errors(&node("aws://2"), &node("aws://1")),
            [r#"spec.providerID: Forbidden: node updates may not change providerID except from "" to valid"#]
        );
    }
}
