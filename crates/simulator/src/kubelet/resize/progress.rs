//! Whether a resize that was allocated is carried out. Upstream: IsPodResizeInProgress,
//! pkg/kubelet/kuberuntime/kuberuntime_manager.go; SyncPod, pkg/kubelet/kubelet.go.

use super::allocate::condition;
use super::{amounts, texts};
use crate::Word;
use crate::kubelet::event;
use crate::shape::{Role, Shape};
use crate::trace::EventType;
use crate::world::{
    Effects, InstanceState, KubeletEffect, KubeletPod, PodId, PodState, Resizing, Sync, World,
};
use std::rc::Rc;

/// Whether the next sync of a Pod has to look at its resize. One that is as it was created has none.
pub(in crate::kubelet) fn is_concerned(state: &PodState, kubelet: &KubeletPod) -> bool {
    kubelet.resizing.in_progress.is_some() || state.shape.generation > 1 && state.runtime.group.is_some()
}

/// The condition goes when all is as allocated; while it is not, it is there.
pub(in crate::kubelet) fn check(
    world: &World,
    pod: PodId,
    state: &PodState,
    kubelet: &KubeletPod,
    sync: &Sync,
) -> Effects {
    let mut effects = Effects::none();
    let present = &kubelet.resizing;
    let goes_on = goes_on(world, state, sync);
    match (&present.in_progress, goes_on) {
        (None, false) | (Some(_), true) => {}
        (None, true) => {
            let begun = condition(world, Word::PodResizeInProgress, None, "", state.shape.generation);
            let new = Resizing { in_progress: Some(begun), ..present.clone() };
            effects.kubelet(pod, KubeletEffect::Resizing(Box::new(new)));
        }
        (Some(done), false) => {
            let generation = done.observed_generation.unwrap_or_default();
            let message = texts::told("Pod resize completed", &sync.allocated, generation, "");
            effects.push(event(state, None, EventType::Normal, Word::ResizeCompleted, message));
            effects.pod_message(pod, "resize completed");
            let new = Resizing { in_progress: None, ..present.clone() };
            effects.kubelet(pod, KubeletEffect::Resizing(Box::new(new)));
        }
    }
    effects
}

/// Whether a running container, or the Pod as a whole, has other resources than were allocated.
fn goes_on(world: &World, state: &PodState, sync: &Sync) -> bool {
    let allocated: &Rc<Shape> = &sync.allocated;
    let kubernetes = world.kubernetes();
    let containers = allocated.containers.iter().enumerate();
    let resizable = containers.filter(|(_, spec)| matches!(spec.role, Role::Sidecar | Role::App));
    let mut running = resizable.filter_map(|(index, _)| {
        let seen = sync.seen.newest(index).filter(|seen| seen.state == InstanceState::Running)?;
        Some((index, state.runtime.instance(seen.id)?))
    });
    let pod_level = state.runtime.pod_level.zip(amounts::pod_level(allocated, kubernetes));
    running.any(|(index, one)| one.resources != amounts::of(allocated, index, kubernetes))
        || pod_level.is_some_and(|(done, wanted)| done != wanted)
}
