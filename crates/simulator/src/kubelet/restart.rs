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
    let known = world.pod(pod).is_some_and(|state| state.kubelet.is_some());
    let knows = effects.0.iter().any(|effect| matches!(effect, Effect::Kubelet(..)));
    if world.node.started.is_some() && !known && knows {
        let after =
            effects.0.iter().position(|effect| matches!(effect, Effect::Kubelet(..))).map_or(0, |at| at + 1);
        effects.0.insert(after, Effect::Kubelet(pod, crate::world::KubeletEffect::Cached));
    }
    effects
}
