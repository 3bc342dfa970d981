//! `kubectl apply`, `create` and `replace` of a text, and what runs of it.
#![allow(clippy::unwrap_used, reason = "the whole file is tests")]

mod common;

use common::{POD, said, simulate};
use engine::Kubernetes;
use engine::check::Options;
use kubectl::apply::Submission;

const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n";

#[test]
fn a_kind_in_small_letters_reaches_the_server() {
    let text = POD.replace("kind: Pod", "kind: pod");
    let told = "Error from server (BadRequest): error when creating \"pod.yaml\": pod in version \"v1\" cannot be handled as a Pod: no kind \"pod\" is registered for version \"v1\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"\n";
    assert_eq!(said("kubectl apply -f pod.yaml", "", &text), told);
    let text = POD.replace("kind: Pod", "kind: POD");
    let told = said("kubectl apply -f pod.yaml", "", &text);
    assert!(told.contains("no matches for kind \"POD\" in version \"v1\""), "{told}");
}

#[test]
fn a_name_that_the_server_makes_up_is_drawn_from_the_text() {
    let text = POD.replace("name: web", "generateName: web-");
    let told = said("kubectl create -f -", "", &text);
    let letters = told.strip_prefix("pod/web-").and_then(|rest| rest.strip_suffix(" created\n")).unwrap();
    assert_eq!(letters.len(), 5, "{told}");
    assert_eq!(said("kubectl create -f -", "", &text), told);
    let run = simulate(&text, "");
    let rows = run.kubectl(9_000, "kubectl get pods -o name");
    assert!(rows.starts_with("pod/web-") && rows.trim_end().len() == "pod/web-abcde".len(), "{rows}");
}

#[test]
fn a_pod_of_another_scheduler_stays_pending_and_says_why() {
    let text = POD.replace("{containers", "{schedulerName: mine, containers");
    let run = simulate(&text, "");
    let rows = run.kubectl(60_000, "kubectl get pods");
    assert!(rows.contains("web    0/1     Pending   0          60s"), "{rows}");
    assert_eq!(run.kubectl(60_000, "kubectl get events"), "No resources found in default namespace.\n");
    let told = run.run.sentences.last().unwrap().text.clone();
    assert_eq!(told, "The Pod waits for the scheduler `mine`, which does not run here.");
}

#[test]
fn replace_puts_an_object_in_the_place_of_another() {
    let missing = "Error from server (NotFound): error when replacing \"STDIN\": pods \"web\" not found\n";
    assert_eq!(said("kubectl replace -f -", "", POD), missing);
    assert_eq!(said("kubectl replace -f -", SERVICE, &SERVICE.replace("80", "81")), "service/web replaced\n");
    let headless = SERVICE.replace("{ports", "{clusterIP: None, ports");
    let told = "The Service \"web\" is invalid: spec.clusterIPs[0]: Invalid value: [\"None\"]: may not change once set\n";
    assert_eq!(said("kubectl replace -f -", SERVICE, &headless), told);
    let played = said_of_a_bad_flag("kubectl replace --force -f -");
    assert_eq!(played, "podlab: `kubectl replace --force` is not played here\n");
}

fn said_of_a_bad_flag(command: &str) -> String {
    Submission::parse(command).unwrap().unwrap_err().stderr
}

#[test]
fn a_second_apply_is_held_to_what_may_change() {
    let claim = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n";
    let told = said("kubectl apply -f -", claim, &claim.replace("1Gi", "2Gi"));
    let start = "The PersistentVolumeClaim \"data\" is invalid: spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n@@ ";
    assert!(told.starts_with(start), "{told}");
    // A Service that is no longer reached from outside loses what the server set for that.
    let balanced = SERVICE.replace("{ports", "{type: LoadBalancer, ports");
    assert_eq!(said("kubectl apply -f -", &balanced, SERVICE), "service/web configured\n");
    let both =
        format!("{}---\n{}", claim.replace("1Gi", "2Gi"), claim.replace("ReadWriteOnce", "ReadWriteMany"));
    let told = said("kubectl apply -f c.yaml", claim, &both);
    assert!(told.starts_with("Error from server (Invalid): error when applying patch:\n"), "{told}");
    let end = "for: \"c.yaml\": error when patching \"c.yaml\": PersistentVolumeClaim \"data\" is invalid: spec: Forbidden: ";
    assert_eq!(told.matches(end).count(), 2, "{told}");
}

