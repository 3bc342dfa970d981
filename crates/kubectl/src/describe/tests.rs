use crate::{Cluster, NoLogs, run};
use api::Kubernetes;
use expect_test::expect;
use serde_json::{Value, json};

/// The output of a command about one object, which was made a minute ago.
fn of_one(object: &Value, command: &str) -> String {
    let mut object = object.clone();
    object["metadata"]["creationTimestamp"] = json!("2026-01-01T00:00:00Z");
    let now = "2026-01-01T00:01:00Z".parse().unwrap();
    let (objects, kubernetes) = ([object], Kubernetes::RECORDED);
    let cluster = Cluster {
        pods: &[],
        workloads: &objects,
        whole: false,
        events: &[],
        logs: &NoLogs,
        file: &[],
        now,
        kubernetes: &kubernetes,
    };
    let output = run(command, &cluster);
    output.stdout + &output.stderr
}

#[test]
fn roles_are_described_by_rule_and_bindings_by_subject() {
    let role = json!({"kind": "Role", "metadata": {"name": "r", "namespace": "default"}, "rules": [
        {"apiGroups": ["", "apps"], "resources": ["pods/log"], "verbs": ["get", "list"]},
        {"apiGroups": [""], "resources": ["pods/log"], "verbs": ["watch"], "resourceNames": ["a"]}]});
    expect![[r"
        Name:         r
        Labels:       <none>
        Annotations:  <none>
        PolicyRule:
          Resources      Non-Resource URLs  Resource Names  Verbs
          ---------      -----------------  --------------  -----
          pods/log       []                 []              [get list]
          pods.apps/log  []                 []              [get list]
          pods/log       []                 [a]             [watch]
    "]]
    .assert_eq(&of_one(&role, "kubectl describe role r"));
    let binding = json!({"kind": "RoleBinding", "metadata": {"name": "b", "namespace": "default"},
        "roleRef": {"kind": "Role", "name": "r"},
        "subjects": [{"kind": "ServiceAccount", "name": "s", "namespace": "n"}, {"kind": "User", "name": "u"}]});
    expect![[r"
        NAME   ROLE     AGE   USERS   GROUPS   SERVICEACCOUNTS
        b      Role/r   60s   u                n/s
    "]]
    .assert_eq(&of_one(&binding, "kubectl get rolebinding -o wide"));
}

#[test]
fn an_ingress_leads_to_services_or_says_that_they_are_not_there() {
    let rule = json!({"host": "a.example", "http": {"paths": [{"path": "/x", "backend":
        {"service": {"name": "web", "port": {"number": 80}}}}]}});
    let ingress = json!({"kind": "Ingress", "metadata": {"name": "i", "namespace": "default"},
        "spec": {"tls": [{"hosts": ["a.example"], "secretName": "t"}], "rules": [rule]},
        "status": {"loadBalancer": {"ingress": [{"hostname": "z.example"}, {"ip": "9.9.9.9"}]}}});
    expect![[r#"
        Name:             i
        Labels:           <none>
        Namespace:        default
        Address:          9.9.9.9,z.example
        Ingress Class:    <none>
        Default backend:  <default>
        TLS:
          t terminates a.example
        Rules:
          Host        Path  Backends
          ----        ----  --------
          a.example   
                      /x   web:80 (<error: services "web" not found>)
        Annotations:  <none>
        Events:       <none>
    "#]]
    .assert_eq(&of_one(&ingress, "kubectl describe ingress i"));
}

#[test]
fn a_network_policy_is_told_in_sentences() {
    let peers = json!([{"namespaceSelector": {}, "podSelector": {"matchLabels": {"a": "b"}}},
        {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}}]);
    let policy = json!({"kind": "NetworkPolicy", "metadata": {"name": "p", "namespace": "default"}, "spec":
        {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [{"from": peers, "ports": [{"port": 80}]}, {}]}});
    expect![[r"
        Name:         p
        Namespace:    default
        Created on:   2026-01-01 00:00:00 +0000 UTC
        Labels:       <none>
        Annotations:  <none>
        Spec:
          PodSelector:     <none> (Allowing the specific traffic to all pods in this namespace)
          Allowing ingress traffic:
            To Port: 80/TCP
            From:
              NamespaceSelector: <none>
              PodSelector: a=b
            From:
              IPBlock:
                CIDR: 10.0.0.0/8
                Except: 10.1.0.0/16
            ----------
            To Port: <any> (traffic allowed to all ports)
            From: <any> (traffic not restricted by source)
          Not affecting egress traffic
          Policy Types: Ingress
    "]]
    .assert_eq(&of_one(&policy, "kubectl describe netpol p"));
}

#[test]
fn an_autoscaler_tells_what_is_and_what_is_wanted() {
    let scaler = json!({"kind": "HorizontalPodAutoscaler", "metadata": {"name": "h", "namespace": "default"},
        "spec": {"scaleTargetRef": {"kind": "Deployment", "name": "web"}, "minReplicas": 1, "maxReplicas": 3,
            "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": {"averageUtilization": 80}}},
                {"type": "Pods", "pods": {"metric": {"name": "rps"}, "target": {"averageValue": "1k"}}}],
            "behavior": {"scaleDown": {"policies": [{"type": "Pods", "value": 1, "periodSeconds": 15}]}}},
        "status": {"currentReplicas": 2, "desiredReplicas": 2, "currentMetrics": [{"type": "Resource",
            "resource": {"name": "cpu", "current": {"averageUtilization": 70, "averageValue": "70m"}}}]}});
    expect![[r#"
        Name:                                                  h
        Namespace:                                             default
        Labels:                                                <none>
        Annotations:                                           <none>
        CreationTimestamp:                                     Thu, 01 Jan 2026 00:00:00 +0000
        Reference:                                             Deployment/web
        Metrics:                                               ( current / target )
          resource cpu on pods  (as a percentage of request):  70% (70m) / 80%
          "rps" on pods:                                       <unknown> / 1k
        Min replicas:                                          1
        Max replicas:                                          3
        Behavior:
          Scale Down:
            Select Policy: Max
            Policies:
              - Type: Pods  Value: 1  Period: 15 seconds
        Deployment pods:    2 current / 2 desired
        Events:             <none>
    "#]]
    .assert_eq(&of_one(&scaler, "kubectl describe hpa h"));
}

#[test]
fn classes_and_what_has_no_description_of_its_own() {
    let class = json!({"kind": "StorageClass", "metadata": {"name": "s", "annotations":
        {"storageclass.kubernetes.io/is-default-class": "true"}}, "provisioner": "p", "reclaimPolicy": "Delete",
        "volumeBindingMode": "Immediate"});
    expect![[r"
        NAME          PROVISIONER   RECLAIMPOLICY   VOLUMEBINDINGMODE   ALLOWVOLUMEEXPANSION   AGE
        s (default)   p             Delete          Immediate           false                  60s
    "]]
    .assert_eq(&of_one(&class, "kubectl get sc"));
    let runtime = json!({"apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "metadata": {"name": "r", "uid": "u"},
        "handler": "kata", "overhead": {"podFixed": {"cpu": "1"}}, "scheduling": {"tolerations": [{"key": "a"}]}});
    expect![[r"
        Name:         r
        Namespace:    
        Labels:       <none>
        Annotations:  <none>
        API Version:  node.k8s.io/v1
        Handler:      kata
        Kind:         RuntimeClass
        Metadata:
          Creation Timestamp:  2026-01-01T00:00:00Z
          UID:                 u
        Overhead:
          Pod Fixed:
            Cpu:  1
        Scheduling:
          Tolerations:
            Key:  a
        Events:   <none>
    "]]
    .assert_eq(&of_one(&runtime, "kubectl describe runtimeclass r"));
}

#[test]
fn a_volume_shows_the_namespace_of_its_secret() {
    let volume = json!({"kind": "PersistentVolume", "metadata": {"name": "v"}, "spec": {"capacity": {"storage": "1Gi"},
        "accessModes": ["ReadWriteOnce"], "cinder": {"volumeID": "c", "secretRef": {"name": "s", "namespace": "n"}}}});
    let told = of_one(&volume, "kubectl describe pv v");
    assert!(told.contains("SecretRef:  &SecretReference{Name:s,Namespace:n,}\n"), "{told}");
}
