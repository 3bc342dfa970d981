//! The Pods of a simulation: their rows and their statuses.

use api::Kubernetes;
use engine::rows::changes;
use k8s_openapi::api::core::v1::{ContainerState, ContainerStatus as Written, PodCondition};
use serde::Serialize;
use serde_json::{Value, json};
use simulator::trace::{PodTrace, Version};
use simulator::{Millis, Trace};

/// A change of a Pod's row. `t` is in seconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Row {
    /// New cells: `{"t","pod","ready","status","restarts"}`.
    Shown {
        /// The time at which they first appear.
        t: f64,
        /// The Pod's name.
        pod: String,
        /// `1/2`.
        ready: String,
        /// `Running`, `Init:CrashLoopBackOff`.
        status: String,
        /// `3 (10s ago)`.
        restarts: String,
    },
    /// The end of the row: `{"t","pod","deleted"}`.
    Gone {
        /// The time at which the Pod is removed.
        t: f64,
        /// The Pod's name.
        pod: String,
        /// True.
        deleted: bool,
    },
}

/// A status without times, addresses and ids.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// The time since which it holds, in seconds.
    pub t: f64,
    /// The Pod's name.
    pub pod: String,
    /// `Pending`, `Running` ...
    pub phase: Option<String>,
    /// Whether it is bound to a node.
    pub node: bool,
    /// The conditions, in their order.
    pub conditions: Vec<Condition>,
    /// The reason, one word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The message, a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// `metadata.generation`, the version of the spec.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation: Option<i64>,
    /// The version of the spec that the kubelet has seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed_generation: Option<i64>,
    /// The resources of the Pod as a whole that were carried out, as the API prints them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pod_resources: Option<Value>,
    /// The requests of the Pod as a whole that were allocated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pod_allocated_resources: Option<Value>,
    /// The init containers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub init_container_statuses: Option<Vec<ContainerStatus>>,
    /// The app containers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container_statuses: Option<Vec<ContainerStatus>>,
    /// The ephemeral containers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ephemeral_container_statuses: Option<Vec<ContainerStatus>>,
}

/// A condition of a Pod.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// `Ready`, `Initialized` ...
    #[serde(rename = "type")]
    pub kind: String,
    /// `True` or `False`.
    pub status: String,
    /// The reason, one word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The message, a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// The status of a container.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ContainerStatus {
    /// Its name.
    pub name: String,
    /// The state as the API prints it, without times and ids.
    pub state: Value,
    /// The state before the last restart, likewise.
    pub last_state: Value,
    /// The number of restarts.
    pub restart_count: i32,
    /// Whether it is ready.
    pub ready: bool,
    /// Whether it has passed its startup probe.
    pub started: bool,
    /// The requests that were allocated, as the API prints them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allocated_resources: Option<Value>,
    /// The resources that were carried out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resources: Option<Value>,
}

/// Each change of a row, and each Pod's end.
pub(super) fn rows(trace: &Trace, kubernetes: &Kubernetes) -> Vec<Row> {
    let mut all = Vec::new();
    for pod in &trace.pods {
        all.extend(changes(pod, kubernetes).into_iter().map(|(at, row)| {
            let pod = pod.name.clone();
            let (ready, status, restarts) = (row.ready, row.status, row.restarts);
            (at, Row::Shown { t: at.as_seconds(), pod, ready, status, restarts })
        }));
        if let Some(at) = pod.removed {
            all.push((at, Row::Gone { t: at.as_seconds(), pod: pod.name.clone(), deleted: true }));
        }
    }
    by_time(all)
}

/// Each distinct status of each Pod.
pub(super) fn statuses(trace: &Trace) -> Vec<Status> {
    let mut all = Vec::new();
    for pod in &trace.pods {
        all.extend(pod.versions.iter().map(|version| (version.at, status(pod, version))));
    }
    by_time(all)
}

/// The changes of all Pods, in order of time.
fn by_time<T>(mut items: Vec<(Millis, T)>) -> Vec<T> {
    items.sort_by_key(|(at, _)| *at);
    items.into_iter().map(|(_, item)| item).collect()
}

fn status(pod: &PodTrace, version: &Version) -> Status {
    let status = &version.status;
    let spec = pod.base(version).and_then(|base| base.spec.as_ref());
    let containers =
        |list: &Option<Vec<Written>>| list.as_ref().map(|list| list.iter().map(container).collect());
    Status {
        t: version.at.as_seconds(),
        pod: pod.name.clone(),
        phase: status.phase.clone(),
        node: spec.is_some_and(|spec| spec.node_name.is_some()),
        conditions: status.conditions.iter().flatten().map(condition).collect(),
        reason: status.reason.clone(),
        message: status.message.clone(),
        generation: pod.base(version).and_then(|base| base.metadata.generation),
        observed_generation: status.observed_generation,
        pod_resources: status.resources.as_ref().map(|resources| json!(resources)),
        pod_allocated_resources: status.allocated_resources.as_ref().map(|resources| json!(resources)),
        init_container_statuses: containers(&status.init_container_statuses),
        container_statuses: containers(&status.container_statuses),
        ephemeral_container_statuses: containers(&status.ephemeral_container_statuses),
    }
}

fn condition(written: &PodCondition) -> Condition {
    Condition {
        kind: written.type_.clone(),
        status: written.status.clone(),
        reason: written.reason.clone(),
        message: written.message.clone(),
    }
}

fn container(written: &Written) -> ContainerStatus {
    ContainerStatus {
        name: written.name.clone(),
        state: state(written.state.as_ref()),
        last_state: state(written.last_state.as_ref()),
        restart_count: written.restart_count,
        ready: written.ready,
        started: written.started.unwrap_or(false),
        allocated_resources: written.allocated_resources.as_ref().map(|resources| json!(resources)),
        resources: written.resources.as_ref().map(|resources| json!(resources)),
    }
}

/// A container state without times and ids.
fn state(written: Option<&ContainerState>) -> Value {
    let mut state = json!(written);
    let Value::Object(kinds) = &mut state else { return json!({}) };
    for kind in kinds.values_mut() {
        if let Value::Object(fields) = kind {
            for name in ["startedAt", "finishedAt", "containerID"] {
                fields.remove(name);
            }
        }
    }
    state
}
