//! HorizontalPodAutoscalers without metrics. The words and times are those of a controller-manager 1.36.2 without a metrics
//! server.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "the whole file is tests"
)]

use expect_test::{Expect, expect};
use simulator::{Limits, Millis, Scenario, Trace, simulate};

fn run(manifest: &str, scenario: &str, seconds: u64) -> Trace {
    let kubernetes = api::Kubernetes::default();
    let scenario = Scenario::from_text(scenario, &kubernetes).expect("a scenario");
    let limits = Limits::until(Millis::seconds(seconds));
    simulate(&api::objects(manifest, &kubernetes), &scenario, &kubernetes, &limits)
}

/// The events of autoscalers and Deployments, and each status of an autoscaler with its conditions.
fn check(trace: &Trace, story: Expect) {
    let is_told = |kind: &str| ["HorizontalPodAutoscaler", "Deployment"].contains(&kind);
    let events = trace.events.iter().filter(|event| is_told(&event.object.kind));
    let events = events.map(|event| {
        (event.at, format!("{} {} x{}: {}", event.object.name, event.reason, event.count, event.message))
    });
    let versions = trace
        .objects
        .iter()
        .filter(|version| version.object.kind() == "HorizontalPodAutoscaler")
        .map(|version| {
            let object = version.object.to_json();
            let number = |field: &str| object["status"][field].as_i64().unwrap_or_default();
            let conditions = object["status"]["conditions"].as_array().cloned().unwrap_or_default();
            let conditions: Vec<String> = conditions
                .iter()
                .map(|one| {
                    [&one["type"], &one["status"], &one["reason"]]
                        .map(|part| part.as_str().unwrap_or_default())
                        .join(" ")
                })
                .collect();
            let (now, wanted) = (number("currentReplicas"), number("desiredReplicas"));
            let gone = if version.deleted { " deleted" } else { "" };
            let name = version.object.name();
            (version.at, format!("{name}: {now} current, {wanted} desired; {}{gone}", conditions.join("; ")))
        });
    let mut lines: Vec<(Millis, String)> = events.chain(versions).collect();
    lines.sort_by_key(|(at, _)| *at);
    let lines: Vec<String> = lines.into_iter().map(|(at, text)| format!("{at:>7} {text}")).collect();
    story.assert_eq(&format!("seconds\n{}", lines.join("\n")));
}

fn deployment(replicas: u32) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\nspec: {{replicas: {replicas}, selector: {{matchLabels: {{app: web}}}}, template: {{metadata: {{labels: {{app: web}}}}, spec: {{containers: [{{name: app, image: 'app:1.0'}}]}}}}}}\n---\n"
    )
}

fn scaler(name: &str, target: &str, more: &str) -> String {
    format!(
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: {name}}}\nspec: {{scaleTargetRef: {target}, minReplicas: 2, maxReplicas: 5{more}}}\n---\n"
    )
}

const WEB: &str = "{apiVersion: apps/v1, kind: Deployment, name: web}";

#[test]
fn without_metrics_the_number_stays() {
    let trace = run(&(deployment(3) + &scaler("h", WEB, "")), "", 32);
    check(
        &trace,
        expect![[r#"
        seconds
          0.010 web ScalingReplicaSet x1: Scaled up replica set web-596f54686c from 0 to 3
          0.010 h: 0 current, 0 desired; 
         15.015 h FailedGetResourceMetric x1: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)
         15.015 h FailedComputeMetricsReplicas x1: invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)
         15.015 h: 3 current, 0 desired; AbleToScale True SucceededGetScale; ScalingActive False FailedGetResourceMetric
         30.020 h FailedGetResourceMetric x2: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)
         30.020 h FailedComputeMetricsReplicas x2: invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)"#]],
    );
    assert!(trace.assumptions.iter().any(|sentence| sentence.starts_with("There is no metrics server")));
}

