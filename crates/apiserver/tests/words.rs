//! A cluster's answers to writes, in its words.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

use api::{Kubernetes, Object};
use apiserver::{Cluster, State, create, merge, update};
use expect_test::{Expect, expect};
use serde_json::json;

fn objects(text: &str) -> Vec<Object> {
    api::objects(text, &Kubernetes::RECORDED)
}

/// The refusal of a Pod in a new cluster that holds `there`.
fn refusal(there: &str, spec: &str, expected: &Expect) {
    let mut state = State::new(Cluster::New, &Kubernetes::RECORDED);
    for object in objects(there) {
        state.add(object);
    }
    let pod = format!("{{apiVersion: v1, kind: Pod, metadata: {{name: web}}, spec: {spec}}}");
    let answer = create(objects(&pod).remove(0), &mut state);
    expected.assert_eq(&answer.map_or_else(|refusal| refusal.to_string(), |_| "created".to_owned()));
}

#[test]
fn the_account_is_asked_for_before_the_classes_and_those_before_validation() {
    let app = "containers: [{name: App, image: x}]";
    refusal(
        "",
        &format!("{{serviceAccountName: robot, priorityClassName: gold, {app}}}"),
        &expect![[
            r#"pods "web" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found"#
        ]],
    );
    refusal(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: robot}}",
        &format!("{{serviceAccountName: robot, priorityClassName: gold, runtimeClassName: vm, {app}}}"),
        &expect![[r#"pods "web" is forbidden: no PriorityClass with name gold was found"#]],
    );
    refusal(
        "{apiVersion: v1, kind: ResourceQuota, metadata: {name: none}, spec: {hard: {pods: 0}}}",
        "{containers: [{name: app, image: x}]}",
        &expect![[
            r#"pods "web" is forbidden: exceeded quota: none, requested: pods=1, used: pods=0, limited: pods=0"#
        ]],
    );
}

