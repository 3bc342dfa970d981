//! The server's changes of kinds without a Pod before it looks at them, and its words, as a server of 1.36 was measured.
#![allow(clippy::unwrap_used, reason = "a test stops at what it cannot read")]

use api::{Kubernetes, defaulting};
use serde_json::{Value, json};

/// The messages of a create, then its warnings, and the object as it is printed.
fn create_in(version: &str, manifest: &str) -> (Vec<String>, Value) {
    let kubernetes = Kubernetes::parse(version, []).unwrap();
    let mut object = api::objects(manifest, &kubernetes).into_iter().next().unwrap();
    defaulting::apply(&mut object, &kubernetes);
    let mut warnings = defaulting::prepare(&mut object, &kubernetes);
    let errors = validation::validate(&object, &kubernetes, &validation::Options::default());
    if errors.is_empty() {
        warnings.extend(validation::warnings(&object, &kubernetes));
    }
    let told = errors.iter().map(|error| error.message(&kubernetes)).chain(warnings).collect();
    (told, api::printed::json(&object))
}

fn create(manifest: &str) -> (Vec<String>, Value) {
    create_in("1.36", manifest)
}

fn told(manifest: &str) -> Vec<String> {
    create(manifest).0
}

#[test]
fn a_claim_forgets_what_it_cannot_be_filled_from() {
    let claim = |source: &str| {
        let text = format!(
            "{{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {{name: c}}, spec: {{accessModes: [ReadWriteOnce], resources: {{requests: {{storage: 1.5Gi}}}}, {source}}}}}"
        );
        let (told, mut printed) = create(&text);
        assert_eq!(told, Vec::<String>::new());
        printed["spec"].take()
    };
    let spec = claim("dataSource: {kind: Pod, name: x}");
    assert!(spec.get("dataSource").is_none() && spec.get("dataSourceRef").is_none());
    assert_eq!(spec["resources"]["requests"]["storage"], "1536Mi");
    let volume = json!({"apiGroup": null, "kind": "PersistentVolumeClaim", "name": "x"});
    let spec = claim("dataSource: {kind: PersistentVolumeClaim, name: x}");
    assert_eq!((&spec["dataSource"], &spec["dataSourceRef"]), (&volume, &volume));
    let spec = claim("dataSourceRef: {kind: Pod, name: x, namespace: other}");
    assert!(spec.get("dataSourceRef").is_none(), "other namespaces are behind a gate");
}

#[test]
fn a_node_keeps_the_single_block_and_no_source_of_configuration() {
    let node =
        |rest: &str| create(&format!("{{apiVersion: v1, kind: Node, metadata: {{name: n1}}, {rest}}}"));
    let (told, printed) = node(
        "spec: {podCIDR: 10.0.1.0/24, podCIDRs: [10.0.0.0/24], configSource: {configMap: {name: a}}}, status: {capacity: {pods: 1.0001Ki}}",
    );
    assert_eq!(
        told,
        [
            r#"status.capacity.pods: Invalid value: "1024103m": must be an integer"#,
            r#"status.allocatable.pods: Invalid value: "1024103m": must be an integer"#,
        ]
    );
    assert_eq!(printed["spec"], json!({"podCIDR": "10.0.1.0/24", "podCIDRs": ["10.0.1.0/24"]}));
    assert_eq!(
        node("status: {declaredFeatures: [B, bad, A/b, A/b]}").0,
        [
            r#"status.declaredFeatures[1]: Invalid value: "bad": invalid feature name "bad": must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes"#,
            r#"status.declaredFeatures[2]: Invalid value: "A/b": list must be sorted alphabetically"#,
            r#"status.declaredFeatures[3]: Duplicate value: "A/b""#,
        ]
    );
}

