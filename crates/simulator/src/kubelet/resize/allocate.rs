//! Whether the kubelet allocates what is asked for. Upstream: handlePodResourcesResize,
//! pkg/kubelet/allocation/allocation_manager.go; HandlePodUpdates, pkg/kubelet/kubelet.go.

use super::{queue, texts};
use crate::Word;
use crate::fit::room;
use crate::kubelet::{admission, event, worker};
use crate::latency;
use crate::shape::{ContainerShape, Role, Shape};
use crate::trace::EventType;
use crate::world::{Effects, KubeletEffect, NodeEffect, PodId, PodState, Resizing, Timer, World};
use api::{Change, Gate, Kubernetes, Quantity};
use k8s_openapi::api::core::v1::{PodCondition, ResourceRequirements};
use std::rc::Rc;

/// The kubelet hears of a change of a Pod's object: a resize is tried at once.
pub(in crate::kubelet) fn heard(world: &World, pod: PodId) -> Effects {
    let mut effects = Effects::none();
    let Some((state, kubelet)) = world.known(pod) else { return effects };
    let before = kubelet.heard.as_ref();
    if before.is_some_and(|before| Rc::ptr_eq(before, &state.shape)) {
        return effects;
    }
    effects.kubelet(pod, KubeletEffect::Heard(Rc::clone(&state.shape)));
    let kubernetes = world.kubernetes();
    let resized = before.is_some_and(|before| differs(before, &state.shape, kubernetes));
    if !resized || !kubernetes.enabled(Gate::InPlacePodVerticalScaling) {
        return effects;
    }
    if allocates_otherwise(state, kubernetes) {
        let pending = queue::pushed(world, pod);
        effects.and(queue::look(world, pending));
    } else {
        effects.and(settle(pod, Resizing { pending: None, ..kubelet.resizing.clone() }, &kubelet.resizing));
    }
    effects
}

/// Whether a Pod asks for other resources than it was given.
fn allocates_otherwise(state: &PodState, kubernetes: &Kubernetes) -> bool {
    let allocated = state.allocated.as_ref();
    allocated.is_some_and(|allocated| {
        !Rc::ptr_eq(allocated, &state.shape) && differs(allocated, &state.shape, kubernetes)
    })
}

/// Whether the resources of two versions of a Pod differ where they can be resized.
fn differs(one: &Shape, other: &Shape, kubernetes: &Kubernetes) -> bool {
    let resizable = |spec: &ContainerShape| match spec.role {
        Role::Init => kubernetes.enabled(Gate::InPlacePodVerticalScalingInitContainers),
        Role::Sidecar | Role::App => true,
        Role::Ephemeral => false,
    };
    let pod_level = kubernetes.enabled(Gate::InPlacePodLevelResourcesVerticalScaling);
    pod_level && !equal(one.spec.resources.as_ref(), other.spec.resources.as_ref())
        || one.containers.iter().zip(&other.containers).any(|(one, other)| {
            resizable(one) && !equal(one.container.resources.as_ref(), other.container.resources.as_ref())
        })
}

/// Whether two requirements hold the same amounts, however they are written.
fn equal(one: Option<&ResourceRequirements>, other: Option<&ResourceRequirements>) -> bool {
    let amounts = |resources: Option<&ResourceRequirements>| -> Vec<(bool, String, Quantity)> {
        let lists = resources.into_iter().flat_map(|one| [(true, &one.limits), (false, &one.requests)]);
        let all = lists.flat_map(|(limit, list)| list.iter().flatten().map(move |item| (limit, item)));
        all.map(|(limit, (name, amount))| (limit, name.clone(), Quantity::of(amount))).collect()
    };
    amounts(one) == amounts(other)
}

/// The kubelet's answer to a resize.
pub(super) enum Verdict {
    /// Nothing is asked for that was not given.
    Same(Effects),
    /// It is allocated.
    Granted(Effects),
    /// It waits for room.
    Deferred(Effects),
    /// It will never be.
    Infeasible(Effects),
}

