//! Words that a command does not take.

use super::check;
use expect_test::expect;

#[test]
fn wrong_words_are_told_as_kubectl_tells_them() {
    check(
        "kubectl describe pod/nope deploy/none",
        &expect![[r#"
            ---
            podlab: `kubectl describe deployments.apps` is not played here
            exit 1
        "#]],
    );
    check(
        "kubectl get nopes.v1.apps",
        &expect![[r#"
            ---
            error: the server doesn't have a resource type "nopes"
            exit 1
        "#]],
    );
    check(
        "kubectl get pods -l 'app in web'",
        &expect![[r#"
            ---
            Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector "app in web", field selector "": unable to parse requirement: found 'web' expected: '('
            exit 1
        "#]],
    );
    check(
        "kubectl delete pod web --all",
        &expect![[r#"
            ---
            error: name cannot be provided when a selector is specified
            exit 1
        "#]],
    );
    check(
        "kubectl rollout nope",
        &expect![[r#"
            ---
            error: unknown command "nope"
            See 'kubectl rollout -h' for help and examples
            exit 1
        "#]],
    );
    check(
        "kubectl get",
        &expect![[r#"
            ---
            You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.

            error: Required resource not specified.
            Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).
            See 'kubectl get -h' for help and examples
            exit 1
        "#]],
    );
}