#[test]
fn a_name_that_no_request_can_hold_is_a_failure_of_the_server() {
    let class = |name: &str| format!("{{runtimeClassName: '{name}', containers: [{{name: app, image: x}}]}}");
    refusal("", &class(""), &expect!["resource name may not be empty"]);
    refusal(
        "",
        &class("a/b%"),
        &expect![[r#"invalid resource name "a/b%": [may not contain '/' may not contain '%']"#]],
    );
    refusal(
        "",
        "{serviceAccountName: 10%, containers: [{name: app, image: x}]}",
        &expect![[
            r#"pods "web" is forbidden: error looking up service account default/10%: invalid resource name "10%": [may not contain '%']"#
        ]],
    );
    let mut state = State::new(Cluster::New, &Kubernetes::RECORDED);
    let pod = format!("{{apiVersion: v1, kind: Pod, metadata: {{name: web}}, spec: {}}}", class(""));
    let failure = create(objects(&pod).remove(0), &mut state).unwrap_err();
    assert_eq!((failure.code(), failure.reason()), (500, ""));
}

#[test]
fn kinds_without_a_pod_need_their_namespace_too() {
    let mut state = State::new(Cluster::New, &Kubernetes::RECORDED);
    let text = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: ghost}}";
    let answer = create(objects(text).remove(0), &mut state).unwrap_err();
    assert_eq!(answer.to_string(), r#"namespaces "ghost" not found"#);
    let text = "{apiVersion: v1, kind: Namespace, metadata: {name: ghost, namespace: nowhere}}";
    assert!(create(objects(text).remove(0), &mut state).is_ok());
}

#[test]
fn admin_access_to_devices_is_for_namespaces_with_the_label() {
    let text = "{apiVersion: resource.k8s.io/v1, kind: ResourceClaim, metadata: {name: r}, spec: {devices: {requests: [{name: a, exactly: {deviceClassName: b, adminAccess: true}}]}}}";
    let mut state = State::new(Cluster::New, &Kubernetes::RECORDED);
    let answer = create(objects(text).remove(0), &mut state).unwrap_err();
    assert_eq!(
        answer.to_string(),
        r#"ResourceClaim.resource.k8s.io "r" is invalid: spec.devices.requests[0].adminAccess: Forbidden: admin access to devices requires the `resource.kubernetes.io/admin-access: true` label on the containing namespace"#
    );
    let label = ("resource.kubernetes.io/admin-access".to_owned(), "true".to_owned());
    state.add_namespace("default", [label].into());
    assert!(create(objects(text).remove(0), &mut state).is_ok());
}

#[test]
fn what_is_in_use_is_protected_and_a_job_wears_the_labels_of_its_pods() {
    let mut state = State::new(Cluster::New, &Kubernetes::RECORDED);
    let stored =
        |text: &str, state: &mut State| create(objects(text).remove(0), state).unwrap().object.to_json();
    let claim = "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}";
    assert_eq!(stored(claim, &mut state)["metadata"]["finalizers"], json!(["kubernetes.io/pvc-protection"]));
    let job = "{apiVersion: batch/v1, kind: Job, metadata: {name: j}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}";
    assert_eq!(stored(job, &mut state)["metadata"]["labels"]["job-name"], "j");
}

#[test]
fn a_guarded_account_allows_only_what_it_lists() {
    let guarded = "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, annotations: {kubernetes.io/enforce-mountable-secrets: 'true'}}, secrets: [{name: mine}]}";
    let uses = |secret| {
        format!("{{containers: [{{name: app, image: x, envFrom: [{{secretRef: {{name: {secret}}}}}]}}]}}")
    };
    refusal(guarded, &uses("mine"), &expect!["created"]);
    refusal(
        guarded,
        &uses("theirs"),
        &expect![[
            r#"pods "web" is forbidden: container app with envFrom referencing secret.secretName="theirs" is not allowed because service account default does not reference that secret"#
        ]],
    );
}

#[test]
fn what_the_server_added_outlives_an_apply_and_what_the_author_took_out_does_not() {
    let mut live = json!({"spec": {
        "containers": [{"name": "app", "image": "x:1", "env": [{"name": "A", "value": "1"}], "imagePullPolicy": "Always"}],
        "volumes": [{"name": "data", "emptyDir": {}}, {"name": "kube-api-access-b2cd4"}],
        "nodeName": "one",
    }});
    let old = json!({"spec": {
        "containers": [{"name": "app", "image": "x:1", "env": [{"name": "A", "value": "1"}]}],
        "volumes": [{"name": "data", "emptyDir": {}}],
    }});
    let new = json!({"spec": {
        "containers": [{"name": "app", "image": "x:2"}],
        "volumes": [{"name": "data", "configMap": {"name": "c"}}],
    }});
    merge(&mut live, &old, &new);
    assert_eq!(
        live,
        json!({"spec": {
            "containers": [{"name": "app", "image": "x:2", "imagePullPolicy": "Always"}],
            "volumes": [{"name": "data", "configMap": {"name": "c"}}, {"name": "kube-api-access-b2cd4"}],
            "nodeName": "one",
        }})
    );
}

#[test]
fn an_indexed_job_may_grow_with_its_parallelism() {
    let mut state = State::new(Cluster::New, &Kubernetes::RECORDED);
    let job = |completions: i32, parallelism: i32| {
        let spec = "template: {spec: {restartPolicy: Never, containers: [{name: app, image: x}]}}";
        objects(&format!("{{apiVersion: batch/v1, kind: Job, metadata: {{name: j}}, spec: {{completionMode: Indexed, completions: {completions}, parallelism: {parallelism}, {spec}}}}}")).remove(0)
    };
    let stored = create(job(2, 2), &mut state).unwrap().object;
    let changed = |completions, parallelism| {
        let mut value = stored.to_json();
        merge(
            &mut value,
            &json!({}),
            &json!({"spec": {"completions": completions, "parallelism": parallelism}}),
        );
        update(Object::from_json(value), &stored, "", &state).map_err(|refusal| refusal.to_string())
    };
    assert!(changed(3, 3).is_ok());
    assert_eq!(
        changed(3, 2).unwrap_err(),
        "Job.batch \"j\" is invalid: spec.completions: Invalid value: 3: can only be modified in tandem with spec.parallelism"
    );
}

#[test]
fn an_update_counts_what_it_changes_and_nobody_else_does() {
    let mut state = State::new(Cluster::New, &Kubernetes::RECORDED);
    let deployment = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: app, image: x}]}}}}";
    let class = "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: p}, value: 3}";
    let policy = "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: np}, spec: {podSelector: {}}}";
    let mut counted = |text: &str, change: serde_json::Value| {
        let stored = create(objects(text).remove(0), &mut state).unwrap().object;
        let mut value = stored.to_json();
        merge(&mut value, &json!({}), &change);
        let changed = update(Object::from_json(value), &stored, "", &state).unwrap();
        changed.to_json()["metadata"]["generation"].clone()
    };
    assert_eq!(counted(deployment, json!({"spec": {"replicas": 3}})), 2);
    assert_eq!(counted(deployment, json!({"metadata": {"annotations": {"a": "b"}}})), 2);
    assert_eq!(counted(deployment, json!({"metadata": {"labels": {"a": "b"}, "generation": 7}})), 1);
    assert_eq!(counted(policy, json!({"spec": {"policyTypes": ["Egress"]}})), 2);
    assert_eq!(counted(class, json!({"description": "mine"})), 1);
}

