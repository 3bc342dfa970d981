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

/// The heads of the columns behind the name; `None` of a resource that is not printed here.
pub(crate) fn heads(resource: &str) -> Option<Heads> {
    Some(match resource {
        "services" => (&["TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE", "SELECTOR"], 1),
        "endpoints" => (&["ENDPOINTS", "AGE"], 0),
        "endpointslices.discovery.k8s.io" => (&["ADDRESSTYPE", "PORTS", "ENDPOINTS", "AGE"], 0),
        "ingresses.networking.k8s.io" => (&["CLASS", "HOSTS", "ADDRESS", "PORTS", "AGE"], 0),
        "networkpolicies.networking.k8s.io" => (&["POD-SELECTOR", "AGE"], 0),
        "configmaps" => (&["DATA", "AGE"], 0),
        "secrets" => (&["TYPE", "DATA", "AGE"], 0),
        "namespaces" => (&["STATUS", "AGE"], 0),
        "nodes" => (
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
        "persistentvolumeclaims" => (
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
        "persistentvolumes" => (
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
        "horizontalpodautoscalers.autoscaling" => {
            (&["REFERENCE", "TARGETS", "MINPODS", "MAXPODS", "REPLICAS", "AGE"], 0)
        }
        "resourceclaims.resource.k8s.io" => (&["STATE", "AGE"], 0),
        "serviceaccounts" | "resourceclaimtemplates.resource.k8s.io" | "deviceclasses.resource.k8s.io" => {
            (&["AGE"], 0)
        }
        "limitranges" | "roles.rbac.authorization.k8s.io" | "clusterroles.rbac.authorization.k8s.io" => {
            (&["CREATED AT"], 0)
        }
        other => return classes::heads(other),
    })
}

/// The cells behind the name, in the order of [`heads`].
pub(crate) fn cells(object: &Value, resource: &str, now: Timestamp) -> Vec<String> {
    let age = age_of(object, now);
    let count =
        |pointer: &str| object.pointer(pointer).and_then(Value::as_object).map_or(0, serde_json::Map::len);
    let text = |pointer: &str| text(object, pointer).to_owned();
    match resource {
        "services" => network::service(object, age),
        "endpoints" => vec![network::endpoints(object), age],
        "endpointslices.discovery.k8s.io" => network::slice(object, age),
        "ingresses.networking.k8s.io" => network::ingress(object, age),
        "networkpolicies.networking.k8s.io" => {
            let selector = object.pointer("/spec/podSelector").cloned().unwrap_or_default();
            let read = api::typed::from_json::<LabelSelector>(&selector).unwrap_or_default();
            vec![selector::print(&read), age]
        }
        "configmaps" => vec![(count("/data") + count("/binaryData")).to_string(), age],
        "secrets" => vec![text("/type"), count("/data").to_string(), age],
        "namespaces" => vec![text("/status/phase"), age],
        "nodes" => node::cells(object, age),
        "persistentvolumeclaims" => storage::claim(object, age),
        "persistentvolumes" => storage::volume(object, age),
        "horizontalpodautoscalers.autoscaling" => autoscaler::cells(object, age),
        "resourceclaims.resource.k8s.io" => vec![classes::claim_state(object).to_owned(), age],
        "limitranges" | "roles.rbac.authorization.k8s.io" | "clusterroles.rbac.authorization.k8s.io" => {
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
