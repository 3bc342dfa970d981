//! An object as the server prints it: Go leaves out empty values of most fields, whether written or not.
//! Upstream: the `json` tags of staging/src/k8s.io/api/{core,apps,batch}/v1/types.go.

mod others;
mod structs;

use serde_json::{Map, Value};

use crate::{Object, Quantity};

/// The JSON of a defaulted object, with `apiVersion` and `kind`, in which what Go holds as a plain empty
/// value is absent, and what it holds behind a pointer or prints always is there.
///
/// ```
/// let pod = api::objects("{apiVersion: v1, kind: Pod, spec: {hostNetwork: false, containers: []}}", &api::Kubernetes::default());
/// assert_eq!(api::printed::json(&pod[0])["spec"].to_string(), r#"{"containers":[]}"#);
/// ```
pub fn json(object: &Object) -> Value {
    let mut value = object.to_json();
    if matches!(object, Object::Other(_)) {
        others::complete(&mut value);
        return value;
    }
    clean(&mut value, "", false);
    if let Some(Value::Object(metadata)) = value.get_mut("metadata") {
        // The bookkeeping of field managers is written anew by the server, and hidden by kubectl.
        metadata.remove("managedFields");
    }
    if let Some(Value::Array(conditions)) = value.pointer_mut("/status/conditions") {
        conditions.iter_mut().for_each(empty_times);
    }
    value
}

/// Brings the JSON of a stored object into the form of [`json`], but for its status, which is as it was told.
pub fn tidy(value: &mut Value, is_other: bool) {
    if is_other {
        return others::complete(value);
    }
    for part in ["metadata", "spec"] {
        if let Some(value) = value.get_mut(part) {
            clean(value, part, false);
        }
    }
    value.get_mut("status").into_iter().for_each(amounts);
}

/// Brings the amounts of a status into their canonical form.
fn amounts(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(amounts),
        Value::Object(fields) => fields.iter_mut().for_each(|(name, value)| match value {
            Value::Object(map) if AMOUNTS.contains(&name.as_str()) => map.values_mut().for_each(canonical),
            value => amounts(value),
        }),
        _ => {}
    }
}

/// The times of a condition are printed as `null` when there are none.
fn empty_times(condition: &mut Value) {
    let Value::Object(fields) = condition else { return };
    for time in ["lastProbeTime", "lastTransitionTime"] {
        fields.entry(time).or_insert(Value::Null);
    }
}

/// Maps from texts to texts or amounts: their values are kept, the maps themselves go when empty.
const MAPS: [&str; 12] = [
    "allocatedResourceStatuses",
    "allocatedResources",
    "annotations",
    "capacity",
    "labels",
    "limits",
    "matchLabels",
    "nodeSelector",
    "overhead",
    "requests",
    "userAnnotations",
    "volumeAttributes",
];

/// The maps of [`MAPS`] whose values are amounts, which are printed in canonical form.
const AMOUNTS: [&str; 5] = ["allocatedResources", "capacity", "limits", "overhead", "requests"];

fn canonical(amount: &mut Value) {
    if let Value::String(text) = amount
        && let Ok(quantity) = Quantity::from_json_text(text)
    {
        *text = quantity.to_string();
    }
}

/// Texts, numbers and flags that are printed also when empty: pointers in Go, or without `omitempty`.
#[rustfmt::skip]
const KEPT: [&str; 123] = [
    "action", "activeDeadlineSeconds", "allowPrivilegeEscalation", "apiGroup", "apiVersion",
    "automountServiceAccountToken", "availableReplicas", "backoffLimit", "backoffLimitPerIndex",
    "blockOwnerDeletion", "cachingMode", "claimName", "completions", "conditionType", "containerPort",
    "controller", "currentNumberScheduled", "defaultMode", "desiredNumberScheduled", "devicePath", "diskName",
    "diskURI", "divisor", "driver", "enableServiceLinks", "endpoints", "expirationSeconds",
    "failedJobsHistoryLimit", "fieldPath", "fsGroup", "fsGroupChangePolicy", "gateway", "gmsaCredentialSpec",
    "gmsaCredentialSpecName", "hostProcess", "hostUsers", "hostnameOverride", "initiatorName", "ip", "iqn", "key",
    "kind", "localhostProfile", "lun", "manualSelector", "maxExpirationSeconds", "maxFailedIndexes", "maxSkew",
    "maxSurge", "maxUnavailable", "minDomains", "mode", "mountPath", "mountPropagation", "name",
    "nodeAffinityPolicy", "nodeTaintsPolicy", "numberMisscheduled", "numberReady", "operator", "optional",
    "parallelism", "partition", "path", "pdID", "pdName", "port", "preemptionPolicy", "priority", "privileged",
    "procMount", "progressDeadlineSeconds", "readOnlyRootFilesystem", "recursiveReadOnly", "registry", "replicas",
    "repository", "resource", "resourceClaimName", "resourceClaimTemplateName", "resourceName", "restartPolicy",
    "revisionHistoryLimit", "runAsGroup", "runAsNonRoot", "runAsUser", "runAsUserName", "runtimeClassName",
    "schedule", "seLinuxChangePolicy", "seconds", "server", "service", "serviceName", "setHostnameAsFQDN",
    "shareName", "shareProcessNamespace", "startingDeadlineSeconds", "status", "stopSignal", "storageClassName",
    "succeededCount", "succeededIndexes", "successfulJobsHistoryLimit", "supplementalGroupsPolicy", "suspend",
    "system", "targetPortal", "terminationGracePeriodSeconds", "timeZone", "tolerationSeconds", "topologyKey",
    "ttlSecondsAfterFinished", "type", "uid", "value", "volume", "volumeAttributesClassName", "volumeID",
    "volumeMode", "volumePath", "weight", "whenUnsatisfiable",
];

