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

#[test]
fn a_slash_stands_between_one_type_and_one_name() {
    check(
        "kubectl get pods/",
        &expect![[r#"
            ---
            error: arguments in resource/name form must have a single resource and name
            exit 1
        "#]],
    );
    check(
        "kubectl get pod,cm/web",
        &expect![[r#"
            ---
            error: arguments in resource/name form must have a single resource and name
            exit 1
        "#]],
    );
    check(
        "kubectl get pod/web/x",
        &expect![[r#"
            ---
            error: arguments in resource/name form may not have more than one slash
            exit 1
        "#]],
    );
}

/// kubectl's error of flags that it cannot read.
fn unread(line: &str) -> String {
    let error = crate::command::Arguments::of_line(line).err().unwrap();
    error.stderr.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_subcommand_has_flags_of_its_own() {
    for (line, error) in [
        ("create service clusterip x --port=80 --tcp=80", "error: unknown flag: --port"),
        ("create service clusterip x --tcp=80 --node-port=30000", "error: unknown flag: --node-port"),
        ("create deployment x --image=y --from-literal=a=b", "error: unknown flag: --from-literal"),
        ("create -f web.yaml --image=y", "error: unknown flag: --image"),
        (
            "create -f web.yaml --recursive",
            "podlab: `kubectl create --recursive` is not played here: the terminal has no files",
        ),
        ("create job x --image=y -r 3", "error: unknown shorthand flag: 'r' in -r"),
        (
            "create role r --verb=get --resource=pods --non-resource-url=/x",
            "error: unknown flag: --non-resource-url",
        ),
        ("set image deploy/web nginx=x --limits=cpu=1", "error: unknown flag: --limits"),
        ("set sa deploy/web x -l a=b", "error: unknown shorthand flag: 'l' in -l"),
        ("rollout undo deploy/web --revision=1", "error: unknown flag: --revision"),
        ("rollout restart deploy/web --timeout=5s", "error: unknown flag: --timeout"),
    ] {
        assert_eq!(unread(line), error, "{line}");
    }
}

#[test]
fn a_value_is_of_the_type_of_its_flag() {
    for (line, error) in [
        (
            "rollout history deploy/web --revision=x",
            "error: invalid argument \"x\" for \"--revision\" flag: strconv.ParseInt: parsing \"x\": invalid syntax",
        ),
        (
            "create deploy d --image=x -r two",
            "error: invalid argument \"two\" for \"-r, --replicas\" flag: strconv.ParseInt: parsing \"two\": invalid syntax",
        ),
        (
            "get pods --no-headers=ja",
            "error: invalid argument \"ja\" for \"--no-headers\" flag: strconv.ParseBool: parsing \"ja\": invalid syntax",
        ),
        (
            "get pods -w=ja",
            "error: invalid argument \"ja\" for \"-w, --watch\" flag: strconv.ParseBool: parsing \"ja\": invalid syntax",
        ),
        (
            "wait pod/a --for=delete --timeout=5",
            "error: invalid argument \"5\" for \"--timeout\" flag: time: missing unit in duration \"5\"",
        ),
        (
            "delete pod a --timeout=soon",
            "error: invalid argument \"soon\" for \"--timeout\" flag: time: invalid duration \"soon\"",
        ),
    ] {
        assert_eq!(unread(line), error, "{line}");
    }
}
