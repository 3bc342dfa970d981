//! Flags and subcommands that kubectl has and that are not played.

use super::check;
use crate::command::{Arguments, Cluster, NoLogs, run};
use api::Kubernetes;
use expect_test::expect;

/// The words on standard error about a line that is not read.
fn said(line: &str) -> String {
    Arguments::of_line(line).err().map(|output| output.stderr).unwrap_or_default()
}

#[test]
fn flags_of_subcommands_are_named_and_not_called_unknown() {
    for (line, what) in [
        ("config set-context --current --namespace=shop", "config set-context --current"),
        ("config set-cluster here --embed-certs", "config set-cluster --embed-certs"),
        ("config set-credentials me --exec-command=x", "config set-credentials --exec-command"),
        ("config view --template={{.kind}}", "config view --template"),
        ("auth reconcile -f roles.yaml", "auth reconcile -f"),
        ("cluster-info dump -A", "cluster-info dump -A"),
        ("cluster-info dump --output-directory=/tmp", "cluster-info dump --output-directory"),
        ("set subject rolebinding admin --group=team", "set subject --group"),
        ("set selector service web a=b --resource-version=1", "set selector --resource-version"),
        ("apply set-last-applied --create-annotation", "apply set-last-applied --create-annotation"),
        ("run web --image=nginx --detach-keys=ctrl-p", "run --detach-keys"),
    ] {
        let told = said(line);
        assert!(told.starts_with(&format!("podlab: `kubectl {what}` is not played here")), "{line}: {told}");
    }
    for (line, unknown) in [
        ("config view --current", "--current\nSee 'kubectl config view --help' for usage.\n"),
        ("set image deploy/web a=b --group=team", "--group\nSee 'kubectl set image --help' for usage.\n"),
        ("cluster-info -o yaml", "'o' in -o\nSee 'kubectl cluster-info --help' for usage.\n"),
    ] {
        assert!(said(line).ends_with(unknown), "{line}: {}", said(line));
    }
}

#[test]
fn a_template_without_a_format_is_filled_in() {
    check(
        r#"kubectl get pod web --template='{{.metadata.name}} of {{.kind}}{{"\n"}}'"#,
        &expect![[r#"
            web of Pod
            ---
            exit 0
        "#]],
    );
}

#[test]
fn lines_that_nobody_knows_are_not_passed_over() {
    let pod = serde_json::json!({
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "default"},
        "spec": {"nodeName": "node-1", "containers": [{"name": "app", "image": "x"}]},
        "status": {"phase": "Running", "containerStatuses": [{
            "name": "app", "image": "x", "imageID": "x", "ready": true, "restartCount": 0, "containerID": "x://1",
            "state": {"running": {"startedAt": "2026-01-01T00:00:00Z"}},
        }]},
    });
    let cluster = Cluster {
        pods: &[pod],
        workloads: &[],
        whole: true,
        events: &[],
        logs: &NoLogs,
        file: &[],
        now: "2026-01-01T00:00:10Z".parse().unwrap(),
        kubernetes: &Kubernetes::RECORDED,
    };
    let output = run("kubectl logs web", &cluster);
    assert_eq!((output.stdout.as_str(), output.exit), ("", 0));
    assert_eq!(output.stderr, "podlab: what programs print is not simulated\n");
}
