//! Versions and feature gates: the one table, and the only code that compares versions.

use std::collections::BTreeMap;

/// A Kubernetes release with the gates that its operator changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kubernetes {
    minor: u8,
    overrides: BTreeMap<Gate, bool>,
}

/// A gate, or a change of wording between releases, that our rules ask about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Gate {
    /// `restartPolicy` and `restartPolicyRules` on any container.
    ContainerRestartRules,
    /// `spec.resources`.
    PodLevelResources,
    /// Wording of 1.34: bad values that are no plain strings or numbers print as JSON, before as Go literals.
    BadValuesAsJson,
    /// Wording of 1.35: lengths of labels are counted in bytes, keys are label keys, not qualified names.
    LabelKeyWording,
    /// `kubectl get pod` shows the reason of a failed container where another one's `Completed` hid it.
    RowShowsErrorOverCompleted,
}

impl Kubernetes {
    /// The release that the recordings were made with.
    pub const RECORDED: Kubernetes = Kubernetes { minor: 36, overrides: BTreeMap::new() };

    /// Whether `gate` is on in this release.
    pub fn enabled(&self, gate: Gate) -> bool {
        self.overrides.get(&gate).copied().unwrap_or(match gate {
            Gate::ContainerRestartRules | Gate::RowShowsErrorOverCompleted | Gate::LabelKeyWording => {
                self.minor >= 35
            }
            Gate::PodLevelResources | Gate::BadValuesAsJson => self.minor >= 34,
        })
    }
}

impl Default for Kubernetes {
    fn default() -> Self {
        Kubernetes::RECORDED
    }
}
