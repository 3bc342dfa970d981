//! The releases that a person can choose.

use api::Kubernetes;
use view::Release;

/// All of them, the newest first.
pub fn releases() -> Vec<Release> {
    let release =
        |kubernetes: Kubernetes| Release { name: kubernetes.version(), verified: kubernetes.is_verified() };
    Kubernetes::offered().map(release).collect()
}

/// The release with its default feature gates; the recorded one when the name is none of ours.
pub fn kubernetes(name: &str) -> Kubernetes {
    Kubernetes::parse(name, []).unwrap_or_default()
}
