//! The fields of the kinds without a Pod as Go prints a struct: a field that may be left out is left out when it holds its
//! zero value, and a field that may not is printed with it. Upstream: the `json` tags of staging/src/k8s.io/api.

use serde_json::{Map, Value, json};

use crate::Kubernetes;
use crate::fields::{self, Field, Shape, Struct};

type Fields = Map<String, Value>;

/// The kinds whose structs are known here: those whose values are checked.
const KNOWN: [&str; 25] = [
    "ClusterRole",
    "ClusterRoleBinding",
    "ConfigMap",
    "DeviceClass",
    "EndpointSlice",
    "HorizontalPodAutoscaler",
    "Ingress",
    "LimitRange",
    "Namespace",
    "NetworkPolicy",
    "Node",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "PodDisruptionBudget",
    "PriorityClass",
    "ResourceClaim",
    "ResourceClaimTemplate",
    "ResourceQuota",
    "Role",
    "RoleBinding",
    "RuntimeClass",
    "Secret",
    "Service",
    "ServiceAccount",
    "StorageClass",
];

/// Texts, numbers and flags behind a pointer in Go: printed whenever they are given.
#[rustfmt::skip]
const POINTERS: [&str; 44] = [
    "adminAccess", "allocateLoadBalancerNodePorts", "allowVolumeExpansion", "appProtocol",
    "automountServiceAccountToken", "averageUtilization", "blockOwnerDeletion", "cachingMode", "controller",
    "currentCPUUtilizationPercentage", "deletionGracePeriodSeconds", "distinctAttribute", "endPort",
    "endpointsNamespace", "extendedResourceName", "immutable", "ingressClassName", "initiatorName",
    "internalTrafficPolicy", "ipFamilyPolicy", "ipMode", "loadBalancerClass", "lun", "matchAttribute",
    "maxUnavailable", "minAvailable", "minReplicas", "nodeName", "port", "preemptionPolicy", "ready",
    "reclaimPolicy", "secretNamespace", "selectPolicy", "serving", "stabilizationWindowSeconds",
    "targetCPUUtilizationPercentage", "terminating", "timeoutSeconds", "tolerationSeconds", "trafficDistribution",
    "unhealthyPodEvictionPolicy", "volumeAttributesClassName", "volumeMode",
];

/// Fields that are pointers in one struct only, as (struct, field): elsewhere the name is that of a plain field.
const POINTERS_OF: [(&str, &str); 14] = [
    ("AzureDiskVolumeSource", "fsType"),
    ("AzureDiskVolumeSource", "kind"),
    ("AzureDiskVolumeSource", "readOnly"),
    ("Endpoint", "hostname"),
    ("Endpoint", "zone"),
    ("EndpointPort", "name"),
    ("EndpointPort", "protocol"),
    ("HostPathVolumeSource", "type"),
    ("LocalVolumeSource", "fsType"),
    ("NetworkPolicyPort", "protocol"),
    ("PersistentVolumeClaimSpec", "storageClassName"),
    ("TypedLocalObjectReference", "apiGroup"),
    ("TypedObjectReference", "apiGroup"),
    ("TypedObjectReference", "namespace"),
];

/// Fields that the schema does not require and that are printed always, by the struct that has them.
const ALWAYS: [(&str, &str); 38] = [
    ("AzureFilePersistentVolumeSource", "secretNamespace"),
    ("ClusterRole", "rules"),
    ("ContainerImage", "names"),
    ("DeviceClaim", "requests"),
    ("DeviceClass", "spec"),
    ("Endpoint", "conditions"),
    ("EndpointSlice", "endpoints"),
    ("EndpointSlice", "ports"),
    ("HorizontalPodAutoscalerStatus", "currentMetrics"),
    ("Ingress", "spec"),
    ("IngressServiceBackend", "port"),
    ("LimitRange", "spec"),
    ("NetworkPolicy", "spec"),
    ("NetworkPolicySpec", "podSelector"),
    ("Node", "spec"),
    ("Node", "status"),
    ("NodeCondition", "lastHeartbeatTime"),
    ("NodeCondition", "lastTransitionTime"),
    ("NodeDaemonEndpoints", "kubeletEndpoint"),
    ("NodeRuntimeHandler", "name"),
    ("NodeStatus", "daemonEndpoints"),
    ("NodeStatus", "nodeInfo"),
    ("PersistentVolumeClaimSpec", "resources"),
    ("PodDisruptionBudget", "spec"),
    ("PodDisruptionBudgetStatus", "currentHealthy"),
    ("PodDisruptionBudgetStatus", "desiredHealthy"),
    ("PodDisruptionBudgetStatus", "disruptionsAllowed"),
    ("PodDisruptionBudgetStatus", "expectedPods"),
    ("PriorityClass", "value"),
    ("ResourceClaim", "spec"),
    ("ResourceClaimSpec", "devices"),
    ("ResourceClaimTemplate", "spec"),
    ("ResourceClaimTemplateSpec", "metadata"),
    ("ResourceClaimTemplateSpec", "spec"),
    ("ResourceQuota", "spec"),
    ("Role", "rules"),
    ("TypedLocalObjectReference", "apiGroup"),
    ("TypedObjectReference", "apiGroup"),
];

