//! Rules that a story makes count from then on, and a namespace that it deletes takes all with it.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

mod common;

use common::{read, simulate};

const WEB: &str = "
apiVersion: v1
kind: Namespace
metadata: {name: team}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: team}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {terminationGracePeriodSeconds: 2, containers: [{name: app, image: 'registry.example/app:1'}]}
";

#[test]
fn a_quota_that_a_story_makes_is_kept_by_later_pods() {
    let story = "actions:
- {at: 20, do: create, manifest: \"{apiVersion: v1, kind: ResourceQuota, metadata: {name: few, namespace: team}, spec: {hard: {pods: '3', configmaps: '9', count/deployments.apps: '5'}}}\"}
- {at: 30, do: patch, target: Deployment/web, sub: scale, patch: {spec: {replicas: 6}}}
";
    let simulation = simulate(WEB, story);
    let events = simulation.kubectl(60_000, "kubectl get events -n team");
    let refused: Vec<&str> = events.lines().filter(|line| line.contains("exceeded quota")).collect();
    let words = "is forbidden: exceeded quota: few, requested: pods=1, used: pods=3, limited: pods=3";
    assert!(!refused.is_empty() && refused.iter().all(|line| line.ends_with(words)), "{events}");
    let quota = simulation.kubectl(60_000, "kubectl get quota -n team");
    assert!(quota.contains("configmaps: 1/9, count/deployments.apps: 1/5, pods: 3/3"), "{quota}");
}

#[test]
fn a_quota_on_other_kinds_refuses_what_a_story_makes_later() {
    let text = format!(
        "{WEB}---\napiVersion: v1\nkind: ResourceQuota\nmetadata: {{name: few, namespace: team}}\nspec: {{hard: {{configmaps: '2', services: '1'}}}}\n"
    );
    let map = |at: u32, name: &str| {
        let map = format!("{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}, namespace: team}}}}");
        format!("- {{at: {at}, do: create, manifest: {map:?}}}\n")
    };
    // One is there that nobody made: that of the cluster's certificate.
    let gone = "- {at: 30, do: delete, target: ConfigMap/a, namespace: team}\n";
    let story = format!("actions:\n{}{}{gone}{}", map(10, "a"), map(20, "b"), map(40, "c"));
    let simulation = simulate(&text, &story);
    let names = |at: u64| simulation.kubectl(at, "kubectl get configmaps -n team -o name");
    assert!(names(25_000).contains("configmap/a") && !names(25_000).contains("configmap/b"));
    assert!(names(45_000).contains("configmap/c"), "{}", names(45_000));
}

#[test]
fn a_limit_range_that_a_story_makes_is_kept_by_later_pods() {
    let range = "{apiVersion: v1, kind: LimitRange, metadata: {name: l, namespace: team}, spec: {limits: [{type: Container, default: {cpu: 300m}}]}}";
    let story = format!(
        "actions:\n- {{at: 20, do: create, manifest: {range:?}}}\n- {{at: 30, do: patch, target: Deployment/web, sub: scale, patch: {{spec: {{replicas: 2}}}}}}\n"
    );
    let simulation = simulate(WEB, &story);
    let limits = "kubectl get pods -n team -o jsonpath={.items[*].spec.containers[0].resources.limits.cpu}";
    assert_eq!(simulation.kubectl(15_000, limits), "");
    assert_eq!(simulation.kubectl(60_000, limits).trim(), "300m");
}

#[test]
fn a_namespace_that_is_deleted_takes_its_contents_with_it() {
    let create = "{apiVersion: v1, kind: ConfigMap, metadata: {name: late, namespace: team}}";
    let story = format!(
        "containers: {{app: {{term: -1}}}}\nactions:\n- {{at: 20, do: delete, target: Namespace/team}}\n- {{at: 22, do: create, manifest: {create:?}}}\n- {{at: 25, do: delete, target: Namespace/default}}\n"
    );
    let simulation = simulate(WEB, &story);
    let at = |second: u64, command: &str| simulation.kubectl(second * 1000, command);
    assert!(at(21, "kubectl get ns team").contains("team   Terminating"));
    assert!(at(21, "kubectl get pods -n team").contains("1/1     Running"));
    // The controller waits 5 s before it begins.
    assert!(at(26, "kubectl get pods -n team").contains("Terminating"));
    assert!(
        at(28, "kubectl get deploy -n team").contains("web    0/1"),
        "{}",
        at(28, "kubectl get deploy -n team")
    );
    assert_eq!(at(28, "kubectl get pods -n team"), "No resources found in team namespace.\n");
    assert_eq!(at(40, "kubectl get deploy -n team"), "No resources found in team namespace.\n");
    assert!(at(40, "kubectl get ns team").starts_with("Error from server (NotFound)"));
    let told = &simulation.run.assumed;
    let refused = "At 22 s: late: refused: configmaps \"late\" is forbidden: unable to create new content in namespace team because it is being terminated";
    let immortal =
        "At 25 s: default: refused: namespaces \"default\" is forbidden: this namespace may not be deleted";
    assert!(told.iter().any(|line| line == refused) && told.iter().any(|line| line == immortal), "{told:?}");
    let events = at(28, "kubectl get events -n team");
    assert!(events.contains("SuccessfulCreate") && !events.contains("FailedCreate"), "{events}");
    assert_eq!(at(60, "kubectl get events -n team"), "No resources found in team namespace.\n");
}

#[test]
fn a_namespace_that_a_story_makes_has_its_rules() {
    let space = "{apiVersion: v1, kind: Namespace, metadata: {name: strict, labels: {pod-security.kubernetes.io/enforce: restricted}}}";
    let pod = "{apiVersion: v1, kind: Pod, metadata: {name: bare, namespace: strict}, spec: {containers: [{name: app, image: x}]}}";
    let story = format!(
        "actions:\n- {{at: 20, do: create, manifest: {space:?}}}\n- {{at: 30, do: create, manifest: {pod:?}}}\n"
    );
    let told = simulate(WEB, &story).run.assumed;
    assert!(told.iter().any(|line| line.contains("violates PodSecurity \"restricted:latest\"")), "{told:?}");
}

#[test]
fn the_templates_of_a_stateful_set_are_its_history() {
    let text = WEB.replace("kind: Deployment", "kind: StatefulSet");
    let story = "actions:\n- {at: 30, do: patch, target: StatefulSet/web, patch: {spec: {template: {spec: {containers: [{name: app, image: 'registry.example/app:2'}]}}}}}\n";
    let simulation = simulate(&text, story);
    let at = |second: u64, command: &str| simulation.kubectl(second * 1000, command);
    let history = "kubectl rollout history sts/web -n team";
    assert_eq!(
        at(60, history),
        "statefulset.apps/web \nREVISION  CHANGE-CAUSE\n1         <none>\n2         <none>\n\n"
    );
    let first = at(60, &format!("{history} --revision=1"));
    assert!(
        first.starts_with("statefulset.apps/web with revision #1\nPod Template:\n  Labels:\tapp=web\n"),
        "{first}"
    );
    assert!(first.contains("Image:\tregistry.example/app:1\n"), "{first}");
    let none = at(60, &format!("{history} --revision=7"));
    assert_eq!(none, "error: unable to find the specified revision\n");
    let rows = at(60, "kubectl get controllerrevisions -n team");
    assert_eq!(rows.matches("statefulset.apps/web").count(), 2, "{rows}");
}

#[test]
fn a_namespace_tells_what_keeps_it() {
    let text = "{apiVersion: v1, kind: Namespace, metadata: {name: team}}\n---\n{apiVersion: v1, kind: Pod, metadata: {name: slow, namespace: team}, spec: {terminationGracePeriodSeconds: 20, containers: [{name: app, image: 'x:1'}]}}\n";
    let story = "containers: {app: [{term: 18}]}\nactions:\n- {at: 6, do: delete, target: Namespace/team}\n";
    let run = simulate(text, story);
    let conditions = "kubectl get ns team -o jsonpath={.status.conditions[*].reason}";
    let well = "ResourcesDiscovered ParsedGroupVersions ContentDeleted ContentRemoved ContentHasNoFinalizers";
    let late = well.replace("ContentDeleted", "ContentDeletionFailed");
    for (at, told) in [(10_000, ""), (12_000, well), (26_000, well), (28_000, &late)] {
        assert_eq!(run.kubectl(at, conditions), told, "{at}");
    }
    assert!(run.kubectl(34_000, conditions).contains("not found"));
    let message = run.kubectl(28_000, "kubectl get ns team -o jsonpath={.status.conditions[2].message}");
    assert_eq!(
        message,
        "Failed to delete all resource types, 1 remaining: unexpected items still remain in namespace: team for gvr: /v1, Resource=pods"
    );
}

#[test]
fn a_namespace_of_the_text_is_not_assumed_and_another_one_is_told_once() {
    let others = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: team}
---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: team}\nspec: {ports: [{port: 80}]}\n";
    let whole = format!("{WEB}{others}");
    let (_, without) = whole.split_once("---\n").unwrap();
    let assumed = |text: &str| {
        let manifest = read(text);
        let all = manifest.assumed();
        all.into_iter().filter(|sentence| sentence.contains("Namespace `team`")).collect::<Vec<_>>()
    };
    assert_eq!(assumed(&whole), [""; 0]);
    let told = "Namespace `team` is there; without it: namespaces \"team\" not found.";
    assert_eq!(assumed(without), [told]);
}

