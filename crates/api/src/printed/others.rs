//! The API server prints fields of the kinds without a Pod that nobody wrote, and leaves out some that were written.
//! Upstream: the `omitempty` of staging/src/k8s.io/api, and the statuses that `PrepareForCreate` leaves behind.

use serde_json::{Map, Value, json};

use super::structs;

type Fields = Map<String, Value>;

/// Completes an object of one of these kinds.
pub(super) fn complete(value: &mut Value) {
    let text = |field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (kind, version) = (text("kind"), text("apiVersion"));
    let (Some(other), Value::Object(object)) = (crate::kinds::other(&version, &kind), value) else { return };
    if let Some(Value::Object(metadata)) = object.get_mut("metadata") {
        metadata.retain(|_, value| !is_empty(value));
    }
    if let Some(status) = first_status(&kind, other.api_version) {
        object.entry("status").or_insert(status);
    }
    if let ("Service", Some(Value::Object(spec))) = (kind.as_str(), object.get_mut("spec")) {
        service(spec);
    }
    structs::print(object, &version, &kind);
}

/// Texts, numbers, lists and maps of metadata are not printed when there is nothing in them.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Number(number) => number.as_i64() == Some(0),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) => false,
    }
}

/// The status of a new object.
fn first_status(kind: &str, version: &str) -> Option<Value> {
    Some(match kind {
        "HorizontalPodAutoscaler" if version == "autoscaling/v1" => {
            json!({"currentReplicas": 0, "desiredReplicas": 0})
        }
        "HorizontalPodAutoscaler" => json!({"currentMetrics": null, "desiredReplicas": 0}),
        "Ingress" | "Service" => json!({"loadBalancer": {}}),
        "Namespace" => json!({"phase": "Active"}),
        "PersistentVolume" | "PersistentVolumeClaim" => json!({"phase": "Pending"}),
        "PodDisruptionBudget" => {
            json!({"currentHealthy": 0, "desiredHealthy": 0, "disruptionsAllowed": 0, "expectedPods": 0})
        }
        "ResourceClaim" | "ResourceQuota" => json!({}),
        _ => return None,
    })
}

/// The group of a reference is printed also where it is the core group.
pub(super) fn data_source(spec: &mut Fields) {
    for field in ["dataSource", "dataSourceRef"] {
        if let Some(Value::Object(source)) = spec.get_mut(field) {
            source.entry("apiGroup").or_insert(Value::Null);
        }
    }
}

/// The lists that follow from the single address and from the policy on a cluster with one family.
/// Upstream: pkg/registry/core/service/storage/alloc.go.
fn service(spec: &mut Fields) {
    let text = |field: &str| spec.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (kind, address) = (text("type"), text("clusterIP"));
    if kind == "ExternalName" {
        return;
    }
    let is_missing = |list: &str| spec.get(list).and_then(Value::as_array).is_none_or(Vec::is_empty);
    let (no_addresses, no_families) = (is_missing("clusterIPs"), is_missing("ipFamilies"));
    if no_addresses && !address.is_empty() {
        spec.insert("clusterIPs".to_owned(), json!([address]));
    }
    let selects = spec.get("selector").and_then(Value::as_object).is_some_and(|map| !map.is_empty());
    let is_dual = address == "None" && !selects && text_of(spec, "ipFamilyPolicy") != "SingleStack";
    if no_families {
        let families = if address.contains(':') {
            json!(["IPv6"])
        } else if is_dual {
            json!(["IPv4", "IPv6"])
        } else {
            json!(["IPv4"])
        };
        spec.insert("ipFamilies".to_owned(), families);
    }
}

fn text_of<'a>(spec: &'a Fields, field: &str) -> &'a str {
    spec.get(field).and_then(Value::as_str).unwrap_or_default()
}