#[test]
fn addresses_in_odd_forms_are_warned_of_wherever_they_stand() {
    let policy = |block: &str| {
        format!(
            "{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: p}}, spec: {{podSelector: {{}}, ingress: [{{from: [{{ipBlock: {{cidr: '{block}'}}}}]}}]}}}}"
        )
    };
    let at = "spec.ingress[0].from[0].ipBlock.cidr";
    let canonical = format!(
        r#"{at}: IPv6 CIDR value "fd00:0::/64" should be in RFC 5952 canonical format ("fd00::/64")"#
    );
    assert_eq!(told(&policy("fd00:0::/64")), std::slice::from_ref(&canonical));
    assert_eq!(create_in("1.35", &policy("fd00:0::/64")).0, [canonical]);
    let later = "will be considered invalid in a future Kubernetes release";
    for (block, warnings) in [
        (
            "010.0.0.0/8",
            vec![format!(r#"{at}: non-standard CIDR value "010.0.0.0/8" {later}: use "10.0.0.0/8""#)],
        ),
        (
            "::ffff:10.0.0.1/104",
            vec![
                format!(
                    r#"{at}: CIDR value "::ffff:10.0.0.1/104" is ambiguous in this context (should be "10.0.0.0/8" or "10.0.0.1/32"?)"#
                ),
                format!(r#"{at}: non-standard CIDR value "::ffff:10.0.0.1/104" {later}: use "10.0.0.0/8""#),
            ],
        ),
    ] {
        assert_eq!(create_in("1.35", &policy(block)).0, warnings, "{block}");
    }
    let service = "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {clusterIP: None, ports: [{port: 80}], loadBalancerIP: '::ffff:1.2.3.4', selector: {a: b}}}";
    assert_eq!(
        told(service),
        [
            "spec.loadBalancerIP is ignored for headless services",
            r#"spec.loadBalancerIP: non-standard IP address "::ffff:1.2.3.4" is invalid: use "1.2.3.4""#,
        ]
    );
}

#[test]
fn small_quirks_of_the_server() {
    let class = "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: s}, provisioner: a/b, allowedTopologies: [{}, {}]}";
    let (told_of, _) = create(class);
    assert_eq!(
        told_of.len(),
        5,
        "two empty terms are compared with two that were never written, and with each other"
    );
    assert_eq!(told_of[4], r#"allowedTopologies[1].matchLabelExpressions: Duplicate value: """#);
    let role = "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: r}, aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b c}}]}}";
    assert_eq!(
        told(role)[1],
        "aggregationRule.clusterRoleSelectors[0]: Invalid value: null: invalid label selector."
    );
    let volume = "{apiVersion: v1, kind: PersistentVolume, metadata: {name: v}, spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, nfs: {server: a, path: /b}, flexVolume: {}, glusterfs: {endpoints: e, path: p, endpointsNamespace: a.b}}}";
    assert_eq!(
        told(volume),
        [
            "spec.nfs: Forbidden: may not specify more than 1 volume type",
            "spec.flexVolume.driver: Required value",
            r#"spec.glusterfs.endpointsNamespace: Invalid value: "a.b": must not contain dots"#,
        ]
    );
    let portal = "{apiVersion: v1, kind: PersistentVolume, metadata: {name: v}, spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, iscsi: {targetPortal: a, iqn: x, lun: 0}}}";
    assert_eq!(told(portal), [r#"spec.iscsi.iqn: Invalid value: "x": must be valid format"#]);
    let runtime = "{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: r, finalizers: [short]}, handler: h}";
    assert_eq!(told(runtime), Vec::<String>::new());
    let devices = "{apiVersion: resource.k8s.io/v1, kind: DeviceClass, metadata: {name: d, generateName: a/b}, spec: {config: [{opaque: {driver: d, parameters: 1}}]}}";
    let parameters =
        r#"spec.config[0].opaque.parameters: Invalid value: "<value omitted>": must be a valid JSON object"#;
    assert_eq!(told(devices), [parameters]);
    assert_eq!(
        told(&devices.replace("parameters: 1", "parameters: {}")),
        [r#"metadata.generateName: Invalid value: "a/b": may not contain '/'"#]
    );
    let tolerant = "{apiVersion: resource.k8s.io/v1, kind: ResourceClaim, metadata: {name: r}, spec: {devices: {requests: [{name: a, exactly: {deviceClassName: b, tolerations: [{key: k}]}}]}}}";
    assert_eq!(told(tolerant), Vec::<String>::new());
}

#[test]
fn owners_that_are_listed_twice_are_kept_once() {
    let owner = "{apiVersion: v1, kind: X, name: a, uid: u}";
    let (told, printed) = create(&format!(
        "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: c, labels: {{}}, ownerReferences: [{owner}, {owner}]}}}}"
    ));
    assert_eq!(
        told,
        [
            ".metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: u"
        ]
    );
    let owner = json!({"apiVersion": "v1", "kind": "X", "name": "a", "uid": "u"});
    assert_eq!(printed["metadata"], json!({"name": "c", "namespace": "default", "ownerReferences": [owner]}));
}

#[test]
fn what_nobody_wrote_is_printed_as_the_server_prints_it() {
    let printed = |manifest: &str| create(manifest).1;
    let service = printed("{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {clusterIP: None}}");
    assert_eq!(
        (&service["spec"]["clusterIPs"], &service["spec"]["ipFamilies"], &service["status"]),
        (&json!(["None"]), &json!(["IPv4", "IPv6"]), &json!({"loadBalancer": {}}))
    );
    let budget = printed(
        "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b}, spec: {minAvailable: 1}}",
    );
    assert_eq!(budget["metadata"]["generation"], 1);
    assert_eq!(budget["status"]["disruptionsAllowed"], 0);
    let class = printed(
        "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: p}, globalDefault: false}",
    );
    assert!(class.get("globalDefault").is_none() && class["value"] == 0);
    let slice = printed(
        "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: e}, addressType: IPv4, endpoints: [{addresses: [10.0.0.1], deprecatedTopology: {a: b}}]}",
    );
    assert_eq!(slice["endpoints"], json!([{"addresses": ["10.0.0.1"], "conditions": {}}]));
    assert_eq!(slice["ports"], Value::Null);
    let account = printed(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a}, secrets: [{name: s, namespace: x}]}",
    );
    assert_eq!(account["secrets"], json!([{"name": "s"}]));
    let volume = printed(
        "{apiVersion: v1, kind: PersistentVolume, metadata: {name: v}, spec: {capacity: {storage: 0.5Gi}, rbd: {image: i}}}",
    );
    assert_eq!(volume["spec"]["rbd"]["pool"], "rbd");
    assert_eq!(volume["spec"]["capacity"]["storage"], "512Mi");
}

#[test]
fn kinds_of_which_little_is_asked() {
    let class = |rest: &str| {
        create(&format!(
            "{{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {{name: i}}, spec: {{{rest}}}}}"
        ))
    };
    let (told_of, printed) = class("controller: a.io/b, parameters: {kind: P, name: p}");
    assert_eq!((told_of, &printed["spec"]["parameters"]["scope"]), (vec![], &json!("Cluster")));
    assert_eq!(
        class("controller: nginx, parameters: {kind: a/b, scope: Namespace}").0,
        [
            r#"spec.controller: Invalid value: "nginx": must be a domain-prefixed path (such as "acme.io/foo")"#,
            r#"spec.parameters.kind: Invalid value: "a/b": may not contain '/'"#,
            "spec.parameters.name: Required value",
            "spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'",
        ]
    );
    let driver = "{apiVersion: storage.k8s.io/v1, kind: CSIDriver, metadata: {name: d}, spec: {fsGroupPolicy: Bad, volumeLifecycleModes: [Never], tokenRequests: [{audience: a, expirationSeconds: 5}, {audience: a}], nodeAllocatableUpdatePeriodSeconds: 9}}";
    assert_eq!(
        told(driver),
        [
            r#"spec.fsGroupPolicy: Unsupported value: "Bad": supported values: "File", "None", "ReadWriteOnceWithFSType""#,
            "spec.tokenRequests[0].expirationSeconds: Invalid value: 5: may not specify a duration less than 10 minutes",
            r#"spec.tokenRequests[1].audience: Duplicate value: "a""#,
            r#"spec.volumeLifecycleModes: Unsupported value: "Never": supported values: "Persistent", "Ephemeral""#,
            "spec.nodeAllocatableUpdatePeriodSeconds: Invalid value: 9: must be greater than or equal to 10 seconds",
        ]
    );
    let token = "{apiVersion: storage.k8s.io/v1, kind: CSIDriver, metadata: {name: d}, spec: {tokenRequests: [{audience: a}]}}";
    let (warned, printed) = create(token);
    assert_eq!(warned.len(), 1);
    assert_eq!(create_in("1.34", token).0, Vec::<String>::new());
    assert_eq!(printed["spec"]["volumeLifecycleModes"], json!(["Persistent"]));
    let class =
        "{apiVersion: storage.k8s.io/v1, kind: VolumeAttributesClass, metadata: {name: v}, driverName: ''}";
    assert_eq!(
        told(class),
        [
            "driverName: Required value",
            "parameters: Required value: must contain at least one key/value pair"
        ]
    );
    let lease = "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: l, finalizers: [short]}, spec: {leaseDurationSeconds: 0, leaseTransitions: -1}}";
    assert_eq!(
        told(lease),
        [
            "spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0",
            "spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0",
        ]
    );
    let endpoints = "{apiVersion: v1, kind: Endpoints, metadata: {name: a.B}}";
    assert!(
        told(endpoints)[0]
            .starts_with(r#"metadata.name: Invalid value: "a.B": a lowercase RFC 1123 subdomain"#)
    );
}

#[test]
fn fields_are_printed_as_go_prints_them() {
    let claim = "{apiVersion: resource.k8s.io/v1, kind: ResourceClaimTemplate, metadata: {name: r, labels: {}}, spec: {spec: {devices: {requests: [{name: a, exactly: {deviceClassName: d.io, selectors: [], count: 0, adminAccess: false}}], constraints: []}}}}";
    let exactly =
        json!({"adminAccess": false, "allocationMode": "ExactCount", "count": 1, "deviceClassName": "d.io"});
    let devices = json!({"requests": [{"name": "a", "exactly": exactly}]});
    assert_eq!(create(claim).1["spec"], json!({"metadata": {}, "spec": {"devices": devices}}));
    let class = "{apiVersion: resource.k8s.io/v1, kind: DeviceClass, metadata: {name: d}, spec: null}";
    assert_eq!(create(class).1["spec"], json!({}));
    let node = create("{apiVersion: v1, kind: Node, metadata: {name: n}, status: {addresses: [null], conditions: [{type: Ready, status: 'True'}]}}").1;
    assert_eq!(node["status"]["daemonEndpoints"], json!({"kubeletEndpoint": {"Port": 0}}));
    assert_eq!(node["status"]["nodeInfo"]["kernelVersion"], "");
    assert_eq!(node["status"]["addresses"], json!([{"address": "", "type": ""}]));
    assert_eq!(node["status"]["conditions"][0]["lastHeartbeatTime"], Value::Null);
    let service = "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {loadBalancerIP: '', allocateLoadBalancerNodePorts: false, type: LoadBalancer, selector: {}, ports: [{port: 80, nodePort: 0, name: ''}]}}";
    let spec = &create(service).1["spec"];
    assert_eq!(spec["ports"], json!([{"port": 80, "protocol": "TCP", "targetPort": 80}]));
    assert_eq!(spec["allocateLoadBalancerNodePorts"], json!(false));
    assert!(spec.get("selector").is_none() && spec.get("loadBalancerIP").is_none());
    let role = "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: r}, rules: []}";
    assert_eq!(create(role).1["rules"], Value::Null);
    let class = "{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: r}, handler: h, overhead: {podFixed: {cpu: 0.5}}}";
    assert_eq!(create(class).1["overhead"], json!({"podFixed": {"cpu": "500m"}}));
    let secret = "{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {a: []}}";
    assert_eq!(create(secret).1["data"], json!({"a": ""}));
}

#[test]
fn annotations_of_an_autoscaler_that_cannot_be_read_are_gone() {
    let scaler = "{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {name: h, annotations: {a: b, autoscaling.alpha.kubernetes.io/metrics: nope, autoscaling.alpha.kubernetes.io/behavior: '[]', autoscaling.alpha.kubernetes.io/conditions: '[]'}}, spec: {scaleTargetRef: {kind: Deployment, name: w}, maxReplicas: 2}}";
    let printed = create(scaler).1;
    assert_eq!(printed["metadata"]["annotations"], json!({"a": "b"}));
    assert_eq!(printed["spec"]["targetCPUUtilizationPercentage"], 80);
}

#[test]
fn workloads_are_printed_with_the_plain_numbers_of_the_server() {
    let of = |kind: &str, spec: &str| {
        create(&format!("{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: w}}, spec: {{{spec}, selector: {{matchLabels: {{a: b}}}}, template: {{metadata: {{labels: {{a: b}}}}, spec: {{containers: [{{name: a, image: b}}]}}}}}}}}")).1
    };
    let set = of("DaemonSet", "updateStrategy: {type: OnDelete, rollingUpdate: {maxSurge: 1}}");
    assert_eq!(set["spec"]["updateStrategy"]["rollingUpdate"], json!({"maxSurge": 1, "maxUnavailable": 0}));
    assert_eq!(of("StatefulSet", "ordinals: {}")["spec"]["ordinals"], json!({"start": 0}));
    let job = "{apiVersion: batch/v1, kind: Job, metadata: {name: j}, spec: {podFailurePolicy: {rules: []}, template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}";
    assert_eq!(create(job).1["spec"]["podFailurePolicy"], json!({"rules": null}));
}

#[test]
fn secrets_of_a_volume_need_a_namespace() {
    let volume = |source: &str| {
        told(&format!(
            "{{apiVersion: v1, kind: PersistentVolume, metadata: {{name: v}}, spec: {{capacity: {{storage: 1Gi}}, accessModes: [ReadWriteOnce], {source}}}}}"
        ))
    };
    assert!(
        volume("cinder: {volumeID: x, secretRef: {name: s}}")
            .contains(&"spec.cinder.secretRef.namespace: Required value".to_owned())
    );
    assert!(
        volume("storageos: {volumeName: x, secretRef: {name: s}}")
            .contains(&"spec.storageos.secretRef.namespace: Required value".to_owned())
    );
    assert!(
        volume("azureFile: {secretName: s, shareName: h, secretNamespace: ''}")
            .contains(&"spec.azureFile.secretNamespace: Required value".to_owned())
    );
}
