//! Defaults of the built-in kinds without a Pod, on plain values.
//! Upstream: defaults.go of pkg/apis/{core,storage,scheduling,networking,discovery,rbac,autoscaling,resource}/v1.

use serde_json::{Map, Value, json};

type Fields = Map<String, Value>;

/// Fills in the defaults of one of the kinds.
pub(super) fn apply(value: &mut Value) {
    let kind = text(value, "kind").to_owned();
    let version = text(value, "apiVersion").to_owned();
    if crate::kinds::other(&version, &kind).is_none() {
        return;
    }
    let Value::Object(object) = value else { return };
    match kind.as_str() {
        "Service" => within(object, "spec", service),
        "Secret" => {
            set_text(object, "type", "Opaque");
            take_in_texts(object);
        }
        "Namespace" => namespace(object),
        "Node" => node(object),
        "PersistentVolume" => {
            within(object, "spec", |spec| {
                set_text(spec, "persistentVolumeReclaimPolicy", "Retain");
                set(spec, "volumeMode", "Filesystem");
            });
        }
        "PersistentVolumeClaim" => within(object, "spec", |spec| set(spec, "volumeMode", "Filesystem")),
        "LimitRange" => within(object, "spec", |spec| each(spec, "limits", limit_range_item)),
        "StorageClass" => {
            set(object, "reclaimPolicy", "Delete");
            set(object, "volumeBindingMode", "Immediate");
        }
        "PriorityClass" => set(object, "preemptionPolicy", "PreemptLowerPriority"),
        "NetworkPolicy" => within(object, "spec", network_policy),
        "EndpointSlice" => each(object, "ports", |port| {
            set(port, "name", "");
            set(port, "protocol", "TCP");
        }),
        "ClusterRoleBinding" | "RoleBinding" => binding(object),
        "HorizontalPodAutoscaler" => {
            let measures = measures_more(object);
            within(object, "spec", |spec| autoscaler(spec, &version, measures));
        }
        "ResourceClaim" => within(object, "spec", devices),
        "ResourceClaimTemplate" => within(object, "spec", |spec| within(spec, "spec", devices)),
        _ => {}
    }
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn text_of<'a>(fields: &'a Fields, field: &str) -> &'a str {
    fields.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// Calls `change` with the fields of a struct, which is there from now on.
fn within(object: &mut Fields, field: &str, change: impl FnOnce(&mut Fields)) {
    let value = object.entry(field).or_insert_with(|| Value::Object(Fields::new()));
    if let Value::Object(fields) = value {
        change(fields);
    }
}

/// Calls `change` with each struct of a list.
fn each(object: &mut Fields, list: &str, mut change: impl FnMut(&mut Fields)) {
    let items = object.get_mut(list).and_then(Value::as_array_mut);
    items.into_iter().flatten().filter_map(Value::as_object_mut).for_each(&mut change);
}

/// Sets what Go keeps behind a pointer.
fn set(object: &mut Fields, field: &str, default: impl Into<Value>) {
    object.entry(field).or_insert_with(|| default.into());
}

/// Sets a text of which absent and empty are the same.
fn set_text(object: &mut Fields, field: &str, default: &str) {
    if text_of(object, field).is_empty() {
        object.insert(field.to_owned(), default.into());
    }
}

