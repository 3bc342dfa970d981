//! The postStart hook, which blocks the sync. Upstream: startContainer, kuberuntime_container.go, and pkg/kubelet/lifecycle.

use super::Here;
use crate::Millis;
use crate::Word;
use crate::runtime::answer;
use crate::trace::{EventType, MarkKind, What};
use crate::world::{Effects, Instance, InstanceState, PodId, Reason, Step, Sync, SyncEffect, Timer, World};
use k8s_openapi::api::core::v1::{Container, LifecycleHandler};

/// The hook, when there is one.
pub(super) fn post_start(container: &Container) -> Option<&LifecycleHandler> {
    container.lifecycle.as_ref()?.post_start.as_ref()
}

/// Runs it.
pub(super) fn run(here: &Here<'_>, instance: &Instance, mut effects: Effects) -> Effects {
    let spec = here.state.shape.containers.get(instance.container);
    let Some(handler) = spec.and_then(|spec| post_start(&spec.container)) else { return effects };
    // The container has just been started, and this instance is as it was before.
    let started = Some(here.world.now());
    let running = Instance { state: InstanceState::Running, started, ..instance.clone() };
    let reply = answer::hook(here.world, here.pod, here.state, &running, handler, Millis::ZERO);
    effects.and(reply.effects);
    effects.mark(here.pod, instance.container, MarkKind::Hook { hook: "postStart" });
    effects.change(here.pod, instance.container, What::Hook("postStart"));
    here.then(&mut effects, vec![Step::HookDone { instance: instance.id, error: reply.error }], reply.takes);
    effects
}

/// A container ends while its hook runs in it: the hook ends with it. What the kubelet itself does, a sleep or a request by
/// HTTP, goes on.
pub(in crate::kubelet) fn cut(world: &World, pod: PodId, instance: u32) -> Effects {
    let mut effects = Effects::none();
    let Some((state, kubelet)) = world.known(pod) else { return effects };
    let runs = |sync: &&Sync| matches!(sync.steps.front(), Some(Step::HookDone { instance: one, .. }) if *one == instance);
    let Some(sync) = kubelet.worker.sync.as_ref().filter(runs) else { return effects };
    let container = state.runtime.instance(instance).map(|found| found.container);
    let spec = container.and_then(|container| state.shape.containers.get(container));
    let exec = spec.and_then(|spec| post_start(&spec.container)?.exec.as_ref());
    let Some((spec, exec)) = spec.zip(exec) else { return effects };
    let error = Some(answer::hook_failed(state, &spec.name, exec, answer::KILLED, ""));
    effects.sync(pod, SyncEffect::Pop);
    effects.sync(pod, SyncEffect::Push(vec![Step::HookDone { instance, error }]));
    effects.sync(pod, SyncEffect::Due(world.now()));
    effects.at(world.now(), Timer::Step { pod, sync: sync.number });
    effects
}

/// It is over.
pub(super) fn done(here: &Here<'_>, instance: u32, error: Option<&str>) -> Effects {
    let mut effects = Effects::none();
    let Some(found) = here.state.runtime.instance(instance) else {
        here.done(&mut effects, Millis::ZERO);
        return effects;
    };
    let Some(error) = error else {
        here.started(&mut effects, found.container);
        return effects;
    };
    effects.push(here.event(
        Some(found.container),
        EventType::Warning,
        Word::FailedPostStartHook,
        "PostStartHook failed",
    ));
    // A sync knows the Pod as it was when it began, before it was deleted.
    let grace = here.state.shape.grace;
    let reason = Reason { reason: Word::PostStartHookError, message: error.to_owned() };
    let steps = vec![
        Step::KillOne { instance, message: "FailedPostStartHook".to_owned(), grace },
        Step::StartFailed { container: found.container, reason },
    ];
    here.then(&mut effects, steps, Millis::ZERO);
    effects
}
