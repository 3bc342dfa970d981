//! `run`, `create`, `expose`, `cordon`, `wait` and `--dry-run`, in the words of kubectl 1.36.2.

use crate::{Kubernetes, Manifest};
use expect_test::{Expect, expect};

const TEXT: &str = "\
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: app, image: a:1, ports: [{ containerPort: 80 }, { containerPort: 53, protocol: UDP }] }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db, image: a:1 }] } }
";

/// What a command says at an instant, and the scenario that it makes.
fn check_at(at: u64, command: &str, expected: &Expect) {
    let manifest = Manifest::read(TEXT, &Kubernetes::RECORDED);
    let acted = manifest.simulate("").unwrap().act(at, command, "");
    if let Some(scenario) = &acted.scenario {
        manifest.simulate(scenario).unwrap();
    }
    expected.assert_eq(&format!("{}{}", acted.said, acted.scenario.unwrap_or_default()));
}

fn check(command: &str, expected: &Expect) {
    check_at(20_000, command, expected);
}

#[test]
fn a_pod_is_run() {
    check(
        "kubectl run x --image=nginx:1 --port=80 --env=A=b -l app=x --restart=Never -- sleep 5",
        &expect![[r#"
            pod/x created
            actions:
            - at: 20
              do: create
              manifest: |
                apiVersion: v1
                kind: Pod
                metadata:
                  labels:
                    app: x
                  name: x
                spec:
                  containers:
                  - args:
                    - sleep
                    - "5"
                    env:
                    - name: A
                      value: b
                    image: nginx:1
                    name: x
                    ports:
                    - containerPort: 80
                  dnsPolicy: ClusterFirst
                  restartPolicy: Never
        "#]],
    );
    check(
        "kubectl run x --image=nginx --dry-run=client -o yaml --command -- sh -c 'sleep 1; true'",
        &expect![[r#"
            apiVersion: v1
            kind: Pod
            metadata:
              labels:
                run: x
              name: x
            spec:
              containers:
              - command:
                - sh
                - -c
                - sleep 1; true
                image: nginx
                name: x
                resources: {}
              dnsPolicy: ClusterFirst
              restartPolicy: Always
            status: {}
        "#]],
    );
    check(
        "kubectl run x --image=nginx --port=80 --expose --dry-run=client -o yaml",
        &expect![[r#"
        apiVersion: v1
        kind: Service
        metadata:
          name: x
        spec:
          ports:
          - port: 80
            protocol: TCP
            targetPort: 80
          selector:
            run: x
        status:
          loadBalancer: {}
        ---
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          labels:
            run: x
          name: x
        spec:
          containers:
          - image: nginx
            name: x
            ports:
            - containerPort: 80
            resources: {}
          dnsPolicy: ClusterFirst
          restartPolicy: Always
        status: {}
    "#]],
    );
    check(
        "kubectl run x --image=nginx --dry-run=server",
        &expect![[r#"
        pod/x created (server dry run)
    "#]],
    );
    check(
        "kubectl run X --image=nginx --dry-run=server",
        &expect![[r#"
        The Pod "X" is invalid: 
        * metadata.name: Invalid value: "X": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
        * spec.containers[0].name: Invalid value: "X": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
    "#]],
    );
    check(
        "kubectl run web --image=nginx",
        &expect![[r#"
        Error from server (AlreadyExists): pods "web" already exists
    "#]],
    );
    check(
        "kubectl run x",
        &expect![[r#"
        error: required flag(s) "image" not set
    "#]],
    );
    check(
        "kubectl run x --image='a b'",
        &expect![[r#"
        error: Invalid image name "a b": invalid reference format
    "#]],
    );
    check(
        "kubectl run x --image=nginx --restart=Sometimes",
        &expect![[r#"
        error: invalid restart policy: Sometimes
        See 'kubectl run -h' for help and examples
    "#]],
    );
    check(
        "kubectl run x --image=nginx --dry-run=maybe",
        &expect![[r#"
        error: Invalid dry-run value (maybe). Must be "none", "server", or "client".
    "#]],
    );
}

#[test]
fn objects_are_created_by_flags() {
    check(
        "kubectl create deployment shop --image=a:1 --replicas=2 -- date -u",
        &expect![[r#"
        deployment.apps/shop created
        actions:
        - at: 20
          do: create
          manifest: |
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              labels:
                app: shop
              name: shop
            spec:
              replicas: 2
              selector:
                matchLabels:
                  app: shop
              template:
                metadata:
                  labels:
                    app: shop
                spec:
                  containers:
                  - command:
                    - date
                    - -u
                    image: a:1
                    name: a
    "#]],
    );
    check(
        "kubectl create deploy shop --image=registry/a:1,b --port=80 --dry-run=client -o yaml",
        &expect![[r#"
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              labels:
                app: shop
              name: shop
            spec:
              replicas: 1
              selector:
                matchLabels:
                  app: shop
              strategy: {}
              template:
                metadata:
                  labels:
                    app: shop
                spec:
                  containers:
                  - image: registry/a:1
                    name: a
                    ports:
                    - containerPort: 80
                    resources: {}
                  - image: b
                    name: b
                    resources: {}
            status: {}
        "#]],
    );
    check(
        "kubectl create deployment Shop --image=a",
        &expect![[r#"
        error: failed to create deployment: Deployment.apps "Shop" is invalid: metadata.name: Invalid value: "Shop": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
    "#]],
    );
    check(
        "kubectl create deployment a b --image=a",
        &expect![[r#"
        error: exactly one NAME is required, got 2
        See 'kubectl create deployment -h' for help and examples
    "#]],
    );
    check(
        "kubectl create cronjob c --image=a",
        &expect![[r#"
        error: required flag(s) "schedule" not set
    "#]],
    );
    check(
        "kubectl create job j --image=a --dry-run=client -o yaml -- date",
        &expect![[r#"
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: j
        spec:
          template:
            metadata: {}
            spec:
              containers:
              - command:
                - date
                image: a
                name: j
                resources: {}
              restartPolicy: Never
        status: {}
    "#]],
    );
    check(
        "kubectl create secret generic s --from-literal=a=b --dry-run=client -o yaml",
        &expect![[r#"
        apiVersion: v1
        data:
          a: Yg==
        kind: Secret
        metadata:
          name: s
    "#]],
    );
    check(
        "kubectl create ns default",
        &expect![[r#"
        Error from server (AlreadyExists): namespaces "default" already exists
    "#]],
    );
    check(
        "kubectl create sa s1 -o name",
        &expect![[r#"
        serviceaccount/s1
        actions:
        - at: 20
          do: create
          manifest: |
            apiVersion: v1
            kind: ServiceAccount
            metadata:
              name: s1
    "#]],
    );
}

#[test]
fn a_service_is_made_of_what_it_exposes() {
    check(
        "kubectl expose pod web",
        &expect![[r#"
        service/web exposed
        actions:
        - at: 20
          do: create
          manifest: |
            apiVersion: v1
            kind: Service
            metadata:
              labels:
                app: web
              name: web
            spec:
              ports:
              - name: port-1
                port: 80
                protocol: TCP
                targetPort: 80
              - name: port-2
                port: 53
                protocol: UDP
                targetPort: 53
              selector:
                app: web
    "#]],
    );
    check(
        "kubectl expose pod web --port=53 --target-port=dns --name=dns --type=NodePort --dry-run=client -o yaml",
        &expect![[r#"
            apiVersion: v1
            kind: Service
            metadata:
              labels:
                app: web
              name: dns
            spec:
              ports:
              - port: 53
                protocol: UDP
                targetPort: dns
              selector:
                app: web
              type: NodePort
            status:
              loadBalancer: {}
        "#]],
    );
    check(
        "kubectl expose sts db --port=80",
        &expect![[r#"
        error: cannot expose a StatefulSet.apps
    "#]],
    );
    check(
        "kubectl expose pod nope --port=80",
        &expect![[r#"
        Error from server (NotFound): pods "nope" not found
    "#]],
    );
    check(
        "kubectl expose pod web --port=80 --type=Door",
        &expect![[r#"
        The Service "web" is invalid: spec.type: Unsupported value: "Door": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"
    "#]],
    );
}

#[test]
fn a_dry_run_changes_nothing() {
    check(
        "kubectl delete pod web --dry-run=client",
        &expect![[r#"
        pod "web" deleted from default namespace (dry run)
    "#]],
    );
    check(
        "kubectl scale sts db --replicas=2 --dry-run=server",
        &expect![[r#"
        statefulset.apps/db scaled (server dry run)
    "#]],
    );
    check(
        "kubectl label pod web a=b --dry-run=client -o name",
        &expect![[r#"
        pod/web
    "#]],
    );
    check(
        "kubectl patch sts db -p '{\"spec\":{\"replicas\":-1}}' --dry-run=server",
        &expect![[r#"
        The StatefulSet "db" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0
    "#]],
    );
    check(
        "kubectl label pod web x='a b'",
        &expect![[r#"
        error: invalid label value: "x=a b": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')
    "#]],
    );
    check(
        "kubectl label pod web x=y x-",
        &expect![[r#"
        error: can not both modify and remove a label in the same command
    "#]],
    );
}

#[test]
fn a_node_is_closed_and_opened() {
    check(
        "kubectl cordon sim-node",
        &expect![[r#"
        node/sim-node cordoned
        actions:
        - { at: 20, do: patch, target: Node/sim-node, patch: { spec: { unschedulable: true } } }
    "#]],
    );
    check(
        "kubectl uncordon sim-node",
        &expect![[r#"
        node/sim-node already uncordoned
    "#]],
    );
    check(
        "kubectl cordon nope",
        &expect![[r#"
        Error from server (NotFound): nodes "nope" not found
    "#]],
    );
    check(
        "kubectl cordon",
        &expect![[r#"
        error: USAGE: cordon NODE [flags]
        See 'kubectl cordon -h' for help and examples
    "#]],
    );
}

#[test]
fn a_wait_looks_ahead_as_long_as_it_would_wait() {
    check_at(
        0,
        "kubectl wait pod/web --for=condition=Ready",
        &expect![[r#"
        pod/web condition met
        podlab: it is so 2s later
    "#]],
    );
    check_at(
        0,
        "kubectl wait pod/web --for=condition=Ready --timeout=0",
        &expect![[r#"
        error: condition not met for pods/web
    "#]],
    );
    check_at(
        20_000,
        "kubectl wait pod/web --for=condition=ready=true --timeout=1m",
        &expect![[r#"
        pod/web condition met
    "#]],
    );
    check(
        "kubectl wait pods --all --for=jsonpath='{.status.phase}'=Failed",
        &expect![[r#"
        timed out waiting for the condition on pods/db-0
        timed out waiting for the condition on pods/web
    "#]],
    );
    check(
        "kubectl wait pod/web --for=jsonpath='{.status.podIP}' -o name",
        &expect![[r#"
        pod/web
    "#]],
    );
    check("kubectl wait pod/nope --for=delete", &expect![[r""]]);
    check(
        "kubectl wait pod/nope --for=condition=Ready",
        &expect![[r#"
        Error from server (NotFound): pods "nope" not found
    "#]],
    );
    check(
        "kubectl wait pod/web --for=colour",
        &expect![[r#"
        error: unrecognized condition: "colour"
    "#]],
    );
    check(
        "kubectl wait pod/web",
        &expect![[r#"
        error: unrecognized condition: []
    "#]],
    );
    check(
        "kubectl wait pods -l app=nope --for=condition=Ready",
        &expect![[r#"
        error: no matching resources found
    "#]],
    );
}

#[test]
fn a_merge_patch_takes_out_what_the_cluster_added() {
    let manifest = Manifest::read(TEXT, &Kubernetes::RECORDED);
    let patch =
        r#"kubectl patch pod web --type=merge -p '{"spec":{"containers":[{"name":"app","image":"a:2"}]}}'"#;
    let acted = manifest.simulate("").unwrap().act(20_000, patch, "");
    assert_eq!(acted.scenario, None);
    assert!(
        acted.said.starts_with("The Pod \"web\" is invalid: spec: Forbidden: pod updates"),
        "{}",
        acted.said
    );
    assert!(
        acted.said.contains("-     \"MountPath\": \"/var/run/secrets/kubernetes.io/serviceaccount\""),
        "{}",
        acted.said
    );
}
