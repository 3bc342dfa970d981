//! Defaults of the built-in kinds without a Pod, on plain values.
//! Upstream: defaults.go of pkg/apis/{core,storage,scheduling,networking,discovery,rbac,autoscaling,resource}/v1.

use serde_json::{Map, Value, json};

pub(super) type Fields = Map<String, Value>;

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
            within_given(object, "data", join_lines);
            take_in_texts(object);
        }
        "ConfigMap" => within_given(object, "binaryData", join_lines),
        "Namespace" => namespace(object),
        "Node" => node(object),
        "PersistentVolume" => {
            within(object, "spec", |spec| {
                set_text(spec, "persistentVolumeReclaimPolicy", "Retain");
                set(spec, "volumeMode", "Filesystem");
                amounts(spec, &["capacity"]);
                volume_source(spec);
            });
        }
        "PersistentVolumeClaim" => within(object, "spec", |spec| {
            set(spec, "volumeMode", "Filesystem");
            within_given(spec, "resources", |resources| amounts(resources, &["requests", "limits"]));
        }),
        "ResourceQuota" => within(object, "spec", |spec| amounts(spec, &["hard"])),
        "CSIDriver" => within(object, "spec", csi_driver),
        "IngressClass" => within_given(object, "spec", |spec| {
            within_given(spec, "parameters", |parameters| set(parameters, "scope", "Cluster"));
        }),
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
        "Endpoints" => each(object, "subsets", |subset| {
            each(subset, "ports", |port| set(port, "protocol", "TCP"));
        }),
        "ClusterRoleBinding" | "RoleBinding" => binding(object),
        "HorizontalPodAutoscaler" => {
            within(object, "spec", |spec| set(spec, "minReplicas", 1));
            if version == "autoscaling/v2" {
                within(object, "spec", autoscaler);
            } else {
                former_autoscaler(object);
            }
        }
        "ResourceClaim" => within(object, "spec", devices),
        "ResourceClaimTemplate" => within(object, "spec", |spec| within(spec, "spec", devices)),
        _ => {}
    }
}

pub(super) fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn text_of<'a>(fields: &'a Fields, field: &str) -> &'a str {
    fields.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// Calls `change` with the fields of a struct, which is there from now on.
pub(super) fn within(object: &mut Fields, field: &str, change: impl FnOnce(&mut Fields)) {
    let value = object.entry(field).or_insert_with(|| Value::Object(Fields::new()));
    if let Value::Object(fields) = value {
        change(fields);
    }
}

/// Calls `change` with each struct of a list.
pub(super) fn each(object: &mut Fields, list: &str, mut change: impl FnMut(&mut Fields)) {
    let items = object.get_mut(list).and_then(Value::as_array_mut);
    for item in items.into_iter().flatten() {
        if item.is_null() {
            // Go reads a struct of zeros.
            *item = Value::Object(Fields::new());
        }
        item.as_object_mut().into_iter().for_each(&mut change);
    }
}

/// Sets what Go keeps behind a pointer.
fn set(object: &mut Fields, field: &str, default: impl Into<Value>) {
    object.entry(field).or_insert_with(|| default.into());
}