#[test]
fn a_port_for_health_checks_is_one_of_the_nodes() {
    let service = |port: u16| {
        let text = format!(
            "{{apiVersion: v1, kind: Service, metadata: {{name: web}}, spec: {{type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: {port}, ports: [{{port: 80}}]}}}}"
        );
        create(objects(&text).remove(0), &mut State::new(Cluster::New, &Kubernetes::RECORDED))
    };
    assert!(service(30100).is_ok());
    let refusal = service(80).unwrap_err();
    assert_eq!((refusal.code(), refusal.reason()), (500, "InternalError"));
    assert_eq!(
        refusal.to_string(),
        "Internal error occurred: failed to allocate requested HealthCheck NodePort 80: provided port is not in the valid range. The range of valid ports is 30000-32767"
    );
}

#[test]
fn an_address_outside_of_the_usual_range_is_assumed_to_be_the_clusters() {
    let assumed = |address: &str| {
        let text = format!(
            "{{apiVersion: v1, kind: Service, metadata: {{name: web}}, spec: {{clusterIP: {address}, ports: [{{port: 80}}]}}}}"
        );
        let mut state = State::new(Cluster::Assumed, &Kubernetes::RECORDED);
        create(objects(&text).remove(0), &mut state).unwrap().assumed.len()
    };
    assert_eq!((assumed("10.100.0.7"), assumed("192.168.0.7"), assumed("None")), (0, 1, 0));
}

/// The refusal of `new` in the place of `old`.
fn update_refusal(old: &str, new: &str) -> String {
    let mut state = State::new(Cluster::New, &Kubernetes::RECORDED);
    let old = create(objects(old).remove(0), &mut state).unwrap().object;
    let answer = update(objects(new).remove(0), &old, "", &state);
    answer.map_or_else(|refusal| refusal.to_string(), |_| "updated".to_owned())
}

