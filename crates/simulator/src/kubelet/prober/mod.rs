//! Probe workers: made with the Pod's first sync, gone with the Pod. Upstream: pkg/kubelet/prober.

mod probe;
mod result;

pub(crate) use probe::{answered, tick};

use crate::Millis;
use crate::latency;
use crate::shape::{Role, Shape};
use crate::trace::Probe;
use crate::world::{Effects, KubeletEffect, KubeletPod, PodId, PodState, ProbeWorker, Timer, World};

const KINDS: [Probe; 3] = [Probe::Startup, Probe::Readiness, Probe::Liveness];

/// Makes the workers of a Pod, unless they are there. Upstream: AddPod, prober_manager.go.
pub(crate) fn add_pod(world: &World, pod: PodId, state: &PodState, kubelet: &KubeletPod) -> Effects {
    let mut effects = Effects::none();
    let containers = state.shape.of(Role::App).chain(state.shape.of(Role::Sidecar));
    for (index, spec) in containers {
        for probe in KINDS {
            let Some(config) = spec.probe(probe) else { continue };
            if kubelet.probe(index, probe).is_some() {
                return effects;
            }
            let seconds = config.period_seconds.filter(|seconds| *seconds > 0).unwrap_or(10);
            let period = Millis::seconds(u64::try_from(seconds).unwrap_or(10));
            // A kubelet that has just started spreads its first probes at random over a period: half of one here.
            let started = world.kubelet_of(state).started;
            let young = started.is_some_and(|started| period > world.now() - started);
            let first = world.now() + if young { Millis(period.0 / 2) } else { Millis::ZERO };
            effects.kubelet(
                pod,
                KubeletEffect::Probe(Box::new(ProbeWorker {
                    container: index,
                    probe,
                    period,
                    instance: None,
                    on_hold: false,
                    last: None,
                    run: 0,
                    next_tick: first,
                    number: 0,
                    busy: false,
                    triggered: false,
                    made_deleting: state.api.deletion.is_some(),
                    sync: kubelet.worker.syncs,
                    cancelled: false,
                    calls: 0,
                })),
            );
            effects.at(first, Timer::Tick { pod, container: index, probe, number: 0 });
        }
    }
    effects
}

/// Readiness probes that are to run at once, and their ticks from then on. Upstream: the manual trigger of
/// UpdatePodStatus, prober_manager.go.
pub(crate) fn trigger(world: &World, pod: PodId, containers: &[usize]) -> Effects {
    let mut effects = Effects::none();
    let Some((_, kubelet)) = world.known(pod) else { return effects };
    for container in containers {
        let Some(worker) = kubelet.probe(*container, Probe::Readiness) else { continue };
        let mut worker = worker.clone();
        if worker.busy {
            worker.triggered = true;
        } else {
            let at = world.now() + latency::TRIGGER;
            worker.number += 1;
            worker.next_tick = at;
            effects.at(
                at,
                Timer::Tick { pod, container: *container, probe: Probe::Readiness, number: worker.number },
            );
        }
        effects.kubelet(pod, KubeletEffect::Probe(Box::new(worker)));
    }
    effects
}

/// Liveness and startup probes of the app containers end. Upstream: StopLivenessAndStartup.
pub(crate) fn stop_liveness_and_startup(pod: PodId, kubelet: &KubeletPod, shape: &Shape) -> Effects {
    let of_app = |worker: &&ProbeWorker| {
        let role = shape.containers.get(worker.container).map(|spec| spec.role);
        worker.probe != Probe::Readiness && role == Some(Role::App)
    };
    stop(pod, kubelet.probes.iter().filter(of_app))
}

/// All probes of a Pod end. Upstream: RemovePod.
pub(crate) fn remove_pod(pod: PodId, kubelet: &KubeletPod) -> Effects {
    stop(pod, kubelet.probes.iter())
}

fn stop<'a>(pod: PodId, workers: impl Iterator<Item = &'a ProbeWorker>) -> Effects {
    let mut effects = Effects::none();
    for worker in workers {
        if let Some(instance) = worker.instance {
            effects.kubelet(pod, KubeletEffect::Result { instance, probe: worker.probe, result: None });
        }
        effects.kubelet(pod, KubeletEffect::ProbeGone { container: worker.container, probe: worker.probe });
    }
    effects
}
