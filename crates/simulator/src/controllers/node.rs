//! Nodes: their taints and what these do to Pods, and nodes whose kubelet is gone. Upstream:
//! pkg/controller/nodelifecycle/node_lifecycle_controller.go, pkg/controller/tainteviction/taint_eviction.go.

use super::{daemon_set, workload};
use crate::cluster::{claims, delete, disruption, nodes, watch};
use crate::fit::{self, NODE as NAME};
use crate::trace::EventType;
use crate::world::{
    Draft, Effects, ObjectEffect, PodId, PodState, TaintEviction, Timer, Workload, WorkloadId, World,
};
use crate::{Millis, Word, latency};
use api::Object;
use api::well_known::{UNREACHABLE, UNSCHEDULABLE};
use k8s_openapi::api::core::v1::{PodStatus, Taint};
use serde_json::{Value, json};
use std::rc::Rc;

/// The one node of a cluster of which nothing else is told.
pub(crate) fn first(world: &World) -> Effects {
    let mut effects = Effects::none();
    let mut offered = json!({});
    if let Some(fields) = offered.as_object_mut() {
        for resource in ["cpu", "memory", "ephemeral-storage", "pods"] {
            let amount = fit::capacity(world.cluster(), resource).map(|amount| amount.to_string());
            fields.insert(resource.to_owned(), json!(amount));
        }
    }
    let labels = json!({"kubernetes.io/hostname": NAME, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
        "beta.kubernetes.io/os": "linux", "beta.kubernetes.io/arch": "amd64"});
    let node = json!({
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": NAME, "labels": labels},
        "spec": {},
        "status": {"capacity": offered, "allocatable": offered, "conditions": posted(),
            "declaredFeatures": ["RestartAllContainersOnContainerExits", "UserNamespacesHostNetworkSupport"]},
    });
    let node = Object::Other(Box::new(node));
    if let Some(node) = workload::new(world, node, None, None) {
        effects.new_workload(node);
    }
    effects
}

/// The conditions of a node whose kubelet posts its status.
fn posted() -> Value {
    let all = [
        ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
        ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        ("Ready", "True", Word::KubeletReady.text(), "kubelet is posting ready status"),
    ];
    let one = |(type_, status, reason, message): (&str, &str, &str, &str)| json!({"type": type_, "status": status, "reason": reason, "message": message});
    Value::Array(all.into_iter().map(one).collect())
}

/// The conditions of a node whose kubelet does not post its status any more.
fn unknown() -> Value {
    let mut conditions = posted();
    for one in conditions.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        one.insert("status".to_owned(), "Unknown".into());
        one.insert("reason".to_owned(), Word::NodeStatusUnknown.text().into());
        one.insert("message".to_owned(), "Kubelet stopped posting node status.".into());
    }
    conditions
}

/// Stores a node with another value at one place; those that look at nodes hear of it.
fn store(world: &World, index: WorkloadId, node: &Workload, at: [&str; 2], new: Value) -> Effects {
    let mut effects = Effects::none();
    let mut value = claims::value(node).clone();
    let [part, field] = at;
    if let Some(fields) = value.as_object_mut()
        && let Some(fields) = fields.entry(part).or_insert_with(|| json!({})).as_object_mut()
    {
        fields.insert(field.to_owned(), new);
    }
    let object = Rc::new(Object::Other(Box::new(value)));
    let changed = Workload { object, ..node.clone() };
    effects.and(daemon_set::node_changed(world, Some(claims::value(node)), &changed));
    workload::store(world, index, changed, &mut effects);
    effects
}

