//! The poll that notices what happened in the runtime. Upstream: pkg/kubelet/pleg/generic.go.

use super::{latency, worker};
use crate::world::{Effect, Effects, KubeletEffect, KubeletPod, PodId, PodState, Step, Timer, World};

/// Sets the next global relist when there is something to notice or someone waits for one.
/// Relists that would find nothing are left out: nobody can tell.
pub(crate) fn arrange(world: &World) -> Effects {
    let mut effects = Effects::none();
    if !world.node.up || world.node.relist_at.is_some() {
        return effects;
    }
    let wanted = world.pods.iter().any(|state| {
        state
            .kubelet
            .as_ref()
            .is_some_and(|kubelet| awaits(kubelet) || kubelet.cache.version != state.runtime.version)
    });
    if wanted {
        let at = latency::next_relist(world.now + crate::Millis(1));
        effects.push(Effect::RelistAt(Some(at)));
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
    if world.node.relist_at != Some(world.now) {
        return effects;
    }
    effects.push(Effect::RelistAt(None));
    for pod in 0..world.pods.len() {
        if let Some((state, kubelet)) = world.known(pod) {
            look(world, pod, state, kubelet, &mut effects);
        }
    }
    effects
}

/// Looks at one Pod, after a sync that did something.
pub(crate) fn relist_pod(world: &World, pod: PodId) -> Effects {
    let mut effects = Effects::none();
    if let Some((state, kubelet)) = world.known(pod) {
        look(world, pod, state, kubelet, &mut effects);
    }
    effects
}

fn look(world: &World, pod: PodId, state: &PodState, kubelet: &KubeletPod, effects: &mut Effects) {
    if kubelet.cache.version == state.runtime.version {
        effects.kubelet(pod, KubeletEffect::Observed);
    } else {
        effects.kubelet(pod, KubeletEffect::Cached);
        if kubelet.cache.seen != state.runtime.seen {
            effects.and(worker::request(world, pod));
        }
    }
    if let Some(sync) = kubelet.worker.sync.as_ref().filter(|_| awaits(kubelet)) {
        effects.at(world.now, Timer::Step(pod, sync.number));
    }
}
