//! The releases that a person can choose.

use api::Kubernetes;
use view::Release;

/// Every release, the newest first.
pub fn releases() -> Vec<Release> {
    let release =
        |kubernetes: Kubernetes| Release { name: kubernetes.version(), verified: kubernetes.is_verified() };
    Kubernetes::offered().map(release).collect()
}

/// The release with its default feature gates; the recorded release when the name is unknown.
pub fn kubernetes(name: &str) -> Kubernetes {
    Kubernetes::parse(name, []).unwrap_or_default()
}