/// Sets a text of which absent and empty are the same.
pub(super) fn set_text(object: &mut Fields, field: &str, default: &str) {
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

/// Base64 that is written in several lines is kept in one.
fn join_lines(data: &mut Fields) {
    for value in data.values_mut() {
        if let Some(text) = value.as_str().filter(|text| text.contains(['\n', '\r'])) {
            *value = text.replace(['\n', '\r'], "").into();
        }
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

/// The sources that have defaults of their own. Upstream: SetObjectDefaults_PersistentVolume,
/// pkg/apis/core/v1/zz_generated.defaults.go.
fn volume_source(spec: &mut Fields) {
    within_given(spec, "azureDisk", |disk| {
        set(disk, "cachingMode", "ReadWrite");
        set(disk, "fsType", "ext4");
        set(disk, "kind", "Shared");
        set(disk, "readOnly", false);
    });
    within_given(spec, "hostPath", |path| set(path, "type", ""));
    for (source, field, default) in [
        ("iscsi", "iscsiInterface", "default"),
        ("rbd", "keyring", "/etc/ceph/keyring"),
        ("rbd", "pool", "rbd"),
        ("rbd", "user", "admin"),
        ("scaleIO", "fsType", "xfs"),
        ("scaleIO", "storageMode", "ThinProvisioned"),
    ] {
        within_given(spec, source, |source| set_text(source, field, default));
    }
}

/// Upstream: SetDefaults_NodeStatus, and Convert_v1_NodeSpec_To_core_NodeSpec of pkg/apis/core/v1/conversion.go: of the single
/// block and the list the first is right.
fn node(object: &mut Fields) {
    within_given(object, "spec", |spec| {
        let one = spec.get("podCIDR").filter(|one| **one != json!("")).cloned();
        let first = spec.get("podCIDRs").and_then(|list| list.get(0)).cloned();
        match one {
            Some(one) if first.as_ref() != Some(&one) => {
                spec.insert("podCIDRs".to_owned(), json!([one]));
            }
            None if first.is_some() => drop(spec.insert("podCIDR".to_owned(), first.into())),
            _ => {}
        }
    });
    within_given(object, "status", |status| {
        if let Some(capacity) = status.get("capacity").cloned() {
            set(status, "allocatable", capacity);
        }
        amounts(status, &["capacity", "allocatable"]);
    });
}

/// Calls `change` with the fields of a struct that is there.
fn within_given(object: &mut Fields, field: &str, change: impl FnOnce(&mut Fields)) {
    if let Some(Value::Object(fields)) = object.get_mut(field) {
        change(fields);
    }
}

/// Rounds the amounts of lists up to thousandths, and writes them in the one form that they are stored in. Upstream: SetDefaults_ResourceList.
fn amounts(object: &mut Fields, lists: &[&str]) {
    for list in lists {
        within_given(object, list, |list| {
            for amount in list.values_mut() {
                let written = amount.as_str().map_or_else(|| crate::json::text(amount), str::to_owned);
                if let Ok(mut quantity) = crate::Quantity::from_json_text(&written) {
                    let _ = quantity.round_up(-3);
                    *amount = quantity.to_string().into();
                }
            }
        });
    }
}

/// Upstream: SetDefaults_CSIDriver, pkg/apis/storage/v1/defaults.go.
fn csi_driver(spec: &mut Fields) {
    set(spec, "attachRequired", true);
    set(spec, "fsGroupPolicy", "ReadWriteOnceWithFSType");
    for flag in ["podInfoOnMount", "requiresRepublish", "seLinuxMount", "storageCapacity"] {
        set(spec, flag, false);
    }
    if spec.get("volumeLifecycleModes").and_then(Value::as_array).is_none_or(Vec::is_empty) {
        spec.insert("volumeLifecycleModes".to_owned(), json!(["Persistent"]));
    }
}

/// Upstream: SetDefaults_LimitRangeItem.
fn limit_range_item(item: &mut Fields) {
    amounts(item, &["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"]);
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

/// Takes away the annotations of `autoscaling/v1` that the server cannot read, and that about conditions, which it writes itself.
/// Upstream: Convert_v1_HorizontalPodAutoscaler_To_autoscaling_HorizontalPodAutoscaler, pkg/apis/autoscaling/v1/conversion.go.
fn forget_unreadable(object: &mut Fields) {
    within_given(object, "metadata", |metadata| {
        within_given(metadata, "annotations", |all| {
            all.retain(|name, value| {
                let Some(name) = name.strip_prefix("autoscaling.alpha.kubernetes.io/") else { return true };
                let text = value.as_str().unwrap_or_default();
                let read = serde_json::from_str::<Value>(text).unwrap_or_default();
                match name {
                    "metrics" => read.is_array(),
                    "behavior" => read.is_object(),
                    _ => !matches!(name, "conditions" | "current-metrics"),
                }
            });
        });
    });
}

/// An autoscaler of `autoscaling/v1`, which keeps metrics other than the use of processors in an annotation.
/// Upstream: pkg/apis/autoscaling/v1/conversion.go.
fn former_autoscaler(object: &mut Fields) {
    forget_unreadable(object);
    let annotations = object.get("metadata").and_then(|metadata| metadata.get("annotations"));
    let metrics = annotations.and_then(|all| all.get("autoscaling.alpha.kubernetes.io/metrics"));
    if metrics.is_none() {
        within(object, "spec", |spec| set(spec, "targetCPUUtilizationPercentage", 80));
    }
}

/// The spec of an autoscaler of `autoscaling/v2`. Upstream: pkg/apis/autoscaling/v2/defaults.go.
fn autoscaler(spec: &mut Fields) {
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
            device_request(exactly);
        }
        each(request, "firstAvailable", device_request);
    });
}

fn device_request(request: &mut Fields) {
    each(request, "tolerations", |toleration| set_text(toleration, "operator", "Equal"));
    set_text(request, "allocationMode", "ExactCount");
    let has_count = request.get("count").and_then(Value::as_i64).is_some_and(|count| count != 0);
    if text_of(request, "allocationMode") == "ExactCount" && !has_count {
        request.insert("count".to_owned(), json!(1));
    }
}
