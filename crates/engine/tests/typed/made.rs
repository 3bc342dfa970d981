//! `run` and `expose`, in the words of kubectl 1.36.2.

use super::common::typed;
use expect_test::{Expect, expect};

pub(super) const TEXT: &str = "\
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

/// A command that is typed at an instant says this, and makes this story.
pub(super) fn check_at(at: u64, command: &str, expected: &Expect) {
    let (said, story) = typed(TEXT, at, command);
    expected.assert_eq(&(said + &story.unwrap_or_default()));
}

pub(super) fn check(command: &str, expected: &Expect) {
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
}

#[test]
fn a_pod_is_run_with_a_service_or_only_shown() {
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
}

#[test]
fn a_pod_that_cannot_be_run_is_refused() {
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
