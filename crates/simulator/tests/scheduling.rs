//! When the scheduler looks again at a Pod that waits for a node: not before something has changed that may help it.
#![allow(clippy::expect_used, clippy::needless_pass_by_value, reason = "the whole file is tests")]

use expect_test::{Expect, expect};
use simulator::{Limits, Millis, Scenario, simulate};

/// The scheduler's events, each attempt on a line.
fn check(objects: &[String], actions: &str, seconds: u64, story: Expect) {
    let kubernetes = api::Kubernetes::default();
    let scenario = format!("actions:\n{actions}");
    let scenario = if actions.is_empty() { String::new() } else { scenario };
    let scenario = Scenario::from_text(&scenario, &kubernetes).expect("a scenario");
    let objects = api::objects(&objects.join("\n---\n"), &kubernetes);
    let trace = simulate(&objects, &scenario, &kubernetes, &Limits::until(Millis::seconds(seconds)));
    let mut lines = vec!["seconds".to_owned()];
    for event in &trace.events {
        if event.reason == "FailedScheduling" || event.reason == "Scheduled" {
            let words = event.message.split(". ").next().unwrap_or_default();
            lines.push(format!(
                "{:>8} x{} {}: {words}",
                event.at.to_string(),
                event.count,
                event.object.name
            ));
        }
    }
    story.assert_eq(&lines.join("\n"));
}

fn node(name: &str, cpu: u32, more: &str) -> String {
    format!(
        "{{apiVersion: v1, kind: Node, metadata: {{name: {name}}}, {more} status: {{allocatable: {{cpu: '{cpu}', memory: 8Gi, pods: '110'}}}}}}"
    )
}

fn pod(name: &str, cpu: &str) -> String {
    format!(
        "{{apiVersion: v1, kind: Pod, metadata: {{name: {name}}}, spec: {{containers: [{{name: app, image: x, resources: {{requests: {{cpu: {cpu}}}}}}}]}}}}"
    )
}

fn create(at: u32, object: &str) -> String {
    format!("- {{ at: {at}, do: create, manifest: \"{object}\" }}\n")
}

#[test]
fn a_pod_is_looked_at_once_however_many_nodes_stand_below_it() {
    let mut objects = vec![pod("big", "3")];
    objects.extend(["n1", "n2", "n3", "n4"].map(|name| node(name, 2, "")));
    check(
        &objects,
        "",
        60,
        expect![[r#"
        seconds
           0.040 x1 big: 0/4 nodes are available: 4 Insufficient cpu"#]],
    );
}

#[test]
fn pods_of_a_deployment_that_wait_are_looked_at_once_while_others_start() {
    let deployment = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 4, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: x, resources: {requests: {cpu: 900m}}}]}}}}";
    check(
        &[deployment.to_owned(), node("n1", 2, "")],
        "",
        60,
        expect![[r#"
        seconds
           0.019 x1 web-5f4b68c694-5nvwk: Successfully assigned default/web-5f4b68c694-5nvwk to n1
           0.022 x1 web-5f4b68c694-f5xsp: Successfully assigned default/web-5f4b68c694-f5xsp to n1
           0.025 x1 web-5f4b68c694-pj4pt: 0/1 nodes are available: 1 Insufficient cpu
           0.028 x1 web-5f4b68c694-zw6lz: 0/1 nodes are available: 1 Insufficient cpu"#]],
    );
}

#[test]
fn a_new_node_wakes_a_pod_that_it_can_take() {
    let actions = create(10, &node("small", 2, "")) + &create(20, &node("large", 4, ""));
    check(
        &[pod("big", "3"), node("n1", 2, "")],
        &actions,
        60,
        expect![[r#"
        seconds
           0.010 x1 big: 0/1 nodes are available: 1 Insufficient cpu
          20.004 x1 big: Successfully assigned default/big to large"#]],
    );
}

#[test]
fn a_node_that_changes_wakes_a_pod_that_it_can_take_then() {
    let tainted = node("n1", 4, "spec: {taints: [{key: a, effect: NoSchedule}]},");
    let actions = "- { at: 5, do: patch, target: Node/n1, patch: {metadata: {labels: {a: b}}} }
- { at: 10, do: patch, target: Node/n1, patch: {spec: {taints: null}} }
";
    check(
        &[pod("one", "3"), pod("two", "3"), tainted],
        actions,
        60,
        expect![[r#"
        seconds
           0.020 x1 one: 0/1 nodes are available: 1 node(s) had untolerated taint(s)
           0.020 x1 two: 0/1 nodes are available: 1 node(s) had untolerated taint(s)
          10.004 x1 one: Successfully assigned default/one to n1
          10.004 x1 two: 0/1 nodes are available: 1 Insufficient cpu"#]],
    );
}

#[test]
fn a_pod_that_goes_makes_room_for_one_that_waits() {
    let actions =
        "- { at: 5, do: delete, target: Pod/third }\n- { at: 10, do: delete, target: Pod/first, grace: 1 }\n";
    check(
        &[pod("first", "2"), pod("second", "2"), pod("third", "2"), node("n1", 3, "")],
        actions,
        60,
        expect![[r#"
            seconds
               0.030 x1 first: Successfully assigned default/first to n1
               0.030 x1 second: 0/1 nodes are available: 1 Insufficient cpu
               0.030 x1 third: 0/1 nodes are available: 1 Insufficient cpu
              10.118 x1 second: Successfully assigned default/second to n1"#]],
    );
}

#[test]
fn a_waiting_pod_is_told_that_its_claim_is_being_deleted_and_that_it_is_itself() {
    let claim = "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], storageClassName: gone, resources: {requests: {storage: 1Gi}}}}";
    let waits = "{apiVersion: v1, kind: Pod, metadata: {name: web, finalizers: [x.io/hold]}, spec: {containers: [{name: app, image: x, volumeMounts: [{name: v, mountPath: /v}]}], volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]}}";
    let kubernetes = api::Kubernetes::default();
    let scenario = "behaviours: {}\nactions:\n- { at: 5, do: delete, target: PersistentVolumeClaim/data }\n- { at: 9, do: delete, target: Pod/web }\n- { at: 12, do: create, manifest: \"{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: other}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}\" }\n- { at: 12, do: delete, target: PersistentVolumeClaim/other }";
    let scenario = Scenario::from_text(scenario, &kubernetes).expect("a scenario");
    let objects = api::objects(&format!("{claim}\n---\n{waits}"), &kubernetes);
    let trace = simulate(&objects, &scenario, &kubernetes, &Limits::until(Millis::seconds(20)));
    let told =
        trace.events.iter().map(|event| format!("{:>8} {}: {}", event.at, event.reason, event.message));
    let lines: Vec<String> = told.collect();
    expect![[r#"
        seconds
           0.005 ProvisioningFailed: storageclass.storage.k8s.io "gone" not found
           0.014 FailedScheduling: 0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found
           4.500 ProvisioningFailed: storageclass.storage.k8s.io "gone" not found
           5.004 FailedScheduling: 0/1 nodes are available: persistentvolumeclaim "data" is being deleted. not found
           5.005 ProvisioningFailed: storageclass.storage.k8s.io "gone" not found
          12.004 FailedScheduling: skip schedule deleting pod: default/web
          19.500 ProvisioningFailed: storageclass.storage.k8s.io "gone" not found"#]].assert_eq(&format!("seconds\n{}", lines.join("\n")));
}
