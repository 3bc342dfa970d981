//! A probe worker's tick. Upstream: worker.doProbe, pkg/kubelet/prober/worker.go.

use super::result;
use crate::kubelet::started_before_kubelet;
use crate::runtime::answer;
use crate::shape::Role;
use crate::trace::{EventType, MarkKind, Probe, What, status_of};
use crate::world::{
    Effects, Instance, InstanceState, KubeletEffect, KubeletPod, PodId, PodState, ProbeAnswer, ProbeOutcome,
    ProbeResult, ProbeWorker, Timer, World,
};
use crate::{Millis, Word, latency};
use k8s_openapi::api::core::v1::ContainerStatus;

/// The outcome of a tick.
enum Next {
    /// Until the next tick.
    Wait,
    /// The worker ends.
    End,
    /// The probe runs.
    Probe(u32),
}

/// A Pod whose containers are probed.
#[derive(Clone, Copy)]
struct Site<'a> {
    world: &'a World,
    pod: PodId,
    state: &'a PodState,
    kubelet: &'a KubeletPod,
}

impl<'a> Site<'a> {
    fn of(world: &'a World, pod: PodId) -> Option<Site<'a>> {
        let (state, kubelet) = world.known(pod)?;
        Some(Site { world, pod, state, kubelet })
    }
}

/// The worker wakes.
pub(crate) fn tick(world: &World, pod: PodId, container: usize, probe: Probe, number: u32) -> Effects {
    let mut effects = Effects::none();
    let Some(site) = Site::of(world, pod) else { return effects };
    let Some(worker) =
        site.kubelet.probe(container, probe).filter(|worker| worker.number == number && !worker.busy)
    else {
        return effects;
    };
    let mut worker = worker.clone();
    worker.triggered = false;
    let known = worker.instance;
    let next = self::next(site, &mut worker, &mut effects);
    match next {
        Next::End => {
            if let Some(instance) = worker.instance {
                effects.kubelet(pod, KubeletEffect::Result { instance, probe, result: None });
            }
            effects.kubelet(pod, KubeletEffect::ProbeGone { container, probe });
            return effects;
        }
        Next::Wait => wait(site, &mut worker, &mut effects),
        Next::Probe(instance) => {
            // The first look at a container has asked for a sync, which looks at what is to be
            // started before a startup probe has its answer: the sync that the answer asks for waits for the next relist.
            let first = probe == Probe::Startup && known != Some(instance);
            let least = if first { latency::CALL + latency::STATUS } else { Millis::ZERO };
            run(site, &mut worker, instance, least, &mut effects);
        }
    }
    effects.kubelet(pod, KubeletEffect::Probe(Box::new(worker)));
    effects
}

/// Sets the next tick. Ticks that were missed while a probe ran are one tick at once.
fn wait(site: Site<'_>, worker: &mut ProbeWorker, effects: &mut Effects) {
    let now = site.world.now();
    let mut due = worker.next_tick + worker.period;
    worker.next_tick = due;
    if worker.triggered {
        due = now;
        worker.next_tick = now;
    } else if due < now {
        let missed = (now - due).0 / worker.period.0.max(1);
        worker.next_tick = due + Millis(missed * worker.period.0);
        due = now;
    }
    worker.number += 1;
    effects.at(
        due,
        Timer::Tick {
            pod: site.pod,
            container: worker.container,
            probe: worker.probe,
            number: worker.number,
        },
    );
}

/// Goes through the conditions under which a probe runs.
fn next(site: Site<'_>, worker: &mut ProbeWorker, effects: &mut Effects) -> Next {
    let Site { world, pod, state, kubelet } = site;
    let Some(status) = &kubelet.status else { return Next::Wait };
    if matches!(status.phase.as_deref(), Some("Failed" | "Succeeded")) {
        return Next::End;
    }
    let Some(spec) = state.shape.containers.get(worker.container) else { return Next::End };
    let found = status_of(status, spec.role, spec.index, &spec.name).filter(|one| one.container_id.is_some());
    let Some(found) = found else { return Next::Wait };
    let Some(instance) = instance_of(state, worker.container, found) else { return Next::Wait };
    let is_running = found.state.as_ref().is_some_and(|state| state.running.is_some());
    if let Some(old) = worker.instance.filter(|old| *old != instance.id) {
        effects.kubelet(pod, KubeletEffect::Result { instance: old, probe: worker.probe, result: None });
    }
    let mut store =
        |result| effects.and(result::set(world, pod, worker.container, instance.id, worker.probe, result));
    let mut held = worker.on_hold;
    if worker.instance != Some(instance.id) {
        let seeded =
            spec.role == Role::Sidecar && worker.probe == Probe::Startup && found.started == Some(true);
        if seeded {
            store(ProbeResult::Success);
        }
        if !(is_running && started_before_kubelet(world, state, instance.started)) {
            store(match worker.probe {
                Probe::Startup => ProbeResult::Unknown,
                Probe::Readiness => ProbeResult::Failure,
                Probe::Liveness => ProbeResult::Success,
            });
        }
        worker.instance = Some(instance.id);
        worker.calls = 0;
        held = false;
    }
    worker.on_hold = held;
    if held {
        return Next::Wait;
    }
    if !is_running {
        store(ProbeResult::Failure);
        let ended = found.state.as_ref().and_then(|state| state.terminated.as_ref());
        let again = ended.is_none_or(|ended| state.shape.restarts(spec, ended.exit_code));
        return if again { Next::Wait } else { Next::End };
    }
    if worker.made_deleting && worker.probe != Probe::Readiness {
        store(ProbeResult::Success);
        return Next::End;
    }
    let config = spec.probe(worker.probe);
    let delay = config.and_then(|config| config.initial_delay_seconds).unwrap_or(0);
    // The status cuts the start to the second of the wall clock, so that the delay is up to a second shorter. Half of
    // it: the clock is taken to be half a second ahead of the trace here.
    let ahead = Millis(500);
    let started = (instance.started.unwrap_or(world.now()) + ahead).whole_seconds();
    let age = (world.now() + ahead - Millis::seconds(started)).whole_seconds();
    if age < u64::try_from(delay).unwrap_or(0) {
        return Next::Wait;
    }
    let has_started = found.started == Some(true);
    if has_started == (worker.probe == Probe::Startup) { Next::Wait } else { Next::Probe(instance.id) }
}

/// The instance that a status speaks of: the newest that had begun when it was made.
fn instance_of<'a>(state: &'a PodState, container: usize, status: &ContainerStatus) -> Option<&'a Instance> {
    let id = status.container_id.as_deref()?;
    state.runtime.instances.of(container).find(|one| one.container_id == id)
}

