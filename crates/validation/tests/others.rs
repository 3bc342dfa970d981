//! Built-in kinds without a Pod: the server's words and their order, one small manifest for each.
#![allow(clippy::unwrap_used, reason = "a test stops at what it cannot read")]

use api::{Kubernetes, Object, defaulting};
use expect_test::{Expect, expect};

/// A defaulted object, as it is validated.
fn prepared(version: &str, manifest: &str) -> (Object, Kubernetes) {
    let kubernetes = Kubernetes::parse(version, []).unwrap();
    let mut object = api::objects(manifest, &kubernetes).into_iter().next().unwrap();
    defaulting::apply(&mut object, &kubernetes);
    defaulting::prepare(&mut object, &kubernetes);
    (object, kubernetes)
}

/// The messages of a create, then its warnings.
fn check(manifest: &str, expected: &Expect) {
    check_in("1.36", manifest, expected);
}

fn check_in(version: &str, manifest: &str, expected: &Expect) {
    expected.assert_eq(&told_in(version, manifest));
}

fn told_in(version: &str, manifest: &str) -> String {
    let (object, kubernetes) = prepared(version, manifest);
    let errors = validation::validate(&object, &kubernetes, &validation::Options::default());
    let warnings = if errors.is_empty() { validation::warnings(&object, &kubernetes) } else { Vec::new() };
    let errors = errors.iter().map(|error| error.message(&kubernetes));
    let warnings = warnings.into_iter().map(|warning| format!("Warning: {warning}"));
    errors.chain(warnings).collect::<Vec<_>>().join("\n")
}

fn service(spec: &str) -> String {
    format!("{{apiVersion: v1, kind: Service, metadata: {{name: web}}, spec: {{{spec}}}}}")
}

