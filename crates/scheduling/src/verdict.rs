//! One scheduling attempt. Upstream: schedulePod and handleSchedulingFailure, pkg/scheduler/schedule_one.go.

use crate::cluster::{Cluster, pod_namespace};
use crate::filters;
use crate::preemption::{Preemption, preempt};
use crate::status::Refusal;
use crate::words::{Word, counted};
use crate::world::{World, node_name, spec_of};
use api::well_known::DEFAULT_SCHEDULER;
use api::{Gate, Kubernetes};
use k8s_openapi::api::core::v1::{Pod, PodSpec};

/// The scheduler's verdict on a Pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The nodes that pass all filters, in the order of the cluster's list.
    pub feasible: Vec<String>,
    /// Each other node with the first filter that refuses it.
    pub refusals: Vec<(String, Refusal)>,
    /// The outcome.
    pub outcome: Outcome,
}

/// The outcome for the Pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It names its node itself; the scheduler never sees it.
    Bound {
        /// `spec.nodeName`.
        node: String,
    },
    /// It waits for these gates to be removed.
    Gated {
        /// `spec.schedulingGates`.
        gates: Vec<String>,
    },
    /// It waits for claims of devices to be made; the scheduler does not try before.
    WaitsForClaims,
    /// It goes to a node. Where several are feasible this is the first of them; a scheduler would score them.
    Scheduled {
        /// The node.
        node: String,
    },
    /// No node is feasible.
    Failed {
        /// The message of the event and of the condition `PodScheduled`.
        message: String,
        /// The node that preemption empties for it, or has emptied before and that its victims have yet to leave.
        nominated: Option<String>,
        /// The Pods that preemption evicts.
        victims: Vec<String>,
    },
}

/// The scheduler that a Pod asks for, when it is not the one of every cluster; then only that one looks at the Pod.
pub fn other_scheduler(spec: &PodSpec) -> Option<&str> {
    spec.scheduler_name.as_deref().filter(|name| !name.is_empty() && *name != DEFAULT_SCHEDULER)
}

/// The scheduler's event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// `Normal` or `Warning`.
    pub kind: &'static str,
    /// `Scheduled` or `FailedScheduling`.
    pub reason: &'static str,
    /// The words.
    pub message: String,
}

impl Verdict {
    /// The event that the attempt leaves, if it comes to one.
    pub fn event(&self, pod: &Pod) -> Option<Event> {
        match &self.outcome {
            Outcome::Scheduled { node } => {
                let name = pod.metadata.name.as_deref().unwrap_or_default();
                let message = format!("Successfully assigned {}/{name} to {node}", pod_namespace(pod));
                Some(Event { kind: "Normal", reason: "Scheduled", message })
            }
            Outcome::Failed { message, .. } => {
                Some(Event { kind: "Warning", reason: "FailedScheduling", message: message.clone() })
            }
            Outcome::Bound { .. } | Outcome::Gated { .. } | Outcome::WaitsForClaims => None,
        }
    }
}

/// Runs one attempt. The Pod is as stored: defaulted, with priority, overhead and tolerations of admission.
pub fn filter(pod: &Pod, cluster: &Cluster, kubernetes: &Kubernetes) -> Verdict {
    let without = |outcome| Verdict { feasible: Vec::new(), refusals: Vec::new(), outcome };
    if let Some(node) = node_name(pod) {
        return without(Outcome::Bound { node: node.to_owned() });
    }
    let gates: Vec<String> =
        spec_of(pod).scheduling_gates.iter().flatten().map(|gate| gate.name.clone()).collect();
    if !gates.is_empty() {
        return without(Outcome::Gated { gates });
    }
    if kubernetes.enabled(Gate::DynamicResourceAllocation) && waits_for_claims(pod, cluster) {
        return without(Outcome::WaitsForClaims);
    }
    if cluster.nodes.is_empty() {
        return without(failed(Word::NoNodes.text().to_owned()));
    }
    let world = World::of(cluster, kubernetes);
    attempt(pod, &world)
}

