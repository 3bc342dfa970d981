//! The releases that a person can choose.

use api::Kubernetes;
use serde::Serialize;

/// One release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    /// `1.36`.
    pub name: String,
    /// Whether recordings of it hold us; the others follow from the table of features.
    pub verified: bool,
}

/// All of them, the newest first.
pub fn versions() -> Vec<Version> {
    let version =
        |kubernetes: Kubernetes| Version { name: kubernetes.version(), verified: kubernetes.is_verified() };
    Kubernetes::offered().map(version).collect()
}

/// The release with its default feature gates; the recorded one when the name is none of ours.
pub fn kubernetes(name: &str) -> Kubernetes {
    Kubernetes::parse(name, []).unwrap_or_default()
}
