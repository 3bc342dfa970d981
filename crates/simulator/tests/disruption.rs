//! Pods that are ended from outside: evictions and their budgets, more important Pods, taints, lost nodes, full disks.
#![allow(clippy::expect_used, clippy::needless_pass_by_value, reason = "the whole file is tests")]

use expect_test::{Expect, expect};
use simulator::{Limits, Millis, Scenario, Trace, simulate};

fn run(manifest: &str, behaviours: &str, actions: &str, seconds: u64) -> Trace {
    let actions = if actions.is_empty() { " []" } else { actions };
    follow(manifest, &format!("behaviours: {behaviours}\nactions:\n{actions}"), seconds)
}

fn follow(manifest: &str, scenario: &str, seconds: u64) -> Trace {
    let kubernetes = api::Kubernetes::default();
    let scenario = Scenario::from_text(scenario, &kubernetes).expect("a scenario");
    let limits = Limits::until(Millis::seconds(seconds));
    simulate(&api::objects(manifest, &kubernetes), &scenario, &kubernetes, &limits)
}

/// The events that are not of containers, and what the narration says of Pods, with their times.
fn check(trace: &Trace, story: Expect) {
    let events = trace.events.iter().filter(|event| event.field.is_empty() && event.reason != "Scheduled");
    let mut lines: Vec<(Millis, String)> = events
        .map(|event| {
            let (object, count) = (&event.object, event.count);
            let message = event
                .message
                .replace(&trace.pods.last().map(|pod| pod.uid.clone()).unwrap_or_default(), "UID");
            (event.at, format!("{} {} x{count}: {message}", object.name, event.reason))
        })
        .collect();
    let said = trace.changes.iter().filter_map(|change| {
        let simulator::trace::What::Said(text) = &change.what else { return None };
        let pod = trace.pods.get(change.pod?)?;
        Some((change.at, format!("{} {text}", pod.name)))
    });
    let notable = ["refused", "deleted", "removed", "evicted", "phase", "lost"];
    lines.extend(said.filter(|(_, text)| notable.iter().any(|word| text.contains(word))));
    lines.sort_by_key(|(at, _)| *at);
    let lines: Vec<String> = lines.into_iter().map(|(at, text)| format!("{at:>7} {text}")).collect();
    story.assert_eq(&format!("seconds\n{}", lines.join("\n")));
}

fn pod(name: &str, more: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, labels: {{app: web}}}}\nspec:\n  {more}\n  containers:\n  - {{name: app, image: 'app:1.0', resources: {{requests: {{cpu: 1500m}}}}}}\n"
    )
}

fn create(at: u32, manifest: &str) -> String {
    let lines: Vec<String> = manifest.lines().map(|line| format!("    {line}")).collect();
    format!("- at: {at}\n  do: create\n  manifest: |\n{}\n", lines.join("\n"))
}

