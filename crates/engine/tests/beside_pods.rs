//! The terminal over a run: objects beside Pods, as they are at an instant.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

mod common;

use common::{asked, simulate};

const SHOP: &str = "
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: shop}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data: {a: b}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}], clusterIP: 10.96.0.7}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec:
  containers:
  - name: app
    image: registry.example/app:1.0
    ports: [{name: http, containerPort: 8080}]
    readinessProbe: {httpGet: {path: /, port: 8080}, initialDelaySeconds: 10}
  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
";

/// The terminal's answer at an instant, with one blank between words.
fn told(at: u64, command: &str) -> Vec<String> {
    asked(SHOP, at, command)
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn a_claim_is_bound_before_its_pod_runs() {
    assert_eq!(told(3, "kubectl get pvc -o custom-columns=IS:.status.phase"), ["IS", "Pending"]);
    assert_eq!(told(5_000, "kubectl get pvc -o custom-columns=IS:.status.phase"), ["IS", "Bound"]);
    let volumes = told(5_000, "kubectl get pv -o custom-columns=IS:.status.phase,OF:.spec.claimRef.name");
    assert_eq!(volumes, ["IS OF", "Bound data"]);
    let described = told(5_000, "kubectl describe pvc data");
    for line in ["Namespace: shop", "Status: Bound", "Capacity: 1Gi", "Access Modes: RWO", "Used By: web"] {
        assert!(described.iter().any(|one| one == line), "{line}: {described:#?}");
    }
}

#[test]
fn the_claim_of_an_ephemeral_volume_is_used_by_its_pod() {
    let pod = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: app, image: 'x:1'}], volumes: [{name: scratch, ephemeral: {volumeClaimTemplate: {metadata: {labels: {tier: front}}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}}]}}";
    let simulation = simulate(pod, "");
    let described = simulation.kubectl(5_000, "kubectl describe pvc web-scratch");
    for (field, value) in [("Status", "Bound"), ("Labels", "tier=front"), ("Used By", "web")] {
        let line = format!("{:<15}{value}", format!("{field}:"));
        assert!(described.lines().any(|one| one == line), "{line}: {described}");
    }
}

#[test]
fn a_service_has_its_pod_once_it_is_ready() {
    let ready =
        |at| told(at, "kubectl get ep web -o jsonpath={.subsets[*].addresses[*].targetRef.name}").join("");
    assert!(!ready(5_000).starts_with("web"), "{}", ready(5_000));
    assert!(ready(20_000).starts_with("web"), "{}", ready(20_000));
    let described = told(20_000, "kubectl describe svc web");
    assert!(described.iter().any(|line| line == "TargetPort: http/TCP"), "{described:#?}");
    let behind = |line: &String| line.starts_with("Endpoints: ") && line.ends_with(":8080");
    assert!(described.iter().any(behind), "{described:#?}");
    let services = told(20_000, "kubectl get svc");
    assert_eq!(services.last().unwrap(), "web ClusterIP 10.96.0.7 <none> 80/TCP 20s");
}

#[test]
fn nodes_and_settings_are_there() {
    assert_eq!(told(20_000, "kubectl get nodes").last().unwrap(), "sim-node Ready <none> 20s v1.36.2");
    assert_eq!(told(20_000, "kubectl get cm settings").last().unwrap(), "settings 1 20s");
    let all = told(20_000, "kubectl get all -A -o name");
    assert_eq!(all, ["pod/web", "service/kubernetes", "service/web"]);
}