/// kubectl leaves the namespace of such an object out of its request, and the server clears it.
#[test]
fn a_namespace_means_nothing_in_an_object_of_the_whole_cluster() {
    let class = "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: gold, namespace: shop}\nvalue: 1000\n";
    let created = "priorityclass.scheduling.k8s.io/gold created\n";
    assert_eq!(said("kubectl apply -f -", "", class), created);
    let elsewhere = class.replace("shop", "mall").replace("gold", "gold, labels: {a: b}");
    let configured = "priorityclass.scheduling.k8s.io/gold configured\n";
    assert_eq!(said("kubectl apply -f -", class, &elsewhere), configured);
    let applied = "priorityclass.scheduling.k8s.io/gold serverside-applied\n";
    assert_eq!(said("kubectl apply --server-side -f -", "", class), applied);
    let role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r, namespace: shop}\n";
    let missing =
        "Error from server (NotFound): error when creating \"STDIN\": namespaces \"shop\" not found\n";
    assert_eq!(said("kubectl apply -f -", "", role), missing);
}

#[test]
fn a_port_or_an_address_is_given_to_one_service_only() {
    let with = |name: &str, spec: &str| {
        SERVICE.replace("name: web", &format!("name: {name}")).replace("{ports", &format!("{{{spec}, ports"))
    };
    let ported = |name: &str, port: u16| {
        with(name, "type: NodePort").replace("port: 80", &format!("port: 80, nodePort: {port}"))
    };
    let taken = "service/a created\nThe Service \"b\" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated\n";
    let both = format!("{}---\n{}", ported("a", 30080), ported("b", 30080));
    assert_eq!(said("kubectl apply -f -", "", &both), taken);
    let moved = format!("{}---\n{}", ported("a", 30081), ported("b", 30080));
    let told = "service/a configured\nservice/b created\n";
    assert_eq!(said("kubectl apply -f -", &ported("a", 30080), &moved), told);
    let both = format!("{}---\n{}", with("a", "clusterIP: 10.96.0.7"), with("b", "clusterIP: 10.96.0.7"));
    let taken = "service/a created\nThe Service \"b\" is invalid: spec.clusterIPs: Invalid value: [\"10.96.0.7\"]: failed to allocate IP 10.96.0.7: provided IP is already allocated\n";
    assert_eq!(said("kubectl apply -f -", "", &both), taken);
    let headless = format!("{}---\n{}", with("a", "clusterIP: None"), with("b", "clusterIP: None"));
    assert_eq!(said("kubectl apply -f -", "", &headless), "service/a created\nservice/b created\n");
    // The places in the text, and what `admit` says, come from the same answers.
    let both = format!("{}---\n{}", ported("a", 30080), ported("b", 30080));
    let kubectl = Options { mode: engine::check::Mode::Kubectl, ..Options::default() };
    let checked = engine::check::check(&both, &kubectl);
    let refused: Vec<_> =
        checked.problems.iter().filter(|problem| problem.message.contains("allocated")).collect();
    assert_eq!(refused.iter().map(|problem| problem.document).collect::<Vec<_>>(), [1]);
    let admitted = engine::admit::admit(&[&both], &Kubernetes::RECORDED);
    assert_eq!(admitted.iter().map(|one| one.object.as_str()).collect::<Vec<_>>(), ["service/b"]);
}

#[test]
fn the_labels_of_pod_security_are_read_when_a_namespace_is_created() {
    let space = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: LEVEL, pod-security.kubernetes.io/warn-version: RELEASE}}\n";
    let with = |level: &str, release: &str| {
        said("kubectl apply -f -", "", &space.replace("LEVEL", level).replace("RELEASE", release))
    };
    assert_eq!(with("baseline", "v1.30"), "namespace/shop created\n");
    let level = "The Namespace \"shop\" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: \"strict\": must be one of privileged, baseline, restricted\n";
    assert_eq!(with("strict", "latest"), level);
    let told = with("strict", "v1.030");
    let release = "* metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: \"v1.030\": must be \"latest\" or \"v1.x\"";
    assert!(told.contains(release), "{told}");
}

#[test]
fn only_one_priority_class_is_the_default() {
    let class = |name: &str| {
        format!(
            "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {{name: {name}}}\nvalue: 1000\nglobalDefault: true\n"
        )
    };
    let both = format!("{}---\n{}", class("dflt"), class("gold"));
    let refusal = "priorityclasses.scheduling.k8s.io \"gold\" is forbidden: PriorityClass dflt is already marked as default. Only one default can exist";
    let told = format!(
        "priorityclass.scheduling.k8s.io/dflt created\nError from server (Forbidden): error when creating \"STDIN\": {refusal}\n"
    );
    assert_eq!(said("kubectl apply -f -", "", &both), told);
    let kubectl = Options { mode: engine::check::Mode::Kubectl, ..Options::default() };
    let checked = engine::check::check(&both, &kubectl);
    let problem = checked.problems.iter().find(|problem| problem.message == refusal).unwrap();
    assert_eq!(problem.document, 1);
    let admitted = engine::admit::admit(&[&both], &Kubernetes::RECORDED).remove(0);
    assert_eq!(admitted.outcome.unwrap_err().to_string(), refusal);
}

