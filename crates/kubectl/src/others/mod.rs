//! The `kubectl get` rows of objects beside Pods and workloads. Upstream: AddHandlers and its printers,
//! pkg/printers/internalversion/printers.go.

mod autoscaler;
mod classes;
mod network;
mod node;
mod storage;

pub(crate) use autoscaler::{UNKNOWN, source as metric_source};
pub(crate) use classes::is_default;
pub(crate) use network::{balanced, join};
pub(crate) use node::roles;
pub(crate) use storage::{class, modes, quantity};

use crate::age;
use crate::describe::selector;
use crate::row::NONE;
use crate::workloads::{Heads, labels};
use jiff::Timestamp;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, Time};
use serde_json::Value;

/// The heads of the columns behind the name; `None` of a kind that is not printed here.
pub(crate) fn heads(kind: &str) -> Option<Heads> {
    Some(match kind {
        "Service" => (&["TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE", "SELECTOR"], 1),
        "Endpoints" => (&["ENDPOINTS", "AGE"], 0),
        "EndpointSlice" => (&["ADDRESSTYPE", "PORTS", "ENDPOINTS", "AGE"], 0),
        "Ingress" => (&["CLASS", "HOSTS", "ADDRESS", "PORTS", "AGE"], 0),
        "NetworkPolicy" => (&["POD-SELECTOR", "AGE"], 0),
        "ConfigMap" => (&["DATA", "AGE"], 0),
        "Secret" => (&["TYPE", "DATA", "AGE"], 0),
        "Namespace" => (&["STATUS", "AGE"], 0),
        "Node" => (
            &[
                "STATUS",
                "ROLES",
                "AGE",
                "VERSION",
                "INTERNAL-IP",
                "EXTERNAL-IP",
                "OS-IMAGE",
                "KERNEL-VERSION",
                "CONTAINER-RUNTIME",
            ],
            5,
        ),
        "PersistentVolumeClaim" => (
            &[
                "STATUS",
                "VOLUME",
                "CAPACITY",
                "ACCESS MODES",
                "STORAGECLASS",
                "VOLUMEATTRIBUTESCLASS",
                "AGE",
                "VOLUMEMODE",
            ],
            1,
        ),
        "PersistentVolume" => (
            &[
                "CAPACITY",
                "ACCESS MODES",
                "RECLAIM POLICY",
                "STATUS",
                "CLAIM",
                "STORAGECLASS",
                "VOLUMEATTRIBUTESCLASS",
                "REASON",
                "AGE",
                "VOLUMEMODE",
            ],
            1,
        ),
        "HorizontalPodAutoscaler" => (&["REFERENCE", "TARGETS", "MINPODS", "MAXPODS", "REPLICAS", "AGE"], 0),
        "ResourceClaim" => (&["STATE", "AGE"], 0),
        "ServiceAccount" | "ResourceClaimTemplate" | "DeviceClass" => (&["AGE"], 0),
        "LimitRange" | "Role" | "ClusterRole" => (&["CREATED AT"], 0),
        other => return classes::heads(other),
    })
}

/// The cells behind the name, in the order of [`heads`].
pub(crate) fn cells(object: &Value, kind: &str, now: Timestamp) -> Vec<String> {
    let age = age_of(object, now);
    let count =
        |pointer: &str| object.pointer(pointer).and_then(Value::as_object).map_or(0, serde_json::Map::len);
    let text = |pointer: &str| text(object, pointer).to_owned();
    match kind {
        "Service" => network::service(object, age),
        "Endpoints" => vec![network::endpoints(object), age],
        "EndpointSlice" => network::slice(object, age),
        "Ingress" => network::ingress(object, age),
        "NetworkPolicy" => {
            let selector = object.pointer("/spec/podSelector").cloned().unwrap_or_default();
            let read = api::typed::from_json::<LabelSelector>(&selector).unwrap_or_default();
            vec![selector::print(&read), age]
        }
        "ConfigMap" => vec![(count("/data") + count("/binaryData")).to_string(), age],
        "Secret" => vec![text("/type"), count("/data").to_string(), age],
        "Namespace" => vec![text("/status/phase"), age],
        "Node" => node::cells(object, age),
        "PersistentVolumeClaim" => storage::claim(object, age),
        "PersistentVolume" => storage::volume(object, age),
        "HorizontalPodAutoscaler" => autoscaler::cells(object, age),
        "ResourceClaim" => vec![classes::claim_state(object).to_owned(), age],
        "LimitRange" | "Role" | "ClusterRole" => {
            vec![text("/metadata/creationTimestamp")]
        }
        other => classes::cells(object, other, age),
    }
}

/// The time since an object was created.
pub(crate) fn age_of(object: &Value, now: Timestamp) -> String {
    age::since(time(object, "/metadata/creationTimestamp").as_ref(), now)
}

/// A time of an object.
pub(crate) fn time(object: &Value, pointer: &str) -> Option<Time> {
    api::time::read(object.pointer(pointer)?.as_str()?).map(Time)
}

/// A text of an object; empty when it is not there.
pub(crate) fn text<'a>(object: &'a Value, pointer: &str) -> &'a str {
    object.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// A text of an object, or this word when it is not there.
fn text_or<'a>(object: &'a Value, pointer: &str, absent: &'a str) -> &'a str {
    match text(object, pointer) {
        "" => absent,
        text => text,
    }
}

/// The entries of a list of an object.
pub(crate) fn items<'a>(object: &'a Value, pointer: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    object.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}

/// `app=web,tier=front` of a map; `<none>` when it is empty.
fn pairs(object: &Value, pointer: &str) -> String {
    labels(object.pointer(pointer).and_then(Value::as_object))
}

/// These texts in one cell; `<none>` when there are none.
fn or_none(texts: &[String]) -> String {
    if texts.is_empty() { NONE.to_owned() } else { texts.join(",") }
}

#[cfg(test)]
mod tests;
