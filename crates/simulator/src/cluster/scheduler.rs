//! The scheduler with its one node. Upstream: pkg/scheduler/schedule_one.go and its filter plugins.

use super::claims::{self, Readiness};
use crate::Word;
use crate::fit::{NODE, capacity, held, occupies, ports_conflict, requests, selects_node};
use crate::latency;
use crate::shape::Shape;
use crate::trace::EventType;
use crate::world::{Draft, Effect, Effects, ObjectEffect, PodId, PodState, Timer, World};
use k8s_openapi::api::core::v1::{PodCondition, PodStatus};
use std::rc::Rc;

/// How the scheduler begins to say why it has no node for a Pod.
const HEAD: &str = "0/1 nodes are available:";

/// Looks at a Pod that is not bound yet.
pub(crate) fn schedule(world: &World, pod: PodId) -> Effects {
    let Some(state) = world.pod(pod).filter(|state| !state.api.bound && !state.api.removed) else {
        return Effects::none();
    };
    if state.shape.spec.scheduling_gates.as_ref().is_some_and(|gates| !gates.is_empty()) {
        return gated(world, pod, state);
    }
    let claims = claims::readiness(world, pod, state);
    let unfit = match &claims {
        Readiness::Refused(why) => return pending(world, pod, state, &format!("{HEAD} {why}")),
        Readiness::Unfit(why, hopeless) => Some(((*why).to_owned(), *hopeless)),
        Readiness::Ready | Readiness::Wait(_) => None,
    };
    let node = match world.given_nodes() {
        Some(given) if unfit.is_none() => place(world, given, state),
        _ => match cause(world, pod, state).or(unfit) {
            Some((why, hopeless)) => Err(without_nodes(&why, hopeless)),
            None => Ok(NODE.to_owned()),
        },
    };
    match (node, claims) {
        (Err(message), _) => pending(world, pod, state, &message),
        (Ok(_), Readiness::Wait(effects)) => effects,
        (Ok(node), _) => bind(world, pod, state, &node),
    }
}

/// The scheduler's words when its one node is not fit.
fn without_nodes(why: &str, hopeless: bool) -> String {
    let preemption = if hopeless {
        "Preemption is not helpful for scheduling."
    } else {
        "No preemption victims found for incoming pod."
    };
    format!(
        "{HEAD} 1 {why}. no new claims to deallocate, preemption: 0/1 nodes are available: 1 {preemption}"
    )
}

/// The first of the given nodes that passes the filters, or the scheduler's words. Claims that are not given are taken
/// as there.
fn place(world: &World, given: &scheduling::Cluster, state: &PodState) -> Result<String, String> {
    let mut cluster = given.clone();
    let bound = world.pods().iter().filter(|other| occupies(other));
    cluster.pods.extend(bound.map(|other| {
        let mut pod = (*other.api.base).clone();
        pod.status = Some((*other.api.status).clone());
        pod
    }));
    let mut pod = (*state.api.base).clone();
    let is_given = |name: &str| given.claims.iter().any(|claim| claim.metadata.name.as_deref() == Some(name));
    if let Some(volumes) = pod.spec.as_mut().and_then(|spec| spec.volumes.as_mut()) {
        volumes.retain(|volume| {
            volume.persistent_volume_claim.as_ref().is_none_or(|claim| is_given(&claim.claim_name))
        });
    }
    let verdict = scheduling::filter(&pod, &cluster, world.kubernetes());
    match verdict.feasible.first() {
        Some(node) => Ok(node.clone()),
        None => Err(verdict.event(&pod).map(|event| event.message).unwrap_or_default()),
    }
}

fn event(state: &PodState, type_: EventType, reason: Word, message: String) -> Rc<Draft> {
    Rc::new(Draft {
        object: state.object_ref(),
        field: String::new(),
        type_,
        reason,
        message,
        component: "default-scheduler",
    })
}

