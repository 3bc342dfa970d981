//! The scheduler with its one node. Upstream: pkg/scheduler/schedule_one.go and its filter plugins.

use super::{NODE, capacity, occupies, ports_conflict, requests};
use crate::kubelet::{latency, pod_ref};
use crate::trace::{EventType, What};
use crate::world::{Cluster, Draft, Effect, Effects, PodId, PodState, Timer, World};
use k8s_openapi::api::core::v1::{NodeSelectorRequirement, PodCondition, PodStatus};
use std::rc::Rc;

/// Looks at a Pod that is not bound yet.
pub(crate) fn schedule(world: &World, pod: PodId) -> Effects {
    let Some(state) = world.pod(pod).filter(|state| !state.api.bound && !state.api.removed) else {
        return Effects::none();
    };
    if state.shape.spec.scheduling_gates.as_ref().is_some_and(|gates| !gates.is_empty()) {
        return gated(world, pod, state);
    }
    match refusal(world, pod, state) {
        Some(message) => pending(world, pod, state, &message),
        None => bind(world, pod, state),
    }
}

fn event(state: &PodState, type_: EventType, reason: &'static str, message: String) -> Effect {
    Effect::Event(Rc::new(Draft {
        object: pod_ref(state),
        field: String::new(),
        type_,
        reason,
        message,
        component: "default-scheduler",
    }))
}

fn scheduled(
    world: &World,
    state: &PodState,
    status: &str,
    reason: Option<&str>,
    message: Option<&str>,
) -> PodStatus {
    let mut new = PodStatus::clone(&state.api.status);
    let condition = PodCondition {
        type_: "PodScheduled".to_owned(),
        status: status.to_owned(),
        reason: reason.map(str::to_owned),
        message: message.map(str::to_owned),
        last_transition_time: Some(world.now.to_time()),
        observed_generation: Some(state.shape.generation),
        ..PodCondition::default()
    };
    let conditions = new.conditions.get_or_insert_default();
    conditions.retain(|one| one.type_ != "PodScheduled");
    conditions.push(condition);
    new
}

/// A Pod with scheduling gates waits without an event.
pub(crate) fn gated(world: &World, pod: PodId, state: &PodState) -> Effects {
    let message = "Scheduling is blocked due to non-empty scheduling gates";
    let status = scheduled(world, state, "False", Some("SchedulingGated"), Some(message));
    if *state.api.status == status {
        return Effects::none();
    }
    Effects::one(Effect::ApiStatus(pod, Rc::new(status)))
}

fn pending(world: &World, pod: PodId, state: &PodState, message: &str) -> Effects {
    let mut effects = Effects::none();
    effects.push(event(state, EventType::Warning, "FailedScheduling", message.to_owned()));
    let status = scheduled(world, state, "False", Some("Unschedulable"), Some(message));
    if *state.api.status != status {
        effects.push(Effect::Change(Some(pod), None, What::Said(format!("not scheduled: {message}"))));
        effects.push(Effect::ApiStatus(pod, Rc::new(status)));
    }
    effects
}

/// Binds the Pod; the kubelet hears of it.
pub(crate) fn bind(world: &World, pod: PodId, state: &PodState) -> Effects {
    let mut effects = Effects::none();
    let full = format!("{}/{}", state.namespace, state.name);
    let message = format!("Successfully assigned {full} to {NODE}");
    effects.push(event(state, EventType::Normal, "Scheduled", message));
    effects.push(Effect::Change(Some(pod), None, What::Said(format!("scheduled on {NODE}"))));
    let mut base = api::typed::copy(&*state.api.base);
    if let Some(spec) = &mut base.spec {
        spec.node_name = Some(NODE.to_owned());
    }
    let shape = Rc::new(crate::world::Shape::new(&base));
    effects.push(Effect::Base(pod, Rc::new(base), shape));
    effects.push(Effect::ApiStatus(pod, Rc::new(scheduled(world, state, "True", None, None))));
    effects.push(Effect::Bound(pod));
    effects.at(world.now + latency::WATCH, Timer::Config(pod));
    effects
}

