//! Pods that the server refuses to a controller: which it tries, when, and what its status says.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "the whole file is tests")]

mod common;

use common::{read, simulate};

const QUOTA: &str =
    "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: team}\nspec: {hard: {pods: '2'}}\n---\n";
const POD: &str = "template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: 'x:1', command: [sleep, infinity]}]}}";

fn asked(manifest: &str, at: u64, command: &str) -> String {
    simulate(manifest, "images: {'x:1': {present: true}}").kubectl(at, command)
}

#[test]
fn a_replica_set_tries_one_two_four_and_then_ever_more_seldom() {
    let deployment = format!(
        "{QUOTA}apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\nspec: {{replicas: 4, selector: {{matchLabels: {{app: web}}}}, {POD}}}\n"
    );
    let events = asked(&deployment, 60_000, "kubectl get events -A");
    let refusals = events.lines().filter(|line| line.contains("FailedCreate")).count();
    assert!((9..=12).contains(&refusals), "{events}");
    assert!(events.contains("(combined from similar events): Error creating: pods \"web-"), "{events}");
    assert_eq!(asked(&deployment, 60_000, "kubectl get pods -o name").lines().count(), 2);
    let condition = "jsonpath={.status.conditions[?(@.type==\"ReplicaFailure\")].reason}";
    for kind in ["deploy/web", "rs"] {
        let path = if kind == "rs" { condition.replace("{.", "{.items[0].") } else { condition.to_owned() };
        let line = format!("kubectl get {kind} -o '{path}'");
        assert_eq!(asked(&deployment, 60_000, &line).trim_end(), "FailedCreate", "{line}");
    }
    let quota = asked(&deployment, 60_000, "kubectl get quota");
    assert!(quota.contains("team   pods: 2/2"), "{quota}");
}

#[test]
fn a_job_waits_a_second_and_counts_only_what_is_there() {
    let job = format!(
        "{}apiVersion: batch/v1\nkind: Job\nmetadata: {{name: web}}\nspec: {{parallelism: 3, completions: 3, {}}}\n",
        QUOTA.replace("'2'", "'1'"),
        POD.replace("containers:", "restartPolicy: Never, containers:")
    );
    let active = asked(&job, 500, "kubectl get job web -o 'jsonpath={.status.active}'");
    assert_eq!(active.trim_end(), "1");
    let refused = |at: u64| {
        let events = asked(&job, at, "kubectl get events");
        events.lines().filter(|line| line.contains("FailedCreate")).count()
    };
    assert_eq!((refused(500), refused(1_400)), (2, 3));
}

#[test]
fn a_cluster_scoped_type_is_in_no_namespace() {
    let pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: 'x:1'}]}\n";
    let told = asked(pod, 1_000, "kubectl get nodes");
    assert_eq!(
        told,
        "NAME       STATUS   ROLES    AGE   VERSION\nsim-node   Ready    <none>   1s    v1.36.2\n"
    );
    let told = asked(pod, 1_000, "kubectl get leases");
    assert_eq!(told, "podlab: `kubectl get leases.coordination.k8s.io` is not played here\n");
}

#[test]
fn what_is_refused_is_missing_and_the_rest_runs() {
    let pod = |metadata: &str, env: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{{metadata}}}\nspec: {{containers: [{{name: app, image: 'x:1'{env}}}]}}\n---\n"
        )
    };
    let text = [
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: Team_A}\n---\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata: {port: 80}\n---\n",
        &pod("name: inside, namespace: Team_A", ""),
        &pod("name: web", ""),
        &pod("name: reads", ", envFrom: [{configMapRef: {name: conf}}]"),
    ]
    .concat();
    let manifest = read(&text);
    assert!(manifest.refused().contains(&"namespaces \"Team_A\" not found".to_owned()), "{manifest:?}");
    let run = manifest.simulate("").unwrap();
    let pods = run.kubectl(20_000, "kubectl get pods -A --no-headers");
    let states: Vec<Vec<&str>> =
        pods.lines().map(|line| line.split_whitespace().skip(1).step_by(2).take(2).collect()).collect();
    assert_eq!(states, [["reads", "CreateContainerConfigError"], ["web", "Running"]], "{pods}");
    let told = "`configmap/conf` is not there: the cluster refuses it.";
    assert!(run.run.assumed.iter().any(|one| one == told), "{:?}", run.run.assumed);
    assert!(run.run.assumed.iter().all(|one| !one.contains("`conf` is there")), "{:?}", run.run.assumed);
}

#[test]
fn a_pod_whose_claim_is_refused_is_not_made() {
    let quota = QUOTA.replace("pods: '2'", "persistentvolumeclaims: '1'");
    let claims = "volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]";
    let set = format!(
        "{quota}apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: db}}\nspec: {{serviceName: db, replicas: 2, podManagementPolicy: Parallel, selector: {{matchLabels: {{app: web}}}}, {claims}, {POD}}}\n"
    );
    assert_eq!(
        asked(&set, 5000, "kubectl get pods,pvc -o name"),
        "pod/db-0\npersistentvolumeclaim/data-db-0\n"
    );
    let events = asked(&set, 5000, "kubectl get events");
    let words = "persistentvolumeclaims \"data-db-1\" is forbidden: exceeded quota: team, requested: persistentvolumeclaims=1, used: persistentvolumeclaims=1, limited: persistentvolumeclaims=1";
    for told in [
        format!("Create Claim data-db-1 for Pod db-1 in StatefulSet db failed error: {words}"),
        format!("Create Pod db-1 in StatefulSet db failed error: failed to create PVC data-db-1: {words}"),
    ] {
        assert!(events.contains(&told), "{told}\n{events}");
    }
}

#[test]
fn the_first_problem_of_a_story_is_that_of_its_first_line() {
    let refused = read(common::POD).simulate("actions:\n- { at: 1, do: dance }\nbad: 1\n").err().unwrap();
    assert!(refused.contains("line 2: actions[0].do: "), "{refused}");
}
