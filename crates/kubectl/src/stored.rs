//! A Pod as the API server sends it: with the fields that it writes although they are empty.
//! Upstream: the `json` tags without `omitempty` of staging/src/k8s.io/api/core/v1/types.go.

use k8s_openapi::api::core::v1::Pod;
use serde_json::{Map, Value, json};

/// The JSON form of a Pod, as `kubectl get -o json` receives it.
pub fn stored(pod: &Pod) -> Value {
    let mut value = api::typed::to_json(pod);
    for condition in items(&mut value, "status", "conditions") {
        for time in ["lastProbeTime", "lastTransitionTime"] {
            condition.entry(time).or_insert(Value::Null);
        }
    }
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        for container in items(&mut value, "spec", list) {
            container.entry("resources").or_insert_with(|| json!({}));
        }
    }
    for list in ["initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"] {
        for status in items(&mut value, "status", list) {
            for state in ["state", "lastState"] {
                let state = status.entry(state).or_insert_with(|| json!({}));
                unset_times(state, "running", &["startedAt"]);
                unset_times(state, "terminated", &["startedAt", "finishedAt"]);
            }
        }
    }
    value
}

/// A time that was never set is printed as `null`.
fn unset_times(state: &mut Value, kind: &str, times: &[&str]) {
    if let Some(fields) = state.get_mut(kind).and_then(Value::as_object_mut) {
        for time in times {
            fields.entry(*time).or_insert(Value::Null);
        }
    }
}

/// The objects of a list below a part of the Pod.
fn items<'v>(pod: &'v mut Value, part: &str, list: &str) -> impl Iterator<Item = &'v mut Map<String, Value>> {
    let list = pod.get_mut(part).and_then(|part| part.get_mut(list)).and_then(Value::as_array_mut);
    list.into_iter().flatten().filter_map(Value::as_object_mut)
}

#[cfg(test)]
mod tests {
    use super::stored;
    use crate::yaml;
    use expect_test::expect;
    use serde_json::json;

    #[test]
    fn what_the_server_writes_though_it_is_empty_is_there() {
        let pod = serde_json::from_value(json!({
            "metadata": {"name": "web"},
            "spec": {"containers": [{"name": "app"}]},
            "status": {
                "conditions": [{"type": "Ready", "status": "False"}],
                "containerStatuses": [{"name": "app", "state": {"terminated": {"exitCode": 1}}}],
            },
        }));
        expect![[r#"
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
            spec:
              containers:
              - name: app
                resources: {}
            status:
              conditions:
              - lastProbeTime: null
                lastTransitionTime: null
                status: "False"
                type: Ready
              containerStatuses:
              - image: ""
                imageID: ""
                lastState: {}
                name: app
                ready: false
                restartCount: 0
                state:
                  terminated:
                    exitCode: 1
                    finishedAt: null
                    startedAt: null
        "#]]
        .assert_eq(&yaml::print(&stored(&pod.unwrap())));
    }
}
