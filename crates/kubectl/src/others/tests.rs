use crate::{Cluster, NoLogs, run};
use api::Kubernetes;
use expect_test::{Expect, expect};
use serde_json::{Value, json};

/// The objects of a small cluster, all made a minute ago.
fn objects() -> Vec<Value> {
    let made = |name: &str| json!({"name": name, "namespace": "default", "creationTimestamp": "2026-01-01T00:00:00Z"});
    vec![
        json!({"kind": "Service", "metadata": made("web"), "spec": {"type": "NodePort", "clusterIP": "10.96.7.7",
            "clusterIPs": ["10.96.7.7"], "selector": {"app": "web"}, "sessionAffinity": "None",
            "ports": [{"name": "http", "port": 80, "targetPort": "web", "nodePort": 30080, "protocol": "TCP"}]}}),
        json!({"kind": "Service", "metadata": made("outside"), "spec": {"type": "LoadBalancer", "ports": [{"port": 1, "protocol": "TCP"}]}}),
        json!({"kind": "EndpointSlice", "metadata": {"name": "web-abcde", "namespace": "default",
            "creationTimestamp": "2026-01-01T00:00:00Z", "labels": {"kubernetes.io/service-name": "web"}},
            "addressType": "IPv4", "ports": [{"name": "http", "port": 8080, "protocol": "TCP"}],
            "endpoints": [{"addresses": ["10.1.0.1"], "conditions": {"ready": true}},
                {"addresses": ["10.1.0.2"], "conditions": {"ready": false}, "nodeName": "n",
                 "targetRef": {"kind": "Pod", "name": "web-1"}}]}),
        json!({"kind": "Endpoints", "metadata": made("web"), "subsets": [{"addresses": [{"ip": "10.1.0.1"}],
            "notReadyAddresses": [{"ip": "10.1.0.2"}], "ports": [{"port": 8080, "protocol": "TCP"}]}]}),
        json!({"kind": "ConfigMap", "metadata": made("settings"), "data": {"a": "one\ntwo", "b": "x"}}),
        json!({"kind": "Secret", "metadata": made("keys"), "type": "Opaque", "data": {"token": "aGVsbG8="}}),
        json!({"kind": "PersistentVolumeClaim", "metadata": made("data"), "spec": {"storageClassName": "fast",
            "volumeName": "pvc-1", "volumeMode": "Filesystem"}, "status": {"phase": "Bound",
            "accessModes": ["ReadWriteOnce"], "capacity": {"storage": "1024Mi"}}}),
        json!({"kind": "PersistentVolumeClaim", "metadata": made("late"), "spec": {"accessModes": ["ReadWriteMany"]},
            "status": {"phase": "Pending"}}),
        json!({"kind": "PersistentVolume", "metadata": {"name": "pvc-1", "creationTimestamp": "2026-01-01T00:00:00Z"},
            "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"],
            "persistentVolumeReclaimPolicy": "Delete", "claimRef": {"namespace": "default", "name": "data"}},
            "status": {"phase": "Bound"}}),
        json!({"kind": "Node", "metadata": {"name": "n", "creationTimestamp": "2026-01-01T00:00:00Z",
            "labels": {"node-role.kubernetes.io/control-plane": ""}}, "spec": {"unschedulable": true,
            "taints": [{"key": "a", "effect": "NoSchedule"}]},
            "status": {"conditions": [{"type": "Ready", "status": "True"}], "nodeInfo": {"kubeletVersion": "v1.36.2"},
            "allocatable": {"cpu": "2", "memory": "4Gi", "pods": "110"}}}),
    ]
}

fn pod() -> Value {
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web-1", "namespace": "default",
        "creationTimestamp": "2026-01-01T00:00:30Z"}, "spec": {"nodeName": "n",
        "containers": [{"name": "a", "image": "a:1", "resources": {"requests": {"cpu": "500m", "memory": "1Gi"}}}],
        "volumes": [{"name": "d", "persistentVolumeClaim": {"claimName": "data"}}]}, "status": {"phase": "Running"}})
}

fn check(command: &str, expected: &Expect) {
    let (pods, workloads) = ([pod()], objects());
    let now = "2026-01-01T00:01:00Z".parse().unwrap();
    let kubernetes = &Kubernetes::RECORDED;
    let cluster = Cluster {
        pods: &pods,
        workloads: &workloads,
        whole: true,
        events: &[],
        logs: &NoLogs,
        file: &[],
        now,
        kubernetes,
    };
    let output = run(command, &cluster);
    let text = format!("{}{}", output.stderr, output.stdout);
    expected.assert_eq(&text.lines().map(|line| line.trim_end().to_owned() + "\n").collect::<String>());
}

