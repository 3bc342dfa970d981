//! A stored result changes: the status follows, and the Pod is synced. Upstream: results_manager.go, and
//! handleProbeSync, pkg/kubelet/kubelet.go.

use crate::kubelet::{publish, worker};
use crate::trace::Probe;
use crate::world::{Effects, KubeletEffect, PodId, ProbeResult, World};

/// Stores a result.
pub(super) fn set(
    world: &World,
    pod: PodId,
    container: usize,
    instance: u32,
    probe: Probe,
    result: ProbeResult,
) -> Effects {
    let mut effects = Effects::none();
    let Some((_, kubelet)) = world.known(pod) else { return effects };
    if kubelet.results.get(&(instance, probe)) == Some(&result) {
        return effects;
    }
    effects.kubelet(pod, KubeletEffect::Result { instance, probe, result: Some(result) });
    let success = result == ProbeResult::Success;
    match probe {
        Probe::Readiness => effects.and(publish::readiness(world, pod, container, success)),
        Probe::Startup => effects.and(publish::startup(world, pod, container, success)),
        Probe::Liveness if result != ProbeResult::Failure => return effects,
        Probe::Liveness => {}
    }
    effects.and(worker::request(world, pod));
    effects
}
