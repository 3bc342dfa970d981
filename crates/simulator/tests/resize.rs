//! In-place resize, each as a story: the kubelet's events, its calls to the runtime, and what statuses tell.
#![allow(clippy::expect_used, clippy::needless_pass_by_value, reason = "the whole file is tests")]

use expect_test::{Expect, expect};
use simulator::trace::{CallKind, LinuxResources};
use simulator::{Limits, Millis, Scenario, Trace, simulate};
use std::fmt::Write as _;

const WEB: &str = "
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
  - name: web
    image: 'registry.example/web:1.0'
    resources: { requests: { cpu: 100m, memory: 64Mi }, limits: { cpu: 200m, memory: 128Mi } }
";

const HOLDER: &str = "
apiVersion: v1
kind: Pod
metadata: { name: holder }
spec:
  containers: [{ name: holder, image: 'registry.example/holder:1.0', resources: { requests: { cpu: 1500m } } }]
---";

/// A patch of the container `web`.
fn patch(at: f64, resources: &str) -> String {
    format!(
        "{{at: {at}, do: patch, sub: resize, target: Pod/web, patch: {{spec: {{containers: [{{name: web, resources: {resources}}}]}}}}}}"
    )
}

fn run(manifest: &str, behaviours: &str, actions: &[String], seconds: u64) -> Trace {
    let kubernetes = api::Kubernetes::default();
    let text = format!("behaviours: {behaviours}\nactions: [{}]", actions.join(", "));
    let scenario = Scenario::from_text(&text, &kubernetes).expect("a scenario");
    let objects = api::objects(manifest, &kubernetes);
    simulate(&objects, &scenario, &kubernetes, &Limits::until(Millis::seconds(seconds)))
}

/// The events, calls and conditions from the first action on.
fn told(trace: &Trace, from: f64) -> String {
    let from = Millis::from_seconds(from);
    let mut lines: Vec<(Millis, String)> = Vec::new();
    for event in trace.events.iter().filter(|event| event.at >= from) {
        let message = event.message.split(": {").next().unwrap_or_default();
        let error = event.message.rsplit_once("\"error\":").map(|(_, error)| error.trim_end_matches('}'));
        let line = format!("{} {} {message} {}", event.object.name, event.reason, error.unwrap_or_default());
        lines.push((event.at, line.trim_end().to_owned()));
    }
    let numbers = |one: &LinuxResources| {
        format!(
            "shares {} quota {} memory {} oom {}",
            one.cpu_shares, one.cpu_quota, one.memory_limit, one.oom_score_adj
        )
    };
    for call in trace.calls.iter().filter(|call| call.at >= from) {
        let line = match &call.kind {
            CallKind::UpdateContainerResources { resources, .. }
            | CallKind::UpdatePodSandboxResources { resources }
            | CallKind::CreateContainer { resources, .. } => {
                format!("{} {} {}", call.kind.name(), call.container, numbers(resources))
            }
            CallKind::StopContainer { .. } => format!("{} {}", call.kind.name(), call.container),
            _ => continue,
        };
        lines.push((call.at, line.replace("  ", " ")));
    }
    for pod in &trace.pods {
        let mut before = String::new();
        for version in &pod.versions {
            let conditions = version.status.conditions.iter().flatten();
            let ours: Vec<String> = conditions
                .filter(|one| one.type_.starts_with("PodResize"))
                .map(|one| format!("{} {}", one.type_, one.message.clone().unwrap_or_default()))
                .collect();
            let now = format!("{} conditions: {}", pod.name, ours.join(", "));
            if now != before && version.at >= from {
                lines.push((version.at, now.trim_end().to_owned()));
            }
            before = now;
        }
    }
    lines.sort_by_key(|(at, _)| *at);
    // The head is not indented, so that the indentation of the times survives.
    let mut text = "seconds\n".to_owned();
    for (at, line) in lines {
        let _ = writeln!(text, "{at:>7}  {line}");
    }
    text
}

fn check(manifest: &str, behaviours: &str, actions: &[String], (from, until): (f64, u64), story: Expect) {
    story.assert_eq(&told(&run(manifest, behaviours, actions, until), from));
}

