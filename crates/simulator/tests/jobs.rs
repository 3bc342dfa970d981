//! How Jobs count the failures of their Pods, and how they are removed.
#![allow(clippy::expect_used, clippy::needless_pass_by_value, reason = "the whole file is tests")]

use expect_test::{Expect, expect};
use simulator::{Limits, Millis, Scenario, simulate};
use std::collections::BTreeSet;

/// A Job's own events and the changes of it, with their times.
fn check(spec: &str, runs: &str, seconds: u64, story: Expect) {
    let pod = "{restartPolicy: Never, containers: [{name: main, image: 'main:1.0'}]}";
    let manifest = format!(
        "{{apiVersion: batch/v1, kind: Job, metadata: {{name: job}}, spec: {{{spec}, template: {{spec: {pod}}}}}}}"
    );
    let scenario = format!("{{behaviours: {{job: {{containers: {{main: {runs}}}}}}}}}");
    let scenario = Scenario::from_text(&scenario, &api::Kubernetes::default()).expect("a scenario");
    let limits = Limits::until(Millis::seconds(seconds));
    let trace = simulate(
        &api::objects(&manifest, &api::Kubernetes::default()),
        &scenario,
        &api::Kubernetes::default(),
        &limits,
    );
    let of_job = trace.events.iter().filter(|event| event.object.kind == "Job");
    let mut lines: Vec<String> = of_job
        .map(|event| {
            format!("{:>7} {:7} {} x{}: {}", event.at, event.type_, event.reason, event.count, event.message)
        })
        .collect();
    let gone = trace.pods.iter().filter_map(|pod| Some(format!("{:>7} {} removed", pod.removed?, pod.name)));
    lines.extend(gone);
    story.assert_eq(&format!("seconds\n{}", lines.join("\n")));
}