/// Runs the probe, which takes `least` at least.
fn run(site: Site<'_>, worker: &mut ProbeWorker, instance: u32, least: Millis, effects: &mut Effects) {
    let Site { world, pod, state, .. } = site;
    let spec = state.shape.containers.get(worker.container);
    let config = spec.and_then(|spec| spec.probe(worker.probe));
    let (Some(config), Some(found)) = (config, state.runtime.instance(instance)) else { return };
    let reply = if worker.cancelled && config.exec.is_some() {
        answer::cancelled(latency::CALL)
    } else {
        answer::probe(world, pod, state, found, config, worker.calls)
    };
    worker.calls += reply.calls;
    worker.busy = true;
    effects.and(reply.effects);
    let answered = ProbeAnswer { instance, outcome: reply.outcome };
    let timer = Timer::ProbeDone {
        pod,
        container: worker.container,
        probe: worker.probe,
        number: worker.number,
        answer: answered,
    };
    effects.at(world.now() + reply.takes.max(least), timer);
}

/// The probe has its answer.
pub(crate) fn answered(
    world: &World,
    pod: PodId,
    container: usize,
    probe: Probe,
    number: u32,
    answered: &ProbeAnswer,
) -> Effects {
    let mut effects = Effects::none();
    let Some(site) = Site::of(world, pod) else { return effects };
    let worker = site.kubelet.probe(container, probe).filter(|worker| worker.number == number);
    let Some(worker) = worker else {
        return effects;
    };
    let mut worker = worker.clone();
    worker.busy = false;
    let instance = site.state.runtime.instance(answered.instance);
    let alive = instance.is_some_and(|found| found.state == InstanceState::Running);
    let result = match &answered.outcome {
        ProbeOutcome::Failed(_) => ProbeResult::Failure,
        ProbeOutcome::Error(_) => ProbeResult::Unknown,
        ProbeOutcome::Ok => ProbeResult::Success,
    };
    report(site, &worker, &answered.outcome, &mut effects);
    if alive && result == ProbeResult::Success || result == ProbeResult::Failure {
        effects.and(count(site, &mut worker, answered.instance, result));
    }
    wait(site, &mut worker, &mut effects);
    effects.kubelet(pod, KubeletEffect::Probe(Box::new(worker)));
    effects
}

fn report(site: Site<'_>, worker: &ProbeWorker, outcome: &ProbeOutcome, effects: &mut Effects) {
    let Site { pod, state, .. } = site;
    let (container, probe) = (worker.container, worker.probe);
    let (how, output) = match outcome {
        ProbeOutcome::Ok => ("", ""),
        ProbeOutcome::Failed(output) => ("failed", output.as_str()),
        ProbeOutcome::Error(error) => ("errored and resulted in unknown state", error.as_str()),
    };
    let ok = how.is_empty();
    effects.mark(pod, container, MarkKind::Probe { probe, ok, output: output.to_owned() });
    if !ok {
        let message = format!("{} probe {how}: {output}", probe.word());
        effects.push(crate::kubelet::event(
            state,
            Some(container),
            EventType::Warning,
            Word::Unhealthy,
            message,
        ));
        effects.change(pod, container, What::ProbeFailed(probe, output.to_owned()));
    }
}

/// Counts equal results in a row; at the threshold the result is stored.
fn count(site: Site<'_>, worker: &mut ProbeWorker, instance: u32, result: ProbeResult) -> Effects {
    let Site { world, pod, state, .. } = site;
    worker.run = if worker.last == Some(result) { worker.run + 1 } else { 1 };
    worker.last = Some(result);
    let spec = state.shape.containers.get(worker.container);
    let Some(config) = spec.and_then(|spec| spec.probe(worker.probe)) else { return Effects::none() };
    let positive = |value: Option<i32>, default: u32| {
        value.and_then(|value| u32::try_from(value).ok()).unwrap_or(default)
    };
    let threshold = match result {
        ProbeResult::Success => positive(config.success_threshold, 1),
        _ => positive(config.failure_threshold, 3),
    };
    if worker.run < threshold {
        return Effects::none();
    }
    if worker.probe == Probe::Startup || (worker.probe == Probe::Liveness && result == ProbeResult::Failure) {
        worker.on_hold = true;
        worker.run = 0;
    }
    result::set(world, pod, worker.container, instance, worker.probe, result)
}
