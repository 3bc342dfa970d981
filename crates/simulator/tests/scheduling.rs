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
    let scenario = "behaviours: {}\nactions:\n- { at: 5, do: delete, target: PersistentVolumeClaim/data }\n- { at: 9, do: delete, target: Pod/web }\n- { at: 12, do: create, manifest: \"{apiVersion: v1, kind: PersistentVolume, metadata: {name: other}, spec: {accessModes: [ReadWriteOnce], storageClassName: else, capacity: {storage: 1Gi}, hostPath: {path: /x}}}\" }";
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
          12.004 FailedScheduling: skip schedule deleting pod: default/web"#]].assert_eq(&format!("seconds\n{}", lines.join("\n")));
}

#[test]
fn a_node_that_is_no_longer_cordoned_keeps_its_taint_for_one_more_look() {
    let actions = "- { at: 10, do: patch, target: Node/n1, patch: {spec: {unschedulable: null}} }\n";
    check(
        &[pod("web", "1"), node("n1", 2, "spec: {unschedulable: true},")],
        actions,
        60,
        expect![[r#"
            seconds
               0.010 x1 web: 0/1 nodes are available: 1 node(s) were unschedulable
              10.004 x1 web: 0/1 nodes are available: 1 node(s) had untolerated taint(s)
              10.009 x1 web: Successfully assigned default/web to n1"#]],
    );
}

#[test]
fn a_claim_that_changes_wakes_only_the_pods_that_use_it() {
    let claim = |name: &str| {
        format!(
            "{{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {{name: {name}}}, spec: {{accessModes: [ReadWriteOnce], storageClassName: gone, resources: {{requests: {{storage: 1Gi}}}}}}}}"
        )
    };
    let class = "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: gone}, provisioner: kubernetes.io/no-provisioner}";
    let user = |name: &str| {
        format!(
            "{{apiVersion: v1, kind: Pod, metadata: {{name: {name}}}, spec: {{containers: [{{name: app, image: x}}], volumes: [{{name: v, persistentVolumeClaim: {{claimName: {name}}}}}]}}}}"
        )
    };
    check(
        &[class.to_owned(), claim("one"), claim("two"), user("one"), user("two")],
        "- { at: 5, do: delete, target: PersistentVolumeClaim/two }\n",
        10,
        expect![[r#"
            seconds
               0.040 x1 one: 0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims
               0.044 x1 two: 0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims
               5.004 x1 two: 0/1 nodes are available: persistentvolumeclaim "two" is being deleted"#]],
    );
}

#[test]
fn the_claim_of_an_ephemeral_volume_comes_and_goes_with_its_pod() {
    let pod = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: app, image: x, volumeMounts: [{name: v, mountPath: /v}]}], volumes: [{name: v, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], storageClassName: gone, resources: {requests: {storage: 1Gi}}}}}}]}}";
    let kubernetes = api::Kubernetes::default();
    let scenario = "behaviours: {}\nactions:\n- { at: 5, do: delete, target: Pod/web }";
    let scenario = Scenario::from_text(scenario, &kubernetes).expect("a scenario");
    let class = "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: gone}, provisioner: kubernetes.io/no-provisioner}";
    let objects = api::objects(&format!("{class}\n---\n{pod}"), &kubernetes);
    let trace = simulate(&objects, &scenario, &kubernetes, &Limits::until(Millis::seconds(20)));
    let claims = trace.objects.iter().filter(|version| version.object.kind() == "PersistentVolumeClaim");
    let claims = claims.map(|version| {
        let is_leaving = version.object.to_json().pointer("/metadata/deletionTimestamp").is_some();
        let how = if version.deleted {
            "gone"
        } else if is_leaving {
            "deleted"
        } else {
            "there"
        };
        (version.at, format!("claim {} is {how}", version.object.name()))
    });
    let told = trace
        .events
        .iter()
        .map(|event| (event.at, format!("{} x{}: {}", event.reason, event.count, event.message)));
    let mut lines: Vec<(Millis, String)> = claims.chain(told).collect();
    lines.sort_by_key(|(at, _)| *at);
    let lines: Vec<String> = lines.into_iter().map(|(at, line)| format!("{at:>8} {line}")).collect();
    expect![[r#"
        seconds
           0.014 FailedScheduling x1: 0/1 nodes are available: waiting for ephemeral volume controller to create the persistentvolumeclaim "web-v". not found
           0.015 claim web-v is there
           0.016 ProvisioningFailed x1: no volume plugin matched name: kubernetes.io/no-provisioner
           0.019 FailedScheduling x2: 0/1 nodes are available: waiting for ephemeral volume controller to create the persistentvolumeclaim "web-v". not found
           4.500 ProvisioningFailed x2: no volume plugin matched name: kubernetes.io/no-provisioner
           5.022 claim web-v is deleted
           5.027 claim web-v is gone
           5.027 ProvisioningFailed x3: no volume plugin matched name: kubernetes.io/no-provisioner"#]].assert_eq(&format!("seconds\n{}", lines.join("\n")));
}
