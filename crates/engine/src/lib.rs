//! The one pipeline that every face shows: plain data in, plain data out.
//!
//! A text is read once; all questions are answered from that reading. A text that the API server refuses does not run.
//!
//! ```
//! use engine::{Kubernetes, Manifest};
//! let pod = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: app, image: 'nginx:1.27'}]}}";
//! let manifest = Manifest::read(pod, &Kubernetes::RECORDED);
//! assert_eq!(manifest.check().errors(), 0);
//! let run = manifest.simulate("").unwrap().run;
//! assert_eq!([run.rows(0)[0].status.as_str(), run.rows(run.end)[0].status.as_str()], ["Pending", "Running"]);
//!
//! let manifest = manifest.edited(&pod.replace("image", "picture"));
//! assert_eq!(manifest.check().errors(), 2);
//! assert!(manifest.simulate("").unwrap_err().starts_with("The API server refuses this manifest"));
//! ```
#![forbid(unsafe_code)]

pub mod admit;
mod applied;
mod apply;
mod assumed;
pub mod check;
mod comparison;
pub mod create;
pub mod dump;
pub mod explain;
mod fit;
mod help;
pub mod limits;
mod manifest;
mod namespace;
mod pasted;
mod places;
mod problems;
mod references;
mod releases;
mod replicas;
pub mod reserve;
pub mod rows;
mod scenario;
pub mod schedule;
mod simulation;
#[cfg(test)]
mod tests;
pub mod transcript;
mod version_diff;

pub use api::fields::Docs;
pub use api::{Gate, Kubernetes, Markdown, release};
pub use apply::explanation;
pub use check::{Checked, check};
pub use comparison::Outcome;
pub use explain::explain;
pub use fit::machines;
pub use help::complete;
pub use kubectl::{Output, files, table};
pub use manifest::Manifest;
pub use releases::{kubernetes, releases, unverified};
pub use scenario::value as story;
pub use simulation::Simulation;
