//! Starting a container, up to its image. Upstream: doBackOff and startContainer; EnsureImageExists, pkg/kubelet/images.

use super::Here;
use crate::Millis;
use crate::Word;
use crate::kubelet::images::{self, Image};
use crate::kubelet::{backoff, draft};
use crate::latency;
use crate::trace::{CallKind, EventType, State, What};
use crate::world::{Effects, Instance, KubeletEffect, NodeEffect, Reason, RestartWait, Step};
use std::rc::Rc;

const CRASH_LOOP: Word = Word::CrashLoopBackOff;

/// The restart back-off, then the image.
pub(super) fn start(here: &Here<'_>, container: usize) -> Effects {
    let mut effects = Effects::none();
    let now = here.world.now();
    if let Some(ended) = backoff::last_exit(&here.sync.seen.instances, container) {
        let at = ended.finished.unwrap_or(now);
        let range = backoff::restarts(here.world.kubernetes());
        let resources = backoff::resources(here.world, here.sync, container);
        let entry = backoff::entry(here.state, here.kubelet, container, resources);
        if let Some((entry, until)) = entry.zip(backoff::until(range, entry, at, now)) {
            return back_off(here, container, ended, entry.length, until);
        }
        let entry = backoff::next(range, entry, at, now);
        let image = backoff::image(here.state, container).to_owned();
        effects.kubelet(here.pod, KubeletEffect::BackOff { container, image, resources, entry });
    }
    if let Some(reason) = super::image_volumes::lack(here, container) {
        refuse(here, container, reason, &mut effects);
        return effects;
    }
    image(here, container, effects)
}

/// The container waits. Each sync records the same event; only the first one has to make it.
fn back_off(here: &Here<'_>, container: usize, ended: &Instance, length: Millis, until: Millis) -> Effects {
    let mut effects = Effects::none();
    let is_known = here.kubelet.reasons.get(&container).is_some_and(|known| known.reason == CRASH_LOOP);
    let same = here.kubelet.waits.get(&container).filter(|wait| is_known && wait.instance == ended.id);
    if let Some(wait) = same {
        effects.event(Rc::clone(&wait.event));
        here.fail_again(&mut effects, container, Some(until));
        return effects;
    }
    let Some(spec) = here.state.shape.containers.get(container) else { return effects };
    let (name, full) = (&spec.name, here.state.full());
    let message = format!("Back-off restarting failed container {name} in pod {full}");
    let event = Rc::new(draft(here.state, Some(container), EventType::Warning, Word::BackOff, message));
    effects.event(Rc::clone(&event));
    effects.kubelet(
        here.pod,
        KubeletEffect::RestartWait { container, wait: RestartWait { instance: ended.id, event } },
    );
    if !is_known {
        effects.change(here.pod, container, What::BackOff(CRASH_LOOP, length));
    }
    let (attempt, exit_code) = (ended.attempt, ended.exit_code);
    effects.segment(here.pod, container, State::BackOff { attempt, exit_code, length, until });
    let length = backoff::go_duration(length);
    let message = format!("back-off {length} restarting failed container={name} pod={full}");
    here.fail(&mut effects, container, Reason { reason: CRASH_LOOP, message }, Some(until));
    effects
}

