//! Each fix leaves strictly fewer errors behind, or none.

#![allow(clippy::panic, reason = "tests read better so")]

mod common;

use engine::check::{Options, Problem, Severity, check};

fn errors(text: &str) -> Vec<Problem> {
    let problems = check(text, &Options::default()).problems;
    problems.into_iter().filter(|problem| problem.severity == Severity::Error).collect()
}

/// The text after the first fix of an error that has this title.
fn fixed(text: &str, title: &str) -> String {
    let before = errors(text);
    let fixes: Vec<_> = before.iter().filter_map(|problem| problem.fix.as_ref()).collect();
    let Some(fix) = fixes.iter().find(|fix| fix.title == title) else {
        panic!(
            "no `{title}` among {:?} of {before:#?}",
            fixes.iter().map(|fix| &fix.title).collect::<Vec<_>>()
        )
    };
    let after = common::fixed(text, fix);
    let left = errors(&after);
    assert!(left.len() < before.len(), "`{title}` leaves {left:#?} in\n{after}");
    after
}

fn pod(spec: &str) -> String {
    format!("apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n{spec}")
}

const APP: &str = "  containers:\n  - name: app\n    image: nginx\n";

#[test]
fn an_init_container_with_a_probe_becomes_a_sidecar() {
    let text = pod(&format!(
        "  initContainers:\n  - name: proxy\n    image: envoy\n    readinessProbe: {{ tcpSocket: {{ port: 80 }} }}\n{APP}"
    ));
    let after = fixed(&text, "make it a sidecar: add `restartPolicy: Always`");
    assert_eq!(errors(&after), []);
    assert!(after.contains("port: 80 } }\n    restartPolicy: Always\n"), "{after}");
    let old = Options { kubernetes: engine::kubernetes("1.28"), ..Options::default() };
    assert!(check(&text, &old).problems.iter().all(|problem| problem.fix.is_none()), "1.28 has no sidecars");
}

#[test]
fn limits_are_raised_and_added() {
    let resources = |lists: &str| pod(&format!("{APP}    resources:\n{lists}"));
    let low =
        resources("      requests: { cpu: 500m, memory: 2Gi }\n      limits: { cpu: 1, memory: 1Gi }\n");
    let after = fixed(&low, "raise the memory limit to `2Gi`");
    assert!(errors(&after).is_empty() && after.contains("limits: { cpu: 1, memory: 2Gi }"), "{after}");
    let gpu = resources("      requests:\n        nvidia.com/gpu: 1\n");
    assert_eq!(errors(&fixed(&gpu, "add the limit `nvidia.com/gpu: 1`")), []);
}

#[test]
fn names_become_dns_names_wherever_they_are_used() {
    let text = pod(&format!(
        "{APP}    volumeMounts: [{{ name: My_Data, mountPath: /d }}]\n  volumes:\n  - name: My_Data\n    emptyDir: {{}}\n"
    ));
    let after = fixed(&text, "write `my-data`");
    assert!(errors(&after).is_empty() && !after.contains("My_Data"), "{after}");
    let upper = pod(APP).replace("name: web", "name: Web.Shop_");
    assert_eq!(errors(&fixed(&upper, "write `web.shop`")), []);
    let app = pod(&APP.replace("name: app", "name: \"1E3\""));
    assert!(fixed(&app, "write `1e3`").contains("name: \"1e3\""));
    let hopeless = pod(&APP.replace("name: app", "name: \"日\""));
    assert!(errors(&hopeless).iter().all(|problem| problem.fix.is_none()));
}

