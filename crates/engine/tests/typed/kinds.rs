//! The kinds that `create` makes of flags alone, and the forms in which a new object is printed; all of it as kubectl 1.36.2 says it.

use super::common::{asked, simulate};
use super::made::{TEXT, check};
use expect_test::expect;

/// The output of a command, nothing of which is done.
fn said(command: &str) -> String {
    let output = simulate(TEXT, "").typed(20_000, command);
    output.stdout + &output.stderr
}

#[test]
fn services_and_ingresses_are_made_of_pairs() {
    check(
        "kubectl create svc nodeport web2 --tcp=80:http --node-port=30001",
        &expect![[r#"
            service/web2 created
            actions:
            - at: 20
              do: create
              manifest: |
                apiVersion: v1
                kind: Service
                metadata:
                  labels:
                    app: web2
                  name: web2
                spec:
                  ports:
                  - name: 80-http
                    nodePort: 30001
                    port: 80
                    protocol: TCP
                    targetPort: http
                  selector:
                    app: web2
                  type: NodePort
        "#]],
    );
    let ingress =
        "kubectl create ing i --rule=a.b/x*=web:80,tls=s --rule=a.b/y=web:http,tls=s --default-backend=c:1";
    expect![[r#"
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: i
        spec:
          defaultBackend:
            service:
              name: c
              port:
                number: 1
          rules:
          - host: a.b
            http:
              paths:
              - backend:
                  service:
                    name: web
                    port:
                      number: 80
                path: /x
                pathType: Prefix
              - backend:
                  service:
                    name: web
                    port:
                      name: http
                path: /y
                pathType: Exact
          tls:
          - hosts:
            - a.b
            secretName: s
        status:
          loadBalancer: {}
    "#]]
    .assert_eq(&said(&format!("{ingress} --dry-run=client -o yaml")));
}

#[test]
fn flags_of_services_and_ingresses_are_refused() {
    let refusals = [
        ("svc clusterip w", "error: at least one tcp port specifier must be provided"),
        ("svc clusterip w --tcp=x", "error: strconv.ParseUint: parsing \"x\": invalid syntax"),
        ("svc clusterip w --tcp=80:99999", "error: must be between 1 and 65535, inclusive"),
        ("service externalname w", "error: required flag(s) \"external-name\" not set"),
        (
            "ing i --rule=x",
            "error: rule x is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]",
        ),
    ];
    for (command, words) in refusals {
        assert_eq!(said(&format!("kubectl create {command}")), format!("{words}\n"), "{command}");
    }
}

#[test]
fn access_is_given_by_flags() {
    let role =
        "kubectl create role r --verb=get,list --verb=get --resource=po,deploy,pods/log --resource-name=a";
    expect![[r#"
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata:
          name: r
        rules:
        - apiGroups:
          - ""
          resourceNames:
          - a
          resources:
          - pods
          - pods/log
          verbs:
          - get
          - list
        - apiGroups:
          - apps
          resourceNames:
          - a
          resources:
          - deployments
          verbs:
          - get
          - list
    "#]]
    .assert_eq(&said(&format!("{role} --dry-run=client -o yaml")));
    let binding = "kubectl create rolebinding b --clusterrole=view --serviceaccount=default:bot --user=u";
    expect![[r#"
        {
            "kind": "RoleBinding",
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "metadata": {
                "name": "b"
            },
            "subjects": [
                {
                    "kind": "User",
                    "apiGroup": "rbac.authorization.k8s.io",
                    "name": "u"
                },
                {
                    "kind": "ServiceAccount",
                    "name": "bot",
                    "namespace": "default"
                }
            ],
            "roleRef": {
                "apiGroup": "rbac.authorization.k8s.io",
                "kind": "ClusterRole",
                "name": "view"
            }
        }
    "#]]
    .assert_eq(&said(&format!("{binding} --dry-run=client -o json")));
}

#[test]
fn flags_of_access_are_refused() {
    let told = [
        (
            "role r --verb=x --resource=pods --dry-run=server",
            "role.rbac.authorization.k8s.io/r created (server dry run)\nWarning: 'x' is not a standard resource verb",
        ),
        ("role r --verb=use --resource=pods", "error: can not perform 'use' on 'pods' in group ''"),
        ("role r --verb=get --resource=nope", "the server doesn't have a resource type \"nope\""),
        ("clusterrole r --verb=get --non-resource-url=x", "error: nonResourceURL should start with /"),
        ("clusterrolebinding b", "error: required flag(s) \"clusterrole\" not set"),
        ("rolebinding b --role=a --serviceaccount=bot", "error: serviceaccount must be <namespace>:<name>"),
    ];
    for (command, words) in told {
        assert_eq!(said(&format!("kubectl create {command}")), format!("{words}\n"), "{command}");
    }
}

#[test]
fn limits_are_made_of_flags() {
    let told = [
        ("quota q --hard=pods=2,cpu=1.5", "resourcequota/q created"),
        ("quota q --hard=pods", "error: Invalid argument syntax pods, expected <resource>=<value>"),
        ("pdb p --selector=app=web --min-available=50%", "poddisruptionbudget.policy/p created"),
        ("pdb p --selector=a=b --min-available=x", "error: invalid format specified for min-available"),
        ("pc high --value=10", "priorityclass.scheduling.k8s.io/high created"),
        (
            "pc high --value=x",
            "error: invalid argument \"x\" for \"--value\" flag: strconv.ParseInt: parsing \"x\": invalid syntax\nSee 'kubectl create priorityclass --help' for usage.",
        ),
    ];
    for (command, words) in told {
        assert_eq!(said(&format!("kubectl create {command}")), format!("{words}\n"), "{command}");
    }
}

#[test]
fn a_server_prints_what_it_would_store() {
    let printed = said("kubectl create job j --image=a:1 --dry-run=server -o yaml");
    for line in [
        "  creationTimestamp: \"2026-01-01T00:00:20Z\"",
        "    job-name: j",
        "  backoffLimit: 6",
        "status: {}",
    ] {
        assert!(printed.lines().any(|one| one == line), "{line} in {printed}");
    }
    let uid = printed.lines().find_map(|line| line.strip_prefix("  uid: ")).unwrap();
    assert!(printed.contains(&format!("controller-uid: {uid}")), "{printed}");
    let made = said("kubectl run p --image=a:1 -o json");
    assert!(made.starts_with("{\n    \"kind\": \"Pod\",\n    \"apiVersion\": \"v1\",\n    \"metadata\": {\n        \"name\": \"p\""), "{made}");
    // The fields of a Pod that runs stand in the order of their names.
    assert!(asked(TEXT, 20_000, "kubectl get pod web -o json").starts_with("{\n    \"apiVersion\""));
}
