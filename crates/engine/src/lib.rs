//! The one pipeline that every face shows: plain data in, plain data out.
#![forbid(unsafe_code)]

mod apply;
pub mod batch;
pub mod check;
pub mod create;
mod explain;
pub mod files;
mod fit;
mod help;
mod manifest;
mod namespace;
mod places;
mod problems;
mod releases;
mod replicas;
mod reserve;
mod rows;
pub mod scenario;
mod simulation;
#[cfg(test)]
mod tests;
mod version_diff;

pub use api::{Gate, Kubernetes};
pub use apply::explanation;
pub use check::{Checked, check};
pub use explain::explain;
pub use fit::machines;
pub use help::complete;
pub use manifest::Manifest;
pub use releases::{kubernetes, releases};
pub use simulation::Simulation;