#[test]
fn quotas_count_storage_and_the_ports_of_services() {
    let quota = "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: team}\nspec: {hard: {HARD}}\n";
    let claim = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {accessModes: [ReadWriteOnce], storageClassName: fast, resources: {requests: {storage: 5Gi}}}\n";
    let service = |spec: &str| SERVICE.replace("{ports: [{port: 80}]}", spec);
    let balanced = service("{type: LoadBalancer, ports: [{name: a, port: 80}, {name: b, port: 81}]}");
    let class = "fast.storageclass.storage.k8s.io";
    for (text, hard, requested) in [
        (claim, "requests.storage: 1Gi", "requests.storage=5Gi"),
        (claim, &format!("{class}/requests.storage: 1Gi"), &format!("{class}/requests.storage=5Gi")),
        (claim, &format!("{class}/persistentvolumeclaims: 0"), &format!("{class}/persistentvolumeclaims=1")),
        (claim, "persistentvolumeclaims: 0", "persistentvolumeclaims=1"),
        (&balanced, "services: 0", "services=1"),
        (&balanced, "services.nodeports: 1", "services.nodeports=2"),
        (&balanced, "services.loadbalancers: 0", "services.loadbalancers=1"),
    ] {
        let (name, limit) = hard.split_once(": ").unwrap();
        let quota = quota.replace("HARD", hard);
        let refusal =
            format!("exceeded quota: team, requested: {requested}, used: {name}=0, limited: {name}={limit}");
        let told = said("kubectl apply -f -", &quota, text);
        assert!(told.contains(&format!("is forbidden: {refusal}\n")), "{told}");
        let admitted = engine::admit::admit(&[&quota, text], &Kubernetes::RECORDED).remove(0);
        assert!(admitted.outcome.unwrap_err().to_string().ends_with(&refusal), "{hard}");
    }
    for (text, hard) in [
        (claim, "requests.storage: 5Gi"),
        (claim, "slow.storageclass.storage.k8s.io/requests.storage: 1Gi"),
        (SERVICE, "services.nodeports: 0, services.loadbalancers: 0"),
        (
            &balanced.replace("ports: [", "allocateLoadBalancerNodePorts: false, ports: ["),
            "services.nodeports: 0",
        ),
    ] {
        let told = said("kubectl apply -f -", &quota.replace("HARD", hard), text);
        assert!(told.ends_with(" created\n"), "{told}");
    }
}

#[test]
fn a_release_serves_the_versions_of_its_time() {
    let told = |release: &str, api_version: &str, kind: &str| {
        let text = format!("apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: a}}\n");
        let checked = engine::check::check(
            &text,
            &Options {
                kubernetes: Kubernetes::parse(release, []).unwrap(),
                mode: engine::check::Mode::Kubectl,
                ..Options::default()
            },
        );
        let told = checked.problems.into_iter().map(|problem| problem.message);
        told.filter(|told| told.contains("no matches for kind") || told.contains("deprecated"))
            .collect::<String>()
    };
    let missing = |api_version: &str, kind: &str| {
        format!("no matches for kind \"{kind}\" in version \"{api_version}\"")
    };
    let flow = "flowcontrol.apiserver.k8s.io";
    let policies = "admissionregistration.k8s.io/v1";
    for (api_version, kind, since) in [
        ("networking.k8s.io/v1", "ServiceCIDR", "1.33"),
        ("networking.k8s.io/v1", "IPAddress", "1.33"),
        (policies, "ValidatingAdmissionPolicy", "1.30"),
        (policies, "MutatingAdmissionPolicyBinding", "1.36"),
        ("resource.k8s.io/v1", "ResourceClaim", "1.34"),
        ("storage.k8s.io/v1", "VolumeAttributesClass", "1.34"),
        (&format!("{flow}/v1"), "FlowSchema", "1.29"),
    ] {
        assert_eq!(told(since, api_version, kind), "", "{kind}");
        let minor: u8 = since.strip_prefix("1.").unwrap().parse().unwrap();
        let before = format!("1.{}", minor - 1);
        assert_eq!(told(&before, api_version, kind), missing(api_version, kind));
    }
    assert_eq!(told("1.28", "authentication.k8s.io/v1", "SelfSubjectReview"), "");
    let old = format!("{flow}/v1beta3");
    assert_eq!(told("1.28", &old, "FlowSchema"), "");
    assert_eq!(
        told("1.31", &old, "FlowSchema"),
        "flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema is deprecated in v1.29+, unavailable in v1.32+; use flowcontrol.apiserver.k8s.io/v1 FlowSchema"
    );
    assert_eq!(told("1.32", &old, "FlowSchema"), missing(&old, "FlowSchema"));
    let older = format!("{flow}/v1beta2");
    assert_eq!(told("1.29", &older, "FlowSchema"), missing(&older, "FlowSchema"));
}

