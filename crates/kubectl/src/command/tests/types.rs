//! Several types in one command, and types that are not followed.

use super::check;
use expect_test::expect;

#[test]
fn several_types_in_one_command() {
    check(
        "kubectl get pods,deploy",
        &expect![[r#"
        NAME      READY   STATUS             RESTARTS     AGE
        pod/web   1/2     CrashLoopBackOff   2 (3s ago)   8s
        ---
        exit 0
    "#]],
    );
    check(
        "kubectl get all -o name",
        &expect![[r#"
        pod/web
        ---
        podlab: `kubectl get services,horizontalpodautoscalers.autoscaling` is not played here
        exit 0
    "#]],
    );
    check(
        "kubectl get pod/web deploy/web",
        &expect![[r#"
        NAME   READY   STATUS             RESTARTS     AGE
        web    1/2     CrashLoopBackOff   2 (3s ago)   8s
        ---
        Error from server (NotFound): deployments.apps "web" not found
        exit 1
    "#]],
    );
}

#[test]
fn a_type_that_is_not_followed_is_not_called_empty() {
    check(
        "kubectl get nodes",
        &expect![[r#"
        ---
        podlab: `kubectl get nodes` is not played here
        exit 1
    "#]],
    );
    check(
        "kubectl get ing -A",
        &expect![[r#"
        ---
        podlab: `kubectl get ingresses.networking.k8s.io` is not played here
        exit 1
    "#]],
    );
    check(
        "kubectl describe deploy web",
        &expect![[r#"
        ---
        podlab: `kubectl describe deployments.apps` is not played here
        exit 1
    "#]],
    );
    check(
        "kubectl get pdb",
        &expect![[r#"
        ---
        No resources found in default namespace.
        exit 0
    "#]],
    );
    check(
        "kubectl get flowschemas,events.events.k8s.io",
        &expect![[r#"
        LAST SEEN   TYPE      REASON    OBJECT    MESSAGE
        2s          Warning   BackOff   pod/web   said
        2s          Warning   Odd       pod/web   said
        ---
        podlab: `kubectl get flowschemas.flowcontrol.apiserver.k8s.io` is not played here
        exit 0
    "#]],
    );
}
