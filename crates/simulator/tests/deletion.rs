//! Finalizers hold what is deleted, and `--cascade` says what becomes of the objects that a deleted one made, as measured on a cluster of 1.36.2.
#![allow(clippy::expect_used, reason = "the whole file is tests")]

use api::Object;
use expect_test::{Expect, expect};
use serde_json::Value;
use simulator::{Limits, Millis, Scenario, simulate};

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// When each object is being deleted, kept by what, and gone; and the events about workloads from the first deletion on.
fn check(manifest: &str, scenario: &str, story: &Expect) {
    let kubernetes = api::Kubernetes::default();
    let scenario = Scenario::from_text(scenario, &kubernetes).expect("a scenario");
    let objects = api::objects(manifest, &kubernetes);
    let trace = simulate(&objects, &scenario, &kubernetes, &Limits::until(Millis::seconds(60)));
    let mut lines: Vec<(Millis, String)> = Vec::new();
    for version in &trace.objects {
        let value = version.object.to_json();
        let held = value.pointer("/metadata/finalizers").map(ToString::to_string).unwrap_or_default();
        let is_deleting = value.pointer("/metadata/deletionTimestamp").is_some();
        let kind = if matches!(&*version.object, Object::Other(_)) {
            value.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned()
        } else {
            version.object.kind().to_owned()
        };
        let said = match (version.deleted, is_deleting) {
            (true, _) => "is gone".to_owned(),
            (false, true) => format!("is kept by {held}"),
            (false, false) => continue,
        };
        let conditions = value.pointer("/status/conditions").and_then(Value::as_array);
        let told = conditions
            .into_iter()
            .flatten()
            .filter(|one| kind == "Namespace" && one.get("status") == Some(&"True".into()));
        lines.extend(
            told.map(|one| (version.at, format!("{:?}: {:?}", text(one, "reason"), text(one, "message")))),
        );
        let status = value.get("status").filter(|_| kind == "Job" && !version.deleted);
        let status = status.map(|status| format!(", {status}")).unwrap_or_default();
        lines.push((version.at, format!("{kind} {said}{status}")));
    }
    for pod in &trace.pods {
        let deleted = pod.bases.iter().find_map(|base| base.metadata.deletion_timestamp.clone());
        lines.push((
            pod.created,
            format!("a Pod is made{}", if deleted.is_some() { ", deleted later" } else { "" }),
        ));
        lines.extend(pod.removed.map(|at| (at, "a Pod is gone".to_owned())));
    }
    let first = lines.iter().filter(|(_, line)| line.contains(" is kept")).map(|(at, _)| *at).min();
    let told = trace.events.iter().filter(|event| event.object.kind != "Pod" && Some(event.at) >= first);
    lines.extend(told.map(|event| (event.at, format!("{}: {}", event.reason, event.message))));
    lines.sort_by_key(|(at, _)| *at);
    let lines: Vec<String> = lines.into_iter().map(|(at, line)| format!("{at:>8} {line}")).collect();
    story.assert_eq(&format!("seconds\n{}", lines.join("\n")));
}

fn deployment(metadata: &str) -> String {
    format!(
        "{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: web, {metadata}}}, spec: {{replicas: 1, selector: {{matchLabels: {{app: web}}}}, template: {{metadata: {{labels: {{app: web}}}}, spec: {{terminationGracePeriodSeconds: 8, containers: [{{name: app, image: 'a:1'}}]}}}}}}}}"
    )
}

