//! From the plan to the steps. Upstream: SyncPod, kuberuntime_manager.go.

use super::Here;
use crate::Millis;
use crate::Word;
use crate::kubelet::{plan, references};
use crate::latency;
use crate::shape::Role;
use crate::trace::{CallKind, EventType, Probe};
use crate::world::{Effects, InstanceState, RuntimeEffect, Step, SyncEffect, Updates, WorkerEffect};

/// Computes the plan and lines up its steps.
pub(super) fn plan(here: &Here<'_>) -> Effects {
    let mut effects = Effects::none();
    if let Some(message) = references::pull_secrets(here.world.cluster(), here.state) {
        effects.push(here.event(None, EventType::Warning, Word::FailedToRetrieveImagePullSecret, message));
    }
    let input = plan::Input {
        shape: &here.state.shape,
        seen: &here.sync.seen,
        live: &here.state.runtime,
        allocated: &here.sync.allocated,
        kubernetes: here.world.kubernetes(),
        results: &here.kubelet.results,
        deleting: here.state.api.deletion.is_some(),
        resetting: here.sync.resetting,
    };
    let actions = plan::compute(&input);
    let mut steps = Vec::new();
    if actions.create_sandbox.is_some() && actions.sandbox_changed {
        let message = "Pod sandbox changed, it will be killed and re-created.";
        effects.push(here.event(None, EventType::Normal, Word::SandboxChanged, message));
    }
    if actions.kill_pod {
        if actions.sandbox_changed || actions.create_sandbox.is_none() {
            steps.push(Step::KillPod { grace: None });
        }
        if actions.create_sandbox.is_some() {
            steps.push(Step::PurgeInit);
        }
    } else {
        for kill in actions.kill {
            let grace = grace(here, kill.instance, kill.probe);
            steps.push(Step::KillOne { instance: kill.instance, message: kill.message, grace });
        }
        for (instance, running) in actions.reset {
            if running {
                steps.push(Step::KillOne { instance, message: "killing".to_owned(), grace: 0 });
            }
            steps.push(Step::Remove { instance });
        }
    }
    steps.extend(actions.create_sandbox.map(|attempt| Step::CreateSandbox { attempt }));
    if !actions.kill_pod || actions.create_sandbox.is_some() {
        steps.extend(super::image_volumes::steps(here));
    }
    let start = |container: &usize| Step::Start { container: *container };
    steps.extend(actions.ephemeral.iter().chain(&actions.init).map(start));
    if actions.updates != Updates::default() && !actions.kill_pod {
        steps.push(Step::Resize { updates: Box::new(actions.updates) });
    }
    steps.extend(actions.app.iter().map(start));
    prune(here, &mut effects);
    here.then(&mut effects, steps, Millis::ZERO);
    effects
}

/// Seconds: the probe's own grace, or the Pod's. Upstream: setTerminationGracePeriod.
fn grace(here: &Here<'_>, instance: u32, probe: Option<Probe>) -> i64 {
    if let Some(deletion) = here.state.api.deletion {
        return deletion.grace;
    }
    let container = here.sync.seen.instance(instance).map(|found| found.container);
    let spec = container.and_then(|index| here.state.shape.containers.get(index));
    let own = spec.zip(probe).and_then(|(spec, probe)| spec.probe(probe)?.termination_grace_period_seconds);
    own.unwrap_or(here.state.shape.grace)
}

/// Old runs are removed; the newest two of each container stay, as the status shows them.
fn prune(here: &Here<'_>, effects: &mut Effects) {
    for container in 0..here.state.shape.containers.len() {
        for old in here
            .state
            .runtime
            .instances
            .of(container)
            .skip(2)
            .filter(|one| one.state == InstanceState::Exited)
        {
            effects.runtime(here.pod, RuntimeEffect::Removed { instance: old.id });
        }
    }
}

/// Dead init containers of the old sandbox go. Upstream: purgeInitContainers.
pub(super) fn purge(here: &Here<'_>) -> Effects {
    let mut effects = Effects::none();
    for instance in here.state.runtime.instances.iter() {
        let role = here.state.shape.containers.get(instance.container).map(|spec| spec.role);
        if role.is_some_and(Role::is_init) {
            effects.call(here.pod, here.state, instance.id, CallKind::RemoveContainer);
            effects.runtime(here.pod, RuntimeEffect::Removed { instance: instance.id });
        }
    }
    here.done(&mut effects, Millis::ZERO);
    effects
}

/// A container is removed for the restart of all.
pub(super) fn remove(here: &Here<'_>, instance: u32) -> Effects {
    let mut effects = Effects::none();
    effects.call(here.pod, here.state, instance, CallKind::RemoveContainer);
    effects.runtime(here.pod, RuntimeEffect::Removed { instance });
    effects.sync(here.pod, SyncEffect::Succeeded);
    if !here.sync.steps.iter().skip(1).any(|step| matches!(step, Step::Remove { .. })) {
        effects.worker(here.pod, WorkerEffect::Pending(true));
    }
    here.done(&mut effects, latency::CALL);
    effects
}