fn image(here: &Here<'_>, container: usize, mut effects: Effects) -> Effects {
    let Some(spec) = here.state.shape.containers.get(container) else { return effects };
    let image = spec.image();
    let event = |type_, reason, message: String| here.event(Some(container), type_, reason, message);
    match images::ensure(here.world, here.state, here.kubelet, spec) {
        Image::Present(message) => {
            effects.push(event(EventType::Normal, Word::Pulled, message));
            let image = image.to_owned();
            here.then(&mut effects, vec![Step::Create { container, image }], latency::CALL);
        }
        Image::Invalid(message) => {
            effects.push(event(EventType::Warning, Word::InspectFailed, message.clone()));
            refuse(here, container, Reason { reason: Word::InvalidImageName, message }, &mut effects);
        }
        Image::Never(message) => {
            effects.push(event(EventType::Warning, Word::ErrImageNeverPull, message.clone()));
            refuse(here, container, Reason { reason: Word::ErrImageNeverPull, message }, &mut effects);
        }
        Image::BackOff { until, error } => {
            let message = format!("Back-off pulling image {image:?}");
            effects.push(event(EventType::Normal, Word::BackOff, message.clone()));
            effects.segment(here.pod, container, State::ImageBackOff { until, message: error.clone() });
            let message = format!("{message}: {error}");
            refuse(here, container, Reason { reason: Word::ImagePullBackOff, message }, &mut effects);
        }
        Image::Pull { takes, error } => {
            effects.push(event(EventType::Normal, Word::Pulling, format!("Pulling image {image:?}")));
            effects.pod_call(here.pod, 0, CallKind::PullImage { image: image.to_owned() });
            effects.change(here.pod, container, What::Pulling(image.to_owned()));
            effects.segment(here.pod, container, State::Pulling { image: image.to_owned() });
            effects.node(NodeEffect::PullBegan(image.to_owned()));
            let began = here.world.now();
            let image = image.to_owned();
            here.then(&mut effects, vec![Step::PullDone { container, image, began, error }], takes);
        }
    }
    effects
}

/// The pull is over. The image is the one that was asked for, also when the Pod has another by now.
pub(super) fn pulled(
    here: &Here<'_>,
    container: usize,
    image: &str,
    began: Millis,
    error: Option<&str>,
) -> Effects {
    let mut effects = Effects::none();
    let done = CallKind::PullImageDone { image: image.to_owned(), error: error.map(str::to_owned) };
    effects.pod_call(here.pod, 0, done);
    let Some(error) = error else {
        let message = images::pulled(here.state, image, here.world.now() - began);
        effects.push(here.event(Some(container), EventType::Normal, Word::Pulled, message));
        effects.change(here.pod, container, What::Pulled(image.to_owned()));
        effects.segment(here.pod, container, here.waiting());
        effects.node(NodeEffect::ImagePresent(image.to_owned()));
        let image = image.to_owned();
        here.then(&mut effects, vec![Step::Create { container, image }], latency::CALL);
        return effects;
    };
    let reason = images::failure(error);
    effects.push(here.event(
        Some(container),
        EventType::Warning,
        Word::Failed,
        format!("Failed to pull image {image:?}: {error}"),
    ));
    let entry = here.kubelet.image_backoffs.get(image).map(|(entry, _)| *entry);
    let next = backoff::next(backoff::DEFAULT, entry, here.world.now(), here.world.now());
    let until = here.world.now() + next.length;
    effects.kubelet(
        here.pod,
        KubeletEffect::ImageBackOff {
            image: image.to_owned(),
            entry: next,
            error: format!("{reason}: {error}"),
        },
    );
    let message = error.to_owned();
    effects.segment(here.pod, container, State::ImageBackOff { until, message: message.clone() });
    refuse(here, container, Reason { reason, message }, &mut effects);
    effects
}

/// The event that follows every failure of an image.
fn refuse(here: &Here<'_>, container: usize, reason: Reason, effects: &mut Effects) {
    effects.push(here.event(
        Some(container),
        EventType::Warning,
        Word::Failed,
        format!("Error: {}", reason.reason),
    ));
    if here.kubelet.reasons.get(&container).is_none_or(|known| known.reason != reason.reason) {
        let what = What::Failed(reason.reason.text().to_owned(), reason.message.clone());
        effects.change(here.pod, container, what);
    }
    if !matches!(reason.reason, Word::ErrImagePull | Word::ImagePullBackOff) {
        let state =
            State::Waiting { reason: reason.reason.text().to_owned(), message: reason.message.clone() };
        effects.segment(here.pod, container, state);
    }
    here.fail(effects, container, reason, None);
}

/// The container is not started, with this reason.
pub(super) fn failed(here: &Here<'_>, container: usize, reason: &Reason) -> Effects {
    let mut effects = Effects::none();
    let what = What::Failed(reason.reason.text().to_owned(), reason.message.clone());
    effects.change(here.pod, container, what);
    here.fail(&mut effects, container, reason.clone(), None);
    effects
}

impl Here<'_> {
    /// The state of a container that is about to be created.
    pub(super) fn waiting(&self) -> State {
        let reason = self.state.shape.before_start().text().to_owned();
        State::Waiting { reason, message: String::new() }
    }
}
