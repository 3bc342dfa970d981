//! `do: create` of an object that is there: it is applied, as `kubectl apply -f` does it.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

use engine::{Kubernetes, Manifest};

const WEB: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: 'registry.example/app:1'}]}
";

/// The text that a terminal prints at `at` milliseconds when `text` is applied to a cluster with [`WEB`] after 20 s.
fn told(text: &str, at: u64, command: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("    {line}\n")).collect();
    let story = format!("actions:\n- at: 20\n  do: create\n  manifest: |\n{}", lines.concat());
    Manifest::read(WEB, &Kubernetes::RECORDED).simulate(&story).unwrap().kubectl(at, command)
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
    let run = Manifest::read(&text, &Kubernetes::RECORDED).simulate(story).unwrap();
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
        let run = Manifest::read(WEB, &Kubernetes::RECORDED).simulate(&story).unwrap();
        let replicas = |at| run.kubectl(at, "kubectl get deploy web -o jsonpath={.spec.replicas}");
        assert_eq!((replicas(25_000), replicas(60_000)), ("2".to_owned(), "3".to_owned()), "{patch}");
    }
}

#[test]
fn an_action_on_nothing_says_so() {
    let story = "actions:\n- {at: 5, do: patch, name: wep, patch: {}}\n- {at: 6, do: delete, target: Deployment/shop}\n- {at: 7, do: evict, name: pod-1}\n";
    let told = Manifest::read(WEB, &Kubernetes::RECORDED).simulate(story).unwrap().narration().join("\n");
    for words in ["no object of this name", "no Deployment of this name"] {
        assert!(told.contains(words), "{words}: {told}");
    }
}