fn attempt<'a>(pod: &'a Pod, world: &World<'a>) -> Verdict {
    let nodes = world.machines.len();
    let name = |index: usize| world.machines.get(index).map(|machine| machine.name().to_owned());
    let prepared = match filters::prepare(pod, world) {
        Ok(prepared) => prepared,
        Err(refusal) => {
            let refusals = (0..nodes).filter_map(|index| Some((name(index)?, refusal.clone())));
            let refusals = refusals.collect();
            return Verdict { feasible: Vec::new(), refusals, outcome: failed_early(nodes, &refusal, world) };
        }
    };
    let mut feasible = Vec::new();
    let mut refusals: Vec<(usize, Refusal)> = Vec::new();
    for (index, machine) in world.machines.iter().enumerate() {
        let looked_at = prepared.only.as_ref().is_none_or(|only| only.contains(machine.name()));
        let refusal =
            if looked_at { filters::run(pod, &prepared, machine, world) } else { Some(filters::left_out()) };
        match refusal {
            None => feasible.push(machine.name().to_owned()),
            Some(refusal) => refusals.push((index, refusal)),
        }
    }
    let outcome = match feasible.first() {
        Some(node) => Outcome::Scheduled { node: node.clone() },
        None => failed_late(pod, world, &refusals),
    };
    let refusals = refusals.into_iter().filter_map(|(index, refusal)| Some((name(index)?, refusal)));
    Verdict { feasible, refusals: refusals.collect(), outcome }
}

/// All nodes were refused before any was looked at. What comes after the sentence is upstream's own slip: the
/// plugin for device claims misses the state that it would have made by then.
fn failed_early(nodes: usize, refusal: &Refusal, world: &World<'_>) -> Outcome {
    let reasons = refusal.reasons.join(", ");
    let after = if world.kubernetes.enabled(Gate::DynamicResourceAllocation) {
        "not found".to_owned()
    } else {
        let no_help = std::iter::repeat_n(Word::NoHelp.text(), nodes);
        format!("preemption: {}", counted(nodes, no_help))
    };
    failed(format!("0/{nodes} {}: {reasons}. {after}", Word::NodesAvailable))
}

fn failed_late<'a>(pod: &'a Pod, world: &World<'a>, refusals: &[(usize, Refusal)]) -> Outcome {
    let reasons = refusals.iter().flat_map(|(_, refusal)| refusal.reasons.iter().map(String::as_str));
    let sentence = counted(world.machines.len(), reasons);
    let claims = world.kubernetes.enabled(Gate::DynamicResourceAllocation);
    let claims = if claims { "no new claims to deallocate, " } else { "" };
    match preempt(pod, world, refusals) {
        Preemption::Victims { node, pods } => Outcome::Failed {
            message: sentence,
            nominated: Some(node),
            victims: pods.iter().filter_map(|pod| pod.metadata.name.clone()).collect(),
        },
        Preemption::Waits { node, why } => Outcome::Failed {
            message: format!("{sentence} {claims}preemption: {why}"),
            nominated: Some(node),
            victims: Vec::new(),
        },
        Preemption::None(why) => failed(format!("{sentence} {claims}preemption: {why}")),
    }
}

fn failed(message: String) -> Outcome {
    Outcome::Failed { message, nominated: None, victims: Vec::new() }
}

/// A claim that is missing, or a template whose claim is not made yet.
fn waits_for_claims(pod: &Pod, cluster: &Cluster) -> bool {
    let made = pod.status.as_ref().and_then(|status| status.resource_claim_statuses.as_deref());
    spec_of(pod).resource_claims.iter().flatten().any(|claim| {
        let made = made.unwrap_or_default().iter().find(|made| made.name == claim.name);
        let named = claim.resource_claim_name.as_ref();
        let Some(name) = named.or_else(|| made?.resource_claim_name.as_ref()) else { return true };
        !cluster.resource_claims.contains(&(pod_namespace(pod).to_owned(), name.clone()))
    })
}
