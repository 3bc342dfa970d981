//! The kubelet stops and comes back: containers go on, its memory is lost.

use super::worker;
use crate::world::{Effect, Effects, KubeletEffect, NodeEffect, PodId, Timer, World};
use crate::{Millis, latency};

/// Stops the kubelet; it comes back after `down`, or when somebody starts it.
pub(crate) fn stop(world: &World, down: Option<Millis>) -> Effects {
    let mut effects = Effects::one(Effect::Node(NodeEffect::KubeletDown));
    effects.message("kubelet", "stopped");
    if let Some(down) = down {
        effects.at(world.now() + down, Timer::KubeletUp);
    }
    effects.at(latency::node_lost(world.now()), Timer::NodeMonitor);
    effects
}

/// Starts the kubelet again; its first syncs come a little later.
pub(crate) fn start(world: &World) -> Effects {
    let mut effects = Effects::one(Effect::Node(NodeEffect::KubeletUp));
    effects.message("kubelet", "started");
    effects.at(world.now() + latency::NODE_POSTS, Timer::NodePosts);
    for (pod, state) in world.pods().iter().enumerate() {
        if state.api.bound && !state.api.removed {
            effects.at(world.now() + latency::KUBELET_START, Timer::Config(pod));
        }
    }
    effects
}

/// The kubelet hears of a change of a Pod's object. When it has just started, its cache is filled before its first
/// sync of the Pod.
pub(crate) fn config(world: &World, pod: PodId) -> Effects {
    if let Some(ready) = world.node().started.map(|started| started + latency::KUBELET_START)
        && world.now() < ready
    {
        let mut effects = Effects::none();
        effects.at(ready, Timer::Config(pod));
        return effects;
    }
    let mut effects = worker::config(world, pod);
    let is_new = world.pod(pod).is_some_and(|state| state.kubelet.is_none());
    if is_new && world.node().started.is_some() {
        let admits = |effect: &Effect| matches!(effect, Effect::Node(NodeEffect::Admitted(_)));
        effects.insert_after(admits, Effect::Kubelet(pod, KubeletEffect::Cached));
    }
    effects
}
