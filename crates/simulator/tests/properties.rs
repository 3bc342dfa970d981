//! Any manifest and any scenario end within the limits, in order, and again the same.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "the whole file is tests")]

use simulator::trace::{CallKind, End, Event};
use simulator::{Limits, Millis, Scenario, Trace, simulate};
use std::fmt::Write as _;

/// Numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(sides).expect("small")).expect("small")
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

fn container(dice: &mut Dice, name: &str, init: bool) -> String {
    let mut text = format!("{{name: {name}, image: {}", dice.pick(&["a:1", "b:1", "c", "Bad!:1", "d:1"]));
    text += dice.pick(&["", ", imagePullPolicy: Never", ", imagePullPolicy: Always"]);
    text += dice.pick(&[
        "",
        ", command: [sh, -c, 'sleep 3; exit 1']",
        ", command: [sh, -c, 'until x; do sleep 1; done']",
    ]);
    let policy = if init { ", restartPolicy: Always" } else { ", restartPolicy: OnFailure" };
    text += ["", "", policy][dice.roll(3)];
    text += dice.pick(&[
        "",
        "",
        ", restartPolicyRules: [{action: RestartAllContainers, exitCodes: {operator: In, values: [3]}}]",
    ]);
    for probe in ["startupProbe", "readinessProbe", "livenessProbe"] {
        if dice.roll(3) == 0 {
            let handler = dice.pick(&[
                "exec: {command: [check]}",
                "httpGet: {port: 80}",
                "tcpSocket: {port: web}",
                "grpc: {port: 9}",
            ]);
            let (period, failures) = (dice.roll(4), dice.roll(4));
            let _ = write!(
                text,
                ", {probe}: {{{handler}, periodSeconds: {period}, failureThreshold: {failures}, initialDelaySeconds: {period}}}"
            );
        }
    }
    text += dice.pick(&[
        "",
        "",
        ", lifecycle: {postStart: {exec: {command: [check]}}, preStop: {sleep: {seconds: 3}}}",
    ]);
    text += dice.pick(&[
        "",
        "",
        ", resources: {requests: {cpu: '3'}}",
        ", env: [{name: A, valueFrom: {configMapKeyRef: {name: m, key: k}}}]",
    ]);
    text + "}"
}

fn manifest(dice: &mut Dice) -> String {
    let list = |dice: &mut Dice, count: usize, prefix: &str, init: bool| {
        let all: Vec<String> = (0..count).map(|at| container(dice, &format!("{prefix}{at}"), init)).collect();
        all.join(", ")
    };
    let (inits, apps) = (dice.roll(4), dice.roll(3));
    let init = list(dice, inits, "i", true);
    let app = list(dice, apps + 1, "a", false);
    let policy = dice.pick(&["Always", "OnFailure", "Never"]);
    let grace = dice.roll(12);
    let extra = dice.pick(&[
        "",
        "",
        ", activeDeadlineSeconds: 20",
        ", volumes: [{name: v, configMap: {name: m}}]",
        ", schedulingGates: [{name: x}]",
        ", nodeName: sim-node",
    ]);
    let spec = format!(
        "{{restartPolicy: {policy}, terminationGracePeriodSeconds: {grace}, initContainers: [{init}], containers: [{app}]{extra}}}"
    );
    let template = format!("{{metadata: {{labels: {{a: b}}}}, spec: {spec}}}");
    let meta = "metadata: {name: x}";
    let number = dice.roll(200);
    match dice.roll(9) {
        0 => format!(
            "{{apiVersion: apps/v1, kind: Deployment, {meta}, spec: {{replicas: {number}, template: {template}}}}}"
        ),
        1 => format!(
            "{{apiVersion: apps/v1, kind: StatefulSet, {meta}, spec: {{replicas: {number}, template: {template}}}}}"
        ),
        2 => format!(
            "{{apiVersion: batch/v1, kind: Job, {meta}, spec: {{completions: {number}, parallelism: 3, completionMode: Indexed, template: {template}}}}}"
        ),
        3 => format!(
            "{{apiVersion: batch/v1, kind: CronJob, {meta}, spec: {{schedule: '* * * * *', jobTemplate: {{spec: {{template: {template}}}}}}}}}"
        ),
        4 => format!("{{apiVersion: apps/v1, kind: DaemonSet, {meta}, spec: {{template: {template}}}}}"),
        _ => format!("{{apiVersion: v1, kind: Pod, {meta}, spec: {spec}}}"),
    }
}

fn scenario(dice: &mut Dice) -> String {
    let run = |dice: &mut Dice| {
        let (run, exit, term) = (dice.roll(6), dice.roll(4), dice.roll(5));
        let answer = dice.pick(&[
            "okAfter: 4",
            "okUntil: 5",
            "fail: [[2, 4]]",
            "seq: [1, 0]",
            "delay: 2",
            "exitsMain: 3",
        ]);
        let start = dice.pick(&["", "", ", create: 'error:no'", ", start: 'error:no'"]);
        format!(
            "{{run: {run}, exit: {exit}, term: {}, exec: {{check: {{{answer}}}}}{start}}}",
            [-1, 0, 1, 2, 3][term]
        )
    };
    let runs: Vec<String> = (0..3)
        .map(|at| format!("{}: [{}, {}, {{}}]", ["a0", "i0", "i1"][at], run(dice), run(dice)))
        .collect();
    let behaviour = format!(
        "containers: {{{}}}, images: {{'a:1': {{pull: 1, fail: {}}}, 'd:1': {{present: true}}}}, sandbox: [{{dieAfter: {}}}, {{}}]",
        runs.join(", "),
        dice.roll(4),
        dice.roll(30)
    );
    let action = dice.pick(&[
        "do: delete",
        "do: delete, grace: 0",
        "do: delete, grace: 2",
        "do: evict",
        "do: kubeletRestart, down: 4",
        "do: patch, patch: {spec: {containers: [{name: a0, image: 'd:2'}]}}",
        "do: patch, sub: /scale, patch: {spec: {replicas: 1}}",
    ]);
    let actions = format!("actions: [{{at: {}, {action}}}, {{at: 40, do: delete}}]", dice.roll(30));
    if dice.roll(2) == 0 {
        format!("{{{behaviour}, {actions}}}")
    } else {
        format!("{{behaviours: {{x: {{{behaviour}}}}}, {actions}}}")
    }
}

