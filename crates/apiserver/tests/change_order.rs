//! Changes whose errors come in an order of their own, in the words of an API server 1.36.2.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

use api::{Kubernetes, Object};
use apiserver::{Cluster, State, create, merge, update};
use serde_json::{Value, json};

/// The answer to a change of a stored object.
fn changed(text: &str, change: &Value) -> String {
    let mut state = State::new(Cluster::New, &Kubernetes::RECORDED);
    let stored = create(api::objects(text, &Kubernetes::RECORDED).remove(0), &mut state).unwrap().object;
    let mut value = stored.to_json();
    merge(&mut value, &json!({}), change);
    match update(Object::from_json(value), &stored, "", &state) {
        Ok(object) => object.to_json().to_string(),
        Err(refusal) => refusal.to_string(),
    }
}

#[test]
fn metadata_come_before_fixed_fields() {
    let told = changed(
        "{apiVersion: v1, kind: Secret, metadata: {name: a}}",
        &json!({"type": "b/c", "metadata": {"finalizers": ["x"]}}),
    );
    let fixed = told.find("type: Invalid value: \"b/c\": field is immutable");
    assert!(told.find("metadata.finalizers[0]") < fixed && fixed.is_some(), "{told}");
}

#[test]
fn the_service_of_a_stateful_set_is_fixed_whatever_it_is_called() {
    let text = "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a}, spec: {serviceName: a, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: b}]}}}}";
    let told = changed(text, &json!({"spec": {"serviceName": "a:b"}}));
    assert!(
        told.starts_with("StatefulSet.apps \"a\" is invalid: spec: Forbidden: updates to statefulset"),
        "{told}"
    );
}

#[test]
fn a_source_is_copied_before_it_is_compared() {
    let text = "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}";
    let source = json!({"kind": "PersistentVolumeClaim", "name": "x"});
    let told = changed(text, &json!({"spec": {"dataSource": source}}));
    assert!(told.contains("+ \"DataSourceRef\": {"), "{told}");
}

#[test]
fn amounts_are_shown_as_they_are_stored() {
    let text = "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: b, resources: {limits: {cpu: 0.5}}}]}}";
    let told = changed(
        text,
        &json!({"spec": {"containers": [{"name": "a", "image": "b", "resources": {"limits": {"cpu": "1"}}}]}}),
    );
    assert!(told.contains("-     \"cpu\": \"500m\""), "{told}");
}