fn service(spec: &mut Fields) {
    set_text(spec, "sessionAffinity", "None");
    match text_of(spec, "sessionAffinity") {
        "None" => drop(spec.remove("sessionAffinityConfig")),
        "ClientIP" => {
            let config = spec.get("sessionAffinityConfig");
            if config.and_then(|config| config.pointer("/clientIP/timeoutSeconds")).is_none() {
                let config = json!({"clientIP": {"timeoutSeconds": 10800}});
                spec.insert("sessionAffinityConfig".to_owned(), config);
            }
        }
        _ => {}
    }
    set_text(spec, "type", "ClusterIP");
    each(spec, "ports", |port| {
        set_text(port, "protocol", "TCP");
        let target = port.get("targetPort");
        if target.is_none_or(|target| *target == json!(0) || *target == json!("")) {
            let own = port.get("port").cloned().unwrap_or_else(|| json!(0));
            port.insert("targetPort".to_owned(), own);
        }
    });
    let type_ = text_of(spec, "type").to_owned();
    let has_addresses =
        spec.get("externalIPs").and_then(Value::as_array).is_some_and(|list| !list.is_empty());
    let balanced = type_ == "LoadBalancer";
    if balanced || type_ == "NodePort" || type_ == "ClusterIP" && has_addresses {
        set_text(spec, "externalTrafficPolicy", "Cluster");
    }
    if balanced || matches!(type_.as_str(), "NodePort" | "ClusterIP") {
        set(spec, "internalTrafficPolicy", "Cluster");
    }
    if balanced {
        set(spec, "allocateLoadBalancerNodePorts", true);
    }
    if type_ != "ExternalName" && !spec.contains_key("ipFamilyPolicy") {
        let selects = spec.get("selector").and_then(Value::as_object).is_some_and(|map| !map.is_empty());
        let both = text_of(spec, "clusterIP") == "None" && !selects;
        set(spec, "ipFamilyPolicy", if both { "RequireDualStack" } else { "SingleStack" });
    }
}

/// The plain text of a Secret becomes data, in place of what was there under its key.
/// Upstream: Convert_v1_Secret_To_core_Secret, pkg/apis/core/v1/conversion.go.
fn take_in_texts(object: &mut Fields) {
    let Some(Value::Object(texts)) = object.remove("stringData") else { return };
    within(object, "data", |data| {
        for (key, text) in texts {
            let encoded = crate::base64::encode(text.as_str().unwrap_or_default().as_bytes());
            data.insert(key, encoded.into());
        }
    });
}

fn namespace(object: &mut Fields) {
    within(object, "metadata", |metadata| {
        let name = text_of(metadata, "name").to_owned();
        if !name.is_empty() {
            within(metadata, "labels", |labels| {
                labels.insert("kubernetes.io/metadata.name".to_owned(), name.into());
            });
        }
    });
    within(object, "spec", |spec| {
        let finalizers = spec.entry("finalizers").or_insert_with(|| json!([]));
        if let Value::Array(list) = finalizers
            && !list.iter().any(|one| one == "kubernetes")
        {
            list.push("kubernetes".into());
        }
    });
}

fn node(object: &mut Fields) {
    let Some(status) = object.get_mut("status").and_then(Value::as_object_mut) else { return };
    if let Some(capacity) = status.get("capacity").cloned() {
        set(status, "allocatable", capacity);
    }
}

/// Upstream: SetDefaults_LimitRangeItem.
fn limit_range_item(item: &mut Fields) {
    if text_of(item, "type") != "Container" {
        return;
    }
    for (to, from) in [("default", "max"), ("defaultRequest", "default"), ("defaultRequest", "min")] {
        let amounts = item.get(from).and_then(Value::as_object).cloned().unwrap_or_default();
        if amounts.is_empty() {
            continue;
        }
        within(item, to, |list| {
            for (name, amount) in amounts {
                list.entry(name).or_insert(amount);
            }
        });
    }
}

fn network_policy(spec: &mut Fields) {
    let has = |list: &str| spec.get(list).and_then(Value::as_array).is_some_and(|list| !list.is_empty());
    if !has("policyTypes") {
        let types = if has("egress") { json!(["Ingress", "Egress"]) } else { json!(["Ingress"]) };
        spec.insert("policyTypes".to_owned(), types);
    }
    for rules in ["ingress", "egress"] {
        each(spec, rules, |rule| each(rule, "ports", |port| set(port, "protocol", "TCP")));
    }
}

fn binding(object: &mut Fields) {
    const GROUP: &str = "rbac.authorization.k8s.io";
    within(object, "roleRef", |role| set_text(role, "apiGroup", GROUP));
    each(object, "subjects", |subject| {
        if matches!(text_of(subject, "kind"), "User" | "Group") {
            set_text(subject, "apiGroup", GROUP);
        }
    });
}

