//! The scheduler: it binds a Pod, or says why it waits. Upstream: pkg/scheduler/schedule_one.go.

use super::claims::{self, Readiness};
use super::watch::Labels;
use super::{nodes, preemption};
use crate::Word;
use crate::fit::{NODE, occupies};
use crate::latency;
use crate::trace::EventType;
use crate::world::{
    Draft, Effect, Effects, ObjectEffect, PodId, PodState, RecordEffect, Timer, Workload, World,
};
use api::collections::sort_by_key;
use api::well_known::{DEFAULT_SCHEDULER, GATED};
use k8s_openapi::api::core::v1::{Pod, PodCondition, PodSpec, PodStatus};
use scheduling::{Outcome, other_scheduler};
use serde_json::Value;
use std::cmp::Reverse;
use std::rc::Rc;

/// How the scheduler begins to say why it has no node for a Pod.
const HEAD: &str = "0/1 nodes are available:";

/// Looks at a Pod that is not bound yet.
pub(crate) fn schedule(world: &World, pod: PodId) -> Effects {
    let open = |state: &&PodState| {
        !state.api.bound && !state.api.removed && other_scheduler(&state.shape.spec).is_none()
    };
    let Some(state) = world.pod(pod).filter(open) else {
        return Effects::none();
    };
    // A Pod that finalizers keep. Upstream: skipPodSchedule.
    if state.api.deletion.is_some() {
        let message = format!("skip schedule deleting pod: {}/{}", state.namespace, state.name);
        return Effects::one(Effect::Record(RecordEffect::Event(event(
            state,
            EventType::Warning,
            Word::FailedScheduling,
            message,
        ))));
    }
    if state.shape.spec.scheduling_gates.as_ref().is_some_and(|gates| !gates.is_empty()) {
        return gated(world, pod, state);
    }
    let claims = claims::readiness(world, pod, state);
    let unfit = match &claims {
        Readiness::Refused(why) => return pending(world, pod, state, &format!("{HEAD} {why}"), None),
        Readiness::Unfit(why, hopeless) => Some((*why, *hopeless)),
        Readiness::Ready | Readiness::Wait(_) => None,
    };
    let node = match place(world, pod, state) {
        Outcome::Scheduled { node } => node,
        Outcome::Failed { message, nominated: Some(node), victims } => {
            let mut effects = pending(world, pod, state, &message, Some(&node));
            effects.and(preemption::preempt(world, pod, state, &node, &victims));
            return effects;
        }
        Outcome::Failed { message, .. } => return pending(world, pod, state, &message, None),
        Outcome::Bound { .. } | Outcome::Gated { .. } | Outcome::WaitsForClaims => return Effects::none(),
    };
    match (unfit, claims) {
        (Some((why, hopeless)), _) => pending(world, pod, state, &without_nodes(why, hopeless), None),
        (None, Readiness::Wait(effects)) => effects,
        (None, _) => {
            let claims = claims::bind_on(world, pod, state, &node);
            if claims.is_empty() { bind(world, pod, state, &node) } else { claims }
        }
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

/// The first node that passes the filters, or the scheduler's words and whom it preempts.
fn place(world: &World, pod: PodId, state: &PodState) -> Outcome {
    if nodes::is_open(world, state) {
        return Outcome::Scheduled { node: NODE.to_owned() };
    }
    let (wanted, cluster) = nodes::seen(world, pod, state);
    scheduling::filter(&wanted, &cluster, world.kubernetes()).outcome
}

pub(super) fn event(state: &PodState, type_: EventType, reason: Word, message: String) -> Rc<Draft> {
    Rc::new(Draft {
        object: state.object_ref(),
        field: String::new(),
        type_,
        reason,
        message,
        component: DEFAULT_SCHEDULER,
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
    let is_scheduled = |one: &&PodCondition| one.type_ == Word::PodScheduled.text();
    let known = state.api.status.conditions.iter().flatten().find(is_scheduled);
    let since =
        known.filter(|known| known.status == status).and_then(|known| known.last_transition_time.clone());
    let condition = PodCondition {
        type_: Word::PodScheduled.text().to_owned(),
        status: status.to_owned(),
        reason: reason.map(|reason| reason.text().to_owned()),
        message: message.map(str::to_owned),
        last_transition_time: since.or_else(|| Some(world.now().to_time())),
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
    let status = scheduled(world, state, "False", Some(Word::SchedulingGated), Some(GATED));
    if *state.api.status == status {
        return Effects::none();
    }
    Effects::one(Effect::Object(pod, ObjectEffect::Status(Rc::new(status))))
}

/// The Pod waits; `nominated` is the node that preemption empties for it.
fn pending(world: &World, pod: PodId, state: &PodState, message: &str, nominated: Option<&str>) -> Effects {
    let mut effects = Effects::none();
    // A look that follows at once has the Pod as the first one had it: one event, told twice. Upstream: getKey,
    // client-go/tools/events/event_broadcaster.go.
    let is_same = world.now() < state.api.created + latency::SAME_LOOK;
    let words = told(state).filter(|_| is_same).unwrap_or(message).to_owned();
    effects.event(event(state, EventType::Warning, Word::FailedScheduling, words));
    let mut status = scheduled(world, state, "False", Some(Word::Unschedulable), Some(message));
    status.nominated_node_name = nominated.map(str::to_owned);
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
    let shape = state.reshaped(&base);
    effects.object(pod, ObjectEffect::Base { base: Rc::new(base), shape });
    let mut status = scheduled(world, state, "True", None, None);
    status.nominated_node_name = None;
    effects.object(pod, ObjectEffect::Status(Rc::new(status)));
    effects.object(pod, ObjectEffect::Bound);
    effects.at(world.now() + latency::WATCH, Timer::Config(pod));
    effects.and(nodes::bound(world));
    effects.and(retry_beside(world, &state.namespace, state.api.base.metadata.labels.as_ref()));
    effects
}

/// Looks again at all Pods that wait for a node, after a change that may let any of them fit; the most important first.
pub(crate) fn retry(world: &World) -> Effects {
    retry_those(world, |_, _| true)
}

/// A Pod is new on a node, or has other labels there: only Pods whose place depends on where Pods with such labels are.
/// Upstream: isSchedulableAfterPodChange of the plugins interpodaffinity and podtopologyspread.
pub(crate) fn retry_beside(world: &World, namespace: &str, labels: Option<&Labels>) -> Effects {
    let mut effects = Effects::none();
    for (pod, state) in world.pods().iter().enumerate() {
        if waits(state) && !world.is_queued(pod) && wants_beside(state, namespace, labels) {
            // A Pod that was looked at a moment ago is not looked at again within a second.
            let rested = state.api.created + latency::SCHEDULER_BACKOFF;
            effects.at(rested.max(world.now()) + latency::SCHEDULE, Timer::Schedule(pod));
        }
    }
    effects
}

/// A Pod was changed by a person, which helps others only where it is on a node and counts there: with other labels, or when it
/// asks for less. One that waits itself is looked at again.
pub(crate) fn retry_after_change(world: &World, pod: PodId, before: &PodState, now: &Pod) -> Effects {
    if waits(before) {
        return retry_those(world, |one, _| one == pod);
    }
    let mut effects = Effects::none();
    if !occupies(before) {
        return effects;
    }
    let (was, is) = (&before.api.base.metadata.labels, now.metadata.labels.as_ref());
    if was.as_ref() != is {
        let (namespace, was) = (&before.namespace, was.as_ref());
        effects.and(retry_those(world, |_, state| {
            wants_beside(state, namespace, is) || wants_beside(state, namespace, was) || keeps_away(state)
        }));
    }
    let options = resources::Options::of(world.kubernetes());
    let asks = |spec: &PodSpec| resources::requests(spec, &options);
    let less = now.spec.as_ref().is_some_and(|spec| {
        let now = asks(spec);
        asks(&before.shape.spec).iter().any(|(name, amount)| now.get(name).is_none_or(|now| now < amount))
    });
    if less {
        effects.and(retry_those(world, |_, state| is_told(state, "Insufficient ")));
    }
    effects
}

/// The scheduler's last words about a Pod that waits.
fn told(state: &PodState) -> Option<&str> {
    let mut conditions = state.api.status.conditions.iter().flatten();
    conditions.find(|one| one.type_ == Word::PodScheduled.text())?.message.as_deref()
}

/// Whether the scheduler's last words about a Pod that waits say this.
fn is_told(state: &PodState, words: &str) -> bool {
    told(state).is_some_and(|message| message.contains(words))
}

/// Whether a Pod must be beside Pods with such labels, or spreads among them.
fn wants_beside(state: &PodState, namespace: &str, labels: Option<&Labels>) -> bool {
    let spec = &state.shape.spec;
    let required = spec.affinity.as_ref().and_then(|affinity| affinity.pod_affinity.as_ref());
    let mut terms = required
        .into_iter()
        .flat_map(|pods| pods.required_during_scheduling_ignored_during_execution.iter().flatten());
    let mut spread = spec.topology_spread_constraints.iter().flatten();
    terms.any(|term| {
        let named = term.namespaces.as_ref().filter(|all| !all.is_empty());
        let its = match named {
            Some(all) => all.iter().any(|one| one == namespace),
            None => state.namespace == namespace,
        };
        (its || term.namespace_selector.is_some())
            && scheduling::selects(term.label_selector.as_ref(), labels)
    }) || spread
        .any(|one| state.namespace == namespace && scheduling::selects(one.label_selector.as_ref(), labels))
}

/// Whether a Pod must be away from others.
fn keeps_away(state: &PodState) -> bool {
    let affinity = state.shape.spec.affinity.as_ref();
    affinity.is_some_and(|affinity| affinity.pod_anti_affinity.is_some()) || is_told(state, "anti-affinity")
}

/// A volume changed: only Pods with claims look again.
pub(crate) fn retry_for_claims(world: &World) -> Effects {
    retry_those(world, |_, state| claims::names(state).next().is_some())
}

/// A claim changed: only Pods that use it look again. Upstream: isSchedulableAfterPersistentVolumeClaimChange,
/// plugins/volumebinding.
pub(crate) fn retry_for_claim(world: &World, claim: &Workload) -> Effects {
    retry_those(world, |_, state| {
        state.namespace == claim.namespace && claims::names(state).any(|name| name == claim.name)
    })
}

/// A node is new or changed: only Pods that it may take now, and that it might not have taken as it was `before`.
/// Upstream: isSchedulableAfterNodeChange of the plugins, such as noderesources/fit.go.
pub(crate) fn retry_for_node(world: &World, before: Option<&Value>, node: &Value) -> Effects {
    let at = |pointer: &str| before.map(|before| before.pointer(pointer)) != Some(node.pointer(pointer));
    let (grown, relabelled) = (at("/status/allocatable") || at("/status/capacity"), at("/metadata/labels"));
    let opened = before.is_some_and(nodes::shuts) && !nodes::shuts(node);
    retry_those(world, |pod, state| {
        let takes = |node: &Value| nodes::takes_when_empty(world, pod, state, node);
        let looks_around = relabelled && nodes::looks_at_others(state);
        // Those that only the cordon kept away are looked at while the node still has the taint that came with it. Upstream:
        // isSchedulableAfterNodeChange, plugins/nodeunschedulable.
        opened && is_told(state, scheduling::Word::Cordoned.text())
            || takes(node) && (grown || looks_around || !before.is_some_and(takes))
    })
}

/// A Pod no longer takes part of a node: what waits may fit in its place.
pub(crate) fn retry_after(world: &World, gone: &PodState) -> Effects {
    let nominated = gone.api.status.nominated_node_name.as_deref().is_some_and(|name| !name.is_empty());
    if occupies(gone) || nominated { retry(world) } else { Effects::none() }
}

/// Whether any Pod waits for a node.
pub(crate) fn has_waiting(world: &World) -> bool {
    world.pods().iter().any(waits)
}

fn waits(state: &PodState) -> bool {
    !state.api.bound && !state.api.removed && state.shape.spec.node_name.is_none()
}

fn retry_those(world: &World, which: impl Fn(PodId, &PodState) -> bool) -> Effects {
    let mut effects = Effects::none();
    let all = world.pods().iter().enumerate();
    let waiting = all.filter(|(pod, state)| waits(state) && !world.is_queued(*pod) && which(*pod, state));
    let mut waiting: Vec<(PodId, &PodState)> = waiting.collect();
    sort_by_key(&mut waiting, |(_, state)| Reverse(state.shape.spec.priority.unwrap_or_default()));
    for (pod, _) in waiting {
        effects.at(world.now() + latency::SCHEDULE, Timer::Schedule(pod));
    }
    effects
}
