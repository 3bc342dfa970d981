//! The sandbox of a Pod. Upstream: createPodSandbox, kuberuntime_sandbox.go.

use super::Here;
use crate::Millis;
use crate::kubelet::{latency, publish};
use crate::trace::{CallKind, EventType, What};
use crate::world::{Effect, Effects, Sandbox, Stage, Step, Timer, WorkerChange};

/// Asks the runtime for it.
pub(super) fn create(here: &Here<'_>, attempt: u32) -> Effects {
    let mut effects = Effects::none();
    let stories = &here.state.behaviour.sandbox;
    let calls = here.world.record.trace.calls.iter().filter(|call| call.pod == here.pod);
    let tries = calls.filter(|call| matches!(call.kind, CallKind::RunPodSandbox { .. }));
    // More tries than stories need no counting.
    let story = stories.get(tries.take(stories.len()).count()).cloned().unwrap_or_default();
    let error = story.create.map(|error| format!("rpc error: code = Unknown desc = {error}"));
    effects.push(Effect::Call(here.pod, None, attempt, CallKind::RunPodSandbox { error: error.clone() }));
    let delay = if error.is_some() { Millis::ZERO } else { latency::SANDBOX };
    if let Some(after) = story.die_after.filter(|_| error.is_none()) {
        effects.at(here.world.now + story.delay + delay + after, Timer::SandboxDies(here.pod, attempt));
    }
    here.then(&mut effects, vec![Step::SandboxMade { attempt, error }], story.delay + delay);
    effects
}

/// It is there, or it failed.
pub(super) fn made(here: &Here<'_>, attempt: u32, error: Option<&str>) -> Effects {
    let mut effects = Effects::none();
    if let Some(error) = error {
        if here.kubelet.worker.stage == Stage::Syncing {
            let message = format!("Failed to create pod sandbox: {error}");
            effects.push(Effect::Change(Some(here.pod), None, What::Said(message.clone())));
            effects.push(here.event(None, EventType::Warning, "FailedCreatePodSandBox", message));
            effects.worker(here.pod, WorkerChange::Result { failed: true, retry: None });
        }
        here.abort(&mut effects);
        return effects;
    }
    let number = here.world.node.addresses + 2;
    let address = format!("10.244.{}.{}", number / 250, number % 250);
    effects.push(Effect::SandboxNew(here.pod, Sandbox { attempt, ready: true, address }));
    effects.worker(here.pod, WorkerChange::Result { failed: false, retry: None });
    effects.and(publish::sandbox_ready(here.world, here.pod));
    here.done(&mut effects, latency::CALL);
    effects
}

/// Stops it, after all containers.
pub(super) fn stop(here: &Here<'_>) -> Effects {
    let mut effects = Effects::none();
    effects.worker(here.pod, WorkerChange::Result { failed: false, retry: None });
    if let Some(sandbox) = here.state.runtime.sandbox().filter(|sandbox| sandbox.ready) {
        effects.push(Effect::Call(here.pod, None, sandbox.attempt, CallKind::StopPodSandbox));
        effects.push(Effect::SandboxDead(here.pod));
        effects.and(crate::runtime::sandbox_gone(here.world, here.pod));
    }
    here.done(&mut effects, latency::CALL);
    effects
}
