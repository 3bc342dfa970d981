//! A command of the terminal is done to the object that it names, also where another one has the same name.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

mod common;

use common::{simulate, typed};
use engine::Simulation;

const SHOP: &str = "
apiVersion: v1
kind: Namespace
metadata: { name: team }
---
apiVersion: v1
kind: Service
metadata: { name: shop }
spec: { selector: { app: shop }, ports: [{ port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  selector: { matchLabels: { app: shop } }
  template: { metadata: { labels: { app: shop } }, spec: { containers: [{ name: web, image: a:1 }] } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
";

/// The output of a command after 20 s, and the run that it makes.
fn done(command: &str) -> (String, String, Simulation) {
    let (said, story) = typed(SHOP, 20_000, command);
    let story = story.unwrap();
    let run = simulate(SHOP, &story);
    (said, story, run)
}

#[test]
fn what_has_the_name_of_another_is_told_from_it() {
    let (said, story, run) = done("kubectl delete svc shop");
    assert_eq!(said, "service \"shop\" deleted from default namespace\n");
    assert!(story.contains("do: delete, target: Service/shop"), "{story}");
    let services = run.kubectl(25_000, "kubectl get svc -o name");
    assert_eq!(services, "service/kubernetes\n");
    assert_eq!(run.kubectl(25_000, "kubectl get deploy -o name"), "deployment.apps/shop\n");

    let (_, story, run) = done("kubectl delete deploy shop");
    assert!(story.contains("do: delete, target: Deployment/shop"), "{story}");
    assert_eq!(run.kubectl(25_000, "kubectl get svc shop -o name"), "service/shop\n");
}

#[test]
fn objects_without_pods_are_found() {
    let (said, _, run) = done("kubectl delete cm settings");
    assert_eq!(said, "configmap \"settings\" deleted from default namespace\n");
    let missing = "Error from server (NotFound): configmaps \"settings\" not found\n";
    assert_eq!(run.kubectl(25_000, "kubectl get cm settings"), missing);
}

#[test]
fn an_object_of_the_cluster_is_in_no_namespace() {
    let (said, story, run) = done("kubectl delete ns team");
    assert_eq!(said, "namespace \"team\" deleted\n");
    assert!(story.contains("target: Namespace/team"), "{story}");
    let missing = "Error from server (NotFound): namespaces \"team\" not found\n";
    assert_eq!(run.kubectl(60_000, "kubectl get ns team"), missing);
}
