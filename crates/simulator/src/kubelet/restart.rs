//! The kubelet stops and comes back: containers go on, its memory is lost.

use super::{latency, worker};
use crate::Millis;
use crate::world::{Effect, Effects, Timer, World};

/// It stops.
pub(crate) fn stop(world: &World, down: Millis) -> Effects {
    let mut effects = Effects::one(Effect::KubeletDown);
    effects.push(Effect::Told("kubelet".to_owned(), "stopped".to_owned()));
    effects.at(world.now + down, Timer::KubeletUp);
    effects
}

/// It is back; its first syncs come a little later.
pub(crate) fn start(world: &World) -> Effects {
    let mut effects = Effects::one(Effect::KubeletUp);
    effects.push(Effect::Told("kubelet".to_owned(), "started".to_owned()));
    for (pod, state) in world.pods.iter().enumerate() {
        if state.api.bound && !state.api.removed {
            effects.at(world.now + latency::KUBELET_START, Timer::Config(pod));
        }
    }
    effects
}

/// The cache of a kubelet that has just started is filled before its first sync.
pub(crate) fn seen(world: &World, pod: usize) -> Effects {
    let mut effects = worker::config(world, pod);
    let is_new = world.pod(pod).is_some_and(|state| state.kubelet.is_none());
    let admitted = effects.0.iter().position(|effect| matches!(effect, Effect::Kubelet(..)));
    if let Some(at) = admitted.filter(|_| is_new && world.node.started.is_some()) {
        effects.0.insert(at + 1, Effect::Kubelet(pod, crate::world::KubeletEffect::Cached));
    }
    effects
}
