//! Processes end: the runtime records it, and the kubelet's kills that wait for them go on.

use super::kill;
use super::sync::hook;
use crate::runtime;
use crate::world::{Effects, Exit, InstanceState, PodId, World};

/// A process ends. A kill may wait for one that had ended already.
pub(crate) fn exit(world: &World, pod: PodId, instance: u32, how: &Exit) -> Effects {
    let mut effects = runtime::exit(world, pod, instance, how);
    effects.and(kill::exited(world, pod, instance));
    effects.and(hook::cut(world, pod, instance));
    effects
}

/// The sandbox of this attempt dies by itself, and all containers with it.
pub(crate) fn sandbox_dies(world: &World, pod: PodId, attempt: u32) -> Effects {
    let Some(mut effects) = runtime::sandbox_dies(world, pod, attempt) else { return Effects::none() };
    effects.and(sandbox_gone(world, pod));
    effects
}

/// All that still runs in a sandbox that is gone is killed.
pub(crate) fn sandbox_gone(world: &World, pod: PodId) -> Effects {
    let mut effects = Effects::none();
    let Some(state) = world.pod(pod) else { return effects };
    for instance in state.runtime.instances.iter().filter(|one| one.state == InstanceState::Running) {
        effects.and(runtime::exit_with_sandbox(pod, instance));
        effects.and(kill::exited(world, pod, instance.id));
        effects.and(hook::cut(world, pod, instance.id));
    }
    effects
}
