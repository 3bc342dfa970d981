//! Volumes that are images: they are pulled before any container is started, and a container that mounts one which is
//! not there is not started. Upstream: getImageVolumes and toKubeContainerImageVolumes, kuberuntime_manager.go.

use super::Here;
use crate::Millis;
use crate::Word;
use crate::kubelet::backoff;
use crate::kubelet::images::{self, Image};
use crate::trace::{CallKind, EventType};
use crate::world::{Effects, KubeletEffect, NodeEffect, Reason, Step, SyncEffect};
use api::Gate;
use k8s_openapi::api::core::v1::{ImageVolumeSource, Volume};

/// A step for each volume that is an image.
pub(super) fn steps(here: &Here<'_>) -> Vec<Step> {
    if !here.world.kubernetes().enabled(Gate::ImageVolume) {
        return Vec::new();
    }
    let volumes = here.state.shape.spec.volumes.iter().flatten().enumerate();
    volumes.filter(|(_, one)| one.image.is_some()).map(|(volume, _)| Step::ImageVolume { volume }).collect()
}

fn source<'a>(here: &'a Here<'_>, volume: usize) -> Option<(&'a Volume, &'a ImageVolumeSource, &'a str)> {
    let volume = here.state.shape.spec.volumes.as_ref()?.get(volume)?;
    let source = volume.image.as_ref()?;
    Some((volume, source, source.reference.as_deref().unwrap_or_default()))
}

/// The image of a volume is there, or it is pulled. Its events are the Pod's, not a container's.
pub(super) fn ensure(here: &Here<'_>, index: usize) -> Effects {
    let mut effects = Effects::none();
    let Some((volume, source, image)) = source(here, index) else {
        here.done(&mut effects, Millis::ZERO);
        return effects;
    };
    let lacks = |reason, message| SyncEffect::ImageVolume(volume.name.clone(), Reason { reason, message });
    let policy = source.pull_policy.as_deref();
    let warning = |reason, message: &str| here.event(None, EventType::Warning, reason, message);
    match images::ensure_named(here.world, here.state, here.kubelet, image, policy) {
        Image::Present(message) => {
            effects.push(here.event(None, EventType::Normal, Word::Pulled, message));
        }
        Image::Invalid(message) => {
            effects.push(warning(Word::InspectFailed, &message));
            effects.sync(here.pod, lacks(Word::InvalidImageName, message));
        }
        Image::Never(message) => {
            effects.push(warning(Word::ErrImageNeverPull, &message));
            effects.sync(here.pod, lacks(Word::ErrImageNeverPull, message));
        }
        Image::BackOff { error, .. } => {
            let message = format!("Back-off pulling image {image:?}");
            effects.push(here.event(None, EventType::Normal, Word::BackOff, message.clone()));
            effects.sync(here.pod, lacks(Word::ImagePullBackOff, format!("{message}: {error}")));
        }
        Image::Pull { takes, error } => {
            let message = format!("Pulling image {image:?}");
            effects.push(here.event(None, EventType::Normal, Word::Pulling, message));
            effects.pod_call(here.pod, 0, CallKind::PullImage { image: image.to_owned() });
            effects.node(NodeEffect::PullBegan(image.to_owned()));
            let began = here.world.now();
            here.then(&mut effects, vec![Step::ImageVolumePulled { volume: index, began, error }], takes);
            return effects;
        }
    }
    here.done(&mut effects, Millis::ZERO);
    effects
}

/// The pull is over.
pub(super) fn pulled(here: &Here<'_>, index: usize, began: Millis, error: Option<&str>) -> Effects {
    let mut effects = Effects::none();
    let Some((volume, _, image)) = source(here, index) else {
        here.done(&mut effects, Millis::ZERO);
        return effects;
    };
    let done = CallKind::PullImageDone { image: image.to_owned(), error: error.map(str::to_owned) };
    effects.pod_call(here.pod, 0, done);
    if let Some(error) = error {
        let reason = images::failure(error);
        let message = format!("Failed to pull image {image:?}: {error}");
        effects.push(here.event(None, EventType::Warning, Word::Failed, message));
        let entry = here.kubelet.image_backoffs.get(image).map(|(entry, _)| *entry);
        let entry = backoff::next(backoff::DEFAULT, entry, here.world.now(), here.world.now());
        let (image, told) = (image.to_owned(), format!("{reason}: {error}"));
        effects.kubelet(here.pod, KubeletEffect::ImageBackOff { image, entry, error: told });
        let reason = Reason { reason, message: error.to_owned() };
        effects.sync(here.pod, SyncEffect::ImageVolume(volume.name.clone(), reason));
    } else {
        let message = images::pulled(here.state, image, here.world.now() - began);
        effects.push(here.event(None, EventType::Normal, Word::Pulled, message));
        effects.node(NodeEffect::ImagePresent(image.to_owned()));
    }
    here.done(&mut effects, Millis::ZERO);
    effects
}

/// Why a container cannot be started: the image of a volume that it mounts is not there.
pub(super) fn lack(here: &Here<'_>, container: usize) -> Option<Reason> {
    let spec = here.state.shape.containers.get(container)?;
    let mounts = |name: &str| spec.container.volume_mounts.iter().flatten().any(|mount| mount.name == name);
    here.sync.image_volumes.iter().find(|(name, _)| mounts(name)).map(|(_, reason)| reason.clone())
}
