//! Simulates what a cluster does with Pods: objects and a scenario become a [`Trace`].
//!
//! [`simulate`] is pure and total: no clock, no chance, integer milliseconds, bounded steps and horizon.
//! Nothing here prints a Pod: `kubectl` makes rows of the Pods that a [`Trace`] holds.
//!
//! ```
//! use simulator::{Limits, Millis, Scenario, simulate};
//!
//! let kubernetes = api::Kubernetes::default();
//! let objects = api::objects(
//!     "apiVersion: v1
//! kind: Pod
//! metadata: {name: web}
//! spec:
//!   restartPolicy: Never
//!   initContainers: [{name: setup, image: busybox:1.36}]
//!   containers: [{name: app, image: nginx:1.27}]",
//!     &kubernetes,
//! );
//! let story = "containers: {setup: [{run: 2, exit: 0}], app: [{run: 5, exit: 1}]}";
//! let scenario = Scenario::from_text(story, &kubernetes).unwrap();
//! let trace = simulate(&objects, &scenario, &kubernetes, &Limits::until(Millis::seconds(20)));
//!
//! // The Pod at any instant, as the API server shows it.
//! let phase = |second| trace.pod_at(0, Millis::seconds(second)).unwrap().status.unwrap().phase.unwrap();
//! assert_eq!([phase(1), phase(7), phase(20)], ["Pending", "Running", "Failed"]);
//!
//! // The narration: one line for each notable change.
//! println!("{}", trace.narration().join("\n"));
//! assert!(trace.narration().iter().any(|line| line.ends_with("app       exited 1 Error")));
//! ```
#![forbid(unsafe_code)]

mod actions;
mod assume;
mod cluster;
mod controllers;
mod fit;
mod hash;
mod kubelet;
mod latency;
mod limits;
mod run;
mod runtime;
pub mod scenario;
mod server;
mod shape;
mod time;
pub mod trace;
mod why;
mod words;
mod world;

pub use actions::{patched, unreadable};
pub use cluster::budgets::{REFUSED as EVICTION_REFUSED, RETRY as EVICTION_RETRY};
pub use cluster::create::uid;
pub use controllers::{SCALED, first_job, template_hash, undeletable};
pub use hash::letters;
pub use limits::Limits;
pub use run::{simulate, simulate_on};
pub use scenario::Scenario;
pub use server::{Defaults, Server, There, Write};
pub use time::{EPOCH_SECONDS, Millis};
pub use trace::Trace;
pub use why::{Wait, Why};
pub use words::Word;
