//! Rows of Pods whose words surprise people.

use super::row;
use api::Kubernetes;
use expect_test::{Expect, expect};
use k8s_openapi::api::core::v1::Pod;
use serde_json::{Value, json};

fn check(pod: &Value, expected: &Expect) {
    let pod: Pod = serde_json::from_value(pod.clone()).unwrap();
    let row = row(&pod, "2026-01-01T00:01:00Z".parse().unwrap(), &Kubernetes::RECORDED);
    expected.assert_eq(&row.columns().join(" | "));
}

fn pod(init: &Value, apps: &Value) -> Value {
    json!({
        "metadata": {"name": "web", "creationTimestamp": "2026-01-01T00:00:00Z"},
        "spec": {
            "initContainers": [{"name": "setup"}, {"name": "proxy", "restartPolicy": "Always"}],
            "containers": [{"name": "app"}],
        },
        "status": {"phase": "Pending", "initContainerStatuses": init, "containerStatuses": apps},
    })
}

#[test]
fn counts_to_the_init_container_that_blocks() {
    let done = json!({"name": "setup", "state": {"terminated": {"exitCode": 0}}});
    let starting = json!({"name": "proxy", "state": {"running": {}}, "started": false});
    check(
        &pod(&json!([done, starting]), &json!([])),
        &expect!["web | 0/2 | Init:1/2 | 0 | 60s | <none> | <none> | <none> | <none>"],
    );
}

#[test]
fn a_crashing_sidecar_hides_that_the_pod_runs() {
    let mut pod = pod(
        &json!([
            {"name": "setup", "restartCount": 2, "state": {"terminated": {"exitCode": 0}}},
            {"name": "proxy", "restartCount": 3, "state": {"waiting": {"reason": "CrashLoopBackOff"}},
             "lastState": {"terminated": {"exitCode": 1, "finishedAt": "2026-01-01T00:00:48Z"}}},
        ]),
        &json!([{"name": "app", "ready": true, "state": {"running": {}}}]),
    );
    pod["status"]["phase"] = json!("Running");
    pod["status"]["conditions"] = json!([{"type": "Initialized", "status": "True"}]);
    check(
        &pod,
        &expect!["web | 1/2 | Init:CrashLoopBackOff | 3 (12s ago) | 60s | <none> | <none> | <none> | <none>"],
    );
}

#[test]
fn an_ending_without_a_reason_shows_its_code() {
    let failed = json!([{"name": "setup", "restartCount": 1, "state": {"terminated": {"exitCode": 2}}}]);
    check(
        &pod(&failed, &json!([])),
        &expect!["web | 0/2 | Init:ExitCode:2 | 1 | 60s | <none> | <none> | <none> | <none>"],
    );
}

#[test]
fn a_deleted_pod_terminates_until_its_phase_is_final() {
    let mut pod = pod(&json!([]), &json!([]));
    pod["metadata"]["deletionTimestamp"] = json!("2026-01-01T00:00:30Z");
    check(&pod, &expect!["web | 0/2 | Terminating | 0 | 60s | <none> | <none> | <none> | <none>"]);
    pod["status"]["phase"] = json!("Failed");
    pod["status"]["reason"] = json!("Evicted");
    check(&pod, &expect!["web | 0/2 | Evicted | 0 | 60s | <none> | <none> | <none> | <none>"]);
}
