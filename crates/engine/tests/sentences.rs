//! The one sentence about an instant, where a Pod as a whole has ended or started anew.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

mod common;

use common::simulate;
use expect_test::{Expect, expect};

/// The sentences from `from` seconds on, each with its time in milliseconds.
fn check(manifest: &str, story: &str, from: u64, expected: &Expect) {
    let simulation = simulate(manifest, story);
    let later = simulation.run.sentences.iter().filter(|sentence| sentence.from >= from * 1_000);
    let lines: Vec<String> = later.map(|sentence| format!("{} {}\n", sentence.from, sentence.text)).collect();
    expected.assert_eq(&lines.concat());
}

fn pod(spec: &str) -> String {
    format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: web}}\nspec: {{{spec}}}\n")
}

#[test]
fn a_deadline_ends_the_pod_whatever_its_restart_policy() {
    let text = pod("activeDeadlineSeconds: 20, containers: [{name: app, image: 'a:1'}]");
    check(
        &text,
        "",
        20,
        &expect![[r#"
            20532 `app` got SIGTERM at 20.5 s and has until 50.5 s to end; then it is killed.
            20632 `app` ended at 20.6 s with exit code 143: the Pod's time is over, so nothing is started again. kubectl does not show it yet.
            20640 `app` ended at 20.6 s with exit code 143; the Pod has failed (DeadlineExceeded), so nothing is started again.
        "#]],
    );
}

#[test]
fn a_pod_that_the_node_rejects_is_not_about_to_be_created() {
    let text = pod("nodeName: one, containers: [{name: app, image: 'a:1', resources: {requests: {cpu: 9}}}]")
        + "---\napiVersion: v1\nkind: Node\nmetadata: {name: one}\nstatus: {capacity: {cpu: '1', memory: 1Gi, pods: '9'}, allocatable: {cpu: '1', memory: 1Gi, pods: '9'}}\n";
    check(
        &text,
        "",
        0,
        &expect![[r#"
            0 `app` is about to be created.
            10 `app` will not be started: the Pod has failed (OutOfcpu).
        "#]],
    );
}

#[test]
fn nothing_waits_for_an_init_container_that_has_failed_for_good() {
    let text = pod(
        "restartPolicy: Never, initContainers: [{name: first, image: 'a:1'}], containers: [{name: app, image: 'a:1'}]",
    );
    check(
        &text,
        "containers: {first: {run: 2, exit: 1}}",
        3,
        &expect![[r#"
            3736 `first` ended at 3.7 s with exit code 1; the Pod's restartPolicy is Never, so it is not started again and the Pod has failed. kubectl does not show it yet.
            4470 `first` ended at 3.7 s with exit code 1; the Pod's restartPolicy is Never, so it is not started again and the Pod has failed.
        "#]],
    );
}

#[test]
fn an_app_that_has_ended_is_told_beside_one_that_runs_on() {
    let text =
        pod("restartPolicy: Never, containers: [{name: main, image: 'a:1'}, {name: proxy, image: 'a:1'}]");
    check(
        &text,
        "containers: {main: {run: 5, exit: 0}, proxy: {run: 900}}",
        5,
        &expect![[r#"
        6736 `main` has ended; `proxy` runs on.
    "#]],
    );
}

#[test]
fn a_job_goes_on_with_its_next_pod() {
    let text = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: migrate}\nspec: {backoffLimit: 1, template: {spec: {restartPolicy: Never, containers: [{name: app, image: 'a:1', command: [sh, -c, exit 1]}]}}}\n";
    check(
        text,
        "",
        2,
        &expect![[r#"
            2741 `app` ended at 2.7 s with exit code 1; the Pod's restartPolicy is Never, so it is not started again. kubectl does not show it yet.
            3466 `app` ended at 2.7 s with exit code 1; the Pod's restartPolicy is Never, so it is not started again.
            12000 Pod `migrate-26pr5`: The Pod waits for the scheduler to choose a node.
            12004 Pod `migrate-26pr5`: `app` is about to be created.
            12319 Pod `migrate-26pr5`: `app` started at 12.3 s and runs.
            12324 Pod `migrate-26pr5`: All containers run and are ready; the kubelet has not told the API server yet.
            13319 `app` ended at 13.3 s with exit code 1; the Pod's restartPolicy is Never, so it is not started again. kubectl does not show it yet.
            13506 `app` ended at 13.3 s with exit code 1; the Pod's restartPolicy is Never, so it is not started again.
        "#]],
    );
}

#[test]
fn a_lost_sandbox_and_a_missing_secret_are_told() {
    let text = pod("containers: [{name: app, image: 'a:1'}]");
    check(
        &text,
        "actions: [{at: 20, do: loseSandbox}]",
        20,
        &expect![[r#"
            20000 `app` ended at 20 s with exit code 137; the Pod's restartPolicy is Always, so the kubelet will start it again. kubectl does not show it yet.
            20532 `app` ended at 20 s with exit code 137: the Pod's sandbox is gone. The kubelet makes a new one and starts all anew. kubectl does not show it yet.
            20534 `app` ended at 20 s with exit code 137: the Pod's sandbox is gone. The kubelet makes a new one and starts all anew.
            20545 `app` started its 2nd run at 20.5 s and runs.
            20550 All containers run and are ready; the kubelet has not told the API server yet.
            20554 All containers run and are ready.
        "#]],
    );
    let text = pod(
        "containers: [{name: app, image: 'a:1', volumeMounts: [{name: v, mountPath: /v}]}], volumes: [{name: v, secret: {secretName: top}}]",
    );
    check(
        &text,
        "missing: [Secret/top]",
        0,
        &expect![[r#"
            0 The Pod waits for the scheduler to choose a node.
            4 `app` is about to be created.
            110 The Pod waits until all volumes are mounted: MountVolume.SetUp failed for volume "v" : secret "top" not found.
        "#]],
    );
}

#[test]
fn a_probe_that_kills_is_named() {
    let text = pod(
        "containers: [{name: app, image: 'a:1', livenessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 2}}]",
    );
    check(
        &text,
        "containers: {app: {run: 900, http: {':80/': {fail: [[5, 14]]}}}}",
        9,
        &expect![[r#"
            12312 `app` got SIGTERM at 12.3 s and has until 42.3 s to end; then it is killed.
            12412 `app` was stopped because its liveness probe failed, and ended at 12.4 s; the Pod's restartPolicy is Always, so the kubelet will start it again. kubectl does not show it yet.
            12418 `app` started its 2nd run at 12.4 s and runs.
            22312 `app` got SIGTERM at 22.3 s and has until 52.3 s to end; then it is killed.
            22412 `app` was stopped because its liveness probe failed, and ended at 22.4 s; the Pod's restartPolicy is Always, so the kubelet will start it again. kubectl does not show it yet.
            22418 `app` started its 3rd run at 22.4 s and runs.
            32312 `app` got SIGTERM at 32.3 s and has until 1:02 to end; then it is killed.
            32412 `app` was stopped because its liveness probe failed, and ended at 32.4 s; the Pod's restartPolicy is Always, so the kubelet will start it again. kubectl does not show it yet.
            32418 `app` started its 4th run at 32.4 s and runs.
            42312 `app` got SIGTERM at 42.3 s and has until 1:12 to end; then it is killed.
            42412 `app` was stopped because its liveness probe failed, and ended at 42.4 s; the Pod's restartPolicy is Always, so the kubelet will start it again. kubectl does not show it yet.
            42414 `app` was stopped because its liveness probe failed, not for the first time: the kubelet waits 20 s and starts it at 52.4 s or soon after.
            42620 `app` was stopped because its liveness probe failed, not for the first time: the kubelet waits 20 s and starts it at 1:02 or soon after.
            63056 `app` started its 5th run at 1:03 and runs.
            63061 All containers run and are ready; the kubelet has not told the API server yet.
            63065 All containers run and are ready.
            72312 `app` got SIGTERM at 1:12 and has until 1:42 to end; then it is killed.
            72412 `app` was stopped because its liveness probe failed, and ended at 1:12; the Pod's restartPolicy is Always, so the kubelet will start it again. kubectl does not show it yet.
            72414 `app` was stopped because its liveness probe failed, not for the first time: the kubelet waits 40 s and starts it at 1:22 or soon after.
            72740 `app` was stopped because its liveness probe failed, not for the first time: the kubelet waits 40 s and starts it at 1:52 or soon after.
            113056 `app` started its 6th run at 1:53 and runs.
            113061 All containers run and are ready; the kubelet has not told the API server yet.
            113065 All containers run and are ready.
            122312 `app` got SIGTERM at 2:02 and has until 2:32 to end; then it is killed.
            122412 `app` was stopped because its liveness probe failed, and ended at 2:02; the Pod's restartPolicy is Always, so the kubelet will start it again. kubectl does not show it yet.
            122414 `app` was stopped because its liveness probe failed, not for the first time: the kubelet waits 80 s and starts it at 2:32 or soon after.
            122940 `app` was stopped because its liveness probe failed, not for the first time: the kubelet waits 80 s and starts it at 3:22 or soon after.
            203056 `app` started its 7th run at 3:23 and runs.
            203061 All containers run and are ready; the kubelet has not told the API server yet.
            203065 All containers run and are ready.
            212312 `app` got SIGTERM at 3:32 and has until 4:02 to end; then it is killed.
            212412 `app` ended at 3:32 with exit code 143; the Pod's restartPolicy is Always, so the kubelet will start it again. kubectl does not show it yet.
            212414 `app` ended again, with exit code 143: the kubelet waits 160 s and starts it at 4:42 or soon after.
            213300 `app` ended again, with exit code 143: the kubelet waits 160 s and starts it at 6:12 or soon after.
            373056 `app` started its 8th run at 6:13 and runs.
            373061 All containers run and are ready; the kubelet has not told the API server yet.
            373065 All containers run and are ready.
            382312 `app` got SIGTERM at 6:22 and has until 6:52 to end; then it is killed.
            382412 `app` ended at 6:22 with exit code 143; the Pod's restartPolicy is Always, so the kubelet will start it again. kubectl does not show it yet.
            382414 `app` ended again, with exit code 143: the kubelet waits 300 s and starts it at 8:32 or soon after.
            382976 `app` ended again, with exit code 143: the kubelet waits 300 s and starts it at 11:22 or soon after.
        "#]],
    );
}

#[test]
fn a_sidecar_is_not_started_again_when_the_pod_ends() {
    let text = pod(
        "restartPolicy: Never, initContainers: [{name: proxy, image: 'a:1', restartPolicy: Always}, {name: setup, image: 'a:1'}], containers: [{name: app, image: 'a:1'}]",
    );
    check(
        &text,
        "containers: {setup: {run: 2, exit: 1}}",
        3,
        &expect![[r#"
            3747 `setup` ended at 3.7 s with exit code 1; the Pod's restartPolicy is Never, so it is not started again and the Pod has failed. kubectl does not show it yet.
            4470 `setup` ended at 3.7 s with exit code 1; the Pod's restartPolicy is Never, so it is not started again and the Pod has failed.
            5472 `proxy` got SIGTERM at 5.4 s and has until 35.4 s to end; then it is killed.
            5572 `setup` ended at 3.7 s with exit code 1; the Pod's restartPolicy is Never, so it is not started again and the Pod has failed.
        "#]],
    );
    let text = pod(
        "restartPolicy: Never, initContainers: [{name: proxy, image: 'a:1', restartPolicy: Always}, {name: log, image: 'a:1', restartPolicy: Always}], containers: [{name: app, image: 'a:1'}]",
    );
    check(
        &text,
        "containers: {app: {run: 9, exit: 0}}",
        9,
        &expect![[r#"
        11496 `log` got SIGTERM at 11.4 s and has until 41.4 s to end; then it is killed.
        11596 `proxy` got SIGTERM at 11.5 s and has until 41.5 s to end; then it is killed.
        11696 All containers have ended.
    "#]],
    );
}

const NIGHTLY: &str = "
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: '0 3 * * *'
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: app, image: 'registry.example/app:1'}]}}}}
";

#[test]
fn a_cron_job_is_played_up_to_its_first_job_and_says_when_that_is() {
    let run = simulate(NIGHTLY, "").run;
    let begin = &run.frame(0).sentence;
    assert_eq!(
        begin,
        "There is no Pod yet. The CronJob `nightly` makes its first Job at 3:00:00, by its schedule `0 3 * * *`: the run begins on 2026-01-01 at midnight UTC."
    );
    let created = run.pods.first().map(|pod| pod.created);
    assert!(created.is_some_and(|at| (10_800_000..10_801_000).contains(&at)), "{created:?}");
}

#[test]
fn what_makes_no_pod_says_why() {
    let begin = |text: &str| simulate(text, "").run;
    let run = begin(&NIGHTLY.replace("schedule: '0 3 * * *'", "schedule: '0 3 * * *'\n  suspend: true"));
    assert_eq!(run.frame(0).sentence, "There is no Pod yet. The CronJob `nightly` is suspended.");
    assert!(
        run.assumed.iter().any(|told| told == "The CronJob `nightly` is suspended."),
        "{:?}",
        run.assumed
    );
    let run = begin(&NIGHTLY.replace("0 3 * * *", "0 0 31 2 *"));
    assert_eq!(
        run.frame(0).sentence,
        "There is no Pod yet. The CronJob `nightly` never makes a Job: no time is on its schedule `0 0 31 2 *`."
    );
    // Beside a Pod the time is not played, but told.
    let pod = "---\napiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: 'a:1'}]}\n";
    let run = begin(&format!("{NIGHTLY}{pod}"));
    assert_eq!(run.pods.len(), 1);
    assert!(
        run.assumed
            .iter()
            .any(|told| told.starts_with("The CronJob `nightly` makes its first Job at 3:00:00")),
        "{:?}",
        run.assumed
    );
}

/// Growth with the square would take minutes.
#[test]
fn a_day_of_probes_is_told_in_good_time() {
    let text = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: app, image: x, \
        readinessProbe: {httpGet: {port: 80}, periodSeconds: 2}, livenessProbe: {exec: {command: [check]}, periodSeconds: 3}}]}}";
    let day = 24 * 3_600_000;
    let start = std::time::Instant::now();
    let simulation = common::read(text).simulate_to("", day).unwrap();
    let shown = simulation.typed(day, "kubectl get pods --no-headers").stdout;
    assert!(shown.ends_with(" 24h\n"), "{shown}");
    let last = simulation.run.lanes.first().unwrap().told.last().unwrap();
    assert!(last.sentence.contains("became ready"), "{}", last.sentence);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