#[test]
fn a_quota_counts_the_service_of_the_server_where_it_is() {
    let text = |namespace: &str| {
        let place = format!("metadata: {{name: few, namespace: {namespace}}}");
        format!(
            "{WEB}---\napiVersion: v1\nkind: ResourceQuota\n{place}\nspec: {{hard: {{services: '2', services.nodeports: '1'}}}}\n---\napiVersion: v1\nkind: Service\n{}\nspec: {{ports: [{{port: 80}}]}}\n",
            place.replace("few", "web")
        )
    };
    let used = |namespace: &str| {
        let run = simulate(&text(namespace), "");
        run.kubectl(
            20_000,
            &format!("kubectl get quota few -n {namespace} -o jsonpath={{.status.used.services}}"),
        )
    };
    assert_eq!((used("default"), used("team")), ("2".to_owned(), "1".to_owned()));
}

/// Words of a command that look like the flag of a namespace name none.
#[test]
fn the_namespace_of_the_text_is_that_of_the_terminal() {
    let text = "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: team}, spec: {containers: [{name: app, image: 'x:1'}]}}";
    let simulation = common::simulate(text, "");
    let said = |command: &str| simulation.act(10_000, command, "").said;
    assert_eq!(said("kubectl annotate pod web note='all of -A here'"), "pod/web annotated\n");
    assert_eq!(said("kubectl run x --image=a:1 -- sh -n"), "pod/x created\n");
    let shown = simulation.kubectl(10_000, "kubectl get pods -o jsonpath='{.items[0].metadata.name} -A'");
    assert_eq!(shown, "web -A");
    assert_eq!(said("kubectl get pods -n default"), "No resources found in default namespace.\n");
    assert!(
        said("kubectl delete ns team").starts_with("namespace \"team\" deleted"),
        "no namespace is named"
    );
}
