//! The server's answers to the subresource `resize`, as recorded.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the whole file is tests")]

use api::{Kubernetes, Object, Quantity};
use apiserver::{Allocatable, Cluster, State, create, update};
use expect_test::{Expect, expect};
use serde_json::{Value, json};

/// A running Pod, and the cluster that it is in.
fn stored(there: &str, spec: &Value) -> (Object, State) {
    let kubernetes = Kubernetes::RECORDED;
    let mut state = State::new(Cluster::WithoutAccounts, &kubernetes);
    for object in api::objects(there, &kubernetes) {
        state.add(object);
    }
    let (cpu, memory) = (Quantity::parse("2").unwrap(), Quantity::parse("4Gi").unwrap());
    state.nodes.insert("node-1".to_owned(), Allocatable { cpu, memory });
    let mut spec = spec.clone();
    spec["nodeName"] = json!("node-1");
    let pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec});
    let pod = api::objects(&pod.to_string(), &kubernetes).remove(0);
    let stored = create(pod, &mut state).unwrap().object;
    (stored, state)
}

/// The answer to a resize: the refusal, or the resources of the first container.
fn answer(there: &str, spec: &Value, change: impl Fn(&mut Value), expected: &Expect) {
    let (stored, state) = stored(there, spec);
    let mut asked = stored.to_json();
    change(&mut asked);
    let answer = update(Object::from_json(asked), &stored, "resize", &state);
    let told = answer.map_or_else(
        |refusal| refusal.to_string(),
        |object| object.to_json().pointer("/spec/containers/0/resources").unwrap().to_string(),
    );
    expected.assert_eq(&told);
}

fn web() -> Value {
    json!({"containers": [{"name": "web", "image": "a:1", "resources": {
        "requests": {"cpu": "100m", "memory": "64Mi"}, "limits": {"cpu": "200m", "memory": "128Mi"}}}]})
}

fn set(pointer: &'static str, value: Value) -> impl Fn(&mut Value) {
    move |pod| *pod.pointer_mut(pointer).unwrap() = value.clone()
}

const RESOURCES: &str = "/spec/containers/0/resources";

