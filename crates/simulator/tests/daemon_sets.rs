//! DaemonSets on the nodes of the text: which nodes have a Pod, and how a new template comes to them.
#![allow(clippy::expect_used, clippy::needless_pass_by_value, reason = "the whole file is tests")]

use expect_test::{Expect, expect};
use simulator::{Limits, Millis, Scenario, simulate};

fn set(spec: &str, pod: &str) -> String {
    format!(
        "{{apiVersion: apps/v1, kind: DaemonSet, metadata: {{name: agent}}, spec: {{{spec} selector: {{matchLabels: {{app: agent}}}}, template: {{metadata: {{labels: {{app: agent}}}}, spec: {{{pod} containers: [{{name: agent, image: 'agent:1'}}]}}}}}}}}"
    )
}

fn node(name: &str, labels: &str) -> String {
    format!(
        "{{apiVersion: v1, kind: Node, metadata: {{name: {name}, labels: {{{labels}}}}}, status: {{allocatable: {{cpu: '2', memory: 8Gi, pods: '110'}}}}}}"
    )
}

/// When the Pods of each node were scheduled, ran and were deleted.
fn check(objects: &[String], actions: &str, seconds: u64, story: Expect) {
    let kubernetes = api::Kubernetes::default();
    let scenario = format!("images: {{'agent:1': {{pull: 1}}, 'agent:2': {{pull: 1}}}}\nactions:\n{actions}");
    let scenario = Scenario::from_text(&scenario, &kubernetes).expect("a scenario");
    let objects = api::objects(&objects.join("\n---\n"), &kubernetes);
    let trace = simulate(&objects, &scenario, &kubernetes, &Limits::until(Millis::seconds(seconds)));
    let mut lines: Vec<(Millis, String)> = Vec::new();
    for (number, pod) in trace.pods.iter().enumerate() {
        let spec = trace.pod_at(number, Millis::seconds(seconds)).and_then(|pod| pod.spec);
        let spec = spec.or_else(|| pod.bases.last().and_then(|base| base.spec.clone())).expect("a spec");
        let image = spec.containers.first().and_then(|one| one.image.clone()).unwrap_or_default();
        let name = format!("{image} on {}", spec.node_name.unwrap_or_default());
        for change in trace.changes.iter().filter(|change| change.pod == Some(number)) {
            let simulator::trace::What::Said(text) = &change.what else { continue };
            let told = ["scheduled", "deleted", "phase Running"].iter().find(|word| text.starts_with(**word));
            lines.extend(told.map(|word| (change.at, format!("{name} {word}"))));
        }
    }
    lines.sort_by_key(|(at, _)| *at);
    let lines: Vec<String> = lines.into_iter().map(|(at, line)| format!("{at:>8} {line}")).collect();
    story.assert_eq(&format!("seconds\n{}", lines.join("\n")));
}

const UPDATE: &str = "- { at: 30, do: patch, target: DaemonSet/agent, patch: {spec: {template: {spec: {containers: [{name: agent, image: 'agent:2'}]}}}} }\n";

fn three() -> [String; 3] {
    [node("n1", ""), node("n2", ""), node("n3", "")]
}

/// The course of a new template on three nodes, with this in the spec of the DaemonSet.
fn check_update(spec: &str, story: Expect) {
    let mut objects = vec![set(spec, "terminationGracePeriodSeconds: 2,")];
    objects.extend(three());
    check(&objects, UPDATE, 120, story);
}

