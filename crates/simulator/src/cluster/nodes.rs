//! The nodes as the API has them, and what the scheduler sees of the cluster when it looks at a Pod.

use super::{budgets, claims};
use crate::fit::{self, NODE, occupies};
use crate::world::{Effects, PodId, PodState, Timer, Workload, WorkloadKind, World};
use crate::{latency, shape::Shape};
use k8s_openapi::api::core::v1::{Node, PersistentVolumeClaim, Pod, PodSpec, Taint};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Written;
use serde_json::Value;

/// All nodes.
pub(crate) fn all(world: &World) -> impl Iterator<Item = (usize, &Workload)> {
    world.workloads().iter().enumerate().filter(|(_, one)| one.kind == WorkloadKind::Node && !one.deleted)
}

/// Whether there is a node of this name, or will be when the whole text is applied; where nothing is known of the nodes a Pod
/// may call its node as it likes.
pub(crate) fn exists(world: &World, name: &str) -> bool {
    let is_it = |one: &&Workload| one.kind == WorkloadKind::Node && one.name == name;
    if let Some(known) = world.workloads().iter().rfind(is_it) {
        return !known.deleted;
    }
    match world.given_nodes() {
        Some(given) => given.nodes.iter().any(|node| node.metadata.name.as_deref() == Some(name)),
        None => world.cluster().lenient || name == NODE,
    }
}

/// Whether the kubelet of the simulation is that of this node: a recording's own node has it, and all nodes of a person.
pub(crate) fn has_kubelet(world: &World, node: &Workload) -> bool {
    world.cluster().lenient || node.name == NODE
}

/// Whether any node takes any Pod, because nothing is known of the nodes.
pub(crate) fn is_anywhere(world: &World) -> bool {
    world.cluster().lenient && world.given_nodes().is_none()
}

/// Whether a Pod is bound to a node. Where nothing is known of the nodes there is one, whatever the Pod calls it.
pub(crate) fn is_on(world: &World, node: &Workload, state: &PodState) -> bool {
    let named = state.shape.spec.node_name.as_deref();
    state.api.bound && !state.api.removed && (is_anywhere(world) || named == Some(node.name.as_str()))
}

/// Whether a node has the labels that a Pod's selector and required affinity ask for.
pub(crate) fn suits(node: &Workload, spec: &PodSpec) -> bool {
    let read = api::typed::object_from_json::<Node>(claims::value(node));
    read.is_ok_and(|node| scheduling::suits(spec, &node))
}

/// The same of the node of a recording; for a person the one node has all labels that are asked for, and the scheduler has
/// looked at those that are given.
pub(crate) fn own_suits(world: &World, spec: &PodSpec) -> bool {
    world.cluster().lenient || all(world).any(|(_, node)| node.name == NODE && suits(node, spec))
}

/// The taints of a node.
pub(crate) fn taints(node: &Workload) -> Vec<Taint> {
    let written = claims::value(node).pointer("/spec/taints").and_then(Value::as_array);
    let text = |taint: &Value, field: &str| taint.get(field).and_then(Value::as_str).map(str::to_owned);
    let read = |taint: &Value| Taint {
        key: text(taint, "key").unwrap_or_default(),
        value: text(taint, "value"),
        effect: text(taint, "effect").unwrap_or_default(),
        time_added: None,
    };
    written.into_iter().flatten().map(read).collect()
}

/// Whether a node is cordoned.
pub(crate) fn is_cordoned(node: &Workload) -> bool {
    shuts(claims::value(node))
}

/// Whether the fields of a node say that it is cordoned.
pub(crate) fn shuts(node: &Value) -> bool {
    node.pointer("/spec/unschedulable") == Some(&Value::Bool(true))
}

/// The status of a node's condition `Ready`; a node that tells none is ready.
pub(crate) fn ready(node: &Workload) -> &str {
    let conditions = claims::value(node).pointer("/status/conditions").and_then(Value::as_array);
    let is_ready = |one: &&Value| one.get("type").is_some_and(|of| of == "Ready");
    let found = conditions.into_iter().flatten().find(is_ready);
    found.and_then(|one| one.get("status")?.as_str()).unwrap_or("True")
}

/// The controller of taints looks at a Pod that has come to a node.
pub(crate) fn bound(world: &World) -> Effects {
    let mut effects = Effects::none();
    for (index, node) in all(world) {
        if taints(node).iter().any(|taint| taint.effect == "NoExecute") {
            effects.at(world.now() + latency::CONTROLLER, Timer::Control(index));
        }
    }
    effects
}

/// Whether nothing in the cluster keeps any Pod away from its one node, of which nothing else is known.
pub(crate) fn is_open(world: &World, state: &PodState) -> bool {
    let untouched = |node: &Workload| !is_cordoned(node) && taints(node).is_empty();
    is_anywhere(world)
        && all(world).any(|(_, node)| untouched(node))
        && fit::host_ports(state).next().is_none()
}