/// Decides about a Pod, when those in `granted` were given what they ask for at this look.
pub(super) fn decide(world: &World, pod: PodId, granted: &[PodId]) -> Option<Verdict> {
    let (state, kubelet) = world.known(pod).filter(|(state, _)| !state.api.removed)?;
    let present = &kubelet.resizing;
    if !allocates_otherwise(state, world.kubernetes()) {
        return Some(Verdict::Same(settle(pod, Resizing { pending: None, ..present.clone() }, present)));
    }
    let generation = state.shape.generation;
    let refused = beyond(world, state).map(|words| (Word::Infeasible, Word::Infeasible, words));
    let refused = refused.or_else(|| {
        let (cause, words) = admission::cause(world, pod, state, granted)?;
        Some((cause, Word::Deferred, words))
    });
    let mut effects = Effects::none();
    let Some((cause, reason, words)) = refused else {
        effects.node(NodeEffect::Allocated(pod, Rc::clone(&state.shape)));
        let in_progress = condition(world, Word::PodResizeInProgress, None, "", generation);
        let new = Resizing { pending: None, in_progress: Some(in_progress) };
        effects.kubelet(pod, KubeletEffect::Resizing(Box::new(new)));
        let message = texts::told("Pod resize started", &state.shape, generation, "");
        effects.push(event(state, None, EventType::Normal, Word::ResizeStarted, message));
        effects.pod_message(pod, "resize started");
        return Some(Verdict::Granted(effects));
    };
    let known = present.pending.as_ref();
    let same_reason = known.filter(|known| known.reason.as_deref() == Some(reason.text()));
    let mut pending = condition(world, Word::PodResizePending, Some(reason), &words, generation);
    if let Some(known) = same_reason {
        pending.last_transition_time.clone_from(&known.last_transition_time);
    }
    if same_reason.is_none_or(|known| known.observed_generation != Some(generation)) {
        let kind = if reason == Word::Infeasible { Word::ResizeInfeasible } else { Word::ResizeDeferred };
        let message = texts::told(&format!("Pod resize {cause}"), &state.shape, generation, &words);
        effects.push(event(state, None, EventType::Warning, kind, message));
        effects.pod_message(pod, format!("resize {}: {words}", reason.text().to_lowercase()));
    }
    let new = Resizing { pending: Some(pending), ..present.clone() };
    effects.and(settle(pod, new, present));
    Some(if reason == Word::Infeasible { Verdict::Infeasible(effects) } else { Verdict::Deferred(effects) })
}

/// More than the node has is infeasible, in releases whose API server takes it.
fn beyond(world: &World, state: &PodState) -> Option<String> {
    if world.kubernetes().has(Change::PodResizeValidator) {
        return None;
    }
    let requests = &state.shape.reserved(world.kubernetes()).0;
    let over = |name: &str| {
        let (asked, room) = (requests.get(name)?, room(world, state, name)?);
        (*asked > room).then_some((asked, room))
    };
    let cpu = over("cpu").map(|(asked, room)| ("cpu", asked.milli_value(), room.milli_value()));
    let memory = || over("memory").map(|(asked, room)| ("memory", asked.value(), room.value()));
    let (name, asked, room) = cpu.or_else(memory)?;
    Some(format!("Node didn't have enough capacity: {name}, requested: {asked}, capacity: {room}"))
}

/// A condition of a resize, true from now on.
pub(super) fn condition(
    world: &World,
    type_: Word,
    reason: Option<Word>,
    message: &str,
    generation: i64,
) -> PodCondition {
    PodCondition {
        type_: type_.text().to_owned(),
        status: "True".to_owned(),
        reason: reason.map(|reason| reason.text().to_owned()),
        message: (!message.is_empty()).then(|| message.to_owned()),
        last_probe_time: Some(world.now().to_time()),
        last_transition_time: Some(world.now().to_time()),
        observed_generation: Some(generation),
    }
}

/// Stores the conditions, when they are others.
fn settle(pod: PodId, new: Resizing, present: &Resizing) -> Effects {
    let mut effects = Effects::none();
    if new != *present {
        effects.kubelet(pod, KubeletEffect::Resizing(Box::new(new)));
    }
    effects
}

/// The Pod is synced, and the PLEG looks at it. Upstream: syncPodNow, pkg/kubelet/kubelet.go.
pub(super) fn sync(world: &World, pod: PodId) -> Effects {
    let mut effects = worker::request(world, pod);
    if world.kubernetes().enabled(Gate::PLEGOnDemandRelist) {
        effects.at(world.now() + latency::RELIST_POD, Timer::RelistPod(pod));
    }
    effects
}

/// A kubelet that has started again takes the conditions from the API, and the resizes that were waiting wait on.
pub(in crate::kubelet) fn backfill(world: &World, pod: PodId, state: &PodState) -> Effects {
    let mut effects = Effects::none();
    let stored = |word: Word| {
        let conditions = state.api.status.conditions.iter().flatten();
        conditions.into_iter().find(|one| one.type_ == word.text()).cloned()
    };
    let new =
        Resizing { pending: stored(Word::PodResizePending), in_progress: stored(Word::PodResizeInProgress) };
    effects.and(settle(pod, new, &Resizing::default()));
    if allocates_otherwise(state, world.kubernetes()) {
        effects.node(NodeEffect::PendingResizes(queue::pushed(world, pod)));
        effects.at(world.now(), Timer::RetryResizes { after: None });
    }
    effects
}