fn run(manifest: &str, scenario: &str) -> Trace {
    let scenario = Scenario::from_text(scenario, &api::Kubernetes::default())
        .expect("the generator writes good scenarios");
    let limits = Limits { until: Millis::seconds(130), steps: 60_000, pods: 12, ..Limits::default() };
    simulate(
        &api::objects(manifest, &api::Kubernetes::default()),
        &scenario,
        &api::Kubernetes::default(),
        &limits,
    )
}

fn ascending(times: impl Iterator<Item = Millis>) -> bool {
    times.is_sorted()
}

/// Checks everything that holds for every trace.
fn check(trace: &Trace, of: &str) {
    assert!(trace.until <= Millis::seconds(130) && trace.pods.len() <= 12, "{of}");
    assert!(ascending(trace.events.iter().map(|event: &Event| event.at)), "{of}");
    assert!(ascending(trace.calls.iter().map(|call| call.at)), "{of}");
    assert!(ascending(trace.changes.iter().map(|change| change.at)), "{of}");
    assert_eq!(trace.narration().len(), trace.changes.len(), "{of}");
    for (number, pod) in trace.pods.iter().enumerate() {
        assert_eq!(pod.lanes.len(), pod.containers.len(), "{of}");
        assert!(ascending(pod.versions.iter().map(|version| version.at)), "{of}");
        let mut ended: Option<&str> = None;
        for version in &pod.versions {
            let phase = version.status.phase.as_deref().unwrap_or_default();
            assert!(ended.is_none_or(|ended| ended == phase), "a terminal phase changed: {of}");
            ended = Some(phase).filter(|phase| matches!(*phase, "Failed" | "Succeeded"));
        }
        for second in [0, 1, 7, 33, 130] {
            let at = Millis::seconds(second);
            let shown = trace.pod_at(number, at).is_some();
            let gone = pod.removed.is_some_and(|removed| removed <= at) || at < pod.created;
            assert_eq!(shown, !gone, "{of}");
            for container in &pod.containers {
                let why = trace.why(at, number, &container.name);
                assert_eq!(why.is_some(), shown && why.is_some(), "{of}");
            }
        }
    }
}

#[test]
fn any_manifest_and_scenario_end_in_order() {
    let mut dice = Dice(7);
    let mut steps = 0;
    for _ in 0..200 {
        let (manifest, scenario) = (manifest(&mut dice), scenario(&mut dice));
        let of = format!("{manifest}\n{scenario}");
        let trace = run(&manifest, &scenario);
        check(&trace, &of);
        steps += usize::from(trace.end == End::Steps);
    }
    assert!(steps < 20, "{steps} of 200 needed too many steps");
}

#[test]
fn the_same_comes_out_again() {
    let mut dice = Dice(11);
    for _ in 0..20 {
        let (manifest, scenario) = (manifest(&mut dice), scenario(&mut dice));
        assert_eq!(run(&manifest, &scenario).narration(), run(&manifest, &scenario).narration());
    }
}

#[test]
fn a_pod_without_containers_does_not_go_round() {
    for spec in ["{}", "{initContainers: [{name: setup, image: setup}]}", "{restartPolicy: Never}"] {
        let manifest = format!("{{apiVersion: v1, kind: Pod, metadata: {{name: a}}, spec: {spec}}}");
        let scenario = Scenario::default();
        let limits = Limits::until(Millis::seconds(3600));
        let trace = simulate(
            &api::objects(&manifest, &api::Kubernetes::default()),
            &scenario,
            &api::Kubernetes::default(),
            &limits,
        );
        assert!(trace.calls.is_empty() && trace.end != End::Steps, "{spec}: {:?}", trace.calls.len());
        let phase = trace.pod_at(0, trace.until).and_then(|pod| pod.status?.phase);
        assert_eq!(phase.as_deref(), Some("Pending"), "{spec}");
    }
}

#[test]
fn many_sandboxes_are_each_seen_once() {
    let manifest =
        "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: app, image: app}]}}";
    let scenario = Scenario::from_text(
        &format!("{{behaviours: {{a: {{sandbox: [{}]}}}}}}", "{dieAfter: 3}, ".repeat(40)),
        &api::Kubernetes::default(),
    )
    .expect("a good scenario");
    let limits = Limits::until(Millis::seconds(3600));
    let trace = simulate(
        &api::objects(manifest, &api::Kubernetes::default()),
        &scenario,
        &api::Kubernetes::default(),
        &limits,
    );
    let made = trace.calls.iter().filter(|call| matches!(call.kind, CallKind::RunPodSandbox { .. })).count();
    assert_eq!(made, 41);
}
