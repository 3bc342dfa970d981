//! Commands about types, releases and rights, as kubectl 1.36.2 answered a real API server.

use super::{Cluster, OneLine, check, run};
use api::Kubernetes;
use expect_test::expect;
use serde_json::json;

/// A cluster without objects.
fn bare(kubernetes: &Kubernetes) -> Cluster<'_> {
    let now = "2026-01-01T00:00:08Z".parse().unwrap();
    Cluster {
        pods: &[],
        workloads: &[],
        whole: true,
        events: &[],
        logs: &OneLine,
        file: &[],
        now,
        kubernetes,
    }
}

/// A description ends in a line of blanks, which a literal of several lines would lose.
#[test]
fn explain_describes_the_fields_of_a_type() {
    let shown = |line: &str| run(line, &bare(&Kubernetes::RECORDED)).stdout;
    assert_eq!(
        shown("kubectl explain pod.spec.containers.imagePullPolicy").lines().take(11).collect::<Vec<_>>(),
        [
            "KIND:       Pod",
            "VERSION:    v1",
            "",
            "FIELD: imagePullPolicy <string>",
            "ENUM:",
            "    Always",
            "    IfNotPresent",
            "    Never",
            "",
            "DESCRIPTION:",
            "    Image pull policy. One of Always, Never, IfNotPresent. Defaults to Always if",
        ]
    );
    for (path, lines) in [
        (
            "pod.spec.containers.imagePullPolicy",
            "\n    \n    Possible enum values:\n     - `\"Always\"` means that kubelet always attempts to pull the latest image.\n    Container will fail If the pull fails.\n",
        ),
        (
            "pod.spec.restartPolicy",
            "values:\n     - `\"Always\"`\n     - `\"Never\"`\n     - `\"OnFailure\"`\n    \n\n",
        ),
        (
            "pod.spec.volumes.hostPath.type",
            "\n     - `\"\"` For backwards compatible, leave it empty if unset\n",
        ),
        (
            "pod.spec.containers.resources.limits",
            "-resources-containers/\n    Quantity is a fixed-point representation of a number. It provides convenient\n",
        ),
        (
            "pod.metadata.creationTimestamp",
            "\n    Time is a wrapper around time.Time which supports correct marshaling to YAML\n",
        ),
    ] {
        let text = shown(&format!("kubectl explain {path}"));
        assert!(text.contains(lines), "{text}");
    }
    assert_eq!(
        shown("kubectl explain deploy.spec.strategy.rollingUpdate --recursive"),
        "GROUP:      apps\nKIND:       Deployment\nVERSION:    v1\n\nFIELD: rollingUpdate <RollingUpdateDeployment>\n\n\nDESCRIPTION:\n    Rolling update config params. Present only if DeploymentStrategyType =\n    RollingUpdate.\n    Spec to control the desired behavior of rolling update.\n    \nFIELDS:\n  maxSurge\t<IntOrString>\n  maxUnavailable\t<IntOrString>\n\n"
    );
    let list = shown("kubectl explain pod --recursive");
    for lines in [
        "\n    affinity\t<Affinity>\n      nodeAffinity\t<NodeAffinity>\n        preferredDuring",
        "\n      env\t<[]EnvVar>\n        name\t<string> -required-\n",
        "\n              key\t<string> -required-\n              operator\t<string> -required-\n              enum: DoesNotExist, Exists, Gt, In, ....\n",
    ] {
        assert!(list.contains(lines), "{lines}\n{list}");
    }
}