#[test]
fn ports_of_nodes_are_given_out_before_anything_else_is_looked_at() {
    check(
        &service("type: NodePort, ports: [{port: 0, nodePort: 80}]"),
        &expect![[
            r#"spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767"#
        ]],
    );
    check(
        &service(
            "type: NodePort, ports: [{name: a, port: 1, nodePort: 30001}, {name: b, port: 2, nodePort: 30001}]",
        ),
        &expect![[r#"spec.ports[1].nodePort: Invalid value: 30001: provided port is already allocated"#]],
    );
}

#[test]
fn a_default_cluster_has_addresses_of_one_family() {
    let dual = r#"spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services"#;
    let family = r#"spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster"#;
    let address = r#"spec.clusterIPs[0]: Invalid value: ["fd00::7"]: IPv6 is not configured on this cluster"#;
    for (spec, told) in [
        ("ipFamilyPolicy: RequireDualStack, ports: [{port: 80}]", dual),
        ("ipFamilies: [IPv6], ports: [{port: 80}]", family),
        ("clusterIP: 'fd00::7', ports: [{port: 80}]", address),
        ("ipFamilyPolicy: PreferDualStack, ports: [{port: 80}]", ""),
        ("clusterIP: None, ipFamilies: [IPv6, IPv4]", ""),
    ] {
        assert_eq!(told_in("1.36", &service(spec)), told);
    }
}

#[test]
fn a_service_is_refused_in_the_servers_order() {
    check(
        &service(
            "type: Internal, sessionAffinity: Client, ports: [{name: A, port: 0, protocol: HTTP}, {port: 70000, targetPort: Web}], selector: {app: a b}, trafficDistribution: Near",
        ),
        &expect![[r#"
            spec.ports[0].name: Invalid value: "A": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
            spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive
            spec.ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"
            spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive
            spec.ports[1].name: Required value
            spec.ports[1].port: Invalid value: 70000: must be between 1 and 65535, inclusive
            spec.ports[1].targetPort: Invalid value: "Web": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)
            spec.selector: Invalid value: "a b": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')
            spec.sessionAffinity: Unsupported value: "Client": supported values: "ClientIP", "None"
            spec.type: Unsupported value: "Internal": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"
            spec.trafficDistribution: Unsupported value: "Near": supported values: "PreferClose", "PreferSameZone", "PreferSameNode""#]],
    );
}

#[test]
fn addresses_and_fields_of_other_types_of_service() {
    check(
        &service("clusterIP: 10.0.0.300, ports: [{port: 80}]"),
        &expect![[
            r#"spec.clusterIPs[0]: Invalid value: "10.0.0.300": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"#
        ]],
    );
    check(
        &service("type: ExternalName, clusterIP: 10.0.0.3"),
        &expect![[r#"
            spec.clusterIPs: Forbidden: may not be set for ExternalName services
            spec.externalName: Required value"#]],
    );
    check(
        &service(
            "externalTrafficPolicy: Local, loadBalancerSourceRanges: [10.0.0.1/8], ports: [{port: 80}, {name: b, port: 80}]",
        ),
        &expect![[r#"
            spec.ports[0].name: Required value
            spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}
            spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'
            spec.LoadBalancerSourceRanges[0]: Invalid value: "10.0.0.1/8": must not have bits set beyond the prefix length
            spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services"#]],
    );
    check(
        &service("clusterIP: None, externalName: a.example.com"),
        &expect![[r#"Warning: spec.externalName is ignored when spec.type is not "ExternalName""#]],
    );
}

#[test]
fn a_services_name_may_start_with_a_digit_since_1_36() {
    let manifest = "{apiVersion: v1, kind: Service, metadata: {name: 1a}, spec: {ports: [{port: 80}]}}";
    check(manifest, &expect![""]);
    check_in(
        "1.35",
        manifest,
        &expect![[
            r#"metadata.name: Invalid value: "1a": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"#
        ]],
    );
}

#[test]
fn keys_of_maps_and_secrets() {
    check(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {..: x, b: x}, binaryData: {b: eA==}}",
        &expect![[r#"
            data[..]: Invalid value: "..": must not be '..'
            data[b]: Invalid value: "b": duplicate of key present in binaryData"#]],
    );
    check(
        "{apiVersion: v1, kind: Secret, metadata: {name: a}, type: kubernetes.io/basic-auth, stringData: {user: a}}",
        &expect![[r#"
            data[username]: Required value
            data[password]: Required value"#]],
    );
    let pulls = |text: &str| {
        format!(
            "{{apiVersion: v1, kind: Secret, metadata: {{name: a}}, type: kubernetes.io/dockerconfigjson, stringData: {{.dockerconfigjson: '{text}'}}}}"
        )
    };
    check(&pulls(r#"{"auths": {}}"#), &expect![""]);
    check(
        &pulls("not json"),
        &expect![[
            r#"data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": invalid character 'o' in literal null (expecting 'u')"#
        ]],
    );
    check(
        &pulls(""),
        &expect![[
            r#"data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": unexpected end of JSON input"#
        ]],
    );
    check(
        "{apiVersion: v1, kind: Secret, metadata: {name: a}, type: kubernetes.io/dockercfg, data: {.dockercfg: W10=}}",
        &expect![[
            r#"data[.dockercfg]: Invalid value: "<secret contents redacted>": json: cannot unmarshal array into Go value of type map[string]interface {}"#
        ]],
    );
    check(
        "{apiVersion: v1, kind: Secret, metadata: {name: a}, type: kubernetes.io/tls, stringData: {tls.crt: a, tls.key: b}}",
        &expect!["Warning: tls: failed to find any PEM data in certificate input"],
    );
    check(
        "{apiVersion: v1, kind: Namespace, metadata: {name: a.b}, spec: {finalizers: [mine]}}",
        &expect![[r#"
            metadata.name: Invalid value: "a.b": must not contain dots
            spec.finalizers: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified"#]],
    );
}

#[test]
fn volumes_and_claims() {
    check(
        "{apiVersion: v1, kind: PersistentVolume, metadata: {name: a}, spec: {capacity: {storage: 0}, hostPath: {path: /a/../b}, nfs: {server: s, path: p}}}",
        &expect![[r#"
            spec.accessModes: Required value
            spec.capacity[storage]: Invalid value: "0": must be greater than zero
            spec.hostPath.path: Invalid value: "/a/../b": must not contain '..'
            spec.nfs: Forbidden: may not specify more than 1 volume type"#]],
    );
    check(
        "{apiVersion: v1, kind: PersistentVolume, metadata: {name: a}, spec: {accessModes: [ReadWriteOnce], capacity: {cpu: 1}, csi: {driver: d}, persistentVolumeReclaimPolicy: Keep}}",
        &expect![[r#"
            spec.capacity: Unsupported value: {"cpu":"1"}: supported values: "storage"
            spec.persistentVolumeReclaimPolicy: Unsupported value: "Keep": supported values: "Delete", "Recycle", "Retain"
            spec.csi.volumeHandle: Required value"#]],
    );
    check(
        "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a}, spec: {accessModes: [ReadWriteAlways], volumeMode: Raw}}",
        &expect![[r#"
            spec.accessModes: Unsupported value: "ReadWriteAlways": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"
            spec.resources[storage]: Required value
            spec.volumeMode: Unsupported value: "Raw": supported values: "Block", "Filesystem""#]],
    );
}

#[test]
fn bounds_and_quotas() {
    check(
        "{apiVersion: v1, kind: LimitRange, metadata: {name: a}, spec: {limits: [{type: Pod, default: {cpu: 1}}, {type: Pod, max: {cpu: 1}, min: {cpu: 2}}, {type: PersistentVolumeClaim}]}}",
        &expect![[r#"
            spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'
            spec.limits[1].type: Duplicate value: "Pod"
            spec.limits[1].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1
            spec.limits[2].limits: Required value: either minimum or maximum storage value is required, but neither was provided"#]],
    );
    check(
        "{apiVersion: v1, kind: ResourceQuota, metadata: {name: a}, spec: {hard: {limits.cpus: 2, pods: 500m}, scopes: [Best]}}",
        &expect![[r#"
            spec.hard[limits.cpus]: Invalid value: "limits.cpus": must be a standard resource type or fully qualified
            spec.hard[limits.cpus]: Invalid value: "limits.cpus": must be a standard resource for quota
            spec.hard[pods]: Invalid value: "500m": must be an integer
            spec.scopes: Invalid value: ["Best"]: unsupported scope"#]],
    );
    check(
        "{apiVersion: v1, kind: ResourceQuota, metadata: {name: a}, spec: {hard: {requests.cpu: 2, limits.cpu: 1}}}",
        &expect!["Warning: ResourceQuota requests.cpu (2) should be less than limits.cpu (1)"],
    );
}

#[test]
fn classes_of_the_cluster() {
    check(
        "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: system-mine}, value: 1, preemptionPolicy: Always}",
        &expect![[r#"
            metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is not a known system priority class
            preemptionPolicy: Unsupported value: "Always": supported values: "PreemptLowerPriority", "Never""#]],
    );
    check(
        "{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: a}, overhead: {podFixed: {cpu: -1}}, scheduling: {tolerations: [{operator: Exists}, {operator: Exists}]}}",
        &expect![[r#"
            handler: Required value
            overhead.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0
            scheduling.tolerations[1]: Duplicate value: {"Key":"","Operator":"Exists","Value":"","Effect":"","TolerationSeconds":null}"#]],
    );
    check(
        "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: a}, reclaimPolicy: Recycle, volumeBindingMode: Late}",
        &expect![[r#"
            provisioner: Required value
            reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain"
            volumeBindingMode: Unsupported value: "Late": supported values: "Immediate", "WaitForFirstConsumer""#]],
    );
}

#[test]
fn budgets_and_autoscalers() {
    check(
        "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: a}, spec: {maxUnavailable: 101%, minAvailable: -1, unhealthyPodEvictionPolicy: Never}}",
        &expect![[r#"
            spec: Invalid value: {"MinAvailable":-1,"Selector":null,"MaxUnavailable":"101%","UnhealthyPodEvictionPolicy":"Never"}: minAvailable and maxUnavailable cannot be both set
            spec.minAvailable: Invalid value: -1: must be greater than or equal to 0
            spec.maxUnavailable: Invalid value: "101%": must not be greater than 100%
            spec.unhealthyPodEvictionPolicy: Unsupported value: "Never": supported values: "AlwaysAllow", "IfHealthyBudget""#]],
    );
    check(
        "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a}, spec: {minReplicas: 0, scaleTargetRef: {kind: Deployment}, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization}}}, {type: Cpu}]}}",
        &expect![[r#"
            spec.minReplicas: Invalid value: 0: must be greater than or equal to 1
            spec.maxReplicas: Required value: must be set and greater than 0
            spec.scaleTargetRef.name: Required value
            spec.scaleTargetRef.apiVersion: Invalid value: "": apiVersion must specify API group
            spec.metrics[0].resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization
            spec.metrics[1].type: Unsupported value: "Cpu": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"
            spec.metrics[1].type: Unsupported value: "Cpu": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"
            spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero replicas"#]],
    );
    let scales = |target: &str| {
        format!(
            "{{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {{name: a}}, spec: {{maxReplicas: 3, scaleTargetRef: {{name: web, {target}}}}}}}"
        )
    };
    let refused = r#"spec.scaleTargetRef.apiVersion: Invalid value: "v1": apiVersion must specify API group"#;
    for (version, target, told) in [
        ("1.34", "kind: Deployment, apiVersion: v1", refused),
        ("1.33", "kind: Deployment, apiVersion: v1", ""),
        ("1.36", "kind: Deployment, apiVersion: apps/v1", ""),
        ("1.36", "kind: ReplicationController", ""),
    ] {
        assert_eq!(told_in(version, &scales(target)), told, "{version} {target}");
    }
}

#[test]
fn ways_into_the_cluster() {
    check(
        "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a}, spec: {}}",
        &expect!["spec: Invalid value: null: either `defaultBackend` or `rules` must be specified"],
    );
    check(
        "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a}, spec: {rules: [{host: 1.2.3.4, http: {paths: [{path: a, pathType: Prefix, backend: {}}, {pathType: Regex, backend: {service: {name: web, port: {name: http, number: 80}}}}]}}]}}",
        &expect![[r#"
            spec.rules[0].host: Invalid value: "1.2.3.4": must be a DNS name, not an IP address
            spec.rules[0].http.paths[0].path: Invalid value: "a": must be an absolute path
            spec.rules[0].http.paths[0].backend: Invalid value: "": resource or service backend is required
            spec.rules[0].http.paths[1].pathType: Unsupported value: "Regex": supported values: "Exact", "ImplementationSpecific", "Prefix"
            spec.rules[0].http.paths[1].backend: Invalid value: "": cannot set both port name & port number"#]],
    );
    check(
        "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a, annotations: {kubernetes.io/ingress.class: nginx}}, spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}}",
        &expect![[
            r#"Warning: annotation "kubernetes.io/ingress.class" is deprecated, please use 'spec.ingressClassName' instead"#
        ]],
    );
    check(
        "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, policyTypes: [Inbound], ingress: [{ports: [{endPort: 90}], from: [{}, {podSelector: {}, ipBlock: {cidr: 10.0.0.0}}]}]}}",
        &expect![[r#"
            spec.ingress[0].ports[0].endPort: Invalid value: 90: may not be specified when `port` is not specified
            spec.ingress[0].from[0]: Required value: must specify a peer
            spec.ingress[0].from[1].ipBlock.cidr: Invalid value: "10.0.0.0": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
            spec.ingress[0].from[1]: Forbidden: may not specify both ipBlock and another peer
            spec.policyTypes[0]: Unsupported value: "Inbound": supported values: "Ingress", "Egress""#]],
    );
    check(
        "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: a}, addressType: IPv6, endpoints: [{addresses: [10.0.0.1, 2001:DB8::1]}, {addresses: []}]}",
        &expect![[r#"
            endpoints[0].addresses: Invalid value: "10.0.0.1": must be an IPv6 address
            endpoints[0].addresses[1]: Invalid value: "2001:DB8::1": must be in canonical form ("2001:db8::1")
            endpoints[1].addresses: Required value: must contain at least 1 address"#]],
    );
}

#[test]
fn roles_and_devices() {
    check(
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: a/b}, rules: [{nonResourceURLs: [/x]}]}",
        &expect![[r#"
            metadata.name: Invalid value: "a/b": may not contain '/'
            rules[0].verbs: Required value: verbs must contain at least one value
            rules[0].nonResourceURLs: Invalid value: ["/x"]: namespaced rules cannot apply to non-resource URLs"#]],
    );
    check(
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: 'system:a'}, roleRef: {kind: Role, name: a}, subjects: [{kind: user, name: b}]}",
        &expect![[r#"
            roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"
            subjects[0].kind: Unsupported value: "user": supported values: "ServiceAccount", "User", "Group""#]],
    );
    check(
        "{apiVersion: resource.k8s.io/v1, kind: ResourceClaimTemplate, metadata: {name: a}, spec: {spec: {devices: {requests: [{name: G, exactly: {allocationMode: All, count: 1}}], constraints: [{requests: [h], matchAttribute: model}]}}}}",
        &expect![[r#"
            spec.spec.devices.requests[0].name: Invalid value: "G": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
            spec.spec.devices.requests[0].exactly.deviceClassName: Required value
            spec.spec.devices.requests[0].exactly.count: Invalid value: 1: must not be specified when allocationMode is 'All'
            spec.spec.devices.constraints[0].requests[0]: Invalid value: "h": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'
            spec.spec.devices.constraints[0].matchAttribute: Invalid value: "model": a fully qualified name must be a domain and a name separated by a slash"#]],
    );
}

#[test]
fn a_node_has_each_taint_once() {
    check(
        "{apiVersion: v1, kind: Node, metadata: {name: a}, spec: {taints: [{key: k, effect: Never}, {key: k, effect: Never}]}}",
        &expect![[r#"
            metadata.taints[0].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"
            metadata.taints[1].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"
            metadata.taints[1]: Duplicate value: {"Key":"k","Value":"","Effect":"Never","TimeAdded":null}: taints must be unique by key and effect pair"#]],
    );
}

/// Defaults that are seen in the stored object.
#[test]
fn the_server_fills_in_what_is_not_written() {
    let stored = |manifest: &str| prepared("1.36", manifest).0.to_json();
    let service = stored(&service("ports: [{port: 80}], sessionAffinity: ClientIP"));
    assert_eq!(service["spec"]["type"], "ClusterIP");
    assert_eq!(service["spec"]["sessionAffinityConfig"]["clientIP"]["timeoutSeconds"], 10800);
    assert_eq!(service["spec"]["ports"][0]["protocol"], "TCP");
    assert_eq!(service["spec"]["ports"][0]["targetPort"], 80);
    assert_eq!(service["spec"]["internalTrafficPolicy"], "Cluster");
    let claim = stored("{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a}, spec: {}}");
    assert_eq!(claim["spec"]["volumeMode"], "Filesystem");
    let autoscaler = stored(
        "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a}, spec: {maxReplicas: 3}}",
    );
    assert_eq!(autoscaler["spec"]["minReplicas"], 1);
    assert_eq!(autoscaler["spec"]["metrics"][0]["resource"]["target"]["averageUtilization"], 80);
    let policy = stored(
        "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a}, spec: {egress: [{}]}}",
    );
    assert_eq!(policy["spec"]["policyTypes"], serde_json::json!(["Ingress", "Egress"]));
    let secret = stored("{apiVersion: v1, kind: Secret, metadata: {name: a}}");
    assert_eq!(secret["type"], "Opaque");
}
