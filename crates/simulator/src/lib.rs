//! What the kubelet would do: an object and a scenario become a trace.
//!
//! `simulate` is pure and total: no clock, no chance, integer milliseconds, bounded steps and horizon.
//! There is nothing here that prints: `kubectl` makes rows of the Pods that a [`Trace`] holds.
#![forbid(unsafe_code)]

mod limits;
pub mod scenario;
mod time;
pub mod trace;

pub use limits::Limits;
pub use scenario::Scenario;
pub use time::{EPOCH_SECONDS, Millis};
pub use trace::Trace;

use api::{Kubernetes, Object};

/// Runs `objects` (Pods, workloads, and what they refer to) under `scenario`.
pub fn simulate(objects: &[Object], scenario: &Scenario, kubernetes: &Kubernetes, limits: &Limits) -> Trace {
    let _ = (objects, scenario, kubernetes);
    Trace { until: limits.until, ..Trace::default() }
}
