//! Bounds that make every simulation end.

use crate::Millis;

/// How far a simulation may go; the bound that is reached first ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The time at which it ends.
    pub until: Millis,
    /// The largest number of transitions.
    pub steps: u32,
    /// The largest number of Pods, however many replicas are asked for.
    pub pods: usize,
}

impl Limits {
    /// The default bounds with another end.
    pub fn until(until: Millis) -> Limits {
        Limits { until, ..Limits::default() }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits { until: Millis::seconds(300), steps: 400_000, pods: 64 }
    }
}