#[test]
fn a_new_template_comes_to_one_node_after_the_other() {
    check_update(
        "minReadySeconds: 10,",
        expect![[r#"
        seconds
           0.034 agent:1 on n1 scheduled
           0.037 agent:1 on n2 scheduled
           0.040 agent:1 on n3 scheduled
           1.058 agent:1 on n1 phase Running
           1.070 agent:1 on n2 phase Running
           1.082 agent:1 on n3 phase Running
          30.005 agent:1 on n1 deleted
          30.128 agent:2 on n1 scheduled
          31.152 agent:2 on n1 phase Running
          41.000 agent:1 on n2 deleted
          41.123 agent:2 on n2 scheduled
          41.147 agent:2 on n2 phase Running
          51.000 agent:1 on n3 deleted
          51.123 agent:2 on n3 scheduled
          51.147 agent:2 on n3 phase Running"#]],
    );
}

#[test]
fn a_new_template_comes_to_as_many_nodes_as_may_be_without_a_pod() {
    check_update(
        "updateStrategy: {rollingUpdate: {maxUnavailable: 50%}},",
        expect![[r#"
        seconds
           0.034 agent:1 on n1 scheduled
           0.037 agent:1 on n2 scheduled
           0.040 agent:1 on n3 scheduled
           1.058 agent:1 on n1 phase Running
           1.070 agent:1 on n2 phase Running
           1.082 agent:1 on n3 phase Running
          30.005 agent:1 on n1 deleted
          30.005 agent:1 on n2 deleted
          30.128 agent:2 on n1 scheduled
          30.138 agent:2 on n2 scheduled
          31.152 agent:2 on n1 phase Running
          31.157 agent:1 on n3 deleted
          31.164 agent:2 on n2 phase Running
          31.280 agent:2 on n3 scheduled
          31.304 agent:2 on n3 phase Running"#]],
    );
}

#[test]
fn new_pods_stand_beside_the_old_ones_on_as_many_nodes_as_the_surge_says() {
    check_update(
        "updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}},",
        expect![[r#"
            seconds
               0.034 agent:1 on n1 scheduled
               0.037 agent:1 on n2 scheduled
               0.040 agent:1 on n3 scheduled
               1.058 agent:1 on n1 phase Running
               1.070 agent:1 on n2 phase Running
               1.082 agent:1 on n3 phase Running
              30.009 agent:2 on n1 scheduled
              31.033 agent:2 on n1 phase Running
              31.038 agent:1 on n1 deleted
              31.047 agent:2 on n2 scheduled
              31.071 agent:2 on n2 phase Running
              31.076 agent:1 on n2 deleted
              31.085 agent:2 on n3 scheduled
              31.109 agent:2 on n3 phase Running
              31.114 agent:1 on n3 deleted"#]],
    );
}

#[test]
fn a_node_that_comes_gets_a_pod() {
    let actions = format!("- {{ at: 10, do: create, manifest: \"{}\" }}\n", node("n2", ""));
    check(
        &[set("", ""), node("n1", "")],
        &actions,
        30,
        expect![[r#"
        seconds
           0.014 agent:1 on n1 scheduled
           1.038 agent:1 on n1 phase Running
          10.009 agent:1 on n2 scheduled
          10.033 agent:1 on n2 phase Running"#]],
    );
}

#[test]
fn the_pod_of_a_node_comes_and_goes_with_its_label() {
    let objects = [
        set("", "terminationGracePeriodSeconds: 2, nodeSelector: {disk: ssd},"),
        node("n1", "disk: ssd"),
        node("n2", ""),
    ];
    let label = |at: u32, node: &str, value: &str| {
        format!(
            "- {{ at: {at}, do: patch, target: Node/{node}, patch: {{metadata: {{labels: {{disk: {value}}}}}}} }}\n"
        )
    };
    check(
        &objects,
        &(label(10, "n2", "ssd") + &label(20, "n1", "null")),
        40,
        expect![[r#"
        seconds
           0.024 agent:1 on n1 scheduled
           1.048 agent:1 on n1 phase Running
          10.009 agent:1 on n2 scheduled
          10.033 agent:1 on n2 phase Running
          20.005 agent:1 on n1 deleted"#]],
    );
}

#[test]
fn a_taint_keeps_new_pods_away_and_one_that_expels_ends_those_that_run() {
    let taint = |at: u32, effect: &str| {
        format!(
            "- {{ at: {at}, do: patch, target: Node/n1, patch: {{spec: {{taints: [{{key: a, effect: {effect}}}]}}}} }}\n"
        )
    };
    let free = "- { at: 30, do: patch, target: Node/n1, patch: {spec: {taints: null}} }\n";
    let actions = taint(10, "NoSchedule") + &taint(20, "NoExecute") + free;
    let objects = [set("", "terminationGracePeriodSeconds: 2,"), node("n1", "")];
    check(
        &objects,
        &actions,
        50,
        expect![[r#"
        seconds
           0.014 agent:1 on n1 scheduled
           1.038 agent:1 on n1 phase Running
          20.005 agent:1 on n1 deleted
          30.009 agent:1 on n1 scheduled
          30.033 agent:1 on n1 phase Running"#]],
    );
}

#[test]
fn a_second_template_takes_the_place_of_one_that_is_still_coming() {
    let mut objects = vec![set(
        "updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}},",
        "terminationGracePeriodSeconds: 2,",
    )];
    objects.push(node("n1", ""));
    let again = "- { at: 30.5, do: patch, target: DaemonSet/agent, patch: {spec: {template: {spec: {containers: [{name: agent, image: 'agent:3'}]}}}} }\n";
    check(
        &objects,
        &format!("{UPDATE}{again}"),
        60,
        expect![[r#"
        seconds
           0.014 agent:1 on n1 scheduled
           1.038 agent:1 on n1 phase Running
          30.009 agent:2 on n1 scheduled
          30.505 agent:2 on n1 deleted
          30.514 agent:3 on n1 scheduled
          31.033 agent:2 on n1 phase Running
          32.255 agent:3 on n1 phase Running
          32.260 agent:1 on n1 deleted"#]],
    );
}

#[test]
fn a_taint_that_lets_the_pod_stay_is_not_heard_of() {
    let kubernetes = api::Kubernetes::default();
    let objects = [set("", ""), node("n1", "")].join("\n---\n");
    let story = "actions:\n- { at: 20, do: patch, target: Node/n1, patch: {spec: {taints: [{key: a, effect: NoSchedule}]}} }\n- { at: 30, do: patch, target: Node/n1, patch: {spec: {taints: [{key: a, effect: NoExecute}]}} }\n- { at: 40, do: patch, target: Node/n1, patch: {spec: {taints: null}} }\n";
    let scenario = Scenario::from_text(story, &kubernetes).expect("a scenario");
    let limits = Limits::until(Millis::seconds(60));
    let trace = simulate(&api::objects(&objects, &kubernetes), &scenario, &kubernetes, &limits);
    let told = |version: &&simulator::trace::ObjectVersion| {
        version.object.kind() == "DaemonSet" && version.at > Millis::seconds(10)
    };
    let counts: Vec<String> = trace
        .objects
        .iter()
        .filter(told)
        .map(|version| {
            let object = version.object.to_json();
            let count = |field: &str| {
                object
                    .pointer(&format!("/status/{field}"))
                    .and_then(serde_json::Value::as_i64)
                    .unwrap_or_default()
            };
            format!(
                "{} desired {} misscheduled {}",
                version.at,
                count("desiredNumberScheduled"),
                count("numberMisscheduled")
            )
        })
        .collect();
    expect![[r#"
        30.005 desired 0 misscheduled 1
        30.124 desired 0 misscheduled 0
        40.005 desired 1 misscheduled 0
        40.010 desired 1 misscheduled 0
        40.038 desired 1 misscheduled 0"#]]
    .assert_eq(&counts.join("\n"));
}