/// Whether an autoscaler of `autoscaling/v1` keeps metrics in its annotations.
fn measures_more(object: &Fields) -> bool {
    let annotations = object.get("metadata").and_then(|metadata| metadata.get("annotations"));
    annotations.and_then(|all| all.get("autoscaling.alpha.kubernetes.io/metrics")).is_some()
}

/// Upstream: pkg/apis/autoscaling/v2/defaults.go, and for the older version pkg/apis/autoscaling/v1/conversion.go.
fn autoscaler(spec: &mut Fields, version: &str, measures_more: bool) {
    set(spec, "minReplicas", 1);
    if version != "autoscaling/v2" {
        if !measures_more {
            set(spec, "targetCPUUtilizationPercentage", 80);
        }
        return;
    }
    if spec.get("metrics").and_then(Value::as_array).is_none_or(Vec::is_empty) {
        let target = json!({"type": "Utilization", "averageUtilization": 80});
        let metric = json!([{"type": "Resource", "resource": {"name": "cpu", "target": target}}]);
        spec.insert("metrics".to_owned(), metric);
    }
    let Some(behavior) = spec.get_mut("behavior").and_then(Value::as_object_mut) else { return };
    let all = json!({"type": "Percent", "value": 100, "periodSeconds": 15});
    let four = json!({"type": "Pods", "value": 4, "periodSeconds": 15});
    for (side, policies) in [("scaleUp", json!([four, all])), ("scaleDown", json!([all]))] {
        within(behavior, side, |rules| {
            set(rules, "selectPolicy", "Max");
            set(rules, "policies", policies);
            if side == "scaleUp" {
                set(rules, "stabilizationWindowSeconds", 0);
            }
        });
    }
}

/// Upstream: pkg/apis/resource/v1/defaults.go.
fn devices(spec: &mut Fields) {
    let Some(devices) = spec.get_mut("devices").and_then(Value::as_object_mut) else { return };
    each(devices, "requests", |request| {
        if let Some(exactly) = request.get_mut("exactly").and_then(Value::as_object_mut) {
            device_count(exactly);
        }
        each(request, "firstAvailable", device_count);
    });
}

fn device_count(request: &mut Fields) {
    set_text(request, "allocationMode", "ExactCount");
    let has_count = request.get("count").and_then(Value::as_i64).is_some_and(|count| count != 0);
    if text_of(request, "allocationMode") == "ExactCount" && !has_count {
        request.insert("count".to_owned(), json!(1));
    }
}

/// Changes a defaulted object as the strategies do before they validate it: a name for `generateName`, no status but that of
/// a Node, the metadata that is the server's own.
pub(super) fn prepare(value: &mut Value) {
    let kind = text(value, "kind").to_owned();
    let Some(other) = crate::kinds::other(text(value, "apiVersion"), &kind) else { return };
    let Value::Object(object) = value else { return };
    within(object, "metadata", |metadata| prepare_metadata(metadata, other.namespaced));
    if WITHOUT_STATUS.contains(&kind.as_str()) {
        object.remove("status");
    }
}

fn prepare_metadata(metadata: &mut Fields, namespaced: bool) {
    for own in [
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "selfLink",
        "creationTimestamp",
        "uid",
        "managedFields",
    ] {
        metadata.remove(own);
    }
    if namespaced {
        set_text(metadata, "namespace", "default");
    } else {
        metadata.remove("namespace");
    }
    let prefix = text_of(metadata, "generateName").to_owned();
    if !prefix.is_empty() {
        set_text(metadata, "name", &super::prepare::generated_name(&prefix));
    }
}

/// Kinds of which a create takes no status.
const WITHOUT_STATUS: [&str; 9] = [
    "HorizontalPodAutoscaler",
    "Ingress",
    "Namespace",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "PodDisruptionBudget",
    "ResourceClaim",
    "ResourceQuota",
    "Service",
];
