//! The terminal over a run: objects beside Pods, as they are at an instant.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

use engine::{Kubernetes, Manifest};
use expect_test::{Expect, expect};

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

fn check(text: &str, at: u64, command: &str, expected: &Expect) {
    let simulation = Manifest::read(text, &Kubernetes::RECORDED).simulate("").unwrap();
    let told = simulation.kubectl(at, command);
    expected.assert_eq(&told.lines().map(|line| line.trim_end().to_owned() + "\n").collect::<String>());
}

#[test]
fn a_claim_is_bound_before_its_pod_runs() {
    check(
        SHOP,
        3,
        "kubectl get pvc",
        &expect![[r"
        NAME   STATUS    VOLUME   CAPACITY   ACCESS MODES   STORAGECLASS   VOLUMEATTRIBUTESCLASS   AGE
        data   Pending                                                     <unset>                 0s
    "]],
    );
    check(
        SHOP,
        5_000,
        "kubectl get pvc -o custom-columns=NAME:.metadata.name,IS:.status.phase",
        &expect![[r"
        NAME   IS
        data   Bound
    "]],
    );
    check(
        SHOP,
        5_000,
        "kubectl get pv -o custom-columns=IS:.status.phase,OF:.spec.claimRef.name",
        &expect![[r"
        IS      OF
        Bound   data
    "]],
    );
    check(
        SHOP,
        5_000,
        "kubectl describe pvc data --show-events=false",
        &expect![[r"
        Name:          data
        Namespace:     shop
        StorageClass:
        Status:        Bound
        Volume:        pvc-VOLUME
        Labels:        <none>
        Annotations:   pv.kubernetes.io/bind-completed: yes
                       pv.kubernetes.io/bound-by-controller: yes
        Finalizers:    [kubernetes.io/pvc-protection]
        Capacity:      1Gi
        Access Modes:  RWO
        VolumeMode:    Filesystem
        Used By:       web
    "]],
    );
}

#[test]
fn a_service_has_its_pod_once_it_is_ready() {
    check(
        SHOP,
        5_000,
        "kubectl get svc,ep,cm",
        &expect![[r"
        Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice
    "]],
    );
    check(SHOP, 20_000, "kubectl get svc,endpointslices", &expect![[""]]);
    check(SHOP, 20_000, "kubectl describe svc web", &expect![[""]]);
}

#[test]
fn nodes_show_what_runs_on_them() {
    check(
        SHOP,
        20_000,
        "kubectl get nodes",
        &expect![[r"
        NAME       STATUS   ROLES    AGE   VERSION
        sim-node   Ready    <none>   20s   v1.36.2
    "]],
    );
    check(
        SHOP,
        20_000,
        "kubectl get all -A -o name",
        &expect![[r"
        pod/web
        service/kubernetes
        service/web
    "]],
    );
}
