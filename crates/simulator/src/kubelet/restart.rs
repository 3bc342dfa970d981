//! The kubelet stops and comes back: containers go on, its memory is lost.

use super::worker;
use crate::world::{Effect, Effects, KubeletEffect, NodeEffect, PodId, Timer, World};
use crate::{Millis, latency};

/// Stops the kubelet of a node, or all; it comes back after `down`, or when somebody starts it.
pub(crate) fn stop(world: &World, node: Option<&str>, down: Option<Millis>) -> Effects {
    let name = || node.map(str::to_owned);
    let mut effects = Effects::one(Effect::Node(NodeEffect::KubeletDown(name())));
    effects.message("kubelet", told(node, "stopped"));
    if let Some(down) = down {
        effects.at(world.now() + down, Timer::KubeletUp(name()));
    }
    effects.at(latency::node_lost(world.now()), Timer::NodeMonitor);
    effects
}

/// Starts the kubelet of a node again, or all; its first syncs come a little later.
pub(crate) fn start(world: &World, node: Option<&str>) -> Effects {
    let mut effects = Effects::one(Effect::Node(NodeEffect::KubeletUp(node.map(str::to_owned))));
    effects.message("kubelet", told(node, "started"));
    effects.at(world.now() + latency::NODE_POSTS, Timer::NodePosts);
    let up = world.now() + latency::KUBELET_START;
    for (pod, state) in world.pods().iter().enumerate() {
        if state.api.bound && state.is_below(node) {
            let at = if state.api.removed { up + latency::ORPHANS } else { up };
            effects.at(at, Timer::Config(pod));
        }
    }
    effects
}

fn told(node: Option<&str>, what: &str) -> String {
    node.map_or_else(|| what.to_owned(), |node| format!("{what} on {node}"))
}

/// The kubelet hears of a change of a Pod's object. When it has just started, its cache is filled before its first
/// sync of the Pod.
pub(crate) fn config(world: &World, pod: PodId) -> Effects {
    let started = world.pod(pod).and_then(|state| world.kubelet_of(state).started);
    if let Some(ready) = started.map(|started| started + latency::KUBELET_START)
        && world.now() < ready
    {
        let mut effects = Effects::none();
        effects.at(ready, Timer::Config(pod));
        return effects;
    }
    let mut effects = worker::config(world, pod);
    let is_new = world.pod(pod).is_some_and(|state| state.kubelet.is_none());
    if is_new && started.is_some() {
        let admits = |effect: &Effect| matches!(effect, Effect::Node(NodeEffect::Admitted(_)));
        effects.insert_after(admits, Effect::Kubelet(pod, KubeletEffect::Cached));
    }
    effects
}
