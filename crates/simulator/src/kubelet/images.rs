//! Whether an image is there. Upstream: EnsureImageExists, pkg/kubelet/images/image_manager.go.

use super::backoff;
use crate::Millis;
use crate::Word;
use crate::scenario::ImageScenario;
use crate::shape::ContainerShape;
use crate::world::{KubeletPod, PodState, World};
use k8s_openapi::api::core::v1::Container;

/// The next thing to do for a container's image.
pub(crate) enum Image {
    /// It is there; the event's message.
    Present(String),
    /// Its name cannot be read.
    Invalid(String),
    /// It is not there and must not be pulled.
    Never(String),
    /// It must not be pulled again yet; the error of the last pull.
    BackOff { until: Millis, error: String },
    /// It is pulled.
    Pull { takes: Millis, error: Option<String> },
}

/// A pull of an image that the scenario does not describe, when a policy asks for one: 1 to 2 s by its name in the
/// person's form, at once in a recording.
fn default_pull(world: &World, image: &str) -> Millis {
    if world.scenario().assumes() { Millis(1000 + crate::hash::hash(image) % 1000) } else { Millis::ZERO }
}

/// Decides what to do for the image of a container.
pub(crate) fn ensure(world: &World, state: &PodState, kubelet: &KubeletPod, spec: &ContainerShape) -> Image {
    ensure_named(world, state, kubelet, spec.image(), spec.container.image_pull_policy.as_deref())
}

/// The same for an image with its pull policy.
pub(crate) fn ensure_named(
    world: &World,
    state: &PodState,
    kubelet: &KubeletPod,
    image: &str,
    policy: Option<&str>,
) -> Image {
    if let Some(fault) = fault(image) {
        return Image::Invalid(format!("Failed to apply default image tag {image:?}: {fault}"));
    }
    let scenario = state.scenario.images.get(image);
    let policy = policy.unwrap_or_else(|| default_policy(image));
    let on_node = match scenario {
        Some(scenario) => scenario.present,
        // A person who writes `Never` has put the image there; in a recording each image is there but one that is not
        // named and must not be pulled.
        None if world.scenario().assumes() => policy == "Never" || is_put_there(world, image),
        None => policy != "Never",
    };
    let present = on_node || world.node().images.contains(image);
    if present && policy != "Always" {
        return Image::Present(super::event_texts::present(world.kubernetes(), image));
    }
    if policy == "Never" {
        return Image::Never(format!("Container image {image:?} is not present with pull policy of Never"));
    }
    if let Some((entry, error)) = kubelet.image_backoffs.get(image)
        && let Some(until) = backoff::until(backoff::DEFAULT, Some(*entry), entry.updated, world.now())
    {
        return Image::BackOff { until, error: error.clone() };
    }
    let takes = scenario.and_then(|scenario| scenario.pull).unwrap_or_else(|| default_pull(world, image));
    let pulls = world.node().pulls.get(image).copied().unwrap_or(0);
    Image::Pull { takes, error: scenario.and_then(|scenario| error(scenario, image, pulls)) }
}

/// Whether a container of any Pod says by its policy that a person has put the image on the node.
fn is_put_there(world: &World, image: &str) -> bool {
    let says = |container: &Container| {
        container.image.as_deref() == Some(image) && container.image_pull_policy.as_deref() == Some("Never")
    };
    let pods = world.pods().iter().filter(|state| !state.api.removed);
    pods.flat_map(|state| api::containers(&state.shape.spec)).any(|site| says(site.container))
}

/// The message of a pull that worked.
pub(crate) fn pulled(state: &PodState, image: &str, took: Millis) -> String {
    let (took, size) = (go_seconds(took), size(state, image));
    format!(
        "Successfully pulled image {image:?} in {took} ({took} including waiting). Image size: {size} bytes."
    )
}

fn error(scenario: &ImageScenario, image: &str, pulls: u32) -> Option<String> {
    let fails = scenario.fail.is_none_or(|first| pulls < first);
    let not_found = || {
        format!(
            "rpc error: code = NotFound desc = failed to pull and unpack image {image:?}: failed to resolve reference {image:?}: {image}: not found"
        )
    };
    fails.then(|| scenario.error.clone().unwrap_or_else(not_found))
}

