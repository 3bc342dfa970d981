//! A Pod as the API server sends it: with the fields that it writes although they are empty.
//! Upstream: the `json` tags without `omitempty` of staging/src/k8s.io/api/core/v1/types.go.

use k8s_openapi::api::core::v1::{Event, Pod};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{MicroTime, Time};
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

/// The JSON form of an event: times that were never set are null.
pub(crate) fn event(event: &Event) -> Value {
    let (about, meta) = (&event.involved_object, &event.metadata);
    let short = |time: &Option<Time>| time.as_ref().map(|time| api::time::text(time.0));
    let long = |time: &Option<MicroTime>| time.as_ref().map(|time| api::time::micro_text(time.0));
    let mut value = json!({
        "metadata": {
            "creationTimestamp": short(&meta.creation_timestamp),
            "labels": meta.labels.as_ref().map(|labels| labels.iter().map(|(key, label)| (key.clone(), label.as_str().into())).collect::<Map<_, _>>()),
            "name": meta.name,
            "namespace": meta.namespace,
            "resourceVersion": meta.resource_version,
            "uid": meta.uid,
        },
        "involvedObject": {
            "apiVersion": about.api_version,
            "fieldPath": about.field_path,
            "kind": about.kind,
            "name": about.name,
            "namespace": about.namespace,
            "resourceVersion": about.resource_version,
            "uid": about.uid,
        },
        "source": event.source.as_ref().map(|source| json!({"component": source.component, "host": source.host})),
        "series": event.series.as_ref().map(|series| json!({"count": series.count, "lastObservedTime": long(&series.last_observed_time)})),
        "action": event.action,
        "count": event.count,
        "message": event.message,
        "reason": event.reason,
        "reportingComponent": event.reporting_component,
        "reportingInstance": event.reporting_instance,
        "type": event.type_,
    });
    without_nulls(&mut value);
    if let Some(fields) = value.as_object_mut() {
        fields.insert("apiVersion".to_owned(), "v1".into());
        fields.insert("kind".to_owned(), "Event".into());
        fields.insert("firstTimestamp".to_owned(), json!(short(&event.first_timestamp)));
        fields.insert("lastTimestamp".to_owned(), json!(short(&event.last_timestamp)));
        fields.insert("eventTime".to_owned(), json!(long(&event.event_time)));
    }
    value
}

/// Takes out the fields that hold nothing.
fn without_nulls(value: &mut Value) {
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, field| !field.is_null());
        fields.values_mut().for_each(without_nulls);
    }
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