#[test]
fn a_budget_refuses_the_last_ready_pod() {
    let manifest = "apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: guard}
spec: {selector: {matchLabels: {app: web}}, minAvailable: 1}
---
apiVersion: v1
kind: Pod
metadata: {name: one, labels: {app: web}}
spec: {containers: [{name: app, image: 'app:1.0'}]}
---
apiVersion: v1
kind: Pod
metadata: {name: two, labels: {app: web}}
spec: {containers: [{name: app, image: 'app:1.0'}]}
";
    let actions = "- {at: 5, do: evict, target: Pod/one}\n- {at: 7, do: evict, target: Pod/two}\n";
    check(
        &run(manifest, "{}", actions, 12),
        expect![[r#"
        seconds
          0.005 guard NoPods x1: No matching pods found
          0.051 one phase Running
          0.063 two phase Running
          5.000 one deleted, grace 30s
          5.114 one phase Failed
          5.480 one removed from the API
          7.000 two eviction refused: Cannot evict pod as it would violate the pod's disruption budget. The disruption budget guard needs 1 healthy pods and has 1 currently"#]],
    );
}

#[test]
fn a_more_important_pod_takes_the_place() {
    let actions = create(5, &pod("high", "priority: 1000"));
    let trace = run(&pod("low", "priority: 0"), "{low: {containers: {app: [{term: 3}]}}}", &actions, 12);
    check(
        &trace,
        expect![[r#"
        seconds
          0.028 low phase Running
          5.004 high FailedScheduling x1: 0/1 nodes are available: 1 Insufficient cpu.
          5.004 low Preempted x1: Preempted by pod UID on node sim-node
          5.004 low deleted, grace 30s
          8.018 low phase Failed
          8.046 high phase Running
          8.492 low removed from the API"#]],
    );
    let waiting = trace.pod_at(1, Millis::seconds(6)).and_then(|pod| pod.status).expect("a status");
    assert_eq!(waiting.nominated_node_name.as_deref(), Some("sim-node"));
    let bound = trace.pod_at(1, Millis::seconds(10)).and_then(|pod| pod.status).expect("a status");
    assert_eq!(bound.nominated_node_name, None);
}

#[test]
fn a_pod_that_never_preempts_waits() {
    let actions = create(5, &pod("high", "priority: 1000\n  preemptionPolicy: Never"));
    check(
        &run(&pod("low", "priority: 0"), "{}", &actions, 12),
        expect![[r#"
        seconds
          0.028 low phase Running
          5.004 high FailedScheduling x1: 0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never."#]],
    );
}

#[test]
fn a_taint_ends_pods_after_what_they_tolerate() {
    let patient = "tolerations: [{key: maint, operator: Exists, tolerationSeconds: 4}]";
    let manifest = pod("patient", patient).replace("1500m", "1m") + "---\n" + &pod("plain", "priority: 0");
    let actions = "- {at: 5, do: patch, target: Node/sim-node, patch: {spec: {taints: [{key: maint, effect: NoExecute}]}}}\n- {at: 7, do: patch, target: Node/sim-node, patch: {spec: {taints: null}}}\n";
    check(
        &run(&manifest, "{}", actions, 12),
        expect![[r#"
        seconds
          0.041 patient phase Running
          0.053 plain phase Running
          5.005 plain TaintManagerEviction x1: Marking for deletion Pod default/plain
          5.005 plain deleted, grace 30s
          5.119 plain phase Failed
          5.480 plain removed from the API
          7.005 patient TaintManagerEviction x1: Cancelling deletion of Pod default/patient"#]],
    );
}

#[test]
fn a_lost_node_takes_readiness_away_and_nothing_else_where_it_is_the_only_one() {
    let actions = "- {at: 8, do: kubeletStop}\n- {at: 60, do: delete, target: Pod/web, grace: 3}\n- {at: 80, do: kubeletStart}\n";
    let trace = run(&pod("web", "priority: 0"), "{}", actions, 90);
    check(
        &trace,
        expect![[r#"
        seconds
          0.028 web phase Running
         52.600 web NodeNotReady x1: Node is not ready
         52.600 web its node is lost
         60.000 web deleted, grace 3s
         81.410 web phase Failed
         81.784 web removed from the API"#]],
    );
    let why = |second| trace.why(Millis::seconds(second), 0, "app").expect("a sentence").sentence;
    let told = [why(50), why(55), why(70)].join("\n");
    expect![[r#"
        `app` started at 0 s and became ready at 0 s.
        `app` may still run, but its node has been lost since 52.6 s: the Pod no longer counts as ready.
        `app` may still run, but its node has been lost since 52.6 s: the Pod is being deleted, and nobody stops it before the kubelet is back."#]].assert_eq(&told);
}

/// Two nodes and what runs on them: a Pod tied to each, and one of a ReplicaSet that goes elsewhere after 10 s.
fn on_two_nodes() -> String {
    let node = |name: &str| {
        format!(
            "{{apiVersion: v1, kind: Node, metadata: {{name: {name}}}, status: {{allocatable: {{cpu: '4', memory: 8Gi, pods: '110'}}}}}}\n---\n"
        )
    };
    let stay = "tolerations: [{operator: Exists}], terminationGracePeriodSeconds: 2";
    let tied = |name: &str, node: &str| {
        format!(
            "{{apiVersion: v1, kind: Pod, metadata: {{name: {name}}}, spec: {{nodeName: {node}, {stay}, containers: [{{name: app, image: x}}]}}}}\n---\n"
        )
    };
    let leaves = "tolerations: [{key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 10}]";
    let set = format!(
        "{{apiVersion: apps/v1, kind: ReplicaSet, metadata: {{name: web}}, spec: {{selector: {{matchLabels: {{app: web}}}}, template: {{metadata: {{labels: {{app: web}}}}, spec: {{{leaves}, containers: [{{name: app, image: x}}]}}}}}}}}"
    );
    node("n1") + &node("n2") + &tied("first", "n1") + &tied("second", "n2") + &set
}

#[test]
fn a_kubelet_that_stops_alone_loses_its_node_and_pods_go_elsewhere() {
    let actions = "actions:\n- { at: 8, do: kubeletStop, target: Node/n1 }\n- { at: 90, do: kubeletStart, target: Node/n1 }\n";
    let trace = follow(&on_two_nodes(), actions, 120);
    check(
        &trace,
        expect![[r#"
        seconds
          0.045 web SuccessfulCreate x1: Created pod: web-xm9zr
          1.331 first phase Running
          1.343 second phase Running
          1.355 web-xm9zr phase Running
         52.600 first NodeNotReady x1: Node is not ready
         52.600 web-xm9zr NodeNotReady x1: Node is not ready
         52.600 first its node is lost
         52.600 web-xm9zr its node is lost
         62.615 web-xm9zr TaintManagerEviction x1: Marking for deletion Pod default/web-xm9zr
         62.615 web-xm9zr deleted, grace 30s
         62.620 web SuccessfulCreate x1: Created pod: web-92cww
         63.919 web-92cww phase Running
         91.410 web-xm9zr phase Failed
         91.824 web-xm9zr removed from the API"#]],
    );
    let nodes: Vec<_> = (0..trace.pods.len())
        .map(|pod| {
            trace.pod_at(pod, Millis::seconds(80)).and_then(|pod| pod.spec?.node_name).expect("a node")
        })
        .collect();
    assert_eq!(nodes, ["n1", "n2", "n1", "n2"]);
}

#[test]
fn a_kubelet_that_restarts_alone_misses_only_what_happens_on_its_node() {
    let story = "containers: {app: [{run: 22, exit: 1}, {}]}\nactions: [{ at: 20, do: kubeletRestart, down: 10, target: Node/n1 }]";
    let trace = follow(&on_two_nodes(), story, 60);
    let created = |name: &str| -> Vec<u64> {
        let made = trace.calls.iter().filter(|call| {
            let pod = trace.pods.get(call.pod).expect("a Pod");
            pod.name == name && matches!(call.kind, simulator::trace::CallKind::CreateContainer { .. })
        });
        made.map(|call| call.at.whole_seconds()).collect()
    };
    assert_eq!((created("first"), created("second")), (vec![1, 32], vec![1, 24]));
}

#[test]
fn without_a_node_all_kubelets_stop_and_one_that_is_not_there_stops_none() {
    let stop = |target: &str| format!("actions: [{{ at: 8, do: kubeletStop{target} }}]");
    check(
        &follow(&on_two_nodes(), &stop(""), 80),
        expect![[r#"
        seconds
          0.045 web SuccessfulCreate x1: Created pod: web-xm9zr
          1.331 first phase Running
          1.343 second phase Running
          1.355 web-xm9zr phase Running
         52.600 first NodeNotReady x1: Node is not ready
         52.600 web-xm9zr NodeNotReady x1: Node is not ready
         52.600 second NodeNotReady x1: Node is not ready
         52.600 first its node is lost
         52.600 web-xm9zr its node is lost
         52.600 second its node is lost"#]],
    );
    let trace = follow(&on_two_nodes(), &stop(", target: Node/n3"), 80);
    assert!(trace.events.iter().all(|event| event.reason != "NodeNotReady"));
    let said = trace.changes.iter().filter_map(|change| match &change.what {
        simulator::trace::What::Said(text) if change.container == "kubelet" => Some(text.as_str()),
        _ => None,
    });
    assert_eq!(said.collect::<Vec<_>>(), ["there is no node n3"]);
}

#[test]
fn an_action_on_a_pod_that_is_not_there_is_done_to_no_other() {
    for (target, told) in [
        ("Pod/nope", "there is no Pod of this name: nothing is done"),
        ("Deployment/web", "there is no Deployment of this name: nothing is done"),
        ("Pod#7", "there is no Pod of this number: nothing is done"),
    ] {
        for deed in ["loseSandbox", "evict", "delete"] {
            let story = format!("actions: [{{ at: 8, do: {deed}, target: '{target}' }}]");
            let trace = follow(
                "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: app, image: x}]}}",
                &story,
                30,
            );
            let said = trace.changes.iter().filter_map(|change| match &change.what {
                simulator::trace::What::Said(text) => Some(text.as_str()),
                _ => None,
            });
            assert_eq!(said.filter(|text| *text == told).count(), 1, "{deed} {target}");
            assert!(trace.events.iter().all(|event| event.at.whole_seconds() < 8), "{deed} {target}");
        }
    }
}

#[test]
fn a_pod_that_writes_too_much_is_evicted() {
    let manifest = "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  volumes: [{name: tmp, emptyDir: {sizeLimit: 4Mi}}]
  containers:
  - {name: app, image: 'app:1.0', volumeMounts: [{name: tmp, mountPath: /tmp}]}
";
    let story = "{web: {containers: {app: [{term: 1, writeTo: /tmp/big, writeMB: 8, writeAfter: 3}]}}}";
    let trace = run(manifest, story, "", 60);
    check(
        &trace,
        expect![[r#"
        seconds
          0.328 web phase Running
         38.000 web Evicted x1: Usage of EmptyDir volume "tmp" exceeds the limit "4Mi". 
         38.000 web evicted by the kubelet: Usage of EmptyDir volume "tmp" exceeds the limit "4Mi".
         39.010 web phase Failed: Evicted"#]],
    );
    let status = trace.pod_at(0, Millis::seconds(60)).and_then(|pod| pod.status).expect("a status");
    assert_eq!((status.phase.as_deref(), status.reason.as_deref()), (Some("Failed"), Some("Evicted")));
}
