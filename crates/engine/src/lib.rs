//! The one pipeline that every face shows: plain data in, plain data out.
#![forbid(unsafe_code)]

pub mod admit;
mod apply;
pub mod check;
mod comparison;
pub mod create;
pub mod dump;
pub mod explain;
mod fit;
mod help;
mod manifest;
mod namespace;
mod pasted;
mod places;
mod problems;
mod releases;
mod replicas;
pub mod reserve;
pub mod rows;
pub mod scenario;
pub mod schedule;
mod simulation;
#[cfg(test)]
mod tests;
pub mod transcript;
mod version_diff;

pub use api::{Gate, Kubernetes};
pub use apply::explanation;
pub use check::{Checked, check};
pub use comparison::Outcome;
pub use explain::explain;
pub use fit::machines;
pub use help::complete;
pub use kubectl::{Output, table};
pub use manifest::Manifest;
pub use releases::{kubernetes, releases};
pub use simulation::Simulation;