/// Kept only in the object of this name, elsewhere plain.
const KEPT_IN: [(&str, &str); 10] = [
    ("azureDisk", "fsType"),
    ("azureDisk", "readOnly"),
    ("azureFile", "secretName"),
    ("clusterTrustBundle", "signerName"),
    ("csi", "fsType"),
    ("csi", "readOnly"),
    ("dataSourceRef", "namespace"),
    ("fileKeyRef", "volumeName"),
    ("ordinals", "start"),
    ("rbd", "image"),
];

/// Kept, but not in the object of this name.
const PLAIN_IN: [(&str, &str); 19] = [
    ("cephfs", "path"),
    ("configMap", "name"),
    ("configMapKeyRef", "name"),
    ("configMapRef", "name"),
    ("env", "value"),
    ("httpGet", "path"),
    ("imagePullSecrets", "name"),
    ("metadata", "name"),
    ("metadata", "uid"),
    ("nodePublishSecretRef", "name"),
    ("options", "name"),
    ("ports", "name"),
    ("seLinuxOptions", "type"),
    ("secret", "name"),
    ("secretKeyRef", "name"),
    ("secretRef", "name"),
    ("tolerations", "key"),
    ("tolerations", "operator"),
    ("tolerations", "value"),
];

fn is_kept(parent: &str, name: &str) -> bool {
    if KEPT.binary_search(&name).is_ok() {
        return !PLAIN_IN.contains(&(parent, name));
    }
    KEPT_IN.contains(&(parent, name))
}

/// Lists that are printed also when empty.
fn is_kept_list(name: &str) -> bool {
    matches!(name, "containers" | "monitors" | "nodeSelectorTerms" | "rules" | "sources")
}

fn clean(value: &mut Value, name: &str, is_map: bool) {
    match value {
        Value::Object(fields) => clean_fields(fields, name, is_map),
        Value::Array(items) => items.iter_mut().for_each(|item| clean(item, name, false)),
        _ => {}
    }
}

fn clean_fields(fields: &mut Map<String, Value>, parent: &str, is_map: bool) {
    others::data_source(fields);
    if parent == "projected" {
        // A list without `omitempty`: absent prints as null, which `is_kept_list` lets through.
        fields.entry("sources").or_insert(Value::Null);
    }
    if parent == "ordinals" {
        fields.entry("start").or_insert_with(|| 0.into());
    }
    fields.retain(|name, value| {
        let holds_map = MAPS.contains(&name.as_str()) || (name == "options" && parent == "flexVolume");
        clean(value, name, holds_map);
        if is_map {
            if AMOUNTS.contains(&parent) {
                canonical(value);
            }
            return true;
        }
        match value {
            Value::Null => is_kept_list(name) || name == "apiGroup" && parent.starts_with("dataSource"),
            Value::String(text) => !text.is_empty() || is_kept(parent, name),
            Value::Bool(flag) => *flag || is_kept(parent, name),
            Value::Number(number) => number.as_i64() != Some(0) || is_kept(parent, name),
            Value::Array(items)
                if items.is_empty() && (parent, name.as_str()) == ("podFailurePolicy", "rules") =>
            {
                *value = Value::Null;
                true
            }
            Value::Array(items) => !items.is_empty() || is_kept_list(name),
            Value::Object(map) if map.is_empty() && (parent, name.as_str()) == ("scaleIO", "secretRef") => {
                // A pointer in Go without `omitempty`, a value in the typed object.
                *value = Value::Null;
                true
            }
            Value::Object(map) => !map.is_empty() || !holds_map,
        }
    });
}
