//! Making and starting a container. Upstream: startContainer, kuberuntime_container.go.

use super::{Here, hook};
use crate::Millis;
use crate::Word;
use crate::kubelet::resize::amounts;
use crate::kubelet::status::{container_id, image_id};
use crate::kubelet::{event_texts, references, storage};
use crate::latency;
use crate::trace::{CallKind, EventType, State, What};
use crate::world::{Effects, Exit, Instance, InstanceState, Reason, RuntimeEffect, Step, Timer};

/// Makes the container.
pub(super) fn create(here: &Here<'_>, container: usize, image: &str) -> Effects {
    let mut effects = Effects::none();
    let Some(spec) = here.state.shape.containers.get(container) else {
        here.done(&mut effects, Millis::ZERO);
        return effects;
    };
    let (runtime, kubernetes) = (&here.state.runtime, here.world.kubernetes());
    let attempt = here.sync.seen.newest(container).map_or(0, |newest| newest.attempt + 1);
    if let Some(message) = references::missing(here.world.cluster(), here.state, spec) {
        return refuse(here, container, Word::CreateContainerConfigError, message, effects);
    }
    let script = runtime.creates.get(&container).copied().unwrap_or(0) as usize;
    let run = here.state.run_of(&spec.name, script);
    let allocated = &here.sync.allocated;
    let amounts = amounts::of(allocated, container, kubernetes);
    let resources = amounts::created(allocated, container, amounts, kubernetes);
    let made = CallKind::CreateContainer { image: image.to_owned(), resources, error: run.create.clone() };
    effects.run_call(here.pod, container, attempt, made);
    if let Some(message) = run.create {
        effects.runtime(here.pod, RuntimeEffect::CreateFailed { container });
        return refuse(here, container, Word::CreateContainerError, message, effects);
    }
    let instance = runtime.made;
    effects.runtime(
        here.pod,
        RuntimeEffect::Created(Box::new(Instance {
            id: instance,
            container,
            attempt,
            sandbox: runtime.sandbox().map_or(0, |sandbox| sandbox.attempt),
            image_id: image_id(image),
            container_id: container_id(&here.state.uid, instance),
            image: image.to_owned(),
            script,
            state: InstanceState::Created,
            started: None,
            finished: None,
            exit_code: 0,
            reason: String::new(),
            message: None,
            resources: amounts,
        })),
    );
    effects.push(here.event(
        Some(container),
        EventType::Normal,
        Word::Created,
        event_texts::created(kubernetes, &spec.name),
    ));
    here.then(&mut effects, vec![Step::Run { instance }], latency::CALL);
    effects
}

fn refuse(here: &Here<'_>, container: usize, reason: Word, message: String, mut effects: Effects) -> Effects {
    effects.push(here.event(Some(container), EventType::Warning, Word::Failed, format!("Error: {message}")));
    let state = State::Waiting { reason: reason.text().to_owned(), message: message.clone() };
    effects.segment(here.pod, container, state);
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
    let run = here.state.runtime.instance(instance).map(|found| here.state.run(found)).unwrap_or_default();
    let error = run.start.or_else(|| dead_sandbox(here));
    effects.call(here.pod, here.state, instance, CallKind::StartContainer { error: error.clone() });
    here.then(&mut effects, vec![Step::RunDone { instance, error }], run.start_delay);
    effects
}

/// The runtime's error when the sandbox died while the image was pulled.
fn dead_sandbox(here: &Here<'_>) -> Option<String> {
    let sandbox = here.state.runtime.sandbox().filter(|sandbox| !sandbox.ready)?;
    let id = container_id(&here.state.uid, u32::MAX - sandbox.attempt);
    let id = id.trim_start_matches("containerd://");
    Some(format!("sandbox container {id:?} is not running"))
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
        let reason = Word::StartError.text().to_owned();
        let message = Some(error.to_owned());
        effects.runtime(here.pod, RuntimeEffect::Exited { instance, code: 128, reason, message });
        return refuse(here, container, Word::RunContainerError, error.to_owned(), effects);
    }
    effects.runtime(here.pod, RuntimeEffect::Started { instance });
    let name = here.state.shape.containers.get(container).map(|spec| spec.name.as_str()).unwrap_or_default();
    let message = event_texts::started(here.world.kubernetes(), name);
    effects.push(here.event(Some(container), EventType::Normal, Word::Started, message));
    effects.change(here.pod, container, What::Started(found.attempt + 1));
    effects.segment(here.pod, container, State::Running { attempt: found.attempt });
    if let Some(run) = here.state.run(found).run {
        effects.at(here.world.now() + run, Timer::Exit { pod: here.pod, instance, how: Exit::Script });
    }
    effects.and(storage::arm(here.world, here.state, container));
    let spec = here.state.shape.containers.get(container);
    if spec.is_some_and(|spec| hook::post_start(&spec.container).is_some()) {
        return hook::run(here, found, effects);
    }
    here.started(&mut effects, container);
    effects
}
