//! Classes, bindings and other objects that say how things are done. Upstream: printStorageClass, printPriorityClass and
//! their neighbours, pkg/printers/internalversion/printers.go.

use super::{items, text, text_or};
use crate::describe::objects::{controller, number};
use crate::row::NONE;
use crate::workloads::{Heads, labels};
use api::well_known::DEFAULT_STORAGE_CLASS;
use serde_json::Value;

/// The heads of the columns behind the name.
pub(super) fn heads(kind: &str) -> Option<Heads> {
    Some(match kind {
        "RoleBinding" | "ClusterRoleBinding" => (&["ROLE", "AGE", "USERS", "GROUPS", "SERVICEACCOUNTS"], 3),
        "StorageClass" => {
            (&["PROVISIONER", "RECLAIMPOLICY", "VOLUMEBINDINGMODE", "ALLOWVOLUMEEXPANSION", "AGE"], 0)
        }
        "VolumeAttributesClass" => (&["DRIVERNAME", "AGE"], 0),
        "VolumeAttachment" => (&["ATTACHER", "PV", "NODE", "ATTACHED", "AGE"], 0),
        "CSINode" => (&["DRIVERS", "AGE"], 0),
        "CSIDriver" => (
            &[
                "ATTACHREQUIRED",
                "PODINFOONMOUNT",
                "STORAGECAPACITY",
                "TOKENREQUESTS",
                "REQUIRESREPUBLISH",
                "MODES",
                "AGE",
            ],
            0,
        ),
        "PriorityClass" => (&["VALUE", "GLOBAL-DEFAULT", "AGE", "PREEMPTIONPOLICY"], 0),
        "RuntimeClass" => (&["HANDLER", "AGE"], 0),
        "IngressClass" => (&["CONTROLLER", "PARAMETERS", "AGE"], 0),
        "Lease" => (&["HOLDER", "AGE"], 0),
        "ControllerRevision" => (&["CONTROLLER", "REVISION", "AGE"], 0),
        "PodTemplate" => (&["CONTAINERS", "IMAGES", "POD LABELS"], 0),
        _ => return None,
    })
}

/// The cells behind the name, in the order of [`heads`].
pub(super) fn cells(object: &Value, kind: &str, age: String) -> Vec<String> {
    let text = |pointer: &str| text(object, pointer).to_owned();
    let bool =
        |pointer: &str| object.pointer(pointer).and_then(Value::as_bool).unwrap_or_default().to_string();
    match kind {
        "RoleBinding" | "ClusterRoleBinding" => {
            let role = format!("{}/{}", text("/roleRef/kind"), text("/roleRef/name"));
            vec![
                role,
                age,
                subjects(object, "User"),
                subjects(object, "Group"),
                subjects(object, "ServiceAccount"),
            ]
        }
        "StorageClass" => vec![
            text("/provisioner"),
            text_or(object, "/reclaimPolicy", "Delete").to_owned(),
            text_or(object, "/volumeBindingMode", "Immediate").to_owned(),
            bool("/allowVolumeExpansion"),
            age,
        ],
        "VolumeAttributesClass" => vec![text("/driverName"), age],
        "VolumeAttachment" => vec![
            text("/spec/attacher"),
            text("/spec/source/persistentVolumeName"),
            text("/spec/nodeName"),
            bool("/status/attached"),
            age,
        ],
        "CSINode" => vec![items(object, "/spec/drivers").count().to_string(), age],
        "CSIDriver" => driver(object, age),
        "PriorityClass" => {
            vec![number(object, "/value").to_string(), bool("/globalDefault"), age, text("/preemptionPolicy")]
        }
        "RuntimeClass" => vec![text("/handler"), age],
        "IngressClass" => vec![text("/spec/controller"), parameters(object), age],
        "Lease" => vec![text("/spec/holderIdentity"), age],
        "ControllerRevision" => vec![made_by(object), number(object, "/revision").to_string(), age],
        "PodTemplate" => {
            let all = |pointer: &str| {
                items(object, "/template/spec/containers")
                    .map(|one| super::text(one, pointer))
                    .collect::<Vec<_>>()
                    .join(",")
            };
            let marks = labels(object.pointer("/template/metadata/labels").and_then(Value::as_object));
            vec![all("/name"), all("/image"), marks]
        }
        _ => vec![age],
    }
}

/// Whether an annotation makes a class the one of objects that name none: its name is printed with that.
pub(crate) fn is_default(object: &Value, kind: &str) -> bool {
    let keys: &[&str] = match kind {
        "StorageClass" => &DEFAULT_STORAGE_CLASS,
        "IngressClass" => &["ingressclass.kubernetes.io/is-default-class"],
        _ => return false,
    };
    let notes = object.pointer("/metadata/annotations");
    keys.iter().any(|key| notes.and_then(|notes| notes.get(key)).and_then(Value::as_str) == Some("true"))
}

/// The subjects of a binding that are of one kind.
fn subjects(binding: &Value, kind: &str) -> String {
    let of_kind = items(binding, "/subjects").filter(|one| text(one, "/kind") == kind);
    let names = of_kind.map(|one| match text(one, "/namespace") {
        namespace if kind == "ServiceAccount" => format!("{namespace}/{}", text(one, "/name")),
        _ => text(one, "/name").to_owned(),
    });
    names.collect::<Vec<_>>().join(", ")
}

/// `pending`, `allocated,reserved`.
pub(super) fn claim_state(claim: &Value) -> &'static str {
    let is_deleted = claim.pointer("/metadata/deletionTimestamp").is_some();
    let is_allocated = claim.pointer("/status/allocation").is_some();
    let is_reserved = items(claim, "/status/reservedFor").next().is_some();
    match (is_deleted, is_allocated, is_reserved) {
        (false, false, _) => "pending",
        (true, false, _) => "deleted",
        (false, true, false) => "allocated",
        (false, true, true) => "allocated,reserved",
        (true, true, false) => "deleted,allocated",
        (true, true, true) => "deleted,allocated,reserved",
    }
}

fn driver(driver: &Value, age: String) -> Vec<String> {
    let bool = |field: &str, absent: bool| {
        driver.pointer(&format!("/spec/{field}")).and_then(Value::as_bool).unwrap_or(absent).to_string()
    };
    let list =
        |texts: Vec<&str>, none: &str| if texts.is_empty() { none.to_owned() } else { texts.join(",") };
    let audiences = items(driver, "/spec/tokenRequests").map(|one| text(one, "/audience")).collect();
    let modes = items(driver, "/spec/volumeLifecycleModes").filter_map(Value::as_str).collect();
    vec![
        bool("attachRequired", true),
        bool("podInfoOnMount", false),
        bool("storageCapacity", false),
        list(audiences, "<unset>"),
        bool("requiresRepublish", false),
        list(modes, NONE),
        age,
    ]
}

/// `Kind.group/name`.
fn parameters(class: &Value) -> String {
    let Some(parameters) = class.pointer("/spec/parameters") else { return NONE.to_owned() };
    let group = parameters.get("apiGroup").and_then(Value::as_str);
    let group = group.map(|group| format!(".{group}")).unwrap_or_default();
    format!("{}{group}/{}", text(parameters, "/kind"), text(parameters, "/name"))
}

/// `statefulset.apps/web`.
fn made_by(revision: &Value) -> String {
    let Some(owner) = controller(revision) else { return NONE.to_owned() };
    let group = text(owner, "/apiVersion").split_once('/').map(|(group, _)| format!(".{group}"));
    format!("{}{}/{}", text(owner, "/kind").to_lowercase(), group.unwrap_or_default(), text(owner, "/name"))
}
