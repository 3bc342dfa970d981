//! Making and starting a container. Upstream: startContainer, kuberuntime_container.go.

use super::{Here, hook};
use crate::Millis;
use crate::kubelet::status::{container_id, image_id};
use crate::kubelet::{call, latency, references, words};
use crate::trace::{CallKind, EventType, State, What};
use crate::world::{
    Effect, Effects, Exit, Instance, InstanceChange, InstanceState, KubeletEffect, Reason, Step, Timer,
    WorkerChange,
};

/// Makes the container.
pub(super) fn create(here: &Here<'_>, container: usize) -> Effects {
    let mut effects = Effects::none();
    let Some(spec) = here.state.shape.containers.get(container) else {
        here.done(&mut effects, Millis::ZERO);
        return effects;
    };
    let (runtime, kubernetes) = (&here.state.runtime, &here.world.kubernetes);
    let attempt = here.sync.seen.newest(container).map_or(0, |newest| newest.attempt + 1);
    if let Some(message) = references::missing(&here.world.cluster, here.state, spec) {
        return refuse(here, container, "CreateContainerConfigError", message, effects);
    }
    let script = runtime.creates.get(&container).copied().unwrap_or(0) as usize;
    let story = here.state.run_of(&spec.name, script);
    let image = spec.image().to_owned();
    let made = CallKind::CreateContainer { image: image.clone(), error: story.create.clone() };
    effects.push(Effect::Call(here.pod, Some(container), attempt, made));
    if let Some(message) = story.create {
        effects.push(Effect::CreateFailed(here.pod, container));
        return refuse(here, container, "CreateContainerError", message, effects);
    }
    let instance = runtime.made;
    effects.push(Effect::InstanceNew(
        here.pod,
        Box::new(Instance {
            id: instance,
            container,
            attempt,
            sandbox: runtime.sandbox().map_or(0, |sandbox| sandbox.attempt),
            image_id: image_id(&image),
            container_id: container_id(&here.state.uid, instance),
            image,
            script,
            state: InstanceState::Created,
            started: None,
            finished: None,
            exit_code: 0,
            reason: String::new(),
            message: None,
        }),
    ));
    effects.push(here.event(
        Some(container),
        EventType::Normal,
        "Created",
        words::created(kubernetes, &spec.name),
    ));
    here.then(&mut effects, vec![Step::Run { instance }], latency::CALL);
    effects
}

fn refuse(
    here: &Here<'_>,
    container: usize,
    reason: &'static str,
    message: String,
    mut effects: Effects,
) -> Effects {
    effects.push(here.event(Some(container), EventType::Warning, "Failed", format!("Error: {message}")));
    let state = State::Waiting { reason: reason.to_owned(), message: message.clone() };
    effects.push(Effect::Lane(here.pod, container, state));
    here.then(
        &mut effects,
        vec![Step::StartFailed { container, reason: Reason { reason, message } }],
        Millis::ZERO,
    );
    effects
}

/// Asks the runtime to start it.
pub(super) fn run(here: &Here<'_>, instance: u32) -> Effects {
    let mut effects = Effects::none();
    let story = here.state.runtime.instance(instance).map(|found| here.state.run(found)).unwrap_or_default();
    let error = story.start;
    effects.push(call(here.pod, here.state, instance, CallKind::StartContainer { error: error.clone() }));
    here.then(&mut effects, vec![Step::RunDone { instance, error }], story.start_delay);
    effects
}

/// It runs, or it failed to start.
pub(super) fn ran(here: &Here<'_>, instance: u32, error: Option<&str>) -> Effects {
    let mut effects = Effects::none();
    let Some(found) = here.state.runtime.instance(instance) else {
        here.done(&mut effects, Millis::ZERO);
        return effects;
    };
    let container = found.container;
    if let Some(error) = error {
        let reason = "StartError".to_owned();
        let change = InstanceChange::Exited { code: 128, reason, message: Some(error.to_owned()) };
        effects.push(Effect::InstanceIs(here.pod, instance, change));
        return refuse(here, container, "RunContainerError", error.to_owned(), effects);
    }
    effects.push(Effect::InstanceIs(here.pod, instance, InstanceChange::Started));
    let name = here.state.shape.containers.get(container).map(|spec| spec.name.as_str()).unwrap_or_default();
    let message = words::started(&here.world.kubernetes, name);
    effects.push(here.event(Some(container), EventType::Normal, "Started", message));
    effects.push(Effect::Change(Some(here.pod), Some(container), What::Started(found.attempt + 1)));
    effects.push(Effect::Lane(here.pod, container, State::Running { attempt: found.attempt }));
    if let Some(run) = here.state.run(found).run {
        effects.at(here.world.now + run, Timer::Exit(here.pod, instance, Exit::Script));
    }
    let spec = here.state.shape.containers.get(container);
    if spec.is_some_and(|spec| hook::post_start(&spec.container).is_some()) {
        return hook::run(here, found, effects);
    }
    started(here, container, effects)
}

/// The container is started and its hook, if any, is done.
pub(super) fn started(here: &Here<'_>, container: usize, mut effects: Effects) -> Effects {
    effects.worker(here.pod, WorkerChange::Result { failed: false, retry: None });
    effects.kubelet(here.pod, KubeletEffect::Reason(container, None));
    here.done(&mut effects, latency::CALL);
    effects
}
