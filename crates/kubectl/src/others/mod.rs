//! The printers of objects beside Pods and workloads. Upstream: AddHandlers and its printers,
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
use crate::printers::{Printer, printer};
use crate::row::NONE;
use crate::workloads::labels;
use jiff::Timestamp;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, Time};
use serde_json::Value;

/// The printers of objects beside Pods and workloads.
pub(crate) fn printers() -> impl Iterator<Item = &'static Printer> {
    PRINTERS.iter().chain(&classes::PRINTERS)
}

/// Whether objects of a kind stand beside Pods and workloads.
pub(crate) fn has(kind: &str) -> bool {
    printers().any(|printer| printer.prints(kind))
}

static PRINTERS: [Printer; 14] = [
    printer(
        &["Service"],
        &["TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE", "SELECTOR"],
        1,
        |service, _| network::service(service),
    ),
    printer(&["Endpoints"], &["ENDPOINTS", "AGE"], 0, |endpoints, _| vec![network::endpoints(endpoints)]),
    printer(&["EndpointSlice"], &["ADDRESSTYPE", "PORTS", "ENDPOINTS", "AGE"], 0, |slice, _| {
        network::slice(slice)
    }),
    printer(&["Ingress"], &["CLASS", "HOSTS", "ADDRESS", "PORTS", "AGE"], 0, |ingress, _| {
        network::ingress(ingress)
    }),
    printer(&["NetworkPolicy"], &["POD-SELECTOR", "AGE"], 0, |policy, _| {
        let selector = policy.pointer("/spec/podSelector").cloned().unwrap_or_default();
        let read = api::typed::from_json::<LabelSelector>(&selector).unwrap_or_default();
        vec![selector::print(&read)]
    }),
    printer(&["ConfigMap"], &["DATA", "AGE"], 0, |map, _| {
        vec![(entries(map, "/data") + entries(map, "/binaryData")).to_string()]
    }),
    printer(&["Secret"], &["TYPE", "DATA", "AGE"], 0, |secret, _| {
        vec![text(secret, "/type").to_owned(), entries(secret, "/data").to_string()]
    }),
    printer(&["Namespace"], &["STATUS", "AGE"], 0, |namespace, _| {
        vec![text(namespace, "/status/phase").to_owned()]
    }),
    printer(
        &["Node"],
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
        |node, _| node::cells(node),
    ),
    printer(
        &["PersistentVolumeClaim"],
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
        |claim, _| storage::claim(claim),
    ),
    printer(
        &["PersistentVolume"],
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
        |volume, _| storage::volume(volume),
    ),
    printer(
        &["HorizontalPodAutoscaler"],
        &["REFERENCE", "TARGETS", "MINPODS", "MAXPODS", "REPLICAS", "AGE"],
        0,
        |scaler, _| autoscaler::cells(scaler),
    ),
    printer(&["ServiceAccount", "ResourceClaimTemplate", "DeviceClass"], &["AGE"], 0, |_, _| Vec::new()),
    printer(&["LimitRange", "Role", "ClusterRole"], &["CREATED AT"], 0, |object, _| {
        vec![text(object, "/metadata/creationTimestamp").to_owned()]
    }),
];

/// How many entries a map of an object has.
fn entries(object: &Value, pointer: &str) -> usize {
    object.pointer(pointer).and_then(Value::as_object).map_or(0, serde_json::Map::len)
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
pub(crate) fn text_or<'a>(object: &'a Value, pointer: &str, absent: &'a str) -> &'a str {
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
pub(crate) fn pairs(object: &Value, pointer: &str) -> String {
    labels(object.pointer(pointer).and_then(Value::as_object))
}

/// These texts in one cell; `<none>` when there are none.
fn or_none(texts: &[String]) -> String {
    if texts.is_empty() { NONE.to_owned() } else { texts.join(",") }
}

#[cfg(test)]
mod tests;