#[test]
fn a_limit_below_what_is_in_use_is_not_set() {
    let actions = [
        patch(5.0, "{requests: {memory: 32Mi}, limits: {memory: 64Mi}}"),
        patch(25.0, "{requests: {memory: 64Mi}, limits: {memory: 128Mi}}"),
    ];
    let uses = "{web: {containers: {web: [{memory: 104857600}]}}}";
    check(
        WEB,
        uses,
        &actions,
        (5.0, 40),
        expect![[r#"
            seconds
              5.004  web ResizeStarted Pod resize started
              5.006  web ResizeError Pod resize error "cannot decrease memory limits: attempting to set container \"web\" memory limit (67108864) below current usage (0)"
              5.008  web conditions: PodResizeInProgress
             18.054  web conditions: PodResizeInProgress cannot decrease memory limits: attempting to set container "web" memory limit (67108864) below current usage (0)
             25.004  web ResizeStarted Pod resize started
             25.004  web ResizeCompleted Pod resize completed
             25.008  web conditions:
        "#]],
    );
}

#[test]
fn the_runtime_is_asked_again_after_an_error() {
    let actions = [patch(5.0, "{requests: {cpu: 150m}, limits: {cpu: 300m}}")];
    let fails = "{web: {containers: {web: [{update: ['error:device busy', 'error:device busy', ok]}]}}}";
    check(
        WEB,
        fails,
        &actions,
        (5.0, 20),
        expect![[r#"
            seconds
              5.004  web ResizeStarted Pod resize started
              5.006  web ResizeError Pod resize error "rpc error: code = Unknown desc = device busy"
              5.006  UpdatePodSandboxResources shares 102 quota 30000 memory 134217728 oom 0
              5.006  UpdatePodSandboxResources shares 153 quota 30000 memory 134217728 oom 0
              5.006  UpdateContainerResources web shares 153 quota 30000 memory 134217728 oom 998
              5.008  web conditions: PodResizeInProgress
              5.472  UpdateContainerResources web shares 153 quota 30000 memory 134217728 oom 998
              5.474  web conditions: PodResizeInProgress rpc error: code = Unknown desc = device busy
              6.476  UpdateContainerResources web shares 153 quota 30000 memory 134217728 oom 998
              6.481  web ResizeCompleted Pod resize completed
              6.485  web conditions:
        "#]],
    );
}

#[test]
fn a_resize_that_waits_is_put_back_or_made_smaller() {
    let manifest = format!("{HOLDER}{WEB}");
    let back = [
        patch(5.0, "{requests: {cpu: 800m}, limits: {cpu: 900m}}"),
        patch(10.0, "{requests: {cpu: 100m}, limits: {cpu: 200m}}"),
        patch(15.0, "{requests: {cpu: 900m}, limits: {cpu: 900m}}"),
        patch(20.0, "{requests: {cpu: 300m}, limits: {cpu: 900m}}"),
    ];
    check(
        &manifest,
        "{}",
        &back,
        (5.0, 30),
        expect![[r#"
            seconds
              5.004  web ResizeDeferred Pod resize OutOfcpu "Node didn't have enough resource: cpu, requested: 800, used: 1500, capacity: 2000"
              5.008  web conditions: PodResizePending Node didn't have enough resource: cpu, requested: 800, used: 1500, capacity: 2000
             10.008  web conditions:
             15.004  web ResizeDeferred Pod resize OutOfcpu "Node didn't have enough resource: cpu, requested: 900, used: 1500, capacity: 2000"
             15.008  web conditions: PodResizePending Node didn't have enough resource: cpu, requested: 900, used: 1500, capacity: 2000
             20.004  web ResizeStarted Pod resize started
             20.006  UpdatePodSandboxResources shares 102 quota 90000 memory 134217728 oom 0
             20.006  UpdatePodSandboxResources shares 307 quota 90000 memory 134217728 oom 0
             20.006  UpdateContainerResources web shares 307 quota 90000 memory 134217728 oom 998
             20.008  web conditions: PodResizeInProgress
             20.011  web ResizeCompleted Pod resize completed
             20.015  web conditions:
        "#]],
    );
}

#[test]
fn a_kubelet_that_starts_again_does_nothing_anew() {
    let actions = [patch(5.0, "{requests: {cpu: 150m}}"), "{at: 10, do: kubeletRestart, down: 3}".to_owned()];
    check(
        WEB,
        "{}",
        &actions,
        (5.0, 40),
        expect![[r#"
            seconds
              5.004  web ResizeStarted Pod resize started
              5.006  UpdatePodSandboxResources shares 153 quota 20000 memory 134217728 oom 0
              5.006  UpdateContainerResources web shares 153 quota 20000 memory 134217728 oom 998
              5.008  web conditions: PodResizeInProgress
              5.011  web ResizeCompleted Pod resize completed
              5.015  web conditions:
        "#]],
    );
}

#[test]
fn what_shrinks_lets_a_pod_be_scheduled() {
    let second = "---
apiVersion: v1
kind: Pod
metadata: { name: late }
spec:
  containers: [{ name: late, image: 'registry.example/late:1.0', resources: { requests: { cpu: 500m } } }]
";
    let manifest = format!("{HOLDER}{WEB}{second}");
    let actions = ["{at: 8, do: patch, sub: resize, target: Pod/holder, patch: {spec: {containers: [{name: holder, resources: {requests: {cpu: 1000m}}}]}}}".to_owned()];
    check(
        &manifest,
        "{}",
        &actions,
        (8.0, 20),
        expect![[r#"
            seconds
              8.004  holder ResizeStarted Pod resize started
              8.004  late FailedScheduling 0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.
              8.006  UpdateContainerResources holder shares 1024 quota 0 memory 0 oom 999
              8.006  UpdatePodSandboxResources shares 1024 quota -1 memory 0 oom 0
              8.008  holder conditions: PodResizeInProgress
              8.011  holder ResizeCompleted Pod resize completed
              8.015  holder conditions:
              8.019  late Scheduled Successfully assigned default/late to sim-node
              8.030  late Pulled Container image "registry.example/late:1.0" already present on machine and can be accessed by the pod
              8.032  late Created Container created
              8.032  CreateContainer late shares 512 quota 0 memory 0 oom 999
              8.034  late Started Container started
        "#]],
    );
}

const STEPS: &str = "
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  initContainers:
  - { name: setup, image: 'registry.example/setup:1.0', resources: { requests: { cpu: 50m, memory: 32Mi }, limits: { cpu: 100m, memory: 64Mi } } }
  - name: proxy
    image: 'registry.example/proxy:1.0'
    restartPolicy: Always
    resources: { requests: { cpu: 50m, memory: 32Mi }, limits: { cpu: 100m, memory: 64Mi } }
    resizePolicy: [{ resourceName: cpu, restartPolicy: RestartContainer }]
  containers:
  - { name: web, image: 'registry.example/web:1.0', resources: { requests: { cpu: 100m, memory: 64Mi }, limits: { cpu: 200m, memory: 128Mi } } }
";

#[test]
fn init_containers_and_sidecars_are_resized_too() {
    let init = |at: u64, name: &str, cpu: &str| {
        format!(
            "{{at: {at}, do: patch, sub: resize, patch: {{spec: {{initContainers: [{{name: {name}, resources: {{requests: {{cpu: {cpu}}}, limits: {{cpu: 160m}}}}}}]}}}}}}"
        )
    };
    let actions = [init(2, "setup", "80m"), patch(4.0, "{requests: {cpu: 150m}}"), init(9, "proxy", "80m")];
    let steps = "{web: {containers: {setup: [{run: 6, exit: 0}]}}}";
    check(
        STEPS,
        steps,
        &actions,
        (2.0, 20),
        expect![[r#"
            seconds
              2.004  web ResizeStarted Pod resize started
              2.004  web ResizeCompleted Pod resize completed
              2.006  UpdateContainerResources setup shares 81 quota 16000 memory 67108864 oom 999
              4.004  web ResizeStarted Pod resize started
              4.004  web ResizeCompleted Pod resize completed
              6.476  web Pulled Container image "registry.example/proxy:1.0" already present on machine and can be accessed by the pod
              6.478  web Created Container created
              6.478  CreateContainer proxy shares 51 quota 10000 memory 67108864 oom 998
              6.480  web Started Container started
              6.487  web Pulled Container image "registry.example/web:1.0" already present on machine and can be accessed by the pod
              6.489  web Created Container created
              6.489  CreateContainer web shares 153 quota 20000 memory 134217728 oom 998
              6.491  web Started Container started
              9.004  web ResizeStarted Pod resize started
              9.006  web Killing Container proxy resize requires restart
              9.006  StopContainer proxy
              9.008  web conditions: PodResizeInProgress
              9.108  web Pulled Container image "registry.example/proxy:1.0" already present on machine and can be accessed by the pod
              9.110  web Created Container created
              9.110  CreateContainer proxy shares 81 quota 16000 memory 67108864 oom 998
              9.112  web Started Container started
              9.114  UpdatePodSandboxResources shares 153 quota 36000 memory 201326592 oom 0
              9.114  UpdatePodSandboxResources shares 235 quota 36000 memory 201326592 oom 0
              9.119  web ResizeCompleted Pod resize completed
              9.123  web conditions:
        "#]],
    );
}