/// The kubelet's reason for a runtime's error.
pub(crate) fn failure(error: &str) -> Word {
    if error.contains(Word::RegistryUnavailable.text()) {
        Word::RegistryUnavailable
    } else if error.contains(Word::SignatureValidationFailed.text()) {
        Word::SignatureValidationFailed
    } else {
        Word::ErrImagePull
    }
}

/// The pull policy of an image without one: `Always` for `latest` or no tag at all.
fn default_policy(image: &str) -> &'static str {
    let name = image.rsplit('/').next().unwrap_or(image);
    let has_digest = name.contains('@');
    let tag = name.split('@').next().and_then(|name| name.split_once(':')).map(|(_, tag)| tag);
    match tag {
        Some("latest") => "Always",
        None if !has_digest => "Always",
        _ => "IfNotPresent",
    }
}

/// Why an image's name cannot be read; `None` when it can. Upstream: ParseNormalizedNamed, distribution/reference.
fn fault(image: &str) -> Option<String> {
    let couldnt =
        |why: &str| Some(format!("couldn't parse image name {image:?}: invalid reference format{why}"));
    let (name, tag) = split_tag(image.split('@').next().unwrap_or_default());
    let (path, at_docker) = match name.split_once('/') {
        Some((domain, path)) if domain.contains(['.', ':']) || domain == "localhost" => (path, false),
        _ => (name, true),
    };
    if path.contains(has_lower) {
        let library = if at_docker && !path.contains('/') { "library/" } else { "" };
        return couldnt(&format!(": repository name ({library}{path}) must be lowercase"));
    }
    let good = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c))
            && part.starts_with(|c: char| c.is_ascii_alphanumeric())
            && part.ends_with(|c: char| c.is_ascii_alphanumeric())
    };
    let good_tag = |tag: &str| {
        !tag.is_empty()
            && tag.len() <= 128
            && tag.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
    };
    if !path.split('/').all(good) || tag.is_some_and(|tag| !good_tag(tag)) {
        return couldnt("");
    }
    None
}

/// Whether a letter has another lower-case form.
fn has_lower(c: char) -> bool {
    c.to_lowercase().ne([c])
}

fn split_tag(name: &str) -> (&str, Option<&str>) {
    match name.rsplit_once(':') {
        Some((before, tag)) if !tag.contains('/') => (before, Some(tag)),
        _ => (name, None),
    }
}

/// The size that a pull reports, in bytes.
pub(crate) fn size(state: &PodState, image: &str) -> u64 {
    let known = state.scenario.images.get(image).and_then(|scenario| scenario.size);
    known.unwrap_or_else(|| 5_000_000 + crate::hash::hash(image) % 95_000_000)
}

/// As Go prints a duration rounded to the millisecond: `1.002s`, `250ms`, `1m5s`.
pub(crate) fn go_seconds(length: Millis) -> String {
    if length.0 < 1000 {
        return if length.0 == 0 { "1ms".to_owned() } else { format!("{}ms", length.0) };
    }
    let (minutes, rest) = (length.0 / 60_000, length.0 % 60_000);
    let seconds = format!("{}.{:03}", rest / 1000, rest % 1000);
    let seconds = seconds.trim_end_matches('0').trim_end_matches('.');
    if minutes > 0 { format!("{minutes}m{seconds}s") } else { format!("{seconds}s") }
}

#[cfg(test)]
mod tests {
    use super::{Millis, default_policy, fault, go_seconds};

    #[test]
    fn policies_names_and_durations() {
        assert_eq!(default_policy("busybox"), "Always");
        assert_eq!(default_policy("registry:5000/busybox:1.36"), "IfNotPresent");
        assert_eq!(default_policy("busybox@sha256:00"), "IfNotPresent");
        assert_eq!(fault("registry.example:5000/a/b_c:1.0"), None);
        assert!(fault("Busy Box").is_some());
        assert!(fault("busyboxÄ").is_some_and(|fault| fault.contains("must be lowercase")));
        assert_eq!(go_seconds(Millis(65_000)), "1m5s");
        assert_eq!(go_seconds(Millis(1_500)), "1.5s");
    }
}