fn scheduled(
    world: &World,
    state: &PodState,
    status: &str,
    reason: Option<Word>,
    message: Option<&str>,
) -> PodStatus {
    let mut new = PodStatus::clone(&state.api.status);
    let condition = PodCondition {
        type_: Word::PodScheduled.text().to_owned(),
        status: status.to_owned(),
        reason: reason.map(|reason| reason.text().to_owned()),
        message: message.map(str::to_owned),
        last_transition_time: Some(world.now().to_time()),
        observed_generation: Some(state.shape.generation),
        ..PodCondition::default()
    };
    let conditions = new.conditions.get_or_insert_default();
    conditions.retain(|one| one.type_ != Word::PodScheduled.text());
    conditions.push(condition);
    new
}

/// A Pod with scheduling gates waits without an event.
pub(crate) fn gated(world: &World, pod: PodId, state: &PodState) -> Effects {
    let message = "Scheduling is blocked due to non-empty scheduling gates";
    let status = scheduled(world, state, "False", Some(Word::SchedulingGated), Some(message));
    if *state.api.status == status {
        return Effects::none();
    }
    Effects::one(Effect::Object(pod, ObjectEffect::Status(Rc::new(status))))
}

fn pending(world: &World, pod: PodId, state: &PodState, message: &str) -> Effects {
    let mut effects = Effects::none();
    effects.event(event(state, EventType::Warning, Word::FailedScheduling, message.to_owned()));
    let status = scheduled(world, state, "False", Some(Word::Unschedulable), Some(message));
    if *state.api.status != status {
        effects.pod_message(pod, format!("not scheduled: {message}"));
        effects.object(pod, ObjectEffect::Status(Rc::new(status)));
    }
    effects
}

/// Binds the Pod; the kubelet hears of it.
pub(crate) fn bind(world: &World, pod: PodId, state: &PodState, node: &str) -> Effects {
    let mut effects = Effects::none();
    let full = format!("{}/{}", state.namespace, state.name);
    let message = format!("Successfully assigned {full} to {node}");
    effects.event(event(state, EventType::Normal, Word::Scheduled, message));
    effects.pod_message(pod, format!("scheduled on {node}"));
    let mut base = (*state.api.base).clone();
    if let Some(spec) = &mut base.spec {
        spec.node_name = Some(node.to_owned());
    }
    let shape = Rc::new(Shape::new(&base));
    effects.object(pod, ObjectEffect::Base { base: Rc::new(base), shape });
    effects.object(pod, ObjectEffect::Status(Rc::new(scheduled(world, state, "True", None, None))));
    effects.object(pod, ObjectEffect::Bound);
    effects.at(world.now() + latency::WATCH, Timer::Config(pod));
    effects
}

/// Looks again at the Pods that wait for a node, after a change that may let them fit.
pub(crate) fn retry(world: &World) -> Effects {
    let mut effects = Effects::none();
    for (pod, state) in world.pods().iter().enumerate() {
        if !state.api.bound && !state.api.removed && state.shape.spec.node_name.is_none() {
            effects.at(world.now() + latency::SCHEDULE, Timer::Schedule(pod));
        }
    }
    effects
}

/// The failed filter, and whether evicting other Pods could not help.
fn cause(world: &World, pod: PodId, state: &PodState) -> Option<(String, bool)> {
    if !selects_node(world.cluster(), state) {
        return Some(("node(s) didn't match Pod's node affinity/selector".to_owned(), true));
    }
    let others = || world.pods().iter().enumerate().filter(|(other, one)| *other != pod && occupies(one));
    if others().any(|(_, other)| ports_conflict(state, other)) {
        return Some(("node(s) didn't have free ports for the requested pod ports".to_owned(), false));
    }
    let mut short = Vec::new();
    let mut hopeless = false;
    for (resource, wanted) in requests(state, world.kubernetes()) {
        let Some(mut free) = capacity(world.cluster(), resource) else {
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
            if let Some(theirs) = held(other, world.kubernetes()).get(resource) {
                free.sub(theirs);
            }
        }
        if wanted.sign() > 0 && wanted.milli_value() > free.milli_value() {
            short.push(format!("Insufficient {resource}"));
        }
    }
    (!short.is_empty()).then(|| (short.join(", 1 "), hopeless))
}
