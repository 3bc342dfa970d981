//! Stopping a container: preStop, its turn, SIGTERM, SIGKILL. Upstream: killContainer, kuberuntime_container.go, and
//! kuberuntime_termination_order.go.

use crate::Millis;
use crate::Word;
use crate::runtime::answer;
use crate::shape::Role;
use crate::trace::{CallKind, EventType, MarkKind, State, What};
use crate::world::{
    Effect, Effects, Exit, Instance, InstanceState, Kill, KillStage, KubeletEffect, KubeletPod, PodId,
    PodState, Timer, World,
};

/// The shortest grace period of a container, in seconds.
const MINIMUM: i64 = 2;

/// Begins to stop one container with a grace period in seconds.
pub(crate) fn begin(world: &World, pod: PodId, instance: &Instance, grace: i64) -> Effects {
    start(world, pod, fresh(world, instance, grace), instance)
}

/// Begins to stop a container together with all others of its Pod: a sidecar waits for its turn.
pub(crate) fn begin_with_all(world: &World, pod: PodId, instance: &Instance, grace: i64) -> Effects {
    start(world, pod, Kill { ordered: true, ..fresh(world, instance, grace) }, instance)
}

fn fresh(world: &World, instance: &Instance, grace: i64) -> Kill {
    let now = world.now();
    Kill {
        instance: instance.id,
        container: instance.container,
        remaining: grace,
        stage: KillStage::PreStop { began: now, until: now, fails: false },
        ordered: false,
        left_behind: None,
        sleeps: false,
    }
}

fn start(world: &World, pod: PodId, mut kill: Kill, instance: &Instance) -> Effects {
    let mut effects = Effects::none();
    let Some((state, _)) = world.known(pod) else { return effects };
    let (now, grace) = (world.now(), kill.remaining);
    let spec = state.shape.containers.get(instance.container);
    let hook = spec.and_then(|spec| spec.container.lifecycle.as_ref()?.pre_stop.as_ref());
    if let Some(handler) = hook.filter(|_| grace > 0) {
        let limit = millis(grace);
        let reply = answer::hook(world, pod, state, instance, handler, Millis::ZERO);
        effects.and(reply.effects);
        effects.mark(pod, instance.container, MarkKind::Hook { hook: "preStop" });
        effects.change(pod, instance.container, What::Hook("preStop"));
        let fails = reply.error.is_some() && reply.takes <= limit;
        kill.sleeps = handler.sleep.is_some();
        kill.left_behind = (reply.takes > limit && !kill.sleeps).then(|| now + reply.takes);
        kill.stage = KillStage::PreStop { began: now, until: now + reply.takes.min(limit), fails };
    }
    if let KillStage::PreStop { until, .. } = kill.stage {
        effects.at(until, Timer::Kill { pod, instance: instance.id });
    }
    effects.kubelet(pod, KubeletEffect::Kill(Box::new(kill)));
    effects
}

fn millis(seconds: i64) -> Millis {
    Millis::seconds(u64::try_from(seconds).unwrap_or(0))
}

fn whole_seconds(length: Millis) -> i64 {
    i64::try_from(length.whole_seconds()).unwrap_or(i64::MAX)
}

/// A kill goes on to its next stage when it may.
pub(crate) fn proceed(world: &World, pod: PodId, instance: u32) -> Effects {
    let mut effects = Effects::none();
    let Some((state, kubelet)) = world.known(pod) else { return effects };
    let Some(kill) = kubelet.kills.iter().find(|kill| kill.instance == instance) else { return effects };
    let mut kill = kill.clone();
    match kill.stage {
        KillStage::PreStop { began, until, fails } => {
            let exited = !kill.sleeps
                && state.runtime.instance(instance).is_none_or(|found| found.state != InstanceState::Running);
            if world.now() < until && !exited {
                return effects;
            }
            if fails || (exited && world.now() < until) {
                effects.push(hook_failed(state, kill.container));
            }
            kill.remaining -= whole_seconds(world.now() - began);
            effects.and(turn(world, pod, kill, world.now()));
        }
        KillStage::Turn { began } => effects.and(turn(world, pod, kill, began)),
        KillStage::Stopping | KillStage::Done => {}
    }
    effects
}

/// The event of a hook that failed, or that its container did not outlive.
fn hook_failed(state: &PodState, container: usize) -> Effect {
    let (type_, reason) = (EventType::Warning, Word::FailedPreStopHook);
    super::event(state, Some(container), type_, reason, "PreStopHook failed")
}

