//! Quotas against what controllers make: ReplicaSets, Jobs and Pods.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

mod common;

use common::simulate;
use expect_test::{Expect, expect};

fn quota(hard: &str) -> String {
    format!("apiVersion: v1\nkind: ResourceQuota\nmetadata: {{name: q}}\nspec: {{hard: {{{hard}}}}}\n---\n")
}

fn workload(api_version: &str, kind: &str, spec: &str, template: &str) -> String {
    format!(
        "apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: web}}\nspec: {{{spec} {template}: {{metadata: {{labels: {{a: b}}}}, spec: {{containers: [{{name: app, image: 'x:1'}}]}}}}}}\n"
    )
}

fn check(manifest: &str, story: &str, at: u64, command: &str, expected: &Expect) {
    expected.assert_eq(&simulate(manifest, story).kubectl(at, command));
}

#[test]
fn a_deployment_tells_that_its_new_set_is_refused_and_goes_on_when_there_is_room() {
    let manifest = quota("count/replicasets.apps: 1")
        + &workload("apps/v1", "Deployment", "replicas: 1, selector: {matchLabels: {a: b}},", "template");
    let story = "actions:\n- {at: 6, do: patch, target: Deployment/web, patch: {spec: {template: {spec: {containers: [{name: app, image: 'x:2'}]}}}}}\n- {at: 20, do: patch, target: ResourceQuota/q, patch: {spec: {hard: {count/replicasets.apps: 2}}}}\n";
    let events = "kubectl get events --field-selector=involvedObject.kind=Deployment";
    check(
        &manifest,
        story,
        19_000,
        events,
        &expect![[r#"
        LAST SEEN   TYPE      REASON                  OBJECT           MESSAGE
        19s         Normal    ScalingReplicaSet       deployment/web   Scaled up replica set web-67c869d99d from 0 to 1
        3s          Warning   ReplicaSetCreateError   deployment/web   Failed to create new replica set "web-658cc5f57f": replicasets.apps "web-658cc5f57f" is forbidden: exceeded quota: q, requested: count/replicasets.apps=1, used: count/replicasets.apps=1, limited: count/replicasets.apps=1
    "#]],
    );
    let reasons = "kubectl get deploy web -o jsonpath={.status.conditions[*].reason}";
    check(&manifest, story, 19_000, reasons, &expect!["MinimumReplicasAvailable ReplicaSetCreateError"]);
    check(&manifest, story, 30_000, reasons, &expect!["MinimumReplicasAvailable NewReplicaSetAvailable"]);
    check(
        &manifest,
        story,
        30_000,
        "kubectl get rs",
        &expect![[r#"
        NAME             DESIRED   CURRENT   READY   AGE
        web-658cc5f57f   1         1         1       4s
        web-67c869d99d   0         0         0       30s
    "#]],
    );
}

#[test]
fn a_cron_job_tells_that_its_job_is_refused() {
    let manifest = quota("count/jobs.batch: 0")
        + "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: web}\nspec: {schedule: '* * * * *', jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: app, image: 'x:1'}]}}}}}\n";
    check(
        &manifest,
        "",
        65_000,
        "kubectl get events",
        &expect![[r#"
        LAST SEEN   TYPE      REASON         OBJECT        MESSAGE
        3s          Warning   FailedCreate   cronjob/web   Error creating job: jobs.batch "web-29453761" is forbidden: exceeded quota: q, requested: count/jobs.batch=1, used: count/jobs.batch=0, limited: count/jobs.batch=0
    "#]],
    );
    check(
        &manifest,
        "",
        65_000,
        "kubectl get cronjobs,jobs",
        &expect![[r#"
        NAME                SCHEDULE    TIMEZONE   SUSPEND   ACTIVE   LAST SCHEDULE   AGE
        cronjob.batch/web   * * * * *   <none>     False     0        <none>          65s
    "#]],
    );
}

#[test]
fn each_pod_that_is_refused_has_a_name_of_its_own() {
    let manifest = quota("pods: 1")
        + &workload("apps/v1", "ReplicaSet", "replicas: 2, selector: {matchLabels: {a: b}},", "template");
    let story = "actions:\n- {at: 8, do: patch, target: ReplicaSet/web, patch: {spec: {replicas: 1}}}\n- {at: 12, do: patch, target: ReplicaSet/web, patch: {spec: {replicas: 2}}}\n";
    let names = "kubectl get events --field-selector=reason=FailedCreate -o jsonpath={.items[*].count}";
    check(&manifest, story, 20_000, names, &expect!["1 1 1 1 1 1 1 1 1 13"]);
}

#[test]
fn a_stateful_set_speaks_of_the_pod_that_is_refused() {
    let manifest = quota("pods: 0")
        + &workload(
            "apps/v1",
            "StatefulSet",
            "serviceName: web, selector: {matchLabels: {a: b}},",
            "template",
        );
    check(
        &manifest,
        "",
        100,
        "kubectl get events -o jsonpath={.items[0].message}",
        &expect![[
            r#"Create Pod web-0 in StatefulSet web failed error: pods "web-0" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0"#
        ]],
    );
}
