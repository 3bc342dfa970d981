//! The container runtime and the processes in it, as the scenario says.

pub(crate) mod answer;

use crate::trace::{CallKind, MarkKind, State, What};
use crate::world::{Effects, Exit, Instance, InstanceState, PodId, RuntimeEffect, World};
use crate::{Limits, Word};

/// A process ends, unless it has ended already.
pub(crate) fn exit(world: &World, pod: PodId, instance: u32, how: &Exit) -> Effects {
    let mut effects = Effects::none();
    let Some(state) = world.pod(pod) else { return effects };
    let Some(found) = state.runtime.instance(instance).filter(|found| found.state == InstanceState::Running)
    else {
        return effects;
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
    let reason =
        reason.unwrap_or_else(|| if code == 0 { Word::Completed } else { Word::Error }.text().to_owned());
    let message = run.message.filter(|_| scripted).map(termination_message);
    if *how == Exit::Kill {
        effects.mark(pod, found.container, MarkKind::Kill);
        effects.change(pod, found.container, What::Kill);
    }
    let exited = RuntimeEffect::Exited { instance, code, reason: reason.clone(), message };
    record_exit(&mut effects, pod, found, code, reason, why);
    effects.runtime(pod, exited);
    effects
}

/// As much of a termination message as the kubelet reads: the end of it.
fn termination_message(mut text: String) -> String {
    let from = text.len().saturating_sub(Limits::TERMINATION_MESSAGE);
    let from = (from..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.drain(..from);
    text
}

/// A process ends because its sandbox is gone.
pub(crate) fn exit_with_sandbox(pod: PodId, instance: &Instance) -> Effects {
    let mut effects = Effects::none();
    let (code, reason) = (137, Word::Error.text().to_owned());
    record_exit(&mut effects, pod, instance, code, reason.clone(), "sandbox stopped");
    effects.runtime(pod, RuntimeEffect::Exited { instance: instance.id, code, reason, message: None });
    effects
}

fn record_exit(
    effects: &mut Effects,
    pod: PodId,
    instance: &Instance,
    code: i32,
    reason: String,
    why: &'static str,
) {
    let (container, attempt) = (instance.container, instance.attempt);
    effects.change(pod, container, What::Exited(code, reason.clone()));
    effects.segment(pod, container, State::Terminated { attempt, exit_code: code, reason: reason.clone() });
    effects.run_call(pod, container, attempt, CallKind::Exited { code, reason, why });
}

/// The newest sandbox dies by itself; `None` when it is not of this attempt or dead already.
pub(crate) fn sandbox_dies(world: &World, pod: PodId, attempt: u32) -> Option<Effects> {
    let sandbox = world.pod(pod)?.runtime.sandbox()?;
    if !sandbox.ready || sandbox.attempt != attempt {
        return None;
    }
    let mut effects = Effects::none();
    effects.pod_call(pod, attempt, CallKind::SandboxDied);
    effects.pod_message(pod, "the sandbox died");
    effects.runtime(pod, RuntimeEffect::SandboxDead);
    Some(effects)
}
