//! The workloads of a simulation, and the addresses behind its Services.

use api::Object;
use serde::Serialize;
use serde_json::{Value, json};
use simulator::Trace;
use simulator::trace::{EndpointChange, ObjectVersion};
use std::collections::BTreeSet;

/// A change of an endpoint: `{"t","service","pod","ready","serving","terminating"}`, or `{"t","service","pod","removed"}`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Endpoint {
    /// The address is in the slice.
    There {
        /// The time in seconds.
        t: f64,
        /// The Service's name.
        service: String,
        /// The Pod's name.
        pod: String,
        /// Whether it gets new connections.
        ready: bool,
        /// Whether its Pod is ready.
        serving: bool,
        /// Whether its Pod is being deleted.
        terminating: bool,
    },
    /// The address leaves the slice.
    Gone {
        /// The time in seconds.
        t: f64,
        /// The Service's name.
        service: String,
        /// The Pod's name.
        pod: String,
        /// True.
        removed: bool,
    },
}

/// A version of a workload: the fields of its spec that count, and its status.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Version {
    /// The time in seconds.
    pub t: f64,
    /// `Deployment`, `Job` ...
    pub kind: String,
    /// Its name.
    pub name: String,
    /// `spec.replicas`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replicas: Option<Value>,
    /// `spec.parallelism`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parallelism: Option<Value>,
    /// `spec.paused`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused: Option<Value>,
    /// `spec.suspend`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspend: Option<Value>,
    /// The revision of a Deployment or ReplicaSet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<Value>,
    /// The status as the API prints it.
    pub status: Value,
    /// Whether it has been removed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
}

/// Each change of each endpoint.
pub(super) fn endpoints(trace: &Trace) -> Vec<Endpoint> {
    let one = |change: &EndpointChange| {
        let (t, service) = (change.at.as_seconds(), change.service.clone());
        let pod = trace.pods.get(change.pod)?.name.clone();
        Some(match change.endpoint {
            Some(now) => Endpoint::There {
                t,
                service,
                pod,
                ready: now.ready,
                serving: now.serving,
                terminating: now.terminating,
            },
            None => Endpoint::Gone { t, service, pod, removed: true },
        })
    };
    trace.endpoints.iter().filter_map(one).collect()
}

/// Kinds beside the workloads whose status is recorded.
const TOLD: [&str; 5] =
    ["PersistentVolumeClaim", "ResourceQuota", "PodDisruptionBudget", "HorizontalPodAutoscaler", "Node"];

/// Each version of each workload and claim; other objects have no status that is recorded. Nodes are there before
/// anything happens, so only their changes are told.
pub(super) fn versions(trace: &Trace) -> Vec<Version> {
    let mut nodes = BTreeSet::new();
    let mut is_told = |version: &&ObjectVersion| {
        let object = &version.object;
        match object.kind() {
            "Node" => !nodes.insert(name(object)),
            kind => object.pod_template().is_some() || TOLD.contains(&kind),
        }
    };
    trace.objects.iter().filter(|version| is_told(version)).map(version).collect()
}

/// The name of an object of another kind.
fn name(object: &Object) -> String {
    let Object::Other(value) = object else { return String::new() };
    let name = value.pointer("/metadata/name").and_then(Value::as_str);
    name.unwrap_or_default().to_owned()
}

fn version(version: &ObjectVersion) -> Version {
    let mut value = version.object.to_json();
    let mut take =
        |pointer: &str| value.pointer_mut(pointer).map(Value::take).filter(|value| !value.is_null());
    let name = take("/metadata/name");
    let status = match version.object.kind() {
        "Node" => Some(node_status(&mut take)),
        _ => take("/status"),
    };
    Version {
        t: version.at.as_seconds(),
        kind: version.object.kind().to_owned(),
        name: name.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default(),
        replicas: take("/spec/replicas"),
        parallelism: take("/spec/parallelism"),
        paused: take("/spec/paused"),
        suspend: take("/spec/suspend"),
        revision: take("/metadata/annotations/deployment.kubernetes.io~1revision"),
        status: status.unwrap_or_else(|| json!({})),
        deleted: version.deleted,
    }
}

/// A node's status as the recordings tell it: its taints, whether it is cordoned, its conditions without messages.
fn node_status(take: &mut dyn FnMut(&str) -> Option<Value>) -> Value {
    let mut conditions = take("/status/conditions").unwrap_or_else(|| json!([]));
    for condition in conditions.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        condition.remove("message");
    }
    json!({
        "taints": take("/spec/taints").unwrap_or_else(|| json!([])),
        "unschedulable": take("/spec/unschedulable").unwrap_or(Value::Bool(false)),
        "conditions": conditions,
    })
}