/// A Pod and the cluster as the scheduler sees them. Claims that are not given are taken as there.
pub(crate) fn seen(world: &World, pod: PodId, state: &PodState) -> (Pod, scheduling::Cluster) {
    let given = world.given_nodes();
    let mut cluster = given.cloned().unwrap_or_default();
    let anywhere = is_anywhere(world);
    let mut wanted = stored(state);
    // Claims and volumes as they are now, not as the text has them.
    (cluster.claims, cluster.volumes) = (Vec::new(), Vec::new());
    let kinds = [WorkloadKind::PersistentVolumeClaim, WorkloadKind::PersistentVolume];
    for one in world.workloads().iter().filter(|one| kinds.contains(&one.kind) && !one.deleted) {
        if given.is_some() {
            cluster.add(claims::value(one).clone());
        }
    }
    let there = |claim: &PersistentVolumeClaim, name: &str| claim.metadata.name.as_deref() == Some(name);
    let is_given = |name: &str| cluster.claims.iter().any(|claim| there(claim, name));
    if let Some(spec) = &mut wanted.spec {
        if let Some(volumes) = &mut spec.volumes {
            volumes.retain(|volume| {
                let own = volume.ephemeral.as_ref().map(|_| claims::own_name(state, &volume.name));
                volume.persistent_volume_claim.as_ref().is_none_or(|claim| is_given(&claim.claim_name))
                    && own.is_none_or(|own| is_given(&own))
            });
        }
        if given.is_none() {
            spec.resource_claims = None;
        }
        if anywhere {
            (spec.node_selector, spec.affinity, spec.topology_spread_constraints) = (None, None, None);
        }
    }
    cluster.nodes.clear();
    for (_, node) in all(world) {
        cluster.add(claims::value(node).clone());
    }
    let priority = |shape: &Shape| shape.spec.priority.unwrap_or_default();
    for (other, one) in world.pods().iter().enumerate() {
        let nominated = one.api.status.nominated_node_name.as_deref().filter(|name| !name.is_empty());
        let waits = !one.api.bound && !one.api.removed && priority(&one.shape) >= priority(&state.shape);
        let node = match nominated {
            _ if other == pod => None,
            _ if occupies(one) => Some(one.shape.spec.node_name.as_deref().unwrap_or(NODE)),
            Some(node) if waits => Some(node),
            _ => None,
        };
        if let Some(node) = node {
            let mut there = stored(one);
            there.spec.get_or_insert_default().node_name =
                Some(if anywhere { NODE.to_owned() } else { node.to_owned() });
            cluster.pods.push(there);
        }
    }
    if anywhere {
        let amounts = resources(world, &wanted, &cluster.pods);
        cluster.nodes.iter_mut().for_each(|node| offer(node, &amounts));
    }
    cluster.budgets = budgets::for_scheduler(world);
    (wanted, cluster)
}

/// Whether a node would take a Pod if no other Pod were there.
pub(crate) fn takes_when_empty(world: &World, pod: PodId, state: &PodState, node: &Value) -> bool {
    let (mut wanted, mut cluster) = seen(world, pod, state);
    cluster.nodes.clear();
    cluster.add(node.clone());
    if is_anywhere(world) {
        let amounts = resources(world, &wanted, &cluster.pods);
        cluster.nodes.iter_mut().for_each(|node| offer(node, &amounts));
    }
    cluster.pods.clear();
    if let Some(spec) = &mut wanted.spec {
        spec.topology_spread_constraints = None;
        if let Some(affinity) = &mut spec.affinity {
            (affinity.pod_affinity, affinity.pod_anti_affinity) = (None, None);
        }
    }
    !scheduling::filter(&wanted, &cluster, world.kubernetes()).feasible.is_empty()
}

/// Whether a Pod's place depends on where other Pods are.
pub(crate) fn looks_at_others(state: &PodState) -> bool {
    let spec = &state.shape.spec;
    let affinity = spec.affinity.as_ref();
    spec.topology_spread_constraints.as_ref().is_some_and(|all| !all.is_empty())
        || affinity.is_some_and(|one| one.pod_affinity.is_some() || one.pod_anti_affinity.is_some())
}

fn stored(state: &PodState) -> Pod {
    let mut pod = (*state.api.base).clone();
    pod.status = Some((*state.api.status).clone());
    pod
}

/// The names of all resources that Pods ask for.
fn resources(world: &World, pod: &Pod, others: &[Pod]) -> Vec<String> {
    let options = resources::Options::of(world.kubernetes());
    let mut names = vec!["pods".to_owned()];
    for spec in std::iter::once(pod).chain(others).filter_map(|pod| pod.spec.as_ref()) {
        for (name, _) in resources::requests(spec, &options) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// A node that has as much of everything as anybody asks for.
fn offer(node: &mut Node, names: &[String]) {
    let allocatable = node.status.get_or_insert_default().allocatable.get_or_insert_default();
    for name in names {
        allocatable.insert(name.clone(), Written("1P".to_owned()));
    }
}