#[test]
fn explain_refuses_what_it_cannot_explain() {
    check(
        "kubectl explain nope",
        &expect![[r#"
        ---
        the server doesn't have a resource type "nope"
        exit 1
    "#]],
    );
    check(
        "kubectl explain",
        &expect![[r#"
        ---
        error: You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.
        exit 1
    "#]],
    );
    check(
        "kubectl explain pod web",
        &expect![[r#"
        ---
        error: We accept only this format: explain RESOURCE
        exit 1
    "#]],
    );
    check(
        "kubectl explain pod --api-version=v2",
        &expect![[r#"
        ---
        error: couldn't find resource for "/v2, Resource=pods"
        exit 1
    "#]],
    );
    check(
        "kubectl explain pod -o json",
        &expect![[r#"
        ---
        error: unrecognized format: json
        exit 1
    "#]],
    );
}

/// The descriptions of kinds without a Pod are too heavy for the page; an empty one would be a wrong answer.
#[test]
fn explain_says_which_descriptions_are_not_here() {
    check(
        "kubectl explain svc.spec.ports",
        &expect![[r#"
        KIND:       Service
        VERSION:    v1

        FIELD: ports <[]ServicePort>


        FIELDS:
          appProtocol	<string>
          name	<string>
          nodePort	<integer>
          port	<integer> -required-
          protocol	<string>
          enum: SCTP, TCP, UDP
          targetPort	<IntOrString>

        ---
        podlab: the descriptions of a Service are not here
        exit 0
    "#]],
    );
}

#[test]
fn types_and_versions_are_those_of_the_release() {
    check(
        "kubectl version",
        &expect![[r#"
        Client Version: v1.36.2
        Kustomize Version: v5.8.1
        Server Version: v1.36.2
        ---
        exit 0
    "#]],
    );
    check(
        "kubectl api-resources --api-group=apps",
        &expect![[r#"
        NAME                  SHORTNAMES   APIVERSION   NAMESPACED   KIND
        controllerrevisions                apps/v1      true         ControllerRevision
        daemonsets            ds           apps/v1      true         DaemonSet
        deployments           deploy       apps/v1      true         Deployment
        replicasets           rs           apps/v1      true         ReplicaSet
        statefulsets          sts          apps/v1      true         StatefulSet
        ---
        exit 0
    "#]],
    );
    check(
        "kubectl api-resources --namespaced=false --categories=api-extensions -o name",
        &expect![[r#"
        mutatingadmissionpolicies.admissionregistration.k8s.io
        mutatingadmissionpolicybindings.admissionregistration.k8s.io
        mutatingwebhookconfigurations.admissionregistration.k8s.io
        validatingadmissionpolicies.admissionregistration.k8s.io
        validatingadmissionpolicybindings.admissionregistration.k8s.io
        validatingwebhookconfigurations.admissionregistration.k8s.io
        customresourcedefinitions.apiextensions.k8s.io
        apiservices.apiregistration.k8s.io
        ---
        exit 0
    "#]],
    );
    check(
        "kubectl api-resources --api-group=policy -o wide",
        &expect![[r#"
        NAME                   SHORTNAMES   APIVERSION   NAMESPACED   KIND                  VERBS                                                        CATEGORIES
        poddisruptionbudgets   pdb          policy/v1    true         PodDisruptionBudget   create,delete,deletecollection,get,list,patch,update,watch   
        ---
        exit 0
    "#]],
    );
    check(
        "kubectl api-resources pods",
        &expect![[r#"
        ---
        error: unexpected arguments: [pods]
        See 'kubectl api-resources -h' for help and examples
        exit 1
    "#]],
    );
    let count = |release: &str| {
        let kubernetes = Kubernetes::parse(release, []).unwrap();
        run("kubectl api-resources --no-headers", &bare(&kubernetes)).stdout.lines().count()
    };
    assert_eq!((count("1.36"), count("1.33")), (67, 60));
}

/// The answers of a real API server about these roles.
#[test]
fn rights_follow_from_the_roles_of_the_cluster() {
    let role = json!({"kind": "Role", "metadata": {"name": "reader", "namespace": "default"}, "rules": [
        {"apiGroups": [""], "resources": ["pods", "pods/log"], "verbs": ["get", "list"]},
        {"apiGroups": ["apps"], "resources": ["deployments"], "resourceNames": ["web"], "verbs": ["get"]},
        {"apiGroups": ["*"], "resources": ["*/scale"], "verbs": ["update"]},
    ]});
    let binding = json!({"kind": "RoleBinding", "metadata": {"name": "reader", "namespace": "default"},
        "subjects": [{"kind": "ServiceAccount", "name": "app"}, {"kind": "User", "name": "bob"}],
        "roleRef": {"kind": "Role", "name": "reader"}});
    let cluster_role = json!({"kind": "ClusterRole", "metadata": {"name": "noder"}, "rules": [
        {"apiGroups": [""], "resources": ["nodes"], "verbs": ["*"]},
        {"nonResourceURLs": ["/foo/*"], "verbs": ["get"]},
    ]});
    let bound = |name: &str, subject: &str| {
        json!({"kind": "ClusterRoleBinding", "metadata": {"name": subject},
            "subjects": [{"kind": "Group", "name": subject}], "roleRef": {"kind": "ClusterRole", "name": name}})
    };
    let workloads = [role, binding, cluster_role, bound("noder", "devs"), bound("view", "guests")];
    let kubernetes = Kubernetes::RECORDED;
    let cluster = Cluster { workloads: &workloads, ..bare(&kubernetes) };
    let can = |line: &str, who: &str| {
        let output = run(&format!("kubectl auth can-i {line} --as={who}"), &cluster);
        (output.stdout.trim().to_owned(), output.exit)
    };
    let app = "system:serviceaccount:default:app";
    let yes = ("yes".to_owned(), 0);
    for line in [
        "get pods",
        "get pods --subresource=log",
        "get pods/web",
        "get deploy/web",
        "update sts --subresource=scale",
        "get nodes --as-group=devs",
        "get /foo/bar --as-group=devs",
        "create pods --as-group=system:masters",
        "get /healthz",
        "create selfsubjectaccessreviews",
    ] {
        assert_eq!(can(line, app), yes, "{line}");
    }
    assert_eq!(can("get pods", "bob"), yes);
    let no = ("no".to_owned(), 1);
    for line in [
        "delete pods",
        "get deploy",
        "get nodes",
        "get /foo/bar",
        "get pods -A",
        "'*' '*'",
        "get pods -n other",
    ] {
        assert_eq!(can(line, app), no, "{line}");
    }
    assert_eq!(can("get pods", "alice"), no);
    check(
        "kubectl auth can-i get pods --as-group=guests",
        &expect![[r#"
        yes
        ---
        exit 0
    "#]],
    );
    let unknown = run("kubectl auth can-i get pods --as=eve --as-group=guests", &cluster);
    assert!(unknown.stderr.contains("with the ClusterRole view"), "{unknown:?}");
    check(
        "kubectl auth can-i list nodes",
        &expect![[r#"
        yes
        ---
        Warning: resource 'nodes' is not namespace scoped

        exit 0
    "#]],
    );
    check(
        "kubectl auth can-i get nope.apps",
        &expect![[r#"
        yes
        ---
        Warning: the server doesn't have a resource type 'nope' in group 'apps'

        exit 0
    "#]],
    );
    check(
        "kubectl auth can-i",
        &expect![[r#"
        ---
        error: you must specify two arguments: verb resource or verb resource/resourceName.
        See 'kubectl auth can-i -h' for help and examples.
        exit 1
    "#]],
    );
}
