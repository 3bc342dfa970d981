//! The container runtime and what runs in it, as the scenario says.

pub(crate) mod answer;

use crate::kubelet::{call, kill};
use crate::trace::{CallKind, MarkKind, State, What};
use crate::world::{Effect, Effects, Exit, InstanceChange, InstanceState, PodId, World};

/// A process ends.
pub(crate) fn exit(world: &World, pod: PodId, instance: u32, how: &Exit) -> Effects {
    let Some(state) = world.pod(pod) else { return Effects::none() };
    let Some(found) = state.runtime.instance(instance).filter(|found| found.state == InstanceState::Running)
    else {
        // A kill may wait for a container that had ended already.
        return kill::exited(world, pod, instance);
    };
    let run = state.run(found);
    let (code, why) = match how {
        Exit::Script => (run.exit.unwrap_or(0), "script"),
        Exit::Term => (run.term_exit, "SIGTERM"),
        Exit::Kill => (137, "SIGKILL"),
        Exit::Forced(code) => (*code, "script"),
    };
    let scripted = matches!(how, Exit::Script | Exit::Forced(_));
    let reason = run.reason.clone().filter(|_| scripted);
    let reason = reason.unwrap_or_else(|| if code == 0 { "Completed" } else { "Error" }.to_owned());
    let message = run.message.clone().filter(|_| scripted);
    let mut effects = Effects::none();
    if *how == Exit::Kill {
        effects.push(Effect::Mark(pod, found.container, MarkKind::Kill));
        effects.push(Effect::Change(Some(pod), Some(found.container), What::Kill));
    }
    effects.and(ended(pod, found.container, found.attempt, code, &reason));
    effects.push(call(pod, state, instance, CallKind::Exited { code, reason: reason.clone(), why }));
    effects.push(Effect::InstanceIs(pod, instance, InstanceChange::Exited { code, reason, message }));
    effects.and(kill::exited(world, pod, instance));
    effects
}

fn ended(pod: PodId, container: usize, attempt: u32, exit_code: i32, reason: &str) -> Effects {
    let mut effects = Effects::none();
    effects.push(Effect::Change(Some(pod), Some(container), What::Exited(exit_code, reason.to_owned())));
    let state = State::Terminated { attempt, exit_code, reason: reason.to_owned() };
    effects.push(Effect::Lane(pod, container, state));
    effects
}

/// The sandbox dies by itself, and all containers with it.
pub(crate) fn sandbox_dies(world: &World, pod: PodId, attempt: u32) -> Effects {
    let mut effects = Effects::none();
    let Some(state) = world.pod(pod) else { return effects };
    if !state.runtime.sandbox().is_some_and(|sandbox| sandbox.ready && sandbox.attempt == attempt) {
        return effects;
    }
    effects.push(Effect::Call(pod, None, attempt, CallKind::SandboxDied));
    effects.push(Effect::Change(Some(pod), None, What::Said("the sandbox died".to_owned())));
    effects.push(Effect::SandboxDead(pod));
    effects.and(sandbox_gone(world, pod));
    effects
}

/// What still runs in a sandbox that is gone is killed.
pub(crate) fn sandbox_gone(world: &World, pod: PodId) -> Effects {
    let mut effects = Effects::none();
    let Some(state) = world.pod(pod) else { return effects };
    for instance in state.runtime.instances.iter().filter(|one| one.state == InstanceState::Running) {
        let reason = "Error".to_owned();
        effects.and(ended(pod, instance.container, instance.attempt, 137, &reason));
        let kind = CallKind::Exited { code: 137, reason: reason.clone(), why: "sandbox stopped" };
        effects.push(call(pod, state, instance.id, kind));
        let change = InstanceChange::Exited { code: 137, reason, message: None };
        effects.push(Effect::InstanceIs(pod, instance.id, change));
        effects.and(kill::exited(world, pod, instance.id));
    }
    effects
}