#[test]
fn an_exit_code_fails_the_job_at_once_and_the_job_goes_after_its_time() {
    let policy = "podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [42]}}]}";
    check(
        &format!("ttlSecondsAfterFinished: 20, {policy}"),
        "[{run: 2, exit: 42}]",
        60,
        expect![[r#"
        seconds
          0.005 Normal  SuccessfulCreate x1: Created pod: job-whv2p
          4.472 Warning PodFailurePolicy x1: Container main for pod default/job-whv2p failed with exit code 42 matching FailJob rule at index 0
         24.002 job-whv2p removed"#]],
    );
}

#[test]
fn a_job_knows_its_pods_by_the_labels_that_it_has_too() {
    let kubernetes = api::Kubernetes::default();
    let job = "{apiVersion: batch/v1, kind: Job, metadata: {name: job}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: x}]}}}}";
    let scenario = Scenario::from_text("{behaviours: {}}", &kubernetes).expect("a scenario");
    let limits = Limits::until(Millis::seconds(5));
    let trace = simulate(&api::objects(job, &kubernetes), &scenario, &kubernetes, &limits);
    let job = trace.objects.iter().find(|one| one.object.kind() == "Job").expect("a Job").object.to_json();
    let uid = &job["metadata"]["uid"];
    let labels = serde_json::json!({
        "batch.kubernetes.io/controller-uid": uid, "batch.kubernetes.io/job-name": "job",
        "controller-uid": uid, "job-name": "job",
    });
    let selector = serde_json::json!({"matchLabels": {"batch.kubernetes.io/controller-uid": uid}});
    assert_eq!((&job["metadata"]["labels"], &job["spec"]["selector"]), (&labels, &selector));
    let pod = trace.pod_at(0, Millis::seconds(5)).expect("a Pod");
    assert_eq!(api::typed::to_json(&pod)["metadata"]["labels"], labels);
}

#[test]
fn ignored_failures_do_not_count() {
    let policy = "podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {operator: NotIn, values: [1]}}]}";
    check(
        &format!("backoffLimit: 0, {policy}"),
        "[{run: 2, exit: 3}]",
        60,
        expect![[r#"
        seconds
          0.005 Normal  SuccessfulCreate x1: Created pod: job-whv2p
         12.000 Normal  SuccessfulCreate x1: Created pod: job-m4r6k
         34.000 Normal  SuccessfulCreate x1: Created pod: job-cnp9f"#]],
    );
}

#[test]
fn each_index_fails_for_itself() {
    check(
        "completionMode: Indexed, completions: 2, parallelism: 2, backoffLimitPerIndex: 1",
        "[{run: 2, exit: 1}]",
        120,
        expect![[r#"
            seconds
              0.005 Normal  SuccessfulCreate x1: Created pod: job-0-rgxxg
              0.005 Normal  SuccessfulCreate x1: Created pod: job-1-bzh67
             12.000 Normal  SuccessfulCreate x1: Created pod: job-0-7lr76
             12.000 Normal  SuccessfulCreate x1: Created pod: job-1-vsnwh
             16.520 Warning FailedIndexes x1: Job has failed indexes"#]],
    );
}

#[test]
fn ten_pods_are_one_event() {
    check(
        "completions: 12, parallelism: 12",
        "[{run: 2, exit: 0}]",
        20,
        expect![[r#"
        seconds
          0.005 Normal  SuccessfulCreate x1: Created pod: job-whv2p
          0.005 Normal  SuccessfulCreate x1: Created pod: job-m4r6k
          0.005 Normal  SuccessfulCreate x1: Created pod: job-cnp9f
          0.005 Normal  SuccessfulCreate x1: Created pod: job-28ldb
          0.005 Normal  SuccessfulCreate x1: Created pod: job-568lb
          0.005 Normal  SuccessfulCreate x1: Created pod: job-sq6p6
          0.005 Normal  SuccessfulCreate x1: Created pod: job-jc4sz
          0.005 Normal  SuccessfulCreate x1: Created pod: job-8vxwt
          0.005 Normal  SuccessfulCreate x1: Created pod: job-k66vk
          0.005 Normal  SuccessfulCreate x1: (combined from similar events): Created pod: job-9p4zf
          0.005 Normal  SuccessfulCreate x2: (combined from similar events): Created pod: job-m4svf
          0.005 Normal  SuccessfulCreate x3: (combined from similar events): Created pod: job-whwrk
          4.472 Normal  Completed x1: Job completed"#]],
    );
}

/// A Job's status at the end of a run with these actions.
fn status(spec: &str, run: &str, actions: &str, seconds: u64) -> serde_json::Value {
    let pod = "{restartPolicy: Never, containers: [{name: main, image: 'main:1.0'}]}";
    let manifest = format!(
        "{{apiVersion: batch/v1, kind: Job, metadata: {{name: job}}, spec: {{{spec}, template: {{spec: {pod}}}}}}}"
    );
    let scenario = format!("{{behaviours: {{job: {{containers: {{main: [{run}]}}}}}}, actions: {actions}}}");
    let kubernetes = api::Kubernetes::default();
    let scenario = Scenario::from_text(&scenario, &kubernetes).expect("a scenario");
    let limits = Limits::until(Millis::seconds(seconds));
    let trace = simulate(&api::objects(&manifest, &kubernetes), &scenario, &kubernetes, &limits);
    let last = trace.objects.iter().rev().find(|version| version.object.kind() == "Job");
    last.and_then(|version| version.object.to_json().get("status").cloned()).unwrap_or_default()
}

#[test]
fn a_pod_that_was_counted_as_failed_stays_so_when_it_ends_well() {
    // A Pod that a failing Job deletes has failed, also one that exits with 0 when it is told to stop.
    let failed =
        status("activeDeadlineSeconds: 5, parallelism: 2, completions: 2", "{termExit: 0}", "[]", 20);
    assert_eq!((failed.get("failed"), failed.get("succeeded")), (Some(&2.into()), None));
}

#[test]
fn a_pod_that_a_suspension_deletes_counts_neither_way() {
    let suspend = |at: u32, is: bool| {
        format!("{{at: {at}, do: patch, target: Job/job, patch: {{spec: {{suspend: {is}}}}}}}")
    };
    let actions = format!("[{}, {}]", suspend(5, true), suspend(10, false));
    let end = status("parallelism: 2, completions: 2", "{termExit: 0}", &actions, 20);
    assert_eq!((end.get("active"), end.get("succeeded"), end.get("failed")), (Some(&2.into()), None, None));
}

#[test]
fn a_job_with_fewer_indexes_deletes_those_that_it_no_longer_has() {
    let fewer = "{spec: {completions: 1, parallelism: 1}}";
    let actions = format!("[{{at: 5, do: patch, target: Job/job, patch: {fewer}}}]");
    let kept = status("completionMode: Indexed, completions: 3, parallelism: 3", "{}", &actions, 4);
    assert_eq!(kept.get("active"), Some(&3.into()));
    let ends = "[{at: 5, do: patch, target: Job/job, patch: {spec: {completions: 1, parallelism: 1}}}]";
    // The one that is left is of the index that the Job still has, so that its end completes it.
    let done = status("completionMode: Indexed, completions: 3, parallelism: 3", "{run: 9}", ends, 20);
    assert_eq!(done.get("completedIndexes"), Some(&"0".into()));
}

/// A history of none: each Job goes when it has ended, and the last time that one succeeded stays known.
#[test]
fn a_cron_job_without_a_history_keeps_no_job_that_has_ended() {
    let kubernetes = api::Kubernetes::default();
    let pod = "{restartPolicy: Never, containers: [{name: main, image: x}]}";
    let text = format!(
        "{{apiVersion: batch/v1, kind: CronJob, metadata: {{name: each}}, spec: {{schedule: '* * * * *', successfulJobsHistoryLimit: 0, failedJobsHistoryLimit: 0, jobTemplate: {{spec: {{backoffLimit: 0, template: {{spec: {pod}}}}}}}}}}}"
    );
    for (exit, succeeds) in [(0, true), (1, false)] {
        let story = format!("{{behaviours: {{each: {{containers: {{main: [{{run: 2, exit: {exit}}}]}}}}}}}}");
        let scenario = Scenario::from_text(&story, &kubernetes).expect("a scenario");
        let limits = Limits::until(Millis::seconds(150));
        let trace = simulate(&api::objects(&text, &kubernetes), &scenario, &kubernetes, &limits);
        let jobs: Vec<_> = trace.objects.iter().filter(|one| one.object.kind() == "Job").collect();
        let names: BTreeSet<&str> = jobs.iter().map(|one| one.object.name()).collect();
        let gone: BTreeSet<&str> =
            jobs.iter().filter(|one| one.deleted).map(|one| one.object.name()).collect();
        assert!(names.len() > 1 && names == gone, "{names:?} {gone:?}");
        assert!(trace.pods.iter().all(|pod| pod.removed.is_some()), "the Pods go with their Jobs");
        let last = trace.objects.iter().rfind(|one| one.object.kind() == "CronJob").expect("a CronJob");
        let status = last.object.to_json()["status"].clone();
        assert!(status["active"].is_null(), "{status}");
        assert_eq!(status["lastSuccessfulTime"].is_string(), succeeds, "{status}");
    }
}

#[test]
fn an_index_that_waits_keeps_its_place() {
    check(
        "completionMode: Indexed, completions: 2, parallelism: 1, backoffLimitPerIndex: 1",
        "[{run: 1, exit: 1}]",
        60,
        expect![[r#"
            seconds
              0.005 Normal  SuccessfulCreate x1: Created pod: job-0-rgxxg
             11.000 Normal  SuccessfulCreate x1: Created pod: job-0-4t2tl
             14.512 Normal  SuccessfulCreate x1: Created pod: job-1-78qsm
             25.000 Normal  SuccessfulCreate x1: Created pod: job-1-vsnwh
             28.568 Warning FailedIndexes x1: Job has failed indexes"#]],
    );
}

#[test]
fn a_pod_that_a_failing_job_by_index_deletes_counts_once() {
    let kubernetes = api::Kubernetes::default();
    let job = "{apiVersion: batch/v1, kind: Job, metadata: {name: job}, spec: {completions: 3, parallelism: 3, completionMode: Indexed, backoffLimitPerIndex: 0, maxFailedIndexes: 0, template: {spec: {restartPolicy: Never, containers: [{name: main, image: x}]}}}}";
    let scenario = "{behaviours: {job-0: {containers: {main: [{run: 2, exit: 1}]}}, job: {containers: {main: [{term: 1}]}}}}";
    let scenario = Scenario::from_text(scenario, &kubernetes).expect("a scenario");
    let limits = Limits::until(Millis::seconds(20));
    let trace = simulate(&api::objects(job, &kubernetes), &scenario, &kubernetes, &limits);
    let failed =
        trace.objects.iter().filter_map(|one| one.object.to_json().pointer("/status/failed")?.as_i64());
    let failed: BTreeSet<i64> = failed.collect();
    assert_eq!(failed.into_iter().collect::<Vec<_>>(), [3]);
}
