//! `kubectl rollout` over a run, as it answers at an instant and as it changes the story.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

mod common;

use common::{WEB, simulate};
use expect_test::{Expect, expect};

const SECOND: &str = "actions:
- at: 20
  do: patch
  name: web
  patch: {spec: {template: {spec: {containers: [{name: app, image: 'registry.example/app:2'}]}}}}
";

fn told(text: &str, story: &str, at: u64, command: &str, expected: &Expect) {
    expected.assert_eq(&simulate(text, story).kubectl(at, command));
}

/// The story with a command at 60 s, and what kubectl says of it.
fn acted(command: &str) -> (String, Option<String>) {
    let acted = simulate(WEB, SECOND).act(60_000, command, SECOND);
    (acted.said, acted.scenario)
}

#[test]
fn the_status_of_a_rollout_is_that_of_the_instant() {
    let status = "kubectl rollout status deployment/web";
    told(
        WEB,
        SECOND,
        1_000,
        status,
        &expect![[r#"
        Waiting for deployment "web" rollout to finish: 0 of 2 updated replicas are available...
    "#]],
    );
    told(
        WEB,
        SECOND,
        15_000,
        status,
        &expect![[r#"
        deployment "web" successfully rolled out
    "#]],
    );
    told(
        WEB,
        SECOND,
        20_500,
        status,
        &expect![[r#"
        Waiting for deployment "web" rollout to finish: 1 out of 2 new replicas have been updated...
    "#]],
    );
    told(
        WEB,
        SECOND,
        80_000,
        status,
        &expect![[r#"
        deployment "web" successfully rolled out
    "#]],
    );
    told(
        WEB,
        SECOND,
        80_000,
        "kubectl rollout status pod/web",
        &expect![[r#"
            error: no status viewer has been implemented for Pod
        "#]],
    );
}

#[test]
fn other_workloads_are_rolled_out_too() {
    let set =
        WEB.replace("Deployment", "StatefulSet").replace("replicas: 2", "replicas: 2\n  serviceName: web");
    told(
        &set,
        "",
        2_000,
        "kubectl rollout status sts web",
        &expect![[r#"
        Waiting for 1 pods to be ready...
    "#]],
    );
    told(
        &set,
        "",
        60_000,
        "kubectl rollout status sts/web",
        &expect![[r#"
        partitioned roll out complete: 2 new pods have been updated...
    "#]],
    );
    let everywhere = WEB.replace("Deployment", "DaemonSet").replace("replicas: 2\n  ", "");
    told(
        &everywhere,
        "",
        1_000,
        "kubectl rollout status ds/web",
        &expect![[r#"
        Waiting for daemon set "web" rollout to finish: 0 of 1 updated pods are available...
    "#]],
    );
}

#[test]
fn templates_are_listed_and_brought_back() {
    told(
        WEB,
        SECOND,
        60_000,
        "kubectl rollout history deployment web",
        &expect![[r#"
            deployment.apps/web 
            REVISION  CHANGE-CAUSE
            1         <none>
            2         <none>

        "#]],
    );
    let (said, story) = acted("kubectl rollout undo deployment/web");
    assert!(said.starts_with("Warning: resource deployments/web was previously managed"), "{said}");
    assert!(said.ends_with("\ndeployment.apps/web rolled back\n"), "{said}");
    told(
        WEB,
        &story.unwrap(),
        120_000,
        "kubectl get deployment web -o jsonpath={.spec.template.spec.containers[*].image}",
        &expect![["registry.example/app:1"]],
    );
    let refused = [
        (
            "rollout undo deployment/web --to-revision=7",
            "error: unable to find specified revision 7 in history\n",
        ),
        (
            "rollout undo deployment/web --to-revision=2",
            "deployment.apps/web skipped rollback (current template already matches revision 2)\n",
        ),
        ("rollout resume deployment/web", "error: deployments.apps \"web\" is not paused\n"),
        ("rollout pause sts/web", "Error from server (NotFound): statefulsets.apps \"web\" not found\n"),
    ];
    for (command, words) in refused {
        let (said, story) = acted(&format!("kubectl {command}"));
        let warning = said.find('\n').filter(|_| said.starts_with("Warning: ")).map_or(0, |end| end + 1);
        assert_eq!((&said[warning..], story), (words, None));
    }
    let (said, story) = acted("kubectl rollout pause deployment/web");
    assert_eq!(said, "deployment.apps/web paused\n");
    assert!(story.unwrap().contains("paused: true"));
}

#[test]
fn a_cron_job_is_described() {
    let cron = "
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: '*/1 * * * *'
  jobTemplate:
    spec:
      template: {spec: {restartPolicy: Never, containers: [{name: app, image: 'registry.example/app:1'}]}}
";
    told(
        cron,
        "",
        30_000,
        "kubectl describe cj nightly",
        &expect![[r#"
        Name:                          nightly
        Namespace:                     default
        Labels:                        <none>
        Annotations:                   <none>
        Schedule:                      */1 * * * *
        Concurrency Policy:            Allow
        Suspend:                       False
        Time Zone:                     <unset>
        Successful Job History Limit:  3
        Failed Job History Limit:      1
        Starting Deadline Seconds:     <unset>
        Selector:                      <unset>
        Parallelism:                   <unset>
        Completions:                   <unset>
        Pod Template:
          Labels:  <none>
          Containers:
           app:
            Image:           registry.example/app:1
            Port:            <none>
            Host Port:       <none>
            Environment:     <none>
            Mounts:          <none>
          Volumes:           <none>
          Node-Selectors:    <none>
          Tolerations:       <none>
        Last Schedule Time:  <unset>
        Active Jobs:         <none>
        Events:              <none>
    "#]],
    );
}

#[test]
fn a_deletion_keeps_what_was_made_or_waits_for_it_when_it_is_told_to() {
    let typed = |flags: &str| {
        let (said, story) = acted(&format!("kubectl delete deploy/web {flags}"));
        format!("{said}{}", story.unwrap_or_default().replace(SECOND, ""))
    };
    expect![[r#"
        deployment.apps "web" deleted from default namespace
        - { at: 60, do: delete, name: web, propagation: Foreground }
    "#]]
    .assert_eq(&typed("--cascade=foreground"));
    expect![[r#"
        deployment.apps "web" deleted from default namespace
        warning: --cascade=false is deprecated (boolean value) and can be replaced with --cascade=orphan.
        - { at: 60, do: delete, name: web, propagation: Orphan }
    "#]]
    .assert_eq(&typed("--cascade=false"));
}

#[test]
fn a_revision_keeps_the_deployments_notes() {
    let text = WEB.replace("{name: web}", "{name: web, annotations: {kubernetes.io/change-cause: first}}");
    let story = format!(
        "{SECOND}- {{at: 20, do: patch, name: web, patch: {{metadata: {{annotations: {{kubernetes.io/change-cause: second}}}}}}}}\n- {{at: 40, do: patch, name: web, patch: {{spec: {{template: {{spec: {{containers: [{{name: app, image: 'registry.example/app:1'}}]}}}}}}}}}}\n"
    );
    told(
        &text,
        &story,
        39_000,
        "kubectl rollout history deployment web",
        &expect![[r"
            deployment.apps/web 
            REVISION  CHANGE-CAUSE
            1         first
            2         second

        "]],
    );
    let sets = simulate(&text, &story).kubectl(60_000, "kubectl get rs -o yaml");
    assert!(sets.contains("deployment.kubernetes.io/revision-history: \"1\""), "{sets}");
}