/// Waits for the container's turn, or stops it.
fn turn(world: &World, pod: PodId, mut kill: Kill, began: Millis) -> Effects {
    let mut effects = Effects::none();
    let Some((state, kubelet)) = world.known(pod) else { return effects };
    let end = began + millis(kill.remaining);
    let has_sidecars = state.shape.of(Role::Sidecar).next().is_some();
    let ordered = kill.ordered && has_sidecars && kill.remaining > 0;
    if ordered && world.now() < end && !is_turn(state, kubelet, kill.container) {
        if began == world.now() {
            effects.at(end, Timer::Kill { pod, instance: kill.instance });
        }
        kill.stage = KillStage::Turn { began };
        effects.kubelet(pod, KubeletEffect::Kill(Box::new(kill)));
        return effects;
    }
    kill.remaining -= whole_seconds(world.now() - began);
    stop(world, pod, state, kill, &mut effects);
    effects
}

/// Whether all that have to end before this container have ended: a sidecar waits for the app containers and for the
/// next sidecar after it.
fn is_turn(state: &PodState, kubelet: &KubeletPod, container: usize) -> bool {
    let over = |index: usize| {
        let kill = kubelet.kills.iter().find(|kill| kill.container == index);
        kill.is_none_or(|kill| kill.stage == KillStage::Done)
    };
    let role = state.shape.containers.get(container).map(|spec| spec.role);
    if role != Some(Role::Sidecar) {
        return true;
    }
    let next = state.shape.of(Role::Sidecar).map(|(index, _)| index).find(|index| *index > container);
    state.shape.of(Role::App).all(|(index, _)| over(index)) && next.is_none_or(over)
}

/// SIGTERM now, SIGKILL when the grace is over.
fn stop(world: &World, pod: PodId, state: &PodState, mut kill: Kill, effects: &mut Effects) {
    let grace = kill.remaining.max(MINIMUM);
    let instance = kill.instance;
    effects.call(pod, state, instance, CallKind::StopContainer { timeout: grace });
    let running = state.runtime.instance(instance).filter(|found| found.state == InstanceState::Running);
    let Some(found) = running else {
        kill.stage = KillStage::Done;
        effects.call(pod, state, instance, CallKind::StopContainerDone);
        effects.kubelet(pod, KubeletEffect::Kill(Box::new(kill)));
        effects.at(world.now(), Timer::Exit { pod, instance, how: Exit::Term });
        return;
    };
    let deadline = world.now() + millis(grace);
    let obeys = state.run(found).term.map(|term| world.now() + term).filter(|at| *at <= deadline);
    match obeys {
        Some(at) => effects.at(at, Timer::Exit { pod, instance, how: Exit::Term }),
        None => effects.at(deadline, Timer::Exit { pod, instance, how: Exit::Kill }),
    }
    effects.mark(pod, kill.container, MarkKind::Term { grace });
    effects.change(pod, kill.container, What::Term(grace));
    let lane = State::Stopping { attempt: found.attempt, kill_at: deadline };
    effects.segment(pod, kill.container, lane);
    kill.stage = KillStage::Stopping;
    effects.kubelet(pod, KubeletEffect::Kill(Box::new(kill)));
}

/// A container has ended: its kill is over, others may have their turn, and the sync may go on.
pub(crate) fn exited(world: &World, pod: PodId, instance: u32) -> Effects {
    let mut effects = Effects::none();
    let Some((state, kubelet)) = world.known(pod) else { return effects };
    for kill in &kubelet.kills {
        if kill.instance == instance && kill.stage == KillStage::Stopping {
            effects.call(pod, state, instance, CallKind::StopContainerDone);
            if kill.left_behind.is_some_and(|end| world.now() < end) {
                effects.push(hook_failed(state, kill.container));
            }
            effects
                .kubelet(pod, KubeletEffect::Kill(Box::new(Kill { stage: KillStage::Done, ..kill.clone() })));
        } else if kill.stage != KillStage::Done {
            effects.at(world.now(), Timer::Kill { pod, instance: kill.instance });
        }
    }
    if let Some(sync) = kubelet.worker.sync.as_ref().filter(|_| !kubelet.kills.is_empty()) {
        effects.at(world.now(), Timer::Step { pod, sync: sync.number });
    }
    effects
}
