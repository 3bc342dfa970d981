//! Controllers and their workloads over time, as the events of the controllers tell it.
#![allow(clippy::expect_used, clippy::needless_pass_by_value, reason = "the whole file is tests")]

use expect_test::{Expect, expect};
use simulator::{Limits, Millis, Scenario, Trace, simulate};

fn run(manifest: &str, scenario: &str, seconds: u64) -> Trace {
    let kubernetes = api::Kubernetes::default();
    let scenario = Scenario::from_text(scenario, &kubernetes).expect("a scenario");
    let objects = api::objects(manifest, &kubernetes);
    simulate(&objects, &scenario, &kubernetes, &Limits::until(Millis::seconds(seconds)))
}

/// The events of controllers, and with which image each Pod was made.
fn check(manifest: &str, scenario: &str, seconds: u64, story: Expect) {
    let trace = run(manifest, scenario, seconds);
    let events = trace.events.iter().filter(|event| event.object.kind != "Pod");
    let mut lines: Vec<(Millis, String)> = events
        .map(|event| (event.at, format!("{} x{}: {}", event.reason, event.count, event.message)))
        .collect();
    for pod in &trace.pods {
        let spec = pod.bases.first().and_then(|base| base.spec.as_ref());
        let image = spec.and_then(|spec| spec.containers.first()?.image.clone());
        lines.push((pod.created, format!("{} with {}", pod.name, image.unwrap_or_default())));
    }
    lines.sort_by_key(|(at, _)| *at);
    let lines: Vec<String> = lines.into_iter().map(|(at, line)| format!("{at:>8} {line}")).collect();
    story.assert_eq(&format!("seconds\n{}", lines.join("\n")));
}

fn stateful_set(spec: &str) -> String {
    let pod = "{metadata: {labels: {app: db}}, spec: {terminationGracePeriodSeconds: 2, containers: [{name: db, image: 'db:1'}]}}";
    format!(
        "{{apiVersion: apps/v1, kind: StatefulSet, metadata: {{name: db}}, spec: {{serviceName: db, selector: {{matchLabels: {{app: db}}}}, {spec}, template: {pod}}}}}"
    )
}

