//! One attempt after the other, in the scheduler's words.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "helpers of tests; an expectation is written where it is passed"
)]

use api::{Kubernetes, Object};
use expect_test::{Expect, expect};
use k8s_openapi::api::core::v1::Pod;
use scheduling::{Cluster, Outcome, PRESETS, filter};
use serde_json::{Value, json};

/// Documents: nodes, volumes, Pods with a node; the last one is the Pod to schedule.
fn check(text: &str, expected: Expect) {
    let mut cluster = Cluster::default();
    let mut pod = None;
    for object in api::objects(text, &Kubernetes::RECORDED) {
        match object {
            Object::Pod(one) => {
                cluster.pods.extend(pod.replace(*one));
            }
            Object::Other(value) => {
                assert!(cluster.add(*value));
            }
            _ => panic!("not read by the scheduler"),
        }
    }
    let pod = pod.unwrap();
    let verdict = filter(&pod, &cluster, &Kubernetes::RECORDED);
    let words = match (&verdict.outcome, verdict.event(&pod)) {
        (Outcome::Failed { nominated: Some(node), victims, .. }, Some(event)) => {
            format!("{} (then {} leaves {node})", event.message, victims.join(", "))
        }
        (_, Some(event)) => event.message,
        (outcome, None) => format!("{outcome:?}"),
    };
    expected.assert_eq(&format!("{:?} {words}", verdict.feasible));
}

const NODE: &str = "{kind: Node, apiVersion: v1, metadata: {name: a, labels: {zone: z1}}, status: {allocatable: {cpu: 2, memory: 4Gi, pods: 10}}}\n---\n";

#[test]
fn an_init_container_counts_as_much_as_it_needs_alone() {
    let used = "{kind: Pod, apiVersion: v1, metadata: {name: old}, spec: {nodeName: a, containers: [{name: c, resources: {requests: {cpu: 1200m}}}]}}\n---\n";
    let pod = |cpu: &str| {
        format!(
            "{NODE}{used}{{kind: Pod, apiVersion: v1, metadata: {{name: web}}, spec: {{initContainers: [{{name: i, resources: {{requests: {{cpu: {cpu}}}}}}}], containers: [{{name: c, resources: {{requests: {{cpu: 200m}}}}}}]}}}}"
        )
    };
    check(
        &pod("1"),
        expect![
            "[] 0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod."
        ],
    );
    check(&pod("800m"), expect![[r#"["a"] Successfully assigned default/web to a"#]]);
}

#[test]
fn a_more_important_pod_takes_the_place() {
    check(
        &format!(
            "{NODE}{{kind: Pod, apiVersion: v1, metadata: {{name: old}}, spec: {{nodeName: a, containers: [{{name: c, resources: {{requests: {{cpu: 2}}}}}}]}}}}\n---\n{{kind: Pod, apiVersion: v1, metadata: {{name: web}}, spec: {{priority: 10, containers: [{{name: c, resources: {{requests: {{cpu: 1}}}}}}]}}}}"
        ),
        expect!["[] 0/1 nodes are available: 1 Insufficient cpu. (then old leaves a)"],
    );
}

#[test]
fn what_the_node_is_not_cannot_be_mended_by_eviction() {
    let pod = |more: &str| {
        format!(
            "{NODE}{{kind: Pod, apiVersion: v1, metadata: {{name: web}}, spec: {{containers: [{{name: c}}], {more}}}}}"
        )
    };
    check(
        &pod("nodeSelector: {zone: z2}"),
        expect![
            "[] 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."
        ],
    );
    check(
        &pod(
            "topologySpreadConstraints: [{maxSkew: 1, topologyKey: rack, whenUnsatisfiable: DoNotSchedule, labelSelector: {}}]",
        ),
        expect![
            "[] 0/1 nodes are available: 1 node(s) didn't match pod topology spread constraints (missing required label). no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."
        ],
    );
    check(
        &pod("volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]"),
        expect![[r#"[] 0/1 nodes are available: persistentvolumeclaim "data" not found. not found"#]],
    );
    check(&pod("schedulingGates: [{name: wait}]"), expect![[r#"[] Gated { gates: ["wait"] }"#]]);
}

#[test]
fn presets_take_a_small_pod() {
    let pod = "{kind: Pod, apiVersion: v1, metadata: {name: web}, spec: {containers: [{name: c, resources: {requests: {cpu: 500m, memory: 1Gi}}}]}}";
    let Object::Pod(pod) = api::objects(pod, &Kubernetes::RECORDED).remove(0) else { panic!("a Pod") };
    let nodes = PRESETS.iter().map(|preset| preset.node(preset.name)).collect();
    let cluster = Cluster { nodes, ..Cluster::default() };
    assert_eq!(filter(&pod, &cluster, &Kubernetes::RECORDED).feasible.len(), PRESETS.len());
}

/// Among two Pods that would do, the one without a budget leaves; a Pod whose victims are still stopping waits for them.
#[test]
fn budgets_are_spared_and_victims_are_waited_for() {
    let read = |metadata: Value, priority: i32, status: Value| -> Pod {
        let cpu = if priority == 0 { "900m" } else { "800m" };
        let node = if priority == 0 { json!("a") } else { Value::Null };
        let containers = json!([{"name": "c", "resources": {"requests": {"cpu": cpu}}}]);
        let spec = json!({"nodeName": node, "priority": priority, "containers": containers});
        serde_json::from_value(json!({"metadata": metadata, "spec": spec, "status": status})).unwrap()
    };
    let old = |name: &str| read(json!({"name": name}), 0, json!({}));
    let mut cluster = Cluster { pods: vec![old("one"), old("two")], ..Cluster::default() };
    cluster.add(json!({"kind": "Node", "metadata": {"name": "a"},
        "status": {"allocatable": {"cpu": "2", "memory": "4Gi", "pods": "10"}}}));
    let guarded = [("default".to_owned(), "one".to_owned())];
    cluster.budgets = vec![scheduling::Budget { pods: guarded.into(), allowed: 0 }];
    let high = read(json!({"name": "high"}), 9, json!({"nominatedNodeName": "a"}));
    let outcome = |cluster: &Cluster| match filter(&high, cluster, &Kubernetes::RECORDED).outcome {
        Outcome::Failed { message, nominated, victims } => (message, nominated, victims),
        other => panic!("{other:?}"),
    };
    assert_eq!(outcome(&cluster).2, ["two"]);
    let stopping = json!({"type": "DisruptionTarget", "status": "True", "reason": "PreemptionByScheduler"});
    let metadata = json!({"name": "two", "deletionTimestamp": "2026-01-01T00:00:30Z"});
    cluster.pods[1] = read(metadata, 0, json!({"conditions": [stopping]}));
    let (message, nominated, victims) = outcome(&cluster);
    assert!(message.ends_with("not eligible due to a terminating pod on the nominated node."), "{message}");
    assert_eq!((nominated.as_deref(), victims), (Some("a"), Vec::new()));
}
