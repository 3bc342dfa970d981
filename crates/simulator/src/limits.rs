//! Bounds that make every simulation end.

use crate::Millis;

/// How far a simulation may go; whichever is reached first ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Up to this time.
    pub until: Millis,
    /// At most so many transitions.
    pub steps: u32,
    /// At most so many Pods, however many replicas are asked for.
    pub pods: usize,
}

impl Limits {
    /// The usual bounds, up to a given time.
    pub fn until(until: Millis) -> Limits {
        Limits { until, ..Limits::default() }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits { until: Millis::seconds(300), steps: 400_000, pods: 64 }
    }
}
