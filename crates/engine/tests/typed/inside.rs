//! Commands in a cluster that holds more than the object that they are about: namespaces and quotas count.

use super::common::{simulate, typed};

const TEAM: &str = "\
apiVersion: v1
kind: Namespace
metadata: { name: team }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: team }
spec: { containers: [{ name: app, image: a:1 }] }
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: few, namespace: default }
spec: { hard: { configmaps: 1, requests.cpu: 1 } }
";

fn said(command: &str) -> String {
    typed(TEAM, 20_000, &format!("kubectl {command}")).0
}

#[test]
fn a_command_acts_in_its_namespace_alone() {
    assert_eq!(said("create cm x -n team"), "configmap/x created\n");
    assert_eq!(said("label pod web a=b -n team"), "pod/web labeled\n");
    assert_eq!(
        said("label pod web a=b -n default"),
        "Error from server (NotFound): pods \"web\" not found\n"
    );
    assert_eq!(
        said("create cm x -n late"),
        "error: failed to create configmap: namespaces \"late\" not found\n"
    );
}

#[test]
fn a_quota_of_the_cluster_refuses_what_is_typed() {
    let told = said("create cm x -n default");
    assert!(told.contains("exceeded quota: few, requested: configmaps=1, used: configmaps=1"), "{told}");
    let told = said("run x --image=nginx -n default");
    assert!(told.contains("failed quota: few: must specify requests.cpu for: x"), "{told}");
}

#[test]
fn a_namespace_that_no_cluster_is_without_stays() {
    let refused = "Error from server (Forbidden): namespaces \"default\" is forbidden: this namespace may not be deleted\n";
    assert_eq!(said("delete ns default"), refused);
    assert!(said("delete ns team").ends_with("namespace \"team\" deleted\n"));
    let story = "actions: [{ at: 10, do: delete, target: Namespace/team }]";
    let told = simulate(TEAM, story).act(12_000, "kubectl create cm x -n team", story).said;
    let why = "configmaps \"x\" is forbidden: unable to create new content in namespace team because it is being terminated";
    assert_eq!(told, format!("error: failed to create configmap: {why}\n"));
}