/// The controllers' turn for a node: its taints follow from what it is, then Pods from its taints.
pub(super) fn control(world: &World, index: WorkloadId, node: &Workload) -> Effects {
    let has = nodes::taints(node);
    let mut wanted = has.clone();
    let mut ask = |key: &str, effect: &str, holds: bool| {
        let is = |taint: &Taint| taint.key == key && taint.effect == effect;
        match wanted.iter().position(is) {
            Some(at) if !holds => drop(wanted.remove(at)),
            None if holds => {
                let taint = Taint { key: key.to_owned(), effect: effect.to_owned(), ..Taint::default() };
                wanted.push(taint);
            }
            _ => {}
        }
    };
    let lost = nodes::ready(node) == "Unknown";
    let was_lost = has.iter().any(|taint| taint.key == UNREACHABLE);
    ask(UNSCHEDULABLE, "NoSchedule", nodes::is_cordoned(node));
    ask(UNREACHABLE, "NoSchedule", lost);
    // When all nodes are lost at once the fault is thought to be the network's, and no Pod is ended.
    if lost && was_lost && nodes::all(world).any(|(_, other)| nodes::ready(other) == "True") {
        ask(UNREACHABLE, "NoExecute", true);
    }
    if wanted != has {
        return store(world, index, node, ["spec", "taints"], as_json(&wanted));
    }
    let mut effects = Effects::none();
    let expelling: Vec<Taint> = has.into_iter().filter(|taint| taint.effect == "NoExecute").collect();
    for (pod, state) in world.pods().iter().enumerate() {
        // A DaemonSet's controller hears of the taint at the same instant, and both delete the Pod.
        let goes = state.api.deletion.is_some_and(|deletion| deletion.at < world.now());
        if nodes::is_on(world, node, state) && !goes {
            effects.and(tolerate(world, pod, state, &expelling));
        }
    }
    effects
}

fn as_json(taints: &[Taint]) -> Value {
    let one = |taint: &Taint| {
        let mut value = json!({"key": taint.key, "effect": taint.effect});
        if let (Some(text), Some(fields)) = (&taint.value, value.as_object_mut()) {
            fields.insert("value".to_owned(), json!(text));
        }
        value
    };
    Value::Array(taints.iter().map(one).collect())
}

/// How long a Pod tolerates the taints of its node: not at all, for some time, or for ever.
fn tolerate(world: &World, pod: PodId, state: &PodState, taints: &[Taint]) -> Effects {
    let mut effects = Effects::none();
    let cancel = |effects: &mut Effects| {
        if state.api.eviction.is_some() {
            effects.object(pod, ObjectEffect::TaintEviction(None));
            effects.event(event(state, Word::TaintManagerEviction, "Cancelling deletion of"));
        }
    };
    let mut least: Option<i64> = None;
    for taint in taints {
        let used: Vec<_> = scheduling::tolerations(&state.shape.spec, taint, world.kubernetes()).collect();
        if used.is_empty() {
            cancel(&mut effects);
            effects.and(mark(world, pod, state));
            return effects;
        }
        for seconds in used.iter().filter_map(|toleration| toleration.toleration_seconds) {
            least = Some(least.map_or(seconds, |least| least.min(seconds)));
        }
    }
    let Some(least) = least else {
        cancel(&mut effects);
        return effects;
    };
    if least <= 0 {
        effects.and(mark(world, pod, state));
        return effects;
    }
    let wait = Millis::seconds(u64::try_from(least).unwrap_or(0));
    let since = state.api.eviction.map_or(world.now(), |known| known.since);
    let at = since + wait;
    if state.api.eviction.is_some_and(|known| known.at <= at) {
        return effects;
    }
    cancel(&mut effects);
    effects.object(pod, ObjectEffect::TaintEviction(Some(TaintEviction { since, at })));
    effects.at(at, Timer::TaintEviction(pod));
    effects
}

/// The time is over for which a Pod tolerates the taints.
pub(crate) fn evict(world: &World, pod: PodId) -> Effects {
    let Some(state) = world.pod(pod).filter(|state| !state.api.removed) else { return Effects::none() };
    match state.api.eviction {
        Some(due) if due.at == world.now() && state.api.deletion.is_none() => mark(world, pod, state),
        _ => Effects::none(),
    }
}

