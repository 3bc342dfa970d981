//! Tests of what a terminal shows.

use super::{Doing, Done, Invalid, Item, Patch, Refusal, Submission, render};
use crate::{Propagation, Request, Whom};
use expect_test::{Expect, expect};

fn check(line: &str, items: &[Item], expected: &Expect) {
    let submission = Submission::parse(line).unwrap().unwrap();
    let output = render(items, &submission);
    expected.assert_eq(&format!("{}---\n{}exit {}\n", output.stdout, output.stderr, output.exit));
}

fn sent(name: &str, outcome: Result<Done, Refusal>) -> Item {
    let warnings = vec!["spec.x: do not".to_owned()];
    Item::Sent { name: format!("pod/{name}"), warnings, outcome, object: None }
}

fn refused(name: &str, errors: &[&str]) -> Item {
    let errors = errors.iter().map(|error| (*error).to_owned()).collect();
    let (kind, group) = ("Pod".to_owned(), String::new());
    sent(
        name,
        Err(Refusal::Invalid(Invalid { kind, group, name: name.to_owned(), doing: Doing::Creating, errors })),
    )
}

#[test]
fn one_refusal_is_a_list_several_are_lines() {
    let bad = refused("b", &["spec.a: Required value", "spec.b: Required value", "spec.a: Required value"]);
    check(
        "kubectl apply -f pod.yaml",
        &[sent("a", Ok(Done::Created)), bad.clone()],
        &expect![[r#"
            pod/a created
            ---
            Warning: spec.x: do not
            The Pod "b" is invalid: 
            * spec.a: Required value
            * spec.b: Required value
            exit 1
        "#]],
    );
    check(
        "kubectl create --dry-run=server -f -",
        &[bad, sent("c", Ok(Done::Created)), Item::Unread("no matches for kind".to_owned())],
        &expect![[r#"
            pod/c created (server dry run)
            ---
            Warning: spec.x: do not
            Error from server (Invalid): error when creating "STDIN": Pod "b" is invalid: [spec.a: Required value, spec.b: Required value]
            no matches for kind
            exit 1
        "#]],
    );
}

#[test]
fn nothing_to_send_is_an_error() {
    check(
        "kubectl apply -f -",
        &[],
        &expect![[r"
            ---
            error: no objects passed to apply
            exit 1
        "]],
    );
}

#[test]
fn wrong_flags_are_refused() {
    let error = |line: &str| Submission::parse(line).unwrap().unwrap_err().stderr;
    assert_eq!(
        error("kubectl apply -f - --dry-run=maybe"),
        "error: Invalid dry-run value (maybe). Must be \"none\", \"server\", or \"client\".\n"
    );
    assert_eq!(
        error("kubectl create -f - -o kyaml"),
        "podlab: `kubectl create --output=kyaml` is not played here\n"
    );
    assert!(Submission::parse("kubectl get pods").is_none());
}

#[test]
fn names_are_printed_alone_and_idle_flags_are_named() {
    check(
        "kubectl create -f - -o name --context=prod --save-config",
        &[sent("a", Ok(Done::Created))],
        &expect![[r#"
            pod/a
            ---
            podlab: --context is not simulated
            Warning: spec.x: do not
            exit 0
        "#]],
    );
}

#[test]
fn a_replacement_says_what_it_did() {
    let missing = Refusal::Status {
        reason: "NotFound",
        doing: Doing::Replacing,
        message: "pods \"b\" not found".to_owned(),
    };
    check(
        "kubectl replace -f pod.yaml",
        &[sent("a", Ok(Done::Replaced)), sent("b", Err(missing))],
        &expect![[r#"
            pod/a replaced
            ---
            Warning: spec.x: do not
            Error from server (NotFound): error when replacing "pod.yaml": pods "b" not found
            exit 1
        "#]],
    );
}

#[test]
fn a_patch_that_is_refused_is_shown_where_the_refusal_is_not_alone() {
    let doing = Doing::Patching(Box::new(Patch {
        text: r#"{"data":{"a":"b"}}"#.to_owned(),
        object: "Resource: \"/v1, Resource=configmaps\", GroupVersionKind: \"/v1, Kind=ConfigMap\"\nName: \"a\", Namespace: \"default\"".to_owned(),
    }));
    let errors = vec!["data: Forbidden: field is immutable when `immutable` is set".to_owned()];
    let (kind, name) = ("ConfigMap".to_owned(), "a".to_owned());
    let refusal = Invalid { kind, group: String::new(), name, doing: doing.clone(), errors };
    let unread = Refusal::Unreadable { patch: "x".to_owned(), why: "y".to_owned(), doing };
    check(
        "kubectl apply -f a.yaml",
        &[sent("a", Err(unread.clone()))],
        &expect![[r#"
            ---
            Warning: spec.x: do not
            The request is invalid: patch: Invalid value: "x": y
            exit 1
        "#]],
    );
    let both = [Refusal::Invalid(refusal), unread].map(|refusal| sent("a", Err(refusal)));
    check(
        "kubectl apply -f a.yaml",
        &both,
        &expect![[r#"
        ---
        Warning: spec.x: do not
        Error from server (Invalid): error when applying patch:
        {"data":{"a":"b"}}
        to:
        Resource: "/v1, Resource=configmaps", GroupVersionKind: "/v1, Kind=ConfigMap"
        Name: "a", Namespace: "default"
        for: "a.yaml": error when patching "a.yaml": ConfigMap "a" is invalid: data: Forbidden: field is immutable when `immutable` is set
        Error from server (Invalid): error when applying patch:
        {"data":{"a":"b"}}
        to:
        Resource: "/v1, Resource=configmaps", GroupVersionKind: "/v1, Kind=ConfigMap"
        Name: "a", Namespace: "default"
        for: "a.yaml": error when patching "a.yaml":  "" is invalid: patch: Invalid value: "x": y
        exit 1
    "#]],
    );
}

#[test]
fn some_commands_put_their_own_words_before_the_servers() {
    let errors = ["spec.a: Required value", "spec.b: Required value"].map(str::to_owned).to_vec();
    let (kind, group, name) = ("Deployment".to_owned(), "apps".to_owned(), "web".to_owned());
    let invalid = Refusal::Invalid(Invalid { kind, group, name, doing: Doing::Creating, errors });
    let message = "configmaps \"a\" is forbidden: exceeded quota".to_owned();
    let forbidden = Refusal::Status { reason: "Forbidden", doing: Doing::Creating, message };
    let done = |frame| {
        let whom = Whom { kind: "Deployment".to_owned(), namespace: String::new(), name: "web".to_owned() };
        crate::Done {
            whom,
            request: Request::Delete { grace: None, propagation: Propagation::Background },
            frame,
            lines: <[String; 2]>::default(),
        }
    };
    let told = [
        done("").refused(&invalid),
        done("failed to patch image update to pod template: ").refused(&invalid),
        done("failed to create configmap: ").refused(&forbidden),
        done("").refused(&forbidden),
    ];
    expect![[r#"
        The Deployment "web" is invalid: 
        * spec.a: Required value
        * spec.b: Required value
        error: failed to patch image update to pod template: Deployment.apps "web" is invalid: [spec.a: Required value, spec.b: Required value]
        error: failed to create configmap: configmaps "a" is forbidden: exceeded quota
        Error from server (Forbidden): configmaps "a" is forbidden: exceeded quota
    "#]]
    .assert_eq(&told.concat());
}
