//! `--sort-by` and `--field-selector`, as kubectl 1.36.2 answered a real API server.

use super::{Cluster, OneLine, run};
use api::Kubernetes;
use expect_test::{Expect, expect};
use serde_json::{Value, json};

fn check(line: &str, expected: &Expect) {
    let pod = |name: &str, node: &str, phase: &str, rank: &str| -> Value {
        json!({
            "apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": name, "namespace": "default", "creationTimestamp": "2026-01-01T00:00:00Z",
                "labels": {"rank": rank}},
            "spec": {"nodeName": node, "containers": [{"name": "app", "image": "a:1"}]},
            "status": {"phase": phase},
        })
    };
    let pods =
        [pod("a", "n1", "Running", "10"), pod("b", "n2", "Pending", "9"), pod("c", "n1", "Running", "1")];
    let service = json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": "default"},
        "spec": {"type": "ClusterIP"}});
    let cluster = Cluster {
        pods: &pods,
        workloads: &[service],
        whole: false,
        events: &[],
        logs: &OneLine,
        file: &[],
        now: "2026-01-01T00:00:08Z".parse().unwrap(),
        kubernetes: &Kubernetes::RECORDED,
    };
    let output = run(line, &cluster);
    expected.assert_eq(&format!("{}---\n{}exit {}\n", output.stdout, output.stderr, output.exit));
}

#[test]
fn objects_come_in_the_order_of_a_field() {
    check(
        "kubectl get pods --sort-by=.metadata.labels.rank -o name",
        &expect![[r"
            pod/c
            pod/b
            pod/a
            ---
            exit 0
        "]],
    );
    check(
        "kubectl get pods --sort-by=status.phase --no-headers",
        &expect![[r"
            b     0/1   Pending   0     8s
            a     0/1   Running   0     8s
            c     0/1   Running   0     8s
            ---
            exit 0
        "]],
    );
    // kubectl drops the error of a table that it cannot sort, and then has printed nothing.
    check(
        "kubectl get pods --sort-by=.nope",
        &expect![[r"
            ---
            No resources found in default namespace.
            exit 0
        "]],
    );
    check(
        "kubectl get pods --sort-by=.nope -o name",
        &expect![[r#"
            ---
            error: couldn't find any field with path "{.nope}" in the list of objects
            exit 1
        "#]],
    );
    // Asked for several types, it looks for the field in the tables and not in their rows.
    check(
        "kubectl get pods,svc --sort-by=.metadata.name",
        &expect![[r#"
            ---
            error: couldn't find any field with path "{.metadata.name}" in the list of objects
            exit 1
        "#]],
    );
}

#[test]
fn objects_are_selected_by_their_fields() {
    check(
        "kubectl get pods --field-selector status.phase=Running,spec.nodeName!=n2 -o name",
        &expect![[r"
            pod/a
            pod/c
            ---
            exit 0
        "]],
    );
    check(
        "kubectl get pods --field-selector spec.nope=x",
        &expect![[r#"
            ---
            Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector "", field selector "spec.nope=x": field label not supported: spec.nope
            exit 1
        "#]],
    );
    check(
        "kubectl get pod a --field-selector status.phase=Running",
        &expect![[r"
            ---
            error: name cannot be provided when a selector is specified
            exit 1
        "]],
    );
    check(
        "kubectl get pods -l rank>9 --show-kind --no-headers",
        &expect![[r"
            pod/a   0/1   Running   0     8s
            ---
            exit 0
        "]],
    );
    // The types that can be selected so are printed.
    check(
        "kubectl get pods,svc --field-selector status.phase=Pending --no-headers",
        &expect![[r#"
            b     0/1   Pending   0     8s
            ---
            Error from server (BadRequest): Unable to find "/v1, Resource=services" that match label selector "", field selector "status.phase=Pending": field label not supported: status.phase
            exit 1
        "#]],
    );
}
