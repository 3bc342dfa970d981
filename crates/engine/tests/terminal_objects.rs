//! The terminal on what stands beside Pods: volumes, namespaces, autoscalers.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

mod common;

use common::{asked, simulate};
use expect_test::{Expect, expect};

const TEXT: &str = "
apiVersion: v1
kind: PersistentVolume
metadata: {name: disk, labels: {tier: db}}
spec:
  capacity: {storage: 5Gi}
  accessModes: [ReadWriteOnce]
  persistentVolumeReclaimPolicy: Retain
  storageClassName: local
  local: {path: /mnt/disk}
  nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [a, b]}]}]}}
---
apiVersion: v1
kind: Namespace
metadata: {name: team}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: few, namespace: team}
spec: {hard: {pods: '5'}}
---
apiVersion: v1
kind: LimitRange
metadata: {name: small, namespace: team}
spec: {limits: [{type: Container, max: {cpu: '1'}, default: {cpu: 500m}}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: team}
spec: {replicas: 2, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: app, image: 'x:1'}]}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: team}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 5}
";

fn check(at: u64, command: &str, expected: &Expect) {
    expected.assert_eq(&asked(TEXT, at, command));
}

#[test]
fn a_volume_is_described() {
    check(
        60_000,
        "kubectl describe pv disk",
        &expect![[r#"
        Name:              disk
        Labels:            tier=db
        Annotations:       <none>
        Finalizers:        [kubernetes.io/pv-protection]
        StorageClass:      local
        Status:            Available
        Claim:             
        Reclaim Policy:    Retain
        Access Modes:      RWO
        VolumeMode:        Filesystem
        Capacity:          5Gi
        Node Affinity:     
          Required Terms:  
            Term 0:        kubernetes.io/hostname in [a, b]
        Message:           
        Source:
            Type:  LocalVolume (a persistent volume backed by local storage on a node)
            Path:  /mnt/disk
        Events:    <none>
    "#]],
    );
}

#[test]
fn a_namespace_is_described_with_its_rules() {
    check(
        60_000,
        "kubectl describe ns team",
        &expect![[r#"
        Name:         team
        Labels:       kubernetes.io/metadata.name=team
        Annotations:  <none>
        Status:       Active

        Resource Quotas
          Name:     few
          Resource  Used  Hard
          --------  ---   ---
          pods      2     5

        Resource Limits
         Type       Resource  Min  Max  Default Request  Default Limit  Max Limit/Request Ratio
         ----       --------  ---  ---  ---------------  -------------  -----------------------
         Container  cpu       -    1    500m             500m           -
    "#]],
    );
}

#[test]
fn an_autoscaler_has_a_row() {
    check(
        10_000,
        "kubectl get hpa -n team",
        &expect![[r#"
        NAME   REFERENCE        TARGETS              MINPODS   MAXPODS   REPLICAS   AGE
        web    Deployment/web   cpu: <unknown>/80%   1         5         0          10s
    "#]],
    );
    check(
        60_000,
        "kubectl get hpa -n team",
        &expect![[r#"
        NAME   REFERENCE        TARGETS              MINPODS   MAXPODS   REPLICAS   AGE
        web    Deployment/web   cpu: <unknown>/80%   1         5         2          60s
    "#]],
    );
}

#[test]
fn objects_have_what_the_server_and_their_controllers_add() {
    let text = "
apiVersion: batch/v1
kind: Job
metadata: {name: j}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: app, image: x}]}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: np}
spec: {podSelector: {}}
---
apiVersion: v1
kind: Node
metadata: {name: one}
status: {allocatable: {cpu: 2, memory: 2Gi, pods: 9, hugepages-2Mi: 4Mi, example.com/gpu: 2}}
";
    let story = "actions:\n- {at: 10, do: patch, target: NetworkPolicy/np, type: merge, patch: {spec: {policyTypes: [Egress]}}}\n";
    let simulation = simulate(text, story);
    let at = |second: u64, command: &str| simulation.kubectl(second * 1000, command);
    let uid = at(5, "kubectl get job j -o jsonpath={.metadata.uid}");
    let job = at(5, "kubectl describe job j");
    assert!(
        job.contains(&format!("Selector:         batch.kubernetes.io/controller-uid={}\n", uid.trim())),
        "{job}"
    );
    assert_eq!(job.matches("batch.kubernetes.io/job-name=j").count(), 2, "{job}");
    let generation = "kubectl get netpol np -o jsonpath={.metadata.generation}";
    assert_eq!((at(5, generation).trim(), at(15, generation).trim()), ("1", "2"));
    let node = at(15, "kubectl describe node one");
    assert!(node.contains("Lease:\n  HolderIdentity:  one\n  AcquireTime:     <unset>\n"), "{node}");
    assert!(
        node.contains("hugepages-2Mi      0 (0%)    0 (0%)\n  example.com/gpu    0         0\n"),
        "{node}"
    );
}

#[test]
fn each_of_two_budgets_over_the_same_pods_counts_them() {
    let budget = |name: &str| {
        format!(
            "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {{name: {name}}}\nspec: {{minAvailable: 1, selector: {{matchLabels: {{app: web}}}}}}\n---\n"
        )
    };
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec: {containers: [{name: app, image: x}]}\n";
    let text = budget("first") + &budget("second") + pod;
    let simulation = simulate(&text, "");
    let healthy = "kubectl get pdb -o jsonpath={.items[*].status.currentHealthy}";
    assert_eq!(simulation.kubectl(60_000, healthy).trim(), "1 1");
}

#[test]
fn what_a_cluster_makes_by_itself_is_there_whole() {
    check(
        9_000,
        "kubectl describe ns default",
        &expect![[r"
            Name:         default
            Labels:       kubernetes.io/metadata.name=default
            Annotations:  <none>
            Status:       Active

            No resource quota.

            No LimitRange resource.
        "]],
    );
    check(
        9_000,
        "kubectl get ns -l kubernetes.io/metadata.name=kube-system -o name",
        &expect!["namespace/kube-system\n"],
    );
    check(
        9_000,
        "kubectl get svc -n default --show-labels",
        &expect![[r#"
        NAME         TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE   LABELS
        kubernetes   ClusterIP   10.96.0.1    <none>        443/TCP   9s    component=apiserver,provider=kubernetes
    "#]],
    );
    check(
        9_000,
        "kubectl get cm -n team -o yaml",
        &expect![[r#"
            apiVersion: v1
            items:
            - apiVersion: v1
              data:
                ca.crt: |
                  -----BEGIN CERTIFICATE-----
                  ...
                  -----END CERTIFICATE-----
              kind: ConfigMap
              metadata:
                annotations:
                  kubernetes.io/description: Contains a CA bundle that can be used to verify the
                    kube-apiserver when using internal endpoints such as the internal service
                    IP or kubernetes.default.svc. No other usage is guaranteed across distributions
                    of Kubernetes clusters.
                creationTimestamp: "2026-01-01T00:00:00Z"
                name: kube-root-ca.crt
                namespace: team
                uid: 0c7feb15-0abf-42d4-bd3f-6bc1440ea9b5
            kind: List
            metadata:
              resourceVersion: ""
        "#]],
    );
}

#[test]
fn addresses_have_the_labels_of_their_service_and_the_names_of_their_hosts() {
    let text = "\
apiVersion: v1
kind: Service
metadata: { name: db, labels: { app: db } }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db, image: a:1 }] } }
";
    let run = simulate(text, "");
    let said = |command: &str| run.output(60_000, command).stdout;
    let labels = "{.metadata.labels}{.subsets[*].addresses[*].hostname}";
    assert_eq!(
        said(&format!("kubectl get ep db -o jsonpath='{labels}'")),
        "{\"app\":\"db\",\"endpoints.kubernetes.io/managed-by\":\"endpoint-controller\",\"service.kubernetes.io/headless\":\"\"}db-0"
    );
    let slice = said(
        "kubectl get endpointslices -l app=db -o jsonpath='{.items[0].metadata.ownerReferences[0].kind}{.items[0].endpoints[0].hostname}'",
    );
    assert_eq!(slice, "Servicedb-0");
}

#[test]
fn the_page_makes_each_command_that_changes_the_cluster_part_of_the_story() {
    let run = simulate(common::POD, "");
    let acts = |name: &&str| run.typed(5_000, name) != run.output(5_000, name);
    let unknown: Vec<&str> = kubectl::played().filter(|name| !view::changes(name)).filter(acts).collect();
    assert_eq!(unknown, Vec::<&str>::new());
    let (said, story) = common::typed(common::POD, 5_000, "kubectl run more --image=a:1");
    assert!(view::changes("kubectl run more") && story.is_some(), "{said}");
}