/// Deletes a Pod because of its node's taints.
fn mark(world: &World, pod: PodId, state: &PodState) -> Effects {
    let mut effects = Effects::none();
    effects.object(pod, ObjectEffect::TaintEviction(None));
    effects.event(event(state, Word::TaintManagerEviction, "Marking for deletion"));
    let message = "Taint manager: deleting due to NoExecute taint";
    effects.and(disruption::target(world, pod, Word::DeletionByTaintManager, message));
    effects.and(delete::delete(world, pod, None));
    effects
}

fn event(state: &PodState, reason: Word, what: &str) -> Rc<Draft> {
    let message = format!("{what} Pod {}/{}", state.namespace, state.name);
    draft(state, EventType::Normal, reason, message, "taint-eviction-controller")
}

fn draft(state: &PodState, type_: EventType, reason: Word, message: String, by: &'static str) -> Rc<Draft> {
    let (object, field) = (state.object_ref(), String::new());
    Rc::new(Draft { object, field, type_, reason, message, component: by })
}

/// The node controller looks at the heartbeats of the nodes with a kubelet: it says which are lost, and lets Pods stay on
/// those that are back.
pub(crate) fn monitor(world: &World) -> Effects {
    let mut effects = Effects::none();
    for (index, node) in nodes::all(world).filter(|(_, node)| nodes::has_kubelet(world, node)) {
        let kubelet = world.kubelet(&node.name);
        let lost_at = kubelet.stopped.filter(|_| !kubelet.up).map(latency::node_lost);
        let lost = lost_at.is_some_and(|at| at <= world.now());
        let ready = nodes::ready(node) == "True";
        if lost && ready {
            effects.and(store(world, index, node, ["status", "conditions"], unknown()));
            for (pod, state) in world.pods().iter().enumerate() {
                if nodes::is_on(world, node, state) {
                    effects.and(not_ready(world, pod, state));
                }
            }
        }
        let mut taints = nodes::taints(node);
        let before = taints.len();
        taints.retain(|taint| taint.key != UNREACHABLE || taint.effect != "NoExecute");
        if ready && !lost && taints.len() != before {
            effects.and(store(world, index, node, ["spec", "taints"], as_json(&taints)));
        }
    }
    effects
}

/// A Pod on a lost node no longer counts as ready. Upstream: MarkPodsNotReady, pkg/controller/util/node.
fn not_ready(world: &World, pod: PodId, state: &PodState) -> Effects {
    let mut effects = Effects::none();
    let mut status = PodStatus::clone(&state.api.status);
    let mut conditions = status.conditions.iter_mut().flatten();
    let is_ready = |one: &&mut k8s_openapi::api::core::v1::PodCondition| {
        one.type_ == Word::Ready.text() && one.status == "True"
    };
    let Some(ready) = conditions.find(is_ready) else { return effects };
    "False".clone_into(&mut ready.status);
    ready.last_transition_time = Some(world.now().to_time());
    effects.object(pod, ObjectEffect::Status(Rc::new(status)));
    effects.and(watch::pod_changed(world, pod));
    let message = "Node is not ready".to_owned();
    effects.event(draft(state, EventType::Warning, Word::NodeNotReady, message, "node-controller"));
    effects.pod_message(pod, "its node is lost");
    effects
}

/// Kubelets that are back post their nodes' status.
pub(crate) fn posts(world: &World) -> Effects {
    let mut effects = Effects::none();
    for (index, node) in nodes::all(world).filter(|(_, node)| nodes::has_kubelet(world, node)) {
        if nodes::ready(node) == "Unknown" && world.kubelet(&node.name).up {
            effects.and(store(world, index, node, ["status", "conditions"], posted()));
            effects.at(latency::next_monitor(world.now()), Timer::NodeMonitor);
        }
    }
    effects
}
