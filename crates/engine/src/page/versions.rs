//! The releases that a person can choose.

use api::Kubernetes;
use serde::Serialize;

/// One release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    /// Of Kubernetes 1.
    pub minor: u8,
    /// Whether recordings of it hold us; the others follow from the table of features.
    pub verified: bool,
}

/// All of them, oldest first.
pub fn versions() -> Vec<Version> {
    (28..=37).map(|minor| Version { minor, verified: (32..=36).contains(&minor) }).collect()
}

/// The release with its default feature gates.
pub fn kubernetes(minor: u8) -> Kubernetes {
    let _ = minor;
    Kubernetes::default()
}
