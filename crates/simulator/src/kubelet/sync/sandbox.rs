//! The sandbox of a Pod. Upstream: createPodSandbox, kuberuntime_sandbox.go.

use super::Here;
use crate::Millis;
use crate::Word;
use crate::kubelet::resize::amounts;
use crate::kubelet::{exits, publish};
use crate::latency;
use crate::trace::{CallKind, EventType};
use crate::world::{Effects, RuntimeEffect, Sandbox, Stage, Step, SyncEffect, Timer};

/// Asks the runtime for it.
pub(super) fn create(here: &Here<'_>, attempt: u32) -> Effects {
    let mut effects = Effects::none();
    let attempts = &here.state.scenario.sandbox;
    let calls = here.world.calls().iter().filter(|call| call.pod == here.pod);
    let tries = calls.filter(|call| matches!(call.kind, CallKind::RunPodSandbox { .. }));
    // Tries beyond the ones that the scenario describes need no counting.
    let scenario = attempts.get(tries.take(attempts.len()).count()).cloned().unwrap_or_default();
    let error = scenario.create.map(|error| format!("rpc error: code = Unknown desc = {error}"));
    if here.state.runtime.group.is_none() {
        let (allocated, kubernetes) = (&here.sync.allocated, here.world.kubernetes());
        effects.runtime(here.pod, RuntimeEffect::Group(amounts::group(allocated, kubernetes)));
        let pod_level = amounts::pod_level(allocated, kubernetes);
        if let Some(done) = pod_level {
            effects.runtime(here.pod, RuntimeEffect::PodLevel(done));
        }
    }
    effects.pod_call(here.pod, attempt, CallKind::RunPodSandbox { error: error.clone() });
    let delay = if error.is_some() { Millis::ZERO } else { latency::SANDBOX };
    if let Some(after) = scenario.die_after.filter(|_| error.is_none()) {
        effects.at(
            here.world.now() + scenario.delay + delay + after,
            Timer::SandboxDies { pod: here.pod, attempt },
        );
    }
    here.then(&mut effects, vec![Step::SandboxMade { attempt, error }], scenario.delay + delay);
    effects
}

/// It is there, or it failed.
pub(super) fn made(here: &Here<'_>, attempt: u32, error: Option<&str>) -> Effects {
    let mut effects = Effects::none();
    if let Some(error) = error {
        if here.kubelet.worker.stage == Stage::Syncing {
            let message = format!("Failed to create pod sandbox: {error}");
            effects.pod_message(here.pod, message.clone());
            effects.push(here.event(None, EventType::Warning, Word::FailedCreatePodSandBox, message));
            effects.sync(here.pod, SyncEffect::Failed { retry: None });
        }
        here.abort(&mut effects);
        return effects;
    }
    let number = here.world.node().addresses + 2;
    let address = format!("10.244.{}.{}", number / 250, number % 250);
    effects.runtime(here.pod, RuntimeEffect::SandboxReady(Sandbox { attempt, ready: true, address }));
    effects.sync(here.pod, SyncEffect::Succeeded);
    effects.and(publish::sandbox_ready(here.world, here.pod));
    here.done(&mut effects, latency::CALL);
    effects
}

/// Stops it, after all containers.
pub(super) fn stop(here: &Here<'_>) -> Effects {
    let mut effects = Effects::none();
    effects.sync(here.pod, SyncEffect::Succeeded);
    if let Some(sandbox) = here.state.runtime.sandbox().filter(|sandbox| sandbox.ready) {
        effects.pod_call(here.pod, sandbox.attempt, CallKind::StopPodSandbox);
        effects.runtime(here.pod, RuntimeEffect::SandboxDead);
        effects.and(exits::sandbox_gone(here.world, here.pod));
    }
    here.done(&mut effects, latency::CALL);
    effects
}