#[test]
fn what_only_a_create_is_asked_is_not_asked_again() {
    let pod = |more: &str| {
        format!(
            "{{apiVersion: v1, kind: Pod, metadata: {{name: web}}, spec: {{serviceAccountName: default, automountServiceAccountToken: false, nodeName: n, containers: [{{name: app, image: x}}]{more}}}}}"
        )
    };
    assert_eq!(
        update_refusal(&pod(""), &pod(", schedulingGates: [{name: a.b/c}]")),
        r#"Pod "web" is invalid: spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'a.b/c'"#
    );
    assert_eq!(update_refusal(&pod(""), &pod(", hostNetwork: false")), "updated");
    let set = |size: &str| {
        format!(
            "{{apiVersion: apps/v1, kind: StatefulSet, metadata: {{name: web}}, spec: {{serviceName: web, selector: {{matchLabels: {{a: b}}}}, template: {{metadata: {{labels: {{a: b}}}}, spec: {{containers: [{{name: app, image: x}}]}}}}, volumeClaimTemplates: [{{metadata: {{name: d}}, spec: {{accessModes: [ReadWriteOnce], resources: {{{size}}}}}}}]}}}}"
        )
    };
    let refusal = update_refusal(&set("requests: {storage: 1Gi}"), &set(""));
    assert!(
        refusal.starts_with(r#"StatefulSet.apps "web" is invalid: spec: Forbidden: updates to"#),
        "{refusal}"
    );
}

#[test]
fn a_suspended_job_may_be_told_with_how_much_to_run() {
    let job = |suspend: bool, cpu: &str, command: &str| {
        format!(
            "{{apiVersion: batch/v1, kind: Job, metadata: {{name: j}}, spec: {{suspend: {suspend}, manualSelector: true, selector: {{matchLabels: {{a: b}}}}, template: {{metadata: {{labels: {{a: b}}}}, spec: {{restartPolicy: Never, containers: [{{name: app, image: x, command: [{command}], resources: {{requests: {{cpu: {cpu}}}}}}}]}}}}}}}}"
        )
    };
    assert_eq!(update_refusal(&job(true, "1", "a"), &job(true, "2", "a")), "updated");
    let other = update_refusal(&job(true, "1", "a"), &job(true, "1", "b"));
    assert!(
        other.starts_with(r#"Job.batch "j" is invalid: spec.template.spec: Invalid value: {"Volumes":null,"#),
        "{other}"
    );
    let running = update_refusal(&job(false, "1", "a"), &job(false, "2", "a"));
    assert!(
        running.starts_with(
            r#"Job.batch "j" is invalid: spec.template: Invalid value: {"labels":{"a":"b"},"Spec":"#
        ),
        "{running}"
    );
}

#[test]
fn another_version_of_the_object_is_a_conflict() {
    let map = |version: &str| {
        format!("{{apiVersion: v1, kind: ConfigMap, metadata: {{name: m{version}}}, data: {{a: b}}}}")
    };
    assert_eq!(
        update_refusal(&map(""), &map(", resourceVersion: '7'")),
        r#"Operation cannot be fulfilled on configmaps "m": the object has been modified; please apply your changes to the latest version and try again"#
    );
    assert_eq!(
        update_refusal(&map(""), &map(", deletionTimestamp: '2020-01-01T00:00:00Z'")),
        r#"ConfigMap "m" is invalid: metadata.deletionTimestamp: Invalid value: "2020-01-01T00:00:00Z": field is immutable"#
    );
}

#[test]
fn owners_that_are_listed_twice_are_told_also_of_a_pod_that_a_plugin_refuses() {
    let owner = "{apiVersion: v1, kind: Node, name: n, uid: u}";
    let pod = format!(
        "{{apiVersion: v1, kind: Pod, metadata: {{name: web, ownerReferences: [{owner}, {owner}]}}, spec: {{runtimeClassName: vm, containers: [{{name: a, image: b}}]}}}}"
    );
    let state = State::new(Cluster::New, &Kubernetes::RECORDED);
    let attempt = apiserver::attempt(objects(&pod).remove(0), &state);
    assert!(attempt.refused.is_some());
    assert!(attempt.warnings.iter().any(|one| one.ends_with("duplicate UID(s) observed: u")));
}
