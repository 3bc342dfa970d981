//! Pods are deleted. Upstream: pkg/registry/core/pod/strategy.go and rest/storage of Pods.

use super::{claims, finalizers, scheduler, watch};
use crate::scenario::Target;
use crate::world::{Deletion, Effects, ObjectEffect, PodId, PodState, Timer, Workload, World};
use crate::{Millis, latency};
use k8s_openapi::api::core::v1::Pod;

/// The Pod that an action is for; without a target the first one of the manifest, when there is no workload.
pub(crate) fn find(world: &World, target: Option<&Target>) -> Option<PodId> {
    let Some(target) = target else {
        let written = |state: &PodState| state.owner.is_none() && !state.api.removed;
        let makes_pods = world.workloads().iter().any(Workload::makes_pods);
        return world.pods().iter().position(written).filter(|_| !makes_pods);
    };
    if target.kind.as_deref().is_some_and(|kind| kind != "Pod") {
        return None;
    }
    let is_there = |state: &PodState| !state.api.removed;
    match target.nth {
        Some(nth) => Some(nth).filter(|nth| world.pod(*nth).is_some_and(is_there)),
        None => {
            world.pods().iter().position(|state| target.is(&state.namespace, &state.name) && is_there(state))
        }
    }
}

/// Deletes a Pod: gracefully when it runs somewhere, else at once.
pub(crate) fn delete(world: &World, pod: PodId, grace: Option<i64>) -> Effects {
    let mut effects = Effects::none();
    let Some(state) = world.pod(pod).filter(|state| !state.api.removed) else { return effects };
    let wanted = grace.unwrap_or(state.shape.grace);
    if state.api.deletion.is_none() || wanted == 0 {
        let how =
            if wanted == 0 { "deleted by force".to_owned() } else { format!("deleted, grace {wanted}s") };
        effects.pod_message(pod, how);
    }
    if wanted == 0 || !state.api.bound || state.is_terminal() {
        // The Pod shows its deletion for a moment, and the kubelet gets the grace period of zero.
        effects.object(pod, ObjectEffect::Deletion(Deletion { at: world.now(), grace: 0 }));
        effects.at(world.now() + Millis(2), Timer::Remove(pod));
        return effects;
    }
    if state.api.deletion.is_some_and(|known| known.grace <= wanted) {
        return Effects::none();
    }
    effects.object(pod, ObjectEffect::Deletion(Deletion { at: world.now(), grace: wanted }));
    effects.and(watch::pod_changed(world, pod));
    effects.at(world.now() + latency::WATCH, Timer::Config(pod));
    effects
}

/// The finalizers that keep a deleted Pod; the Job controller's own, which it takes off in time, is none of them.
fn holds(pod: &Pod) -> Vec<&str> {
    let finalizers = pod.metadata.finalizers.iter().flatten().map(String::as_str);
    finalizers.filter(|name| *name != "batch.kubernetes.io/job-tracking").collect()
}

/// A deleted Pod whose last finalizer is taken off, when all else is over, goes at once.
pub(crate) fn freed(world: &World, pod: PodId, state: &PodState, new: &Pod) -> Effects {
    let mut effects = Effects::none();
    let is_over = state.api.deletion.is_some_and(|deletion| deletion.grace == 0);
    if is_over && holds(new).is_empty() {
        effects.at(world.now(), Timer::Remove(pod));
    }
    effects
}

/// Removes the object, unless finalizers keep it; the kubelet, the scheduler and the owner hear of it.
pub(crate) fn remove(world: &World, pod: PodId) -> Effects {
    let mut effects = Effects::none();
    let Some(state) = world.pod(pod).filter(|state| !state.api.removed) else { return effects };
    let holds = holds(&state.api.base);
    if !holds.is_empty() {
        let known = state.api.deletion;
        if known.is_none_or(|known| known.grace > 0)
            || state.kubelet.as_ref().is_some_and(|one| !one.finished)
        {
            effects.pod_message(pod, format!("deleted, but kept by its finalizers: {}", holds.join(", ")));
            let at = known.map_or(world.now(), |known| known.at);
            effects.object(pod, ObjectEffect::Deletion(Deletion { at, grace: 0 }));
            effects.and(watch::pod_changed(world, pod));
            effects.at(world.now() + latency::WATCH, Timer::Config(pod));
        }
        if !state.api.bound && !state.is_terminal() {
            effects.at(latency::next_collect(world.now()), Timer::Collect(pod));
        }
        return effects;
    }
    effects.object(pod, ObjectEffect::Removed);
    if claims::own(state).next().is_some() {
        effects.at(world.now() + latency::GARBAGE, Timer::OwnClaims(pod));
    }
    effects.and(finalizers::heard(world, state.owner));
    effects.and(watch::pod_changed(world, pod));
    effects.at(world.now() + latency::WATCH, Timer::Config(pod));
    effects.and(scheduler::retry_after(world, state));
    effects
}