#[test]
fn a_pod_takes_another_toleration_and_keeps_those_that_every_pod_has() {
    let text = POD.replace("{containers", "{tolerations: [{key: a, operator: Exists}], containers");
    assert_eq!(said("kubectl apply -f -", POD, &text), "pod/web configured\n");
    let told = said("kubectl apply -f -", &text, POD);
    assert!(told.contains("existing toleration can not be modified"), "{told}");
}

#[test]
fn what_kubectl_writes_into_every_object_changes_none() {
    let again = [
        POD.replace("{name: web}", "{name: web, namespace: default}"),
        POD.replace("{name: web}", "{annotations: {}, name: web}"),
        POD.replace("{name: app, image: a:1}", "{image: a:1, name: app}"),
    ];
    for text in again {
        assert_eq!(said("kubectl apply -f -", POD, &text), "pod/web unchanged\n", "{text}");
        assert_eq!(said("kubectl apply -f -", &text, POD), "pod/web unchanged\n", "{text}");
    }
}

#[test]
fn files_are_applied_one_after_the_other() {
    let space = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n";
    let inside = POD.replace("{name: web}", "{name: web, namespace: shop}");
    let run = |files: &[(&str, &str)]| -> String {
        let outputs = engine::check::apply_all(files, &Kubernetes::RECORDED);
        outputs.into_iter().map(|output| output.stdout + &output.stderr).collect()
    };
    let told = run(&[(space, "0.yaml"), (&inside, "1.yaml"), (&inside, "2.yaml")]);
    assert!(told.starts_with("namespace/shop created\n"), "{told}");
    assert!(!told.contains("namespaces \"shop\" not found"), "{told}");
    let told = run(&[(&inside, "1.yaml"), (space, "2.yaml")]);
    assert!(told.contains("error when creating \"1.yaml\": namespaces \"shop\" not found"), "{told}");
}

const MAP: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\nimmutable: true\ndata: {k: v}\n";