#[test]
fn services_and_what_stands_behind_them() {
    check(
        "get svc -o wide",
        &expect![[r"
        NAME      TYPE           CLUSTER-IP   EXTERNAL-IP   PORT(S)        AGE   SELECTOR
        web       NodePort       10.96.7.7    <none>        80:30080/TCP   60s   app=web
        outside   LoadBalancer   <none>       <pending>     1/TCP          60s   <none>
    "]],
    );
    check(
        "get endpoints,endpointslices",
        &expect![[r"
        Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice
        NAME            ENDPOINTS       AGE
        endpoints/web   10.1.0.1:8080   60s

        NAME                                       ADDRESSTYPE   PORTS   ENDPOINTS           AGE
        endpointslice.discovery.k8s.io/web-abcde   IPv4          8080    10.1.0.1,10.1.0.2   60s
    "]],
    );
    check(
        "describe svc web",
        &expect![[r"
        Name:              web
        Namespace:         default
        Labels:            <none>
        Annotations:       <none>
        Selector:          app=web
        Type:              NodePort
        IP Families:       <none>
        IP:                10.96.7.7
        IPs:               10.96.7.7
        Port:              http  80/TCP
        TargetPort:        web/TCP
        NodePort:          http  30080/TCP
        Endpoints:         10.1.0.1:8080
        Session Affinity:  None
        Events:            <none>
    "]],
    );
}

#[test]
fn settings_are_shown_and_secrets_are_not() {
    check(
        "get cm,secrets",
        &expect![[r"
        NAME                 DATA   AGE
        configmap/settings   2      60s

        NAME          TYPE     DATA   AGE
        secret/keys   Opaque   1      60s
    "]],
    );
    check(
        "describe secret keys",
        &expect![[r"
        Name:         keys
        Namespace:    default
        Labels:       <none>
        Annotations:  <none>

        Type:  Opaque

        Data
        ====
        token:  5 bytes
    "]],
    );
    check(
        "describe cm settings",
        &expect![[r"
        Name:         settings
        Namespace:    default
        Labels:       <none>
        Annotations:  <none>

        Data
        ====
        a:
        ----
        one
        two

        b:
        ----
        x


        BinaryData
        ====

        Events:  <none>
    "]],
    );
}

#[test]
fn claims_and_volumes() {
    check(
        "get pvc",
        &expect![[r"
        NAME   STATUS    VOLUME   CAPACITY   ACCESS MODES   STORAGECLASS   VOLUMEATTRIBUTESCLASS   AGE
        data   Bound     pvc-1    1Gi        RWO            fast           <unset>                 60s
        late   Pending                                                     <unset>                 60s
    "]],
    );
    check(
        "get pv",
        &expect![[r"
        NAME    CAPACITY   ACCESS MODES   RECLAIM POLICY   STATUS   CLAIM          STORAGECLASS   VOLUMEATTRIBUTESCLASS   REASON   AGE
        pvc-1   1Gi        RWO            Delete           Bound    default/data                  <unset>                          60s
    "]],
    );
    check(
        "describe pvc data",
        &expect![[r"
        Name:          data
        Namespace:     default
        StorageClass:  fast
        Status:        Bound
        Volume:        pvc-1
        Labels:        <none>
        Annotations:   <none>
        Finalizers:    []
        Capacity:      1Gi
        Access Modes:  RWO
        VolumeMode:    Filesystem
        Used By:       web-1
        Events:        <none>
    "]],
    );
}

#[test]
fn nodes_with_what_their_pods_reserve() {
    check(
        "get nodes",
        &expect![[r"
        NAME   STATUS                     ROLES           AGE   VERSION
        n      Ready,SchedulingDisabled   control-plane   60s   v1.36.2
    "]],
    );
    check(
        "describe node n",
        &expect![[r#"
            Name:               n
            Roles:              control-plane
            Labels:             node-role.kubernetes.io/control-plane=
            Annotations:        <none>
            CreationTimestamp:  Thu, 01 Jan 2026 00:00:00 +0000
            Taints:             a:NoSchedule
            Unschedulable:      true
            Conditions:
              Type    Status  LastHeartbeatTime                 LastTransitionTime                Reason  Message
              ----    ------  -----------------                 ------------------                ------  -------
              Ready   True    Mon, 01 Jan 0001 00:00:00 +0000   Mon, 01 Jan 0001 00:00:00 +0000
            Addresses:
            Allocatable:
              cpu:     2
              memory:  4Gi
              pods:    110
            System Info:
              Machine ID:
              System UUID:
              Boot ID:
              Kernel Version:
              OS Image:
              Operating System:
              Architecture:
              Container Runtime Version:
              Kubelet Version:            v1.36.2
            Non-terminated Pods:          (1 in total)
              Namespace                   Name     CPU Requests  CPU Limits  Memory Requests  Memory Limits  Age
              ---------                   ----     ------------  ----------  ---------------  -------------  ---
              default                     web-1    500m (25%)    0 (0%)      1Gi (25%)        0 (0%)         30s
            Allocated resources:
              (Total limits may be over 100 percent, i.e., overcommitted.)
              Resource           Requests    Limits
              --------           --------    ------
              cpu                500m (25%)  0 (0%)
              memory             1Gi (25%)   0 (0%)
              ephemeral-storage  0 (0%)      0 (0%)
            Events:              <none>
        "#]],
    );
}