#[test]
fn below_the_partition_a_pod_comes_back_as_it_was() {
    let update = "updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 2}}";
    check(
        &stateful_set(&format!("replicas: 3, {update}")),
        "
behaviours: {db: {containers: {db: [{term: 1}]}}}
actions:
- { at: 20, do: patch, target: StatefulSet/db, patch: {spec: {template: {spec: {containers: [{name: db, image: 'db:2'}]}}}} }
- { at: 40, do: delete, target: Pod/db-0 }",
        60,
        expect![[r#"
            seconds
               0.005 SuccessfulCreate x1: Create Pod db-0 in StatefulSet db successful
               0.005 db-0 with db:1
               0.038 SuccessfulCreate x1: Create Pod db-1 in StatefulSet db successful
               0.038 db-1 with db:1
               0.071 SuccessfulCreate x1: Create Pod db-2 in StatefulSet db successful
               0.071 db-2 with db:1
              20.005 SuccessfulDelete x1: Delete Pod db-2 in StatefulSet db successful
              21.549 SuccessfulCreate x2: Create Pod db-2 in StatefulSet db successful
              21.549 db-2 with db:2
              41.629 SuccessfulCreate x2: Create Pod db-0 in StatefulSet db successful
              41.629 db-0 with db:1"#]],
    );
}

#[test]
fn the_next_pod_waits_until_the_one_before_is_available() {
    check(
        &stateful_set("replicas: 2, minReadySeconds: 30"),
        "behaviours: {}",
        60,
        expect![[r#"
        seconds
           0.005 SuccessfulCreate x1: Create Pod db-0 in StatefulSet db successful
           0.005 db-0 with db:1
          30.000 SuccessfulCreate x1: Create Pod db-1 in StatefulSet db successful
          30.000 db-1 with db:1"#]],
    );
}

#[test]
fn a_forbidden_run_is_made_up_for_once() {
    let pod = "{restartPolicy: Never, containers: [{name: sync, image: 'sync:1'}]}";
    let cron = format!(
        "{{apiVersion: batch/v1, kind: CronJob, metadata: {{name: sync}}, spec: {{schedule: '* * * * *', concurrencyPolicy: Forbid, jobTemplate: {{spec: {{template: {{spec: {pod}}}}}}}}}}}"
    );
    check(
        &cron,
        "containers: {sync: [{run: 90, exit: 0}]}",
        420,
        expect![[r#"
            seconds
              60.005 SuccessfulCreate x1: Created job sync-29453761
              60.010 SuccessfulCreate x1: Created pod: sync-29453761-6f598
              60.010 sync-29453761-6f598 with sync:1
             120.005 JobAlreadyActive x1: Not starting job because prior execution is running and concurrency policy is Forbid
             153.068 JobAlreadyActive x2: Not starting job because prior execution is running and concurrency policy is Forbid
             154.068 Completed x1: Job completed
             154.078 SawCompletedJob x1: Saw completed job: sync-29453761, condition: Complete
             154.078 SuccessfulCreate x1: Created job sync-29453762
             154.083 SuccessfulCreate x1: Created pod: sync-29453762-9plqt
             154.083 sync-29453762-9plqt with sync:1
             180.005 JobAlreadyActive x3: Not starting job because prior execution is running and concurrency policy is Forbid
             240.005 JobAlreadyActive x4: Not starting job because prior execution is running and concurrency policy is Forbid
             245.436 JobAlreadyActive x5: Not starting job because prior execution is running and concurrency policy is Forbid
             246.436 Completed x1: Job completed
             246.446 SawCompletedJob x1: Saw completed job: sync-29453762, condition: Complete
             246.446 SuccessfulCreate x1: Created job sync-29453764
             246.451 SuccessfulCreate x1: Created pod: sync-29453764-8l4wr
             246.451 sync-29453764-8l4wr with sync:1
             300.005 JobAlreadyActive x6: Not starting job because prior execution is running and concurrency policy is Forbid
             337.804 JobAlreadyActive x7: Not starting job because prior execution is running and concurrency policy is Forbid
             338.804 Completed x1: Job completed
             338.814 SawCompletedJob x1: Saw completed job: sync-29453764, condition: Complete
             338.814 SuccessfulCreate x1: Created job sync-29453765
             338.819 SuccessfulCreate x1: Created pod: sync-29453765-66llf
             338.819 sync-29453765-66llf with sync:1
             360.005 JobAlreadyActive x8: Not starting job because prior execution is running and concurrency policy is Forbid"#]],
    );
}

#[test]
fn a_job_is_suspended_and_resumed() {
    let pod = "{restartPolicy: Never, containers: [{name: main, image: 'main:1'}]}";
    let job = format!(
        "{{apiVersion: batch/v1, kind: Job, metadata: {{name: job}}, spec: {{template: {{spec: {pod}}}}}}}"
    );
    let story = "
behaviours: {job: {containers: {main: [{run: 8, exit: 0}]}}}
actions:
- { at: 4, do: patch, target: Job/job, type: merge, patch: {spec: {suspend: true}} }
- { at: 12, do: patch, target: Job/job, type: merge, patch: {spec: {suspend: false}} }";
    check(
        &job,
        story,
        30,
        expect![[r#"
        seconds
           0.005 SuccessfulCreate x1: Created pod: job-whv2p
           0.005 job-whv2p with main:1
           4.005 SuccessfulDelete x1: Deleted pod: job-whv2p
           4.005 Suspended x1: Job suspended
          12.005 SuccessfulCreate x1: Created pod: job-m4r6k
          12.005 Resumed x1: Job resumed
          12.005 job-m4r6k with main:1
          22.544 Completed x1: Job completed"#]],
    );
}

#[test]
fn a_late_rollout_is_told_and_the_old_pods_serve_on() {
    let pod = "{metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: 'web:1.0'}]}}";
    let web = format!(
        "{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: web}}, spec: {{progressDeadlineSeconds: 10, selector: {{matchLabels: {{app: web}}}}, template: {pod}}}}}\n---\n{{apiVersion: v1, kind: Service, metadata: {{name: web}}, spec: {{selector: {{app: web}}, ports: [{{port: 80}}]}}}}"
    );
    let story = "
behaviours: {web: {images: {'web:bad': {fail: -1, pull: 1}}}}
actions:
- { at: 5, do: patch, target: Deployment/web, patch: {spec: {template: {spec: {containers: [{name: web, image: 'web:bad'}]}}}} }";
    let trace = run(&web, story, 30);
    let conditions = |at: u64| -> Vec<String> {
        let version = trace.objects.iter().rev().filter(|one| one.at <= Millis::seconds(at));
        let found = version.into_iter().find_map(|one| match &*one.object {
            api::Object::Deployment(object) => object.status.clone(),
            _ => None,
        });
        let conditions = found.unwrap_or_default().conditions.unwrap_or_default();
        let text = |part: Option<String>| part.unwrap_or_default();
        conditions
            .into_iter()
            .map(|one| format!("{}={} {}", text(one.type_), text(one.status), text(one.reason)))
            .collect()
    };
    assert_eq!(
        conditions(4),
        ["Available=True MinimumReplicasAvailable", "Progressing=True NewReplicaSetAvailable"]
    );
    assert_eq!(conditions(10)[1], "Progressing=True ReplicaSetUpdated");
    assert_eq!(
        conditions(20),
        ["Available=True MinimumReplicasAvailable", "Progressing=False ProgressDeadlineExceeded"]
    );
    let last = |pod: usize| {
        trace.endpoints.iter().rev().find(|change| change.pod == pod).and_then(|one| one.endpoint)
    };
    assert!(last(0).is_some_and(|endpoint| endpoint.ready));
    assert!(last(1).is_some_and(|endpoint| !endpoint.ready));
}

/// The Pods that were made, and those that are gone or going at the end.
fn pods(manifest: &str, scenario: &str, seconds: u64) -> (usize, usize) {
    let trace = run(manifest, scenario, seconds);
    (trace.pods.len(), trace.pods.iter().filter(|pod| pod.removed.is_some()).count())
}

#[test]
fn what_is_left_behind_is_taken_in_by_the_next_that_selects_it() {
    let pod = "{metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: 'app:1'}]}}";
    let of = |kind: &str, more: &str| {
        format!(
            "{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: web}}, spec: {{{more} selector: {{matchLabels: {{app: web}}}}, template: {pod}}}}}"
        )
    };
    let again = |kind: &str, before: &str, after: &str| {
        let (first, second) = (of(kind, before), of(kind, after));
        let orphan = format!("{{at: 6, do: delete, target: {kind}/web, propagation: Orphan}}");
        let create = format!("{{at: 9, do: create, manifest: {second:?}}}");
        pods(&first, &format!("{{behaviours: {{}}, actions: [{orphan}, {create}]}}"), 30)
    };
    assert_eq!(again("DaemonSet", "", ""), (1, 0));
    assert_eq!(again("ReplicaSet", "replicas: 2,", "replicas: 3,"), (3, 0));
    assert_eq!(again("Deployment", "replicas: 2,", "replicas: 3,"), (3, 0));
    assert_eq!(
        again("StatefulSet", "serviceName: web, replicas: 2,", "serviceName: web, replicas: 3,"),
        (3, 0)
    );
}

#[test]
fn a_deployment_says_that_it_found_its_replica_set() {
    let web = |replicas: u32| {
        format!(
            "{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: web}}, spec: {{replicas: {replicas}, selector: {{matchLabels: {{app: web}}}}, template: {{metadata: {{labels: {{app: web}}}}, spec: {{containers: [{{name: app, image: 'app:1'}}]}}}}}}}}"
        )
    };
    let orphan = "{at: 6, do: delete, target: Deployment/web, propagation: Orphan}";
    let create = format!("{{at: 9, do: create, manifest: {:?}}}", web(2));
    let trace = run(&web(1), &format!("{{behaviours: {{}}, actions: [{orphan}, {create}]}}"), 20);
    let mut versions = trace.objects.iter().filter(|version| version.object.kind() == "Deployment");
    let said = versions.any(|version| version.object.to_json().to_string().contains("Found new replica set"));
    assert!(said);
}

#[test]
fn a_stateful_set_waits_for_a_name_that_another_pod_has() {
    let db = stateful_set("replicas: 2");
    let other =
        "{apiVersion: v1, kind: Pod, metadata: {name: db-1}, spec: {containers: [{name: c, image: c}]}}";
    let (manifest, gone) =
        (format!("{other}\n---\n{db}"), "{at: 12, do: delete, target: Pod/db-1, grace: 0}");
    let named = |seconds: u64, actions: &str| {
        let trace = run(&manifest, &format!("{{behaviours: {{}}, actions: [{actions}]}}"), seconds);
        trace.pods.iter().filter(|pod| pod.name == "db-1").count()
    };
    assert_eq!((named(11, ""), named(40, gone)), (1, 2));
}

#[test]
fn a_claim_that_is_deleted_under_a_pending_pod_is_made_anew() {
    let claims = "replicas: 1, volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], storageClassName: gone, resources: {requests: {storage: 1Gi}}}}]";
    let class = "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: gone}, provisioner: kubernetes.io/no-provisioner}";
    check(
        &format!("{class}\n---\n{}", stateful_set(claims)),
        "behaviours: {}\nactions:\n- { at: 2, do: delete, target: PersistentVolumeClaim/data-db-0 }",
        4,
        expect![[r#"
            seconds
               0.015 SuccessfulCreate x1: Create Claim data-db-0 Pod db-0 in StatefulSet db success
               0.015 SuccessfulCreate x1: Create Pod db-0 in StatefulSet db successful
               0.015 db-0 with db:1
               0.016 ProvisioningFailed x1: no volume plugin matched name: kubernetes.io/no-provisioner
               2.005 ProvisioningFailed x2: no volume plugin matched name: kubernetes.io/no-provisioner
               2.010 SuccessfulCreate x2: Create Claim data-db-0 Pod db-0 in StatefulSet db success
               2.011 ProvisioningFailed x3: no volume plugin matched name: kubernetes.io/no-provisioner"#]],
    );
}

#[test]
fn each_claim_of_a_class_that_is_not_in_the_text_gets_its_volume() {
    let claims = "replicas: 3, volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], storageClassName: fast, resources: {requests: {storage: 1Gi}}}}]";
    let trace = run(&stateful_set(claims), "", 20);
    let bound = trace.objects.iter().filter(|version| {
        let phase = version.object.to_json().pointer("/status/phase").cloned();
        version.object.kind() == "PersistentVolumeClaim" && phase == Some("Bound".into())
    });
    let names: Vec<&str> = bound.map(|version| version.object.name()).collect();
    assert_eq!(names, ["data-db-0", "data-db-1", "data-db-2"]);
}