#[test]
fn a_deployment_that_a_finalizer_keeps_makes_no_more_pods_and_goes_with_it() {
    check(
        &deployment("finalizers: [x.io/hold]"),
        "
behaviours: {web: {containers: {app: [{term: 1}]}}}
actions:
- { at: 5, do: delete, target: Deployment/web }
- { at: 10, do: patch, target: Deployment/web, patch: {spec: {replicas: 3}} }
- { at: 20, do: patch, target: Deployment/web, type: merge, patch: {metadata: {finalizers: null}} }",
        &expect![[r#"
            seconds
               0.010 a Pod is made, deleted later
               5.000 Deployment is kept by ["x.io/hold"]
               5.005 Deployment is kept by ["x.io/hold"]
              10.000 Deployment is kept by ["x.io/hold"]
              10.005 Deployment is kept by ["x.io/hold"]
              20.000 Deployment is gone
              20.000 ReplicaSet is gone
              21.544 a Pod is gone"#]],
    );
}

#[test]
fn in_the_foreground_pods_go_before_their_set_and_the_set_before_the_deployment() {
    check(
        &deployment(""),
        "
behaviours: {web: {containers: {app: [{term: 3}]}}}
actions:
- { at: 5, do: delete, target: Deployment/web, propagation: Foreground }",
        &expect![[r#"
            seconds
               0.010 a Pod is made, deleted later
               5.000 Deployment is kept by ["foregroundDeletion"]
               5.000 ReplicaSet is kept by ["foregroundDeletion"]
               5.005 Deployment is kept by ["foregroundDeletion"]
               5.005 ReplicaSet is kept by ["foregroundDeletion"]
               5.010 Deployment is kept by ["foregroundDeletion"]
               8.019 ReplicaSet is kept by ["foregroundDeletion"]
               8.024 Deployment is kept by ["foregroundDeletion"]
               8.492 a Pod is gone
               8.497 ReplicaSet is gone
               8.502 Deployment is kept by ["foregroundDeletion"]
               8.507 Deployment is gone"#]],
    );
}

#[test]
fn a_finalizer_outlives_the_wait_for_what_the_object_made() {
    check(
        &deployment("finalizers: [x.io/hold]"),
        "
behaviours: {web: {containers: {app: [{term: 1}]}}}
actions:
- { at: 5, do: delete, target: Deployment/web, propagation: Foreground }
- { at: 20, do: patch, target: Deployment/web, type: json, patch: [{op: remove, path: /metadata/finalizers/0}] }",
        &expect![[r#"
            seconds
               0.010 a Pod is made, deleted later
               5.000 Deployment is kept by ["x.io/hold","foregroundDeletion"]
               5.000 ReplicaSet is kept by ["foregroundDeletion"]
               5.005 Deployment is kept by ["x.io/hold","foregroundDeletion"]
               5.005 ReplicaSet is kept by ["foregroundDeletion"]
               5.010 Deployment is kept by ["x.io/hold","foregroundDeletion"]
               6.019 ReplicaSet is kept by ["foregroundDeletion"]
               6.024 Deployment is kept by ["x.io/hold","foregroundDeletion"]
               6.484 a Pod is gone
               6.489 ReplicaSet is gone
               6.494 Deployment is kept by ["x.io/hold","foregroundDeletion"]
               6.499 Deployment is kept by ["x.io/hold"]
              20.000 Deployment is gone"#]],
    );
}

#[test]
fn an_orphaning_deletion_lets_the_set_go_though_a_finalizer_keeps_the_deployment() {
    check(
        &deployment("finalizers: [x.io/hold]"),
        "
behaviours: {web: {containers: {app: [{term: 1}]}}}
actions:
- { at: 5, do: delete, target: Deployment/web, propagation: Orphan }
- { at: 20, do: patch, target: Deployment/web, type: merge, patch: {metadata: {finalizers: null}} }",
        &expect![[r#"
            seconds
               0.010 a Pod is made
               5.000 Deployment is kept by ["x.io/hold"]
               5.005 Deployment is kept by ["x.io/hold"]
              20.000 Deployment is gone"#]],
    );
}

#[test]
fn a_job_that_is_being_deleted_counts_its_pods_no_more() {
    check(
        "{apiVersion: batch/v1, kind: Job, metadata: {name: j, finalizers: [x.io/hold]}, spec: {completions: 4, parallelism: 2, template: {spec: {restartPolicy: Never, containers: [{name: app, image: 'a:1'}]}}}}",
        "
behaviours: {j: {containers: {app: [{run: 4, exit: 0}]}}}
actions:
- { at: 2, do: delete, target: Job/j }
- { at: 12, do: patch, target: Job/j, type: merge, patch: {metadata: {finalizers: null}} }",
        &expect![[r#"
            seconds
               0.005 a Pod is made, deleted later
               0.005 a Pod is made, deleted later
               2.000 Job is kept by ["x.io/hold"], {"active":2,"ready":2,"startTime":"2026-01-01T00:00:00Z","terminating":0}
               5.470 Job is kept by ["x.io/hold"], {"active":2,"ready":0,"startTime":"2026-01-01T00:00:00Z","terminating":0}
               6.480 Job is kept by ["x.io/hold"], {"ready":0,"startTime":"2026-01-01T00:00:00Z","terminating":0}
              12.000 Job is gone
              12.002 a Pod is gone
              12.002 a Pod is gone"#]],
    );
}

#[test]
fn a_cron_job_tells_of_a_job_that_went_missing() {
    check(
        "{apiVersion: batch/v1, kind: CronJob, metadata: {name: c}, spec: {schedule: '* * * * *', jobTemplate: {spec: {template: {spec: {restartPolicy: Never, terminationGracePeriodSeconds: 2, containers: [{name: app, image: 'a:1'}]}}}}}}",
        "
behaviours: {c: {containers: {app: [{term: 1}]}}}
actions:
- { at: 10, do: delete, target: CronJob/c, propagation: Foreground }",
        &expect![[r#"
            seconds
               5.010 a Pod is made, deleted later
              10.000 CronJob is kept by ["foregroundDeletion"]
              10.000 Job is kept by ["foregroundDeletion"], {"active":1,"ready":1,"startTime":"2026-01-01T00:00:05Z","terminating":0}
              10.005 Job is kept by ["foregroundDeletion"], {"ready":0,"startTime":"2026-01-01T00:00:05Z","terminating":1}
              11.504 a Pod is gone
              11.524 Job is kept by ["foregroundDeletion"], {"ready":0,"startTime":"2026-01-01T00:00:05Z","terminating":0}
              11.544 Job is gone
              11.554 CronJob is kept by ["foregroundDeletion"]
              11.554 MissingJob: Active job went missing: c-29453761
              11.574 CronJob is gone"#]],
    );
}

#[test]
fn what_stands_alone_is_kept_too_and_goes_when_its_finalizer_does() {
    check(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, finalizers: [x.io/hold]}}",
        "
actions:
- { at: 5, do: delete, target: ConfigMap/c }
- { at: 9, do: patch, target: ConfigMap/c, type: merge, patch: {metadata: {finalizers: null}} }",
        &expect![[r#"
            seconds
               5.000 ConfigMap is kept by ["x.io/hold"]
               9.000 ConfigMap is gone"#]],
    );
}

#[test]
fn pods_of_a_template_with_finalizers_have_them() {
    let manifest = deployment("").replace("metadata: {labels", "metadata: {finalizers: [x.io/hold], labels");
    check(
        &manifest,
        "
behaviours: {web: {containers: {app: [{term: 1}]}}}
actions:
- { at: 5, do: patch, target: Deployment/web, patch: {spec: {replicas: 0}} }
- { at: 15, do: patch, target: Pod#0, type: merge, patch: {metadata: {finalizers: null}} }",
        &expect![[r#"
            seconds
               0.005 ScalingReplicaSet: Scaled up replica set web-55767d885c from 0 to 1
               0.010 a Pod is made, deleted later
               0.010 SuccessfulCreate: Created pod: web-55767d885c-z2zfh
               5.005 ScalingReplicaSet: Scaled down replica set web-55767d885c from 1 to 0
               5.010 SuccessfulDelete: Deleted pod: web-55767d885c-z2zfh
              15.000 a Pod is gone"#]],
    );
}

#[test]
fn a_namespace_waits_for_what_finalizers_keep_in_it_and_says_so() {
    check(
        "{apiVersion: v1, kind: Namespace, metadata: {name: team}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: team, finalizers: [x.io/hold]}}",
        "
actions:
- { at: 5, do: delete, target: Namespace/team }
- { at: 30, do: patch, target: ConfigMap/team/c, type: merge, patch: {metadata: {finalizers: null}} }",
        &expect![[r#"
            seconds
               5.000 Namespace is kept by 
              10.005 ConfigMap is kept by ["x.io/hold"]
              10.005 "SomeResourcesRemain": "Some resources are remaining: configmaps. has 1 resource instances"
              10.005 "SomeFinalizersRemain": "Some content in the namespace has finalizers remaining: x.io/hold in 1 resource instances"
              10.005 Namespace is kept by 
              30.000 ConfigMap is gone
              31.005 "SomeResourcesRemain": "Some resources are remaining: configmaps. has 1 resource instances"
              31.005 "SomeFinalizersRemain": "Some content in the namespace has finalizers remaining: x.io/hold in 1 resource instances"
              31.005 Namespace is gone"#]],
    );
}

#[test]
fn a_pod_without_a_node_that_finalizers_keep_has_failed_at_the_next_look_of_the_collector() {
    let kubernetes = api::Kubernetes::default();
    let pod = "{apiVersion: v1, kind: Pod, metadata: {name: web, finalizers: [x.io/hold]}, spec: {schedulingGates: [{name: x.io/later}], containers: [{name: app, image: x}]}}";
    let scenario = "behaviours: {}\nactions:\n- { at: 3, do: delete }";
    let scenario = Scenario::from_text(scenario, &kubernetes).expect("a scenario");
    let objects = api::objects(pod, &kubernetes);
    let trace = simulate(&objects, &scenario, &kubernetes, &Limits::until(Millis::seconds(60)));
    let statuses = trace.pods.iter().flat_map(|pod| &pod.versions);
    let mut failed = statuses.filter(|one| one.status.phase.as_deref() == Some("Failed"));
    assert_eq!(failed.next().map(|one| one.at), Some(Millis::seconds(7)));
}