/// Prints an object of one of the known kinds.
pub(super) fn print(object: &mut Fields, api_version: &str, kind: &str) {
    let known = KNOWN.contains(&kind).then(|| fields::index_of_other(api_version, kind)).flatten();
    if let Some(structure) = known.and_then(fields::get) {
        print_struct(object, structure);
    }
}

fn print_struct(object: &mut Fields, structure: &Struct) {
    for field in structure.fields.iter().filter(|field| is_always(field, structure)) {
        object.entry(field.name).or_insert(Value::Null);
    }
    object.retain(|name, value| {
        let Some(field) = structure.field(name, &Kubernetes::RECORDED) else { return true };
        let always = is_always(field, structure);
        if always && (value.is_null() || value.as_array().is_some_and(Vec::is_empty)) {
            let is_null = is_pointer(field, structure.name);
            *value = if is_null { Value::Null } else { zero(&field.shape) };
        }
        print_value(value, &field.shape);
        always || !is_zero(value, field, structure.name)
    });
}

/// Whether a field is printed even when it holds nothing. What the schema requires is, but for a name that it requires
/// since Go gives it a default, and metadata.
fn is_always(field: &Field, structure: &Struct) -> bool {
    let is_required = field.required && structure.name != "LocalObjectReference" && field.name != "metadata";
    let is_kept = is_required || ALWAYS.contains(&(structure.name, field.name));
    is_kept && field.exists_in(&Kubernetes::RECORDED)
}

fn print_value(value: &mut Value, shape: &Shape) {
    match (shape, value) {
        (Shape::Struct(index), Value::Object(object)) => {
            if let Some(structure) = fields::get(*index) {
                print_struct(object, structure);
            }
        }
        (Shape::List(item), Value::Array(items)) => {
            for one in items {
                if one.is_null() {
                    *one = zero(item);
                }
                print_value(one, item);
            }
        }
        (Shape::Bytes, bytes) if !bytes.is_string() => *bytes = json!(""),
        (Shape::Map(_, item), Value::Object(map)) => map.values_mut().for_each(|one| print_value(one, item)),
        (Shape::Quantity, amount) => {
            let written = amount.as_str().map_or_else(|| crate::json::text(amount), str::to_owned);
            if let Ok(quantity) = crate::Quantity::from_json_text(&written) {
                *amount = quantity.to_string().into();
            }
        }
        _ => {}
    }
}

/// The value that Go holds where nothing was written, as it prints it.
fn zero(shape: &Shape) -> Value {
    match shape {
        Shape::String(_) => json!(""),
        Shape::Bool => json!(false),
        Shape::Int32 | Shape::Int64 | Shape::Float | Shape::IntOrString => json!(0),
        Shape::Quantity => json!("0"),
        Shape::Struct(_) => json!({}),
        Shape::Bytes | Shape::Time | Shape::MicroTime | Shape::Any | Shape::List(_) | Shape::Map(..) => {
            Value::Null
        }
    }
}

/// Whether a field is a pointer in Go, which tells a zero value from none.
fn is_pointer(field: &Field, structure: &str) -> bool {
    POINTERS.contains(&field.name) || POINTERS_OF.contains(&(structure, field.name))
}

/// Whether a field that may be left out holds nothing. Empty structs are printed.
fn is_zero(value: &Value, field: &Field, structure: &str) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty() && !is_pointer(field, structure),
        Value::Bool(flag) => !flag && !is_pointer(field, structure),
        Value::Number(number) => number.as_i64() == Some(0) && !is_pointer(field, structure),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty() && matches!(field.shape, Shape::Map(..)),
    }
}
