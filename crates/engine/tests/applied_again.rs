//! `do: create` of an object that is there: it is applied, as `kubectl apply -f` does it.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

mod common;

use common::{WEB, simulate};
use engine::Kubernetes;

/// The text that a terminal prints at `at` milliseconds when `text` is applied to a cluster with [`WEB`] after 20 s.
fn told(text: &str, at: u64, command: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("    {line}\n")).collect();
    let story = format!("actions:\n- at: 20\n  do: create\n  manifest: |\n{}", lines.concat());
    simulate(WEB, &story).kubectl(at, command)
}

#[test]
fn a_deployment_is_rolled_out_and_not_made_twice() {
    let next = WEB.replace("app:1", "app:2").replace("replicas: 2", "replicas: 3");
    assert_eq!(told(&next, 19_000, "kubectl get deploy -o name"), "deployment.apps/web\n");
    let images = told(&next, 120_000, "kubectl get pods -o jsonpath={.items[*].spec.containers[*].image}");
    assert_eq!(images, ["registry.example/app:2"; 3].join(" "));
    let history = told(&next, 120_000, "kubectl rollout history deployment/web");
    assert!(history.contains("\n2  "), "{history}");
}

#[test]
fn the_same_object_changes_nothing() {
    let names = |at| told(WEB, at, "kubectl get pods -o name");
    assert_eq!(names(15_000), names(60_000));
    assert_eq!(names(60_000).lines().count(), 2);
}

#[test]
fn what_starts_after_a_config_map_was_deleted_lacks_it() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cfg}\ndata: {A: b}\n---\n".to_owned()
        + WEB
            .replace(
                "containers: [{name: app,",
                "containers: [{name: app, envFrom: [{configMapRef: {name: cfg}}],",
            )
            .trim();
    let story = "actions:\n- {at: 20, do: delete, target: ConfigMap/cfg}\n- {at: 21, do: patch, name: web, patch: {spec: {template: {metadata: {annotations: {a: b}}}}}}\n";
    let run = simulate(&text, story);
    assert!(!run.kubectl(15_000, "kubectl get pods").contains("CreateContainerConfigError"));
    assert!(run.kubectl(90_000, "kubectl get pods").contains("CreateContainerConfigError"));
    assert!(!run.kubectl(90_000, "kubectl get cm -o name").contains("configmap/cfg"));
}

#[test]
fn a_patch_that_the_server_refuses_changes_nothing() {
    let patches = [
        "{spec: {replicas: many}}",
        "{metadata: {name: other}}",
        "{kind: StatefulSet}",
        "{spec: {selector: {matchLabels: {x: true}}}}",
    ];
    for patch in patches {
        let story = format!(
            "actions:\n- {{at: 20, do: patch, name: web, patch: {patch}}}\n- {{at: 30, do: patch, name: web, patch: {{spec: {{replicas: 3}}}}}}\n"
        );
        let run = simulate(WEB, &story);
        let replicas = |at| run.kubectl(at, "kubectl get deploy web -o jsonpath={.spec.replicas}");
        assert_eq!((replicas(25_000), replicas(60_000)), ("2".to_owned(), "3".to_owned()), "{patch}");
    }
}

#[test]
fn an_action_on_nothing_says_so() {
    let story = "actions:\n- {at: 5, do: patch, name: wep, patch: {}}\n- {at: 6, do: delete, target: Deployment/shop}\n- {at: 7, do: evict, name: pod-1}\n";
    let told = simulate(WEB, story).narration().join("\n");
    for words in ["no object of this name", "no Deployment of this name"] {
        assert!(told.contains(words), "{words}: {told}");
    }
}

/// The words that tell which actions of a story are not done.
fn refusals(text: &str, story: &str) -> Vec<String> {
    let run = simulate(text, story).run;
    run.assumed.into_iter().filter(|one| one.starts_with("At ")).collect()
}

#[test]
fn an_apply_takes_away_what_its_author_took_out() {
    let with = WEB.replace("name: web}", "name: web, annotations: {team: a, kept: b}}");
    let next = with.replace("team: a, ", "").replace('\n', "\n    ");
    let story = format!(
        "actions:\n- at: 20\n  do: create\n  manifest: |{next}\n- {{at: 10, do: patch, target: deploy/web, patch: {{metadata: {{annotations: {{by: hand}}}}}}}}\n"
    );
    let run = simulate(&with, &story);
    let annotations = |at| run.kubectl(at, "kubectl get deploy web -o jsonpath={.metadata.annotations}");
    assert!(annotations(15_000).contains(r#""team":"a""#), "{}", annotations(15_000));
    // Inside the annotation of the text's own apply the quotes are escaped.
    let after = annotations(30_000);
    let has = |key: &str| after.contains(&format!("\"{key}\":\""));
    assert!(!has("team") && has("kept") && has("by"), "{after}");
}

#[test]
fn what_is_not_done_is_told() {
    let text = format!(
        "{WEB}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: cm, namespace: a}}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: cm, namespace: b}}\n"
    );
    let told = |action: &str| refusals(&text, &format!("actions: [{{at: 5, {action}}}]")).concat();
    let cases = [
        (
            "do: patch, target: deployments/web, patch: [{op: remove, path: /spec/x}]",
            "the server rejected our request",
        ),
        (
            "do: patch, target: deploy/web, patch: {spec: {replicaz: 3}}",
            "Warning: unknown field \"spec.replicaz\"",
        ),
        (
            "do: patch, target: deploy/web, sub: resize, patch: {spec: {}}",
            "could not find the requested resource",
        ),
        ("do: delete, target: cm/cm", "in each of the namespaces a, b"),
        ("do: delete, target: ingress/x", "there is no Ingress of this name"),
        (
            "do: create, manifest: '{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {containers: [{name: a, imagee: b}]}}'",
            "unknown field \"spec.containers[0].imagee\"",
        ),
        (
            "do: create, manifest: {apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 0}]}}",
            "Service \"s\" is invalid: ",
        ),
    ];
    for (action, words) in cases {
        assert!(told(action).contains(words), "{action}: {}", told(action));
    }
    assert_eq!(told("do: delete, target: cm/a/cm"), "");
    assert_eq!(told("do: delete, target: configmaps/cm, namespace: b"), "");
}

/// The refusals of `admit` for a quota, its change and a Pod.
fn refused(quota: &str, change: &str) -> Vec<String> {
    const ONE: &str =
        "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: app, image: nginx}]}}";
    let admitted = engine::admit::admit(&[quota, change, ONE], &Kubernetes::RECORDED);
    let refused = admitted.into_iter().filter_map(|one| one.outcome.err());
    refused.map(|refusal| refusal.to_string()).collect()
}

#[test]
fn a_second_document_about_a_rule_changes_it() {
    let quota =
        |spec: &str| format!("{{apiVersion: v1, kind: ResourceQuota, metadata: {{name: q}}, spec: {spec}}}");
    assert_eq!(refused(&quota("{hard: {pods: 0}}"), &quota("{hard: {pods: 5}}")), Vec::<String>::new());
    assert_eq!(
        refused(&quota("{hard: {pods: 5}}"), &quota("{hard: {pods: 0}}")),
        [r#"pods "web" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0"#]
    );
    assert_eq!(
        refused(&quota("{hard: {pods: 5}}"), &quota("{hard: {pods: 0}, scopes: [BestEffort]}")),
        [r#"ResourceQuota "q" is invalid: spec.scopes: Invalid value: ["BestEffort"]: field is immutable"#]
    );
}
