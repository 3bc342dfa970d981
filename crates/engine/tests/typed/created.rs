//! `create` by flags, in the words of kubectl 1.36.2.

use super::made::check;
use expect_test::expect;

#[test]
fn deployments_are_created_by_flags() {
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
}

#[test]
fn flags_that_make_no_object_are_refused() {
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
}

#[test]
fn other_kinds_are_created_by_flags() {
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