#[test]
fn a_target_outside_of_the_bounds_is_brought_inside() {
    let story = "actions:\n- {at: 20, do: patch, target: Deployment/web, sub: /scale, patch: {spec: {replicas: 9}}}\n- {at: 32, do: patch, target: HorizontalPodAutoscaler/h, patch: {spec: {maxReplicas: 4}}}\n";
    check(
        &run(&(deployment(1) + &scaler("h", WEB, "")), story, 46),
        expect![[r#"
        seconds
          0.010 web ScalingReplicaSet x1: Scaled up replica set web-596f54686c from 0 to 1
          0.010 h: 0 current, 0 desired; 
         15.015 h SuccessfulRescale x1: New size: 2; reason: Current number of replicas below Spec.MinReplicas
         15.015 h: 1 current, 2 desired; AbleToScale True SucceededRescale
         15.020 web ScalingReplicaSet x1: Scaled up replica set web-596f54686c from 1 to 2
         20.005 web ScalingReplicaSet x1: Scaled up replica set web-596f54686c from 2 to 9
         30.020 h SuccessfulRescale x1: New size: 5; reason: Current number of replicas above Spec.MaxReplicas
         30.020 h: 9 current, 5 desired; AbleToScale True SucceededRescale
         30.025 web ScalingReplicaSet x1: Scaled down replica set web-596f54686c from 9 to 5
         32.000 h: 9 current, 5 desired; AbleToScale True SucceededRescale
         45.025 h SuccessfulRescale x1: New size: 4; reason: Current number of replicas above Spec.MaxReplicas
         45.025 h: 5 current, 4 desired; AbleToScale True SucceededRescale
         45.030 web ScalingReplicaSet x1: Scaled down replica set web-596f54686c from 5 to 4"#]],
    );
}

#[test]
fn a_target_without_replicas_is_left_alone() {
    let story = "actions:\n- {at: 20, do: patch, target: Deployment/web, patch: {spec: {replicas: 1}}}\n- {at: 32, do: delete, target: HorizontalPodAutoscaler/h}\n";
    check(
        &run(&(deployment(0) + &scaler("h", WEB, "")), story, 50),
        expect![[r#"
        seconds
          0.010 h: 0 current, 0 desired; 
         15.015 h: 0 current, 0 desired; AbleToScale True SucceededGetScale; ScalingActive False ScalingDisabled
         20.005 web ScalingReplicaSet x1: Scaled up replica set web-596f54686c from 0 to 1
         30.020 h SuccessfulRescale x1: New size: 2; reason: Current number of replicas below Spec.MinReplicas
         30.020 h: 1 current, 2 desired; AbleToScale True SucceededRescale; ScalingActive False ScalingDisabled
         30.025 web ScalingReplicaSet x1: Scaled up replica set web-596f54686c from 1 to 2
         32.000 h: 1 current, 2 desired; AbleToScale True SucceededRescale; ScalingActive False ScalingDisabled deleted"#]],
    );
}

#[test]
fn what_has_no_scale_is_said() {
    let not_found = "{apiVersion: apps/v1, kind: StatefulSet, name: db}";
    let no_scale = "{apiVersion: batch/v1, kind: Job, name: web}";
    let no_kind = "{apiVersion: example.com/v1, kind: Rollout, name: web}";
    let manifest = scaler("a", not_found, "") + &scaler("b", no_scale, "") + &scaler("c", no_kind, "");
    check(
        &run(&(deployment(2) + &manifest), "", 20),
        expect![[r#"
        seconds
          0.010 a: 0 current, 0 desired; 
          0.020 b: 0 current, 0 desired; 
          0.030 web ScalingReplicaSet x1: Scaled up replica set web-596f54686c from 0 to 2
          0.030 c: 0 current, 0 desired; 
         15.015 a FailedGetScale x1: statefulsets.apps "db" not found
         15.015 a: 0 current, 0 desired; AbleToScale False FailedGetScale
         15.025 b FailedGetScale x1: the server could not find the requested resource
         15.025 b: 0 current, 0 desired; AbleToScale False FailedGetScale
         15.035 c FailedGetScale x1: no matches for kind "Rollout" in group "example.com"
         15.035 c: 0 current, 0 desired; AbleToScale False FailedGetScale"#]],
    );
}

#[test]
fn each_kind_of_metric_has_its_words() {
    let metrics = ", metrics: [
        {type: External, external: {metric: {name: queue, selector: {matchLabels: {q: a, b: c}}}, target: {type: Value, value: 5}}},
        {type: External, external: {metric: {name: queue}, target: {type: AverageValue, averageValue: 5}}},
        {type: Pods, pods: {metric: {name: rps}, target: {type: AverageValue, averageValue: 10}}},
        {type: ContainerResource, containerResource: {name: cpu, container: app, target: {type: Utilization, averageUtilization: 50}}},
        {type: Object, object: {describedObject: {apiVersion: networking.k8s.io/v1, kind: Ingress, name: main}, metric: {name: hits}, target: {type: Value, value: 5}}},
        {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 100Mi}}}]";
    check(
        &run(&(deployment(3) + &scaler("h", WEB, metrics)), "", 16),
        expect![[r#"
        seconds
          0.010 web ScalingReplicaSet x1: Scaled up replica set web-596f54686c from 0 to 3
          0.010 h: 0 current, 0 desired; 
         15.015 h FailedGetExternalMetric x1: unable to get external metric default/queue/&LabelSelector{MatchLabels:map[string]string{b: c,q: a,},MatchExpressions:[]LabelSelectorRequirement{},}: unable to fetch metrics from external metrics API: the server could not find the requested resource (get queue.external.metrics.k8s.io)
         15.015 h FailedGetExternalMetric x1: unable to get external metric default/queue/nil: unable to fetch metrics from external metrics API: the server could not find the requested resource (get queue.external.metrics.k8s.io)
         15.015 h FailedGetPodsMetric x1: unable to get metric rps: unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered
         15.015 h FailedGetContainerResourceMetric x1: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)
         15.015 h FailedGetObjectMetric x1: unable to get metric hits: Ingress on default main/unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered
         15.015 h FailedGetResourceMetric x1: failed to get memory usage: unable to get metrics for resource memory: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)
         15.015 h FailedComputeMetricsReplicas x1: invalid metrics (6 invalid out of 6), first error is: failed to get queue external metric value: failed to get external metric queue: unable to get external metric default/queue/&LabelSelector{MatchLabels:map[string]string{b: c,q: a,},MatchExpressions:[]LabelSelectorRequirement{},}: unable to fetch metrics from external metrics API: the server could not find the requested resource (get queue.external.metrics.k8s.io)
         15.015 h: 3 current, 0 desired; AbleToScale True SucceededGetScale; ScalingActive False FailedGetExternalMetric"#]],
    );
    // The first metric's words are in the sum, which tells an average of an object apart.
    let metrics = ", metrics: [{type: Object, object: {describedObject: {apiVersion: v1, kind: Service, name: main}, metric: {name: hits}, target: {type: AverageValue, averageValue: 5}}}]";
    check(
        &run(&(deployment(3) + &scaler("h", WEB, metrics)), "", 16),
        expect![[r#"
        seconds
          0.010 web ScalingReplicaSet x1: Scaled up replica set web-596f54686c from 0 to 3
          0.010 h: 0 current, 0 desired; 
         15.015 h FailedGetObjectMetric x1: unable to get metric hits: Service on default main/unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered
         15.015 h FailedComputeMetricsReplicas x1: invalid metrics (1 invalid out of 1), first error is: failed to get object metric value: failed to get hits object metric: unable to get metric hits: Service on default main/unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered
         15.015 h: 3 current, 0 desired; AbleToScale True SucceededGetScale; ScalingActive False FailedGetObjectMetric"#]],
    );
}

#[test]
fn two_autoscalers_of_one_target_stop_each_other() {
    let manifest = deployment(3) + &scaler("h", WEB, "") + &scaler("g", WEB, "");
    check(
        &run(&manifest, "", 31),
        expect![[r#"
        seconds
          0.010 h: 0 current, 0 desired; 
          0.020 web ScalingReplicaSet x1: Scaled up replica set web-596f54686c from 0 to 3
          0.020 g: 0 current, 0 desired; 
         15.015 h FailedGetResourceMetric x1: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)
         15.015 h FailedComputeMetricsReplicas x1: invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)
         15.015 h: 3 current, 0 desired; AbleToScale True SucceededGetScale; ScalingActive False FailedGetResourceMetric
         15.025 g AmbiguousSelector x1: pods by selector app=web are controlled by multiple HPAs: [default/g default/h]
         15.025 g FailedComputeMetricsReplicas x1: pods by selector app=web are controlled by multiple HPAs: [default/g default/h]
         15.025 g: 3 current, 0 desired; AbleToScale True SucceededGetScale; ScalingActive False AmbiguousSelector
         30.020 h AmbiguousSelector x1: pods by selector app=web are controlled by multiple HPAs: [default/g default/h]
         30.020 h FailedComputeMetricsReplicas x1: pods by selector app=web are controlled by multiple HPAs: [default/g default/h]
         30.020 h: 3 current, 0 desired; AbleToScale True SucceededGetScale; ScalingActive False AmbiguousSelector
         30.030 g AmbiguousSelector x2: pods by selector app=web are controlled by multiple HPAs: [default/g default/h]
         30.030 g FailedComputeMetricsReplicas x2: pods by selector app=web are controlled by multiple HPAs: [default/g default/h]"#]],
    );
}

#[test]
fn the_older_version_is_kept_as_the_one_that_the_server_prefers() {
    let older =
        scaler("h", WEB, ", targetCPUUtilizationPercentage: 70").replace("autoscaling/v2", "autoscaling/v1");
    let trace = run(&(deployment(3) + &older), "", 16);
    let last = trace.objects.iter().rfind(|version| version.object.name() == "h").expect("an autoscaler");
    let object = last.object.to_json();
    assert_eq!(object["apiVersion"], "autoscaling/v2");
    assert_eq!(
        object["spec"]["metrics"].to_string(),
        r#"[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70}}}]"#
    );
    assert_eq!(object["spec"]["targetCPUUtilizationPercentage"], serde_json::Value::Null);
    assert_eq!(object["status"]["conditions"][1]["reason"], "FailedGetResourceMetric");
}
