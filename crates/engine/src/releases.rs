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

/// A sentence about a release of which no real cluster's answers were recorded; `None` for the others.
///
/// ```
/// use engine::{Kubernetes, unverified};
/// assert_eq!(unverified(&Kubernetes::RECORDED), None);
/// assert!(unverified(&Kubernetes::parse("1.37", []).unwrap()).unwrap().contains("1.37 is not verified"));
/// ```
pub fn unverified(kubernetes: &Kubernetes) -> Option<String> {
    (!kubernetes.is_verified()).then(|| {
        format!(
            "Kubernetes {} is not verified: its answers follow its published API and notes, and were not compared with those of a real cluster.",
            kubernetes.version()
        )
    })
}
