//! What the kubelet would do: an object and a scenario become a trace.
//!
//! `simulate` is pure and total: no clock, no chance, integer milliseconds, bounded steps and horizon.
//! There is nothing here that prints: `kubectl` makes rows of the Pods that a [`Trace`] holds.
#![forbid(unsafe_code)]

mod assume;
mod cluster;
mod controllers;
mod kubelet;
mod limits;
mod run;
mod runtime;
pub mod scenario;
mod time;
pub mod trace;
mod world;

pub use limits::Limits;
pub use run::simulate;
pub use scenario::Scenario;
pub use time::{EPOCH_SECONDS, Millis};
pub use trace::Trace;
