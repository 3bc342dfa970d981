//! The poll that notices what happened in the runtime. Upstream: pkg/kubelet/pleg/generic.go.

use super::worker;
use crate::Millis;
use crate::latency;
use crate::trace::CallKind;
use crate::world::{
    Effects, InstanceState, KubeletEffect, KubeletPod, NodeEffect, PodId, PodState, RuntimeEffect,
    RuntimePod, Step, Timer, World,
};

/// Sets the next global relist when there is something to notice or someone waits for one.
/// Relists that would find nothing are left out, because nothing depends on them.
pub(crate) fn next_relist(world: &World) -> Effects {
    let mut effects = Effects::none();
    if world.node().relist_at.is_some() {
        return effects;
    }
    let wanted = world.pods().iter().any(|state| {
        state.kubelet.as_ref().is_some_and(|kubelet| {
            awaits(kubelet) || kubelet.reinspect || kubelet.cache.version != state.runtime.version
        })
    });
    if wanted {
        let at = latency::next_relist(world.now() + Millis(1));
        effects.node(NodeEffect::RelistAt(Some(at)));
        effects.at(at, Timer::Relist);
    }
    effects
}

/// Whether the Pod's worker waits for a cache that is newer than its last sync.
fn awaits(kubelet: &KubeletPod) -> bool {
    let sync = kubelet.worker.sync.as_ref();
    sync.is_some_and(|sync| matches!(sync.steps.front(), Some(Step::AwaitCache)))
}

/// Looks at all Pods.
pub(crate) fn relist(world: &World) -> Effects {
    let mut effects = Effects::none();
    if world.node().relist_at != Some(world.now()) {
        return effects;
    }
    effects.node(NodeEffect::RelistAt(None));
    for pod in 0..world.pods().len() {
        if let Some((state, kubelet)) = world.known(pod) {
            compare(world, pod, state, kubelet, &mut effects);
        }
    }
    effects
}

/// Looks at one Pod, after a sync that did something.
pub(crate) fn relist_pod(world: &World, pod: PodId) -> Effects {
    let mut effects = Effects::none();
    if let Some((state, kubelet)) = world.known(pod) {
        compare(world, pod, state, kubelet, &mut effects);
    }
    effects
}

fn compare(world: &World, pod: PodId, state: &PodState, kubelet: &KubeletPod, effects: &mut Effects) {
    if kubelet.reinspect {
        effects.kubelet(pod, KubeletEffect::Reinspect(false));
    }
    if kubelet.cache.version == state.runtime.version && !kubelet.reinspect {
        effects.kubelet(pod, KubeletEffect::Observed);
    } else {
        effects.kubelet(pod, KubeletEffect::Cached);
        let events = events(&kubelet.cache, &state.runtime);
        if events > 0 || kubelet.reinspect {
            effects.and(worker::request(world, pod));
        }
        if kubelet.worker.evicted.is_some() {
            clean(pod, state, effects);
        }
        // The worker has taken the first event when the second arrives: one more sync.
        if events > 1 {
            effects.at(world.now() + Millis(1), Timer::Woken(pod));
        }
    }
    if let Some(sync) = kubelet.worker.sync.as_ref().filter(|_| awaits(kubelet)) {
        effects.at(world.now(), Timer::Step { pod, sync: sync.number });
    }
}

/// Containers of an evicted Pod are removed as soon as they have ended, while others still run: the status knows no more of
/// them. Upstream: cleanUpContainersInPod, pkg/kubelet/kubelet.go.
fn clean(pod: PodId, state: &PodState, effects: &mut Effects) {
    for ended in state.runtime.instances.iter().filter(|one| one.state == InstanceState::Exited) {
        effects.call(pod, state, ended.id, CallKind::RemoveContainer);
        effects.runtime(pod, RuntimeEffect::Removed { instance: ended.id });
    }
}

/// How many containers and sandboxes started or ended between two looks.
fn events(before: &RuntimePod, now: &RuntimePod) -> usize {
    let changed = now.instances.iter().filter(|one| {
        let known = before.instance(one.id).map_or(InstanceState::Created, |known| known.state);
        known != one.state
    });
    let sandboxes = now.sandboxes.iter().filter(|one| {
        let known = before.sandboxes.iter().find(|known| known.attempt == one.attempt);
        known.is_none_or(|known| known.ready != one.ready)
    });
    // The event of the sandbox comes together with that of the container that was started in it.
    changed.count().max(sandboxes.count().min(1))
}