#[test]
fn a_patch_that_is_refused_is_shown_beside_other_errors() {
    let other = MAP.replace("k: v", "k: v<");
    let text = format!("{other}---\n{}", other.replace("immutable: true\n", ""));
    let told = said("kubectl apply -f m.yaml", MAP, &text);
    let first = r#"Error from server (Invalid): error when applying patch:
{"data":{"k":"v\u003c"},"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"apiVersion\":\"v1\",\"data\":{\"k\":\"v\\u003c\"},\"immutable\":true,\"kind\":\"ConfigMap\",\"metadata\":{\"annotations\":{},\"name\":\"m\",\"namespace\":\"default\"}}\n"}}}
to:
Resource: "/v1, Resource=configmaps", GroupVersionKind: "/v1, Kind=ConfigMap"
Name: "m", Namespace: "default"
for: "m.yaml": error when patching "m.yaml": ConfigMap "m" is invalid: data: Forbidden: field is immutable when `immutable` is set
"#;
    assert!(told.starts_with(first), "{told}");
    assert!(told.contains(r#"{"data":{"k":"v\u003c"},"immutable":null,"metadata""#), "{told}");
    let alone = said("kubectl apply -f m.yaml", MAP, &other);
    assert_eq!(
        alone,
        "The ConfigMap \"m\" is invalid: data: Forbidden: field is immutable when `immutable` is set\n"
    );
}

#[test]
fn a_patch_that_the_server_cannot_read_is_told_as_it_merged_it() {
    let note = |config: &str| {
        format!("metadata:map[annotations:map[kubectl.kubernetes.io/last-applied-configuration:{config}\\n]]")
    };
    let config = r#"{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"annotations\":{},\"name\":\"web\",\"namespace\":\"default\"},\"spec\":{\"containers\":[{\"image\":\"a:1\",\"name\":\"app\",\"ports\":[{\"containerPort\":80,\"nm\":\"x\"}]}]}}"#;
    let unknown = POD.replace("image: a:1", "image: a:1, ports: [{containerPort: 80, nm: x}]");
    assert_eq!(
        said("kubectl apply -f -", POD, &unknown),
        format!(
            "The request is invalid: patch: Invalid value: \"map[{} spec:map[]]\": strict decoding error: unknown field \"spec.containers[0].ports[0].nm\"\n",
            note(config)
        )
    );
    let wrong = POD.replace("image: a:1", "image: a:1, ports: [{containerPort: x}]");
    let told = said("kubectl apply -f -", POD, &wrong);
    assert!(told.ends_with(" spec:map[]]\": unrecognized type: int32\n"), "{told}");
}

#[test]
fn a_change_is_what_kubectl_finds_to_send() {
    let budget = "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: b}\nspec: {minAvailable: 1, selector: {matchLabels: {a: b}}}\n";
    assert_eq!(said("kubectl apply -f -", budget, budget), "poddisruptionbudget.policy/b configured\n");
    assert_eq!(said("kubectl apply -f -", MAP, MAP), "configmap/m unchanged\n");
    // The server leaves out a switch that is off, and writes amounts in their shortest form.
    let class = "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: c}\nvalue: 1\n";
    let off = format!("{class}globalDefault: false\n");
    assert_eq!(said("kubectl apply -f -", class, class), "priorityclass.scheduling.k8s.io/c unchanged\n");
    assert_eq!(said("kubectl apply -f -", &off, &off), "priorityclass.scheduling.k8s.io/c configured\n");
    let sized = |cpu: &str| {
        POD.replace("image: a:1", &format!("image: a:1, resources: {{requests: {{cpu: {cpu}}}}}"))
    };
    assert_eq!(said("kubectl apply -f -", &sized("'1'"), &sized("'1'")), "pod/web unchanged\n");
    assert_eq!(said("kubectl apply -f -", &sized("1000m"), &sized("1000m")), "pod/web configured\n");
    let version = MAP.replace("name: m", "name: m, resourceVersion: '1'");
    let told = said("kubectl replace -f -", MAP, &version);
    assert_eq!(
        told,
        "Error from server (Conflict): error when replacing \"STDIN\": Operation cannot be fulfilled on configmaps \"m\": the object has been modified; please apply your changes to the latest version and try again\n"
    );
}

#[test]
fn warnings_come_with_changes_too() {
    let service = SERVICE.replace("{ports", "{clusterIP: 10.96.0.9, externalIPs: [80.11.12.10], ports");
    let more = service.replace("port: 80}", "port: 81}");
    assert_eq!(
        said("kubectl replace -f -", &service, &more),
        "service/web replaced\nWarning: spec.externalIPs is deprecated and may no longer be implemented in some clusters\n"
    );
}

#[test]
fn admit_makes_the_claims_of_a_stateful_set() {
    let set = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec: {serviceName: db, replicas: 2, podManagementPolicy: Parallel, selector: {matchLabels: {app: db}}, volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}], template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: x, volumeMounts: [{name: data, mountPath: /data}]}]}}}\n";
    let quota = "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: team}\nspec: {hard: {persistentvolumeclaims: '1'}}\n";
    let told = |texts: &[&str]| {
        let admitted = engine::admit::admit(texts, &Kubernetes::RECORDED).remove(0);
        let events = admitted.outcome.unwrap().events.into_iter();
        events.map(|event| event.message).collect::<Vec<_>>()
    };
    let first = [
        "Create Claim data-db-0 Pod db-0 in StatefulSet db success",
        "Create Pod db-0 in StatefulSet db successful",
    ];
    let second = [
        "Create Claim data-db-1 Pod db-1 in StatefulSet db success",
        "Create Pod db-1 in StatefulSet db successful",
    ];
    assert_eq!(told(&[set]), [first, second].concat());
    let claim = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data-db-0}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n";
    assert_eq!(told(&[claim, set])[0], first[1], "a claim that is there is not made");
    let words = "persistentvolumeclaims \"data-db-1\" is forbidden: exceeded quota: team, requested: persistentvolumeclaims=1, used: persistentvolumeclaims=1, limited: persistentvolumeclaims=1";
    let refused = [
        format!("Create Claim data-db-1 for Pod db-1 in StatefulSet db failed error: {words}"),
        format!("Create Pod db-1 in StatefulSet db failed error: failed to create PVC data-db-1: {words}"),
    ];
    assert_eq!(told(&[quota, set])[2..], refused);
}
