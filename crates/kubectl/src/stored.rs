//! A Pod as the API server sends it: with the fields that it writes although they are empty.
//! Upstream: the `json` tags without `omitempty` of staging/src/k8s.io/api/core/v1/types.go.

use k8s_openapi::api::core::v1::Pod;
use serde_json::{Map, Value, json};

/// The JSON form of a Pod, as `kubectl get -o json` receives it.
pub fn stored(pod: &Pod) -> Value {
    let mut value = serde_json::to_value(pod).unwrap_or_default();
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        for container in items(&mut value, "spec", list) {
            container.entry("resources").or_insert_with(|| json!({}));
        }
    }
    for condition in items(&mut value, "status", "conditions") {
        condition.entry("lastProbeTime").or_insert(Value::Null);
        condition.entry("lastTransitionTime").or_insert(Value::Null);
    }
    for list in ["initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"] {
        for status in items(&mut value, "status", list) {
            for state in ["state", "lastState"] {
                status.entry(state).or_insert_with(|| json!({}));
            }
        }
    }
    value
}

/// The objects of a list below a part of the Pod.
fn items<'v>(pod: &'v mut Value, part: &str, list: &str) -> impl Iterator<Item = &'v mut Map<String, Value>> {
    let list = pod.get_mut(part).and_then(|part| part.get_mut(list)).and_then(Value::as_array_mut);
    list.into_iter().flatten().filter_map(Value::as_object_mut)
}
