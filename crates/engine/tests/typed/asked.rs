//! `--dry-run`, `cordon`, `wait` and a patch of a whole list, in the words of kubectl 1.36.2.

use super::common::{simulate, typed};
use super::made::{TEXT, check, check_at};
use expect_test::expect;

#[test]
fn a_dry_run_changes_nothing() {
    check(
        "kubectl delete pod web --dry-run=client",
        &expect![[r#"
        pod "web" deleted from default namespace (dry run)
    "#]],
    );
    check(
        "kubectl scale sts db --replicas=2 --dry-run=server",
        &expect![[r#"
        statefulset.apps/db scaled (server dry run)
    "#]],
    );
    check(
        "kubectl label pod web a=b --dry-run=client -o name",
        &expect![[r#"
        pod/web
    "#]],
    );
    check(
        "kubectl patch sts db -p '{\"spec\":{\"replicas\":-1}}' --dry-run=server",
        &expect![[r#"
        The StatefulSet "db" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0
    "#]],
    );
    check(
        "kubectl label pod web x='a b'",
        &expect![[r#"
        error: invalid label value: "x=a b": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')
    "#]],
    );
    check(
        "kubectl label pod web x=y x-",
        &expect![[r#"
        error: can not both modify and remove a label in the same command
    "#]],
    );
}

#[test]
fn a_node_is_closed_and_opened() {
    check(
        "kubectl cordon sim-node",
        &expect![[r#"
        node/sim-node cordoned
        actions:
        - { at: 20, do: patch, target: Node/sim-node, patch: { spec: { unschedulable: true } } }
    "#]],
    );
    check(
        "kubectl uncordon sim-node",
        &expect![[r#"
        node/sim-node already uncordoned
    "#]],
    );
    check(
        "kubectl cordon node/sim-node",
        &expect![[r#"
        node/sim-node cordoned
        actions:
        - { at: 20, do: patch, target: Node/sim-node, patch: { spec: { unschedulable: true } } }
    "#]],
    );
    check(
        "kubectl cordon pod/web",
        &expect![[r#"
        error: expected resource of type node, got "/v1, Resource=pods"
    "#]],
    );
    check(
        "kubectl cordon nope",
        &expect![[r#"
        Error from server (NotFound): nodes "nope" not found
    "#]],
    );
    check(
        "kubectl cordon",
        &expect![[r#"
        error: USAGE: cordon NODE [flags]
        See 'kubectl cordon -h' for help and examples
    "#]],
    );
}

#[test]
fn a_wait_looks_ahead_as_long_as_it_would_wait() {
    check_at(
        0,
        "kubectl wait pod/web --for=condition=Ready",
        &expect![[r#"
        pod/web condition met
        podlab: it is so 1.751s later
    "#]],
    );
    check_at(
        0,
        "kubectl wait pod/web --for=condition=Ready --timeout=0",
        &expect![[r#"
        error: condition not met for pods/web
    "#]],
    );
    check_at(
        20_000,
        "kubectl wait pod/web --for=condition=ready=true --timeout=1m",
        &expect![[r#"
        pod/web condition met
    "#]],
    );
    check(
        "kubectl wait pods --all --for=jsonpath='{.status.phase}'=Failed",
        &expect![[r#"
        timed out waiting for the condition on pods/db-0
        timed out waiting for the condition on pods/web
    "#]],
    );
    check(
        "kubectl wait pod/web --for=jsonpath='{.status.podIP}' -o name",
        &expect![[r#"
        pod/web
    "#]],
    );
    check("kubectl wait pod/nope --for=delete", &expect![[r""]]);
    check(
        "kubectl wait pod/nope --for=condition=Ready",
        &expect![[r#"
        Error from server (NotFound): pods "nope" not found
    "#]],
    );
    check(
        "kubectl wait pod/web --for=colour",
        &expect![[r#"
        error: unrecognized condition: "colour"
    "#]],
    );
    check(
        "kubectl wait pod/web",
        &expect![[r#"
        error: unrecognized condition: []
    "#]],
    );
    check(
        "kubectl wait pods -l app=nope --for=condition=Ready",
        &expect![[r#"
        error: no matching resources found
    "#]],
    );
}

/// The answer to a command at an instant of the Pod's story, in which it is deleted at 30 s.
fn ask(manifest: &str, at: u64, command: &str) -> String {
    let story = "actions: [{ at: 30, do: delete, target: Pod/one, grace: 5 }]";
    simulate(manifest, story).kubectl(at, command)
}

fn one(command: &str) -> String {
    format!(
        "{{apiVersion: v1, kind: Pod, metadata: {{name: one}}, spec: {{containers: [{{name: a, image: busybox, command: [sh, -c, {command:?}]}}]}}}}"
    )
}

#[test]
fn a_wait_sees_an_object_go() {
    let pod = one("sleep 500");
    let waited = |flags: &str| ask(&pod, 20_000, &format!("kubectl wait pod/one --for=delete {flags}"));
    expect![[r#"
        pod/one condition met
        podlab: it is so 10.68s later
    "#]]
    .assert_eq(&waited("--timeout=2m"));
    assert_eq!(waited("--timeout=5s"), "error: timed out waiting for the condition on pods/one\n");
    assert_eq!(waited("--timeout=0"), "error: condition not met for pods/one\n");
}

#[test]
fn a_wait_finds_the_first_instant_whatever_its_timeout() {
    let pod = one("sleep 1; exit 1");
    let waited = |rest: &str| {
        ask(&pod, 4_000, &format!("kubectl wait pod/one --for=condition=Ready --timeout={rest}"))
    };
    let soon = waited("5s");
    assert_eq!(soon, "pod/one condition met\npodlab: it is so 0.83s later\n");
    assert_eq!(waited("1h"), soon);
    assert_eq!(waited("-1s"), soon);
}

#[test]
fn the_states_of_a_wait_come_one_after_the_other() {
    let pod = one("sleep 5").replace("spec: {", "spec: {restartPolicy: Never, ");
    let both = "kubectl wait pod/one --for=condition=Ready --for=jsonpath='{.status.phase}'=";
    expect![[r#"
        pod/one condition met
        pod/one condition met
        podlab: it is so 8.492s later
    "#]]
    .assert_eq(&ask(&pod, 0, &format!("{both}Succeeded")));
    // The second state does not come.
    expect![[r#"
        pod/one condition met
        error: timed out waiting for the condition on pods/one
    "#]]
    .assert_eq(&ask(&pod, 0, &format!("{both}Failed")));
    // Behind an object that takes all of the time there is none left.
    expect![[r#"
        timed out waiting for the condition on pods/web
        timed out waiting for the condition on pods/db-0
        Error from server (NotFound): pods "nope" not found
    "#]]
    .assert_eq(
        &simulate(TEXT, "")
            .kubectl(20_000, "kubectl wait pod web db-0 nope --for=jsonpath='{.metadata.name}'=db-0"),
    );
    expect![[r#"
        error: jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3
    "#]]
    .assert_eq(&ask(&pod, 0, both));
    expect![[r#"
        error: jsonpath leads to a nested object or list which is not supported
    "#]]
    .assert_eq(&ask(&pod, 0, "kubectl wait pod/one --for=jsonpath='{.metadata}'=x"));
}

#[test]
fn a_context_names_no_namespace_in_vain() {
    let text = "{apiVersion: v1, kind: Namespace, metadata: {name: team}}\n---\n".to_owned()
        + &one("sleep 5").replace("name: one", "name: one, namespace: team");
    let simulation = simulate(&text, "");
    let deleted = |flags: &str| simulation.act(5_000, &format!("kubectl {flags} ns team"), "").said;
    assert_eq!(deleted("delete"), "namespace \"team\" deleted\n");
    expect![[r#"
        Warning: deleting cluster-scoped resources, not scoped to the provided namespace
        namespace "team" deleted
    "#]]
    .assert_eq(&deleted("-n team delete"));
}

#[test]
fn a_cron_jobs_image_is_set() {
    let template = "{spec: {restartPolicy: Never, containers: [{name: a, image: busybox}]}}";
    let text = format!(
        "{{apiVersion: batch/v1, kind: CronJob, metadata: {{name: cj}}, spec: {{schedule: '* * * * *', jobTemplate: {{spec: {{template: {template}}}}}}}}}"
    );
    let (said, story) = typed(&text, 5_000, "kubectl set image cj/cj a=foo");
    expect![[r#"
        cronjob.batch/cj image updated
        actions:
        - { at: 5, do: patch, name: cj, patch: { spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: a, image: foo }] } } } } } } }
    "#]]
    .assert_eq(&(said + &story.unwrap_or_default()));
}

#[test]
fn one_object_that_is_not_there_does_not_keep_another_from_being_exposed() {
    check(
        "kubectl expose pod web nope --port=80 --dry-run=client",
        &expect![[r#"
        service/web exposed (dry run)
        Error from server (NotFound): pods "nope" not found
    "#]],
    );
    check(
        "kubectl create token x",
        &expect![[r#"
        podlab: `kubectl create token` is not played here: nothing would take a token
    "#]],
    );
}

#[test]
fn a_merge_patch_takes_out_what_the_cluster_added() {
    let patch =
        r#"kubectl patch pod web --type=merge -p '{"spec":{"containers":[{"name":"app","image":"a:2"}]}}'"#;
    let (said, story) = typed(TEXT, 20_000, patch);
    assert_eq!(story, None);
    assert!(said.starts_with("The Pod \"web\" is invalid: spec: Forbidden: pod updates"), "{said}");
    let mount = "-     \"MountPath\": \"/var/run/secrets/kubernetes.io/serviceaccount\"";
    assert!(said.contains(mount), "{said}");
}