#[test]
fn cpu_and_memory_change_and_all_else_stays() {
    answer(
        "",
        &web(),
        |pod| {
            set("/spec/containers/0/resources/requests/cpu", json!("150m"))(pod);
            set("/spec/containers/0/image", json!("a:2"))(pod);
            pod["metadata"]["labels"] = json!({"tier": "front"});
        },
        &expect![[r#"{"limits":{"cpu":"200m","memory":"128Mi"},"requests":{"cpu":"150m","memory":"64Mi"}}"#]],
    );
    let (stored, state) = stored("", &web());
    let mut asked = stored.to_json();
    asked["spec"]["terminationGracePeriodSeconds"] = json!(5);
    asked["metadata"]["labels"] = json!({"tier": "front"});
    let kept = update(Object::from_json(asked), &stored, "resize", &state).unwrap();
    assert_eq!(kept.to_json(), stored.to_json());
}

#[test]
fn a_pod_that_is_being_debugged_is_resized_as_any_other() {
    let (stored, state) = stored("", &web());
    let mut there = stored.to_json();
    there["spec"]["ephemeralContainers"] = json!([{"name": "debug", "image": "a:1",
        "imagePullPolicy": "IfNotPresent", "terminationMessagePolicy": "File"}]);
    let mut asked = there.clone();
    asked["spec"]["containers"][0]["resources"]["requests"]["cpu"] = json!("150m");
    let resized = update(Object::from_json(asked), &Object::from_json(there), "resize", &state).unwrap();
    assert_eq!(resized.to_json().pointer("/spec/containers/0/resources/requests/cpu"), Some(&json!("150m")));
}

#[test]
fn the_class_is_kept_and_no_amount_goes() {
    let burstable = web();
    answer(
        "",
        &burstable,
        set(
            RESOURCES,
            json!({"requests": {"cpu": "200m", "memory": "128Mi"}, "limits": {"cpu": "200m", "memory": "128Mi"}}),
        ),
        &expect![[
            r#"Pod "web" is invalid: spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing"#
        ]],
    );
    answer(
        "",
        &burstable,
        set(RESOURCES, json!({})),
        &expect![[
            r#"Pod "web" is invalid: [spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing, spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed, spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed]"#
        ]],
    );
    answer(
        "",
        &burstable,
        |pod| {
            drop(
                pod.pointer_mut("/spec/containers/0/resources/limits")
                    .unwrap()
                    .as_object_mut()
                    .unwrap()
                    .remove("memory"),
            );
        },
        &expect![[
            r#"Pod "web" is invalid: spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed"#
        ]],
    );
    let bare =
        json!({"containers": [{"name": "web", "image": "a:1", "resources": {"requests": {"cpu": "100m"}}}]});
    answer(
        "",
        &bare,
        set(RESOURCES, json!({"requests": {"cpu": "100m"}, "limits": {"cpu": "300m"}})),
        &expect![[r#"{"limits":{"cpu":"300m"},"requests":{"cpu":"100m"}}"#]],
    );
}

#[test]
fn only_cpu_and_memory_of_the_same_containers() {
    let mutable =
        expect![[r#"Pod "web" is invalid: spec: Forbidden: only cpu and memory resources are mutable"#]];
    answer(
        "",
        &web(),
        |pod| pod["spec"]["containers"][0]["resources"]["requests"]["ephemeral-storage"] = json!("1Gi"),
        &mutable,
    );
    answer(
        "",
        &web(),
        |pod| {
            pod["spec"]["containers"][0]["resizePolicy"] =
                json!([{"resourceName": "cpu", "restartPolicy": "RestartContainer"}]);
        },
        &mutable,
    );
    answer(
        "",
        &web(),
        set("/spec/containers/0/name", json!("other")),
        &expect![[
            r#"Pod "web" is invalid: spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize"#
        ]],
    );
}

#[test]
fn the_pod_as_a_whole_bounds_its_containers() {
    let spec = json!({
        "resources": {"requests": {"cpu": "200m", "memory": "128Mi"}, "limits": {"cpu": "400m", "memory": "256Mi"}},
        "containers": [{"name": "web", "image": "a:1"}, {"name": "cache", "image": "b:1", "resources":
            {"requests": {"cpu": "50m", "memory": "32Mi"}, "limits": {"cpu": "100m", "memory": "64Mi"}}}]});
    answer(
        "",
        &spec,
        set("/spec/resources/requests/cpu", json!("10m")),
        &expect![[
            r#"Pod "web" is invalid: spec.resources.requests[cpu]: Invalid value: "10m": must be greater than or equal to aggregate container requests of 50m"#
        ]],
    );
    answer(
        "",
        &spec,
        |pod| drop(pod["spec"].as_object_mut().unwrap().remove("resources")),
        &expect![[
            r#"Pod "web" is invalid: spec.resources: Forbidden: pod-level resources cannot be removed"#
        ]],
    );
}

#[test]
fn the_node_the_limit_range_and_the_quota_have_their_say() {
    answer(
        "",
        &web(),
        set(
            RESOURCES,
            json!({"requests": {"cpu": "3", "memory": "5Gi"}, "limits": {"cpu": "4", "memory": "6Gi"}}),
        ),
        &expect![[
            r#"pods "web" is forbidden: node didn't have enough allocatable resources: cpu, requested: 3000, allocatable: 2000; memory, requested: 5368709120, allocatable: 4294967296"#
        ]],
    );
    let range = "{apiVersion: v1, kind: LimitRange, metadata: {name: bounds}, spec: {limits: [{type: Container, max: {cpu: 400m}}]}}";
    answer(
        range,
        &web(),
        set("/spec/containers/0/resources/limits/cpu", json!("500m")),
        &expect![[r#"pods "web" is forbidden: maximum cpu usage per Container is 400m, but limit is 500m"#]],
    );
    let quota =
        "{apiVersion: v1, kind: ResourceQuota, metadata: {name: team}, spec: {hard: {requests.cpu: 150m}}}";
    answer(
        quota,
        &web(),
        set("/spec/containers/0/resources/requests/cpu", json!("180m")),
        &expect![[
            r#"pods "web" is forbidden: exceeded quota: team, requested: requests.cpu=80m, used: requests.cpu=100m, limited: requests.cpu=150m"#
        ]],
    );
}

#[test]
fn before_the_gate_there_is_no_such_subresource() {
    let (stored, mut state) = stored("", &web());
    state.kubernetes = Kubernetes::parse("1.32", []).unwrap();
    let refused = update(stored.clone(), &stored, "resize", &state).unwrap_err();
    assert_eq!(
        (refused.code(), refused.to_string().as_str()),
        (404, "the server could not find the requested resource")
    );
}
