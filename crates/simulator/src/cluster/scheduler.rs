//! The scheduler with its one node. Upstream: pkg/scheduler/schedule_one.go and its filter plugins.

use crate::Word;
use crate::fit::{NODE, capacity, occupies, ports_conflict, requests, selects_node};
use crate::latency;
use crate::shape::Shape;
use crate::trace::EventType;
use crate::world::{Draft, Effect, Effects, ObjectEffect, PodId, PodState, Timer, World};
use k8s_openapi::api::core::v1::{PodCondition, PodStatus};
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
pub(crate) fn bind(world: &World, pod: PodId, state: &PodState) -> Effects {
    let mut effects = Effects::none();
    let full = format!("{}/{}", state.namespace, state.name);
    let message = format!("Successfully assigned {full} to {NODE}");
    effects.event(event(state, EventType::Normal, Word::Scheduled, message));
    effects.pod_message(pod, format!("scheduled on {NODE}"));
    let mut base = (*state.api.base).clone();
    if let Some(spec) = &mut base.spec {
        spec.node_name = Some(NODE.to_owned());
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

/// Why the Pod does not fit, as the scheduler says it.
fn refusal(world: &World, pod: PodId, state: &PodState) -> Option<String> {
    const HEAD: &str = "0/1 nodes are available:";
    for volume in state.shape.spec.volumes.iter().flatten() {
        let Some(claim) = &volume.persistent_volume_claim else { continue };
        let key = format!("{}/{}", state.namespace, claim.claim_name);
        let assumed = world.cluster().assumes("PersistentVolumeClaim", &claim.claim_name);
        if !assumed && !world.cluster().claims.contains(&key) {
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
        let Some(mut free) = capacity(world.cluster(), &resource) else {
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
            if let Some(theirs) = requests(other, world.kubernetes()).get(&resource) {
                free.sub(theirs);
            }
        }
        if wanted.sign() > 0 && wanted.milli_value() > free.milli_value() {
            short.push(format!("Insufficient {resource}"));
        }
    }
    (!short.is_empty()).then(|| (short.join(", 1 "), hopeless))
}
