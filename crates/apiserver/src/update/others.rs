//! What may change of the built-in kinds without a Pod. Upstream: the `Validate*Update` of pkg/apis/{core,discovery,node,
//! rbac,resource,scheduling,storage}/validation/validation.go. A claim's storage and a Service's addresses are left out:
//! they depend on what the cluster has bound.

use serde_json::{Value, json};

/// The kinds with fields that are fixed, each with a value that says so.
const FIXED: [(&str, &[&str]); 6] = [
    ("EndpointSlice", &["addressType"]),
    ("PriorityClass", &["preemptionPolicy"]),
    ("ResourceClaim", &["spec"]),
    ("RuntimeClass", &["handler"]),
    ("Secret", &["type"]),
    ("StorageClass", &["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"]),
];

/// The errors of an update that a create would not have, each with its field.
pub(super) fn errors(new: &Value, old: &Value) -> Vec<String> {
    let kind = new.get("kind").and_then(Value::as_str).unwrap_or_default();
    let changed = |field: &str| new.get(field) != old.get(field);
    let mut errors = Vec::new();
    if kind == "PriorityClass" && changed("value") {
        errors.push("value: Forbidden: may not be changed in an update.".to_owned());
    }
    let fixed = FIXED.iter().find(|(fixed, _)| *fixed == kind).map(|(_, fields)| *fields).unwrap_or_default();
    for field in fixed.iter().filter(|field| changed(field)) {
        let value = api::json::text(new.get(field).unwrap_or(&Value::Null));
        errors.push(format!("{field}: Invalid value: {value}: field is immutable"));
    }
    if matches!(kind, "ConfigMap" | "Secret") && old.get("immutable") == Some(&Value::Bool(true)) {
        let loosened = new.get("immutable") != Some(&Value::Bool(true));
        let all = [("immutable", loosened), ("data", changed("data")), ("binaryData", changed("binaryData"))];
        for (field, _) in all.into_iter().filter(|(_, is_changed)| *is_changed) {
            errors.push(format!("{field}: Forbidden: field is immutable when `immutable` is set"));
        }
    }
    if matches!(kind, "RoleBinding" | "ClusterRoleBinding") && changed("roleRef") {
        let text = |field: &str| new.pointer(field).cloned().unwrap_or_else(|| json!(""));
        let value = json!({
            "APIGroup": text("/roleRef/apiGroup"),
            "Kind": text("/roleRef/kind"),
            "Name": text("/roleRef/name"),
        });
        errors.push(format!("roleRef: Invalid value: {}: cannot change roleRef", api::json::text(&value)));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::errors;
    use serde_json::json;

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
    }
}