/// Something changed that may let waiting Pods fit.
pub(crate) fn retry(world: &World) -> Effects {
    let mut effects = Effects::none();
    for (pod, state) in world.pods.iter().enumerate() {
        if !state.api.bound && !state.api.removed && state.shape.spec.node_name.is_none() {
            effects.at(world.now + latency::SCHEDULE, Timer::Schedule(pod));
        }
    }
    effects
}

/// Why the Pod does not fit, in the scheduler's words.
fn refusal(world: &World, pod: PodId, state: &PodState) -> Option<String> {
    const HEAD: &str = "0/1 nodes are available:";
    for volume in state.shape.spec.volumes.iter().flatten() {
        let Some(claim) = &volume.persistent_volume_claim else { continue };
        let key = format!("{}/{}", state.namespace, claim.claim_name);
        if !world.cluster.lenient && !world.cluster.claims.contains(&key) {
            return Some(format!("{HEAD} persistentvolumeclaim {:?} not found. not found", claim.claim_name));
        }
    }
    let (why, hopeless) = cause(world, pod, state)?;
    let preemption = if hopeless {
        "Preemption is not helpful for scheduling."
    } else {
        "No preemption victims found for incoming pod."
    };
    Some(format!(
        "{HEAD} 1 {why}. no new claims to deallocate, preemption: 0/1 nodes are available: 1 {preemption}"
    ))
}

/// The failed filter, and whether evicting other Pods could not help.
fn cause(world: &World, pod: PodId, state: &PodState) -> Option<(String, bool)> {
    if !selects_node(&world.cluster, state) {
        return Some(("node(s) didn't match Pod's node affinity/selector".to_owned(), true));
    }
    let others = || world.pods.iter().enumerate().filter(|(other, one)| *other != pod && occupies(one));
    if others().any(|(_, other)| ports_conflict(state, other)) {
        return Some(("node(s) didn't have free ports for the requested pod ports".to_owned(), false));
    }
    let mut short = Vec::new();
    let mut hopeless = false;
    for (resource, wanted) in requests(state, &world.kubernetes) {
        let Some(mut free) = capacity(&world.cluster, &resource) else {
            if wanted.sign() > 0 {
                short.push(format!("Insufficient {resource}"));
                hopeless = true;
            }
            continue;
        };
        if wanted.sign() > 0 && wanted.milli_value() > free.milli_value() {
            hopeless = true;
        }
        for (_, other) in others() {
            if let Some(theirs) = requests(other, &world.kubernetes).get(&resource) {
                free.sub(theirs);
            }
        }
        if wanted.sign() > 0 && wanted.milli_value() > free.milli_value() {
            short.push(format!("Insufficient {resource}"));
        }
    }
    (!short.is_empty()).then(|| (short.join(", 1 "), hopeless))
}

/// Whether the Pod's selector and required affinity take the node; its only labels are the usual ones, but for a
/// person it has those that are asked for.
pub(crate) fn selects_node(cluster: &Cluster, state: &PodState) -> bool {
    if cluster.lenient {
        return true;
    }
    let label = |key: &str| match key {
        "kubernetes.io/hostname" => Some(NODE),
        "kubernetes.io/os" | "beta.kubernetes.io/os" => Some("linux"),
        "kubernetes.io/arch" | "beta.kubernetes.io/arch" => Some("amd64"),
        _ => None,
    };
    let spec = &state.shape.spec;
    let selector = spec.node_selector.iter().flatten();
    if !selector.into_iter().all(|(key, value)| label(key) == Some(value.as_str())) {
        return false;
    }
    let affinity = spec.affinity.as_ref().and_then(|affinity| affinity.node_affinity.as_ref());
    let required =
        affinity.and_then(|node| node.required_during_scheduling_ignored_during_execution.as_ref());
    let Some(required) = required else { return true };
    let holds = |one: &NodeSelectorRequirement| {
        let values = one.values.as_deref().unwrap_or_default();
        match (one.operator.as_str(), label(&one.key)) {
            ("In", Some(value)) => values.iter().any(|one| one == value),
            ("NotIn", Some(value)) => !values.iter().any(|one| one == value),
            ("Exists", found) => found.is_some(),
            ("DoesNotExist" | "NotIn", None) => true,
            _ => false,
        }
    };
    required.node_selector_terms.iter().any(|term| term.match_expressions.iter().flatten().all(holds))
}
