//! Two things at one moment: an end and the end of its grace, a first probe and the next container's start, a deletion and the end of a
//! Pod on no node. Each was measured against a real kubelet.
#![allow(clippy::expect_used, reason = "the whole file is tests")]

use simulator::trace::CallKind;
use simulator::{Limits, Millis, Scenario, Trace, simulate};

fn run(manifest: &str, scenario: &str, seconds: u64) -> Trace {
    let kubernetes = api::Kubernetes::default();
    let scenario = Scenario::from_text(scenario, &kubernetes).expect("a scenario");
    let objects = api::objects(manifest, &kubernetes);
    simulate(&objects, &scenario, &kubernetes, &Limits::until(Millis::seconds(seconds)))
}

/// A Pod `web` with these fields of its spec.
fn pod(spec: &str) -> String {
    format!("{{apiVersion: v1, kind: Pod, metadata: {{name: web}}, spec: {{{spec}}}}}")
}

#[test]
fn a_program_that_ends_together_with_its_grace_has_ended_itself() {
    let trace = run(
        &pod("terminationGracePeriodSeconds: 2, containers: [{name: app, image: x}]"),
        "{behaviours: {web: {containers: {app: [{term: 2}]}}}, actions: [{at: 3, do: delete}]}",
        10,
    );
    let exits = trace.calls.iter().filter_map(|call| match &call.kind {
        CallKind::Exited { code, .. } => Some(*code),
        _ => None,
    });
    assert_eq!(exits.collect::<Vec<_>>(), [143]);
}

#[test]
fn a_sidecar_whose_first_startup_probe_succeeds_is_ready_before_the_next_container_starts() {
    let sidecar = "{name: side, image: x, restartPolicy: Always, startupProbe: {exec: {command: [up]}, periodSeconds: 1, initialDelaySeconds: 1}}";
    let trace = run(
        &pod(&format!("initContainers: [{sidecar}], containers: [{{name: app, image: 'y:1'}}]")),
        "{behaviours: {web: {containers: {}, images: {'y:1': {pull: 3}}}}}",
        3,
    );
    let last = trace.pods.first().and_then(|pod| pod.versions.last()).expect("a status");
    let sides = last.status.init_container_statuses.as_ref().expect("a sidecar");
    assert!(sides.iter().all(|side| side.ready), "{sides:?}");
}

#[test]
fn a_pod_on_no_node_shows_its_deletion_before_it_is_gone() {
    let trace = run(
        &pod("schedulingGates: [{name: x.io/q}], containers: [{name: app, image: x}]"),
        "{behaviours: {}, actions: [{at: 3, do: delete}]}",
        5,
    );
    let pod = trace.pods.first().expect("a Pod");
    assert!(pod.bases.last().is_some_and(|base| base.metadata.deletion_timestamp.is_some()));
    assert_eq!(pod.removed, Some(Millis(3002)));
}

#[test]
fn a_pod_that_is_deleted_during_its_first_sync_has_its_probes_cancelled_and_its_own_grace() {
    let app = "{name: app, image: x, readinessProbe: {exec: {command: [ready]}, periodSeconds: 1}}";
    let slow = "{name: slow, image: 'y:1', lifecycle: {postStart: {exec: {command: [warm]}}}}";
    let trace = run(
        &pod(&format!("terminationGracePeriodSeconds: 3, containers: [{app}, {slow}]")),
        "{behaviours: {web: {containers: {app: [{term: 4}], slow: [{term: 1, exec: {warm: {delay: 5, exit: 1}}}]}}}, actions: [{at: 2.5, do: delete, grace: 9}]}",
        20,
    );
    let told =
        trace.events.iter().filter(|event| event.reason == "Unhealthy").map(|event| event.message.as_str());
    let told: std::collections::BTreeSet<&str> = told.collect();
    let cancelled = "Readiness probe errored and resulted in unknown state: rpc error: code = Canceled desc = context canceled";
    assert_eq!(told.into_iter().collect::<Vec<_>>(), [cancelled]);
    let stops = trace.calls.iter().filter_map(|call| match call.kind {
        CallKind::StopContainer { timeout } => Some((call.container.as_str(), timeout)),
        _ => None,
    });
    assert_eq!(stops.collect::<Vec<_>>(), [("slow", 3), ("app", 9)]);
}