#[test]
fn images_names_and_words_are_written() {
    let bare = pod("  containers:\n  - name: shop\n    ports: []\n");
    assert_eq!(errors(&fixed(&bare, "add `image: shop:1.0`, to be filled in")), []);
    let words = pod(&format!("  restartPolicy: always\n{APP}    imagePullPolicy: IfNotPresnt\n"));
    let once = fixed(&words, "write `Always`");
    assert_eq!(errors(&fixed(&once, "write `IfNotPresent`")), []);
    let probe = pod(&format!(
        "{APP}    livenessProbe:\n      tcpSocket: {{ port: 80 }}\n      successThreshold: 3\n"
    ));
    assert_eq!(errors(&fixed(&probe, "write `1`")), []);
    for (written, amount) in [("100 Mi", "100Mi"), ("1gb", "1G"), ("512MIB", "512Mi")] {
        let text = pod(&format!("{APP}    resources: {{ limits: {{ memory: {written} }} }}\n"));
        assert_eq!(errors(&fixed(&text, &format!("write `{amount}`"))), []);
    }
    let template = "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nspec:\n  selector: { matchLabels: { a: b } }\n  template:\n    metadata: { labels: { a: b } }\n    spec:\n      restartPolicy: Never\n      containers: [{ name: a, image: b }]\n";
    assert_eq!(errors(&fixed(template, "write `Always`")), []);
}

#[test]
fn kinds_and_their_versions_are_written() {
    let lower = pod(APP).replace("kind: Pod", "kind: pod");
    assert_eq!(errors(&fixed(&lower, "write `kind: Pod`")), []);
    let old = "apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: { name: a }\nspec:\n  selector: { matchLabels: { a: b } }\n  template:\n    metadata: { labels: { a: b } }\n    spec: { containers: [{ name: a, image: b }] }\n";
    assert_eq!(errors(&fixed(old, "write `apiVersion: apps/v1`")), []);
    let none = old.replacen("apiVersion: extensions/v1beta1\n", "", 1);
    assert_eq!(errors(&fixed(&none, "add `apiVersion: apps/v1`")), []);
}

#[test]
fn misplaced_fields_move_to_the_map_that_knows_them() {
    let deep = pod(&format!("{APP}    volumes:\n    - name: v\n      emptyDir: {{}}\n"));
    let after = fixed(&deep, "move `volumes` to `spec`");
    assert!(
        errors(&after).is_empty() && after.ends_with("  volumes:\n  - name: v\n    emptyDir: {}\n"),
        "{after}"
    );
    let high = pod("  containers:\n  - name: app\n  image: nginx\n");
    assert_eq!(errors(&fixed(&high, "move `image` to `spec.containers[0]`")), []);
    let beside = pod(&format!("  labels:\n    a: b\n{APP}"));
    let after = fixed(&beside, "move `labels` to `metadata`");
    assert!(
        errors(&after).is_empty() && after.contains("  name: web\n  labels:\n    a: b\nspec:"),
        "{after}"
    );
    let two = pod("  containers:\n  - name: a\n    image: b\n  - name: c\n    image: d\n  workingDir: /\n");
    let unsure = errors(&two);
    assert!(
        unsure.iter().filter_map(|problem| problem.fix.as_ref()).all(|fix| !fix.title.starts_with("move"))
    );
}

#[test]
fn text_that_cannot_be_read_is_made_readable() {
    let fine = pod(APP);
    for (broken, title) in [
        (fine.replace("    image", "\t\timage"), "write spaces for the tab"),
        (fine.replace("name: app", "name:app"), "put a space behind `name:`"),
        (fine.replace("image: nginx", "image: \"nginx"), "close it: add `\"`"),
        (fine.replace("image: nginx", "image: nginx\n    command: [a"), "close it: add `]`"),
        (fine.replace("image: nginx", "image: nginx\n    workingDir: a: b"), "put quotes around the value"),
        (fine.replace("    image", "     image"), "unindent `image: nginx`"),
        (fine.replace("metadata:", "metadata"), "write `metadata:`"),
    ] {
        let after = fixed(&broken, title);
        let syntax = errors(&after).into_iter().filter(|problem| problem.cause == "Syntax").count();
        assert_eq!(syntax, 0, "{after}");
    }
}
