//! Which nodes pass the scheduler's filters for a Pod.
//!
//! [`filter`] answers as the default scheduler's first attempt would: the nodes that remain, or the words of
//! the `FailedScheduling` event, preemption included. Upstream: pkg/scheduler/schedule_one.go.
//!
//! ```
//! use scheduling::{Cluster, Outcome, filter};
//! let mut cluster = Cluster::default();
//! cluster.add(serde_json::json!({"kind": "Node", "metadata": {"name": "a"},
//!     "status": {"allocatable": {"cpu": "1", "memory": "1Gi", "pods": "10"}}}));
//! let pod = serde_json::from_value(serde_json::json!({"metadata": {"name": "web"}, "spec": {"containers": [
//!     {"name": "app", "resources": {"requests": {"cpu": "2"}}}]}})).unwrap();
//! let verdict = filter(&pod, &cluster, &api::Kubernetes::RECORDED);
//! assert!(verdict.feasible.is_empty());
//! let Outcome::Failed { message, .. } = verdict.outcome else { panic!() };
//! assert!(message.starts_with("0/1 nodes are available: 1 Insufficient cpu."));
//! ```
#![forbid(unsafe_code)]

mod claims;
mod cluster;
mod filters;
pub mod kubelet;
mod preemption;
mod presets;
mod selectors;
mod status;
mod verdict;
mod words;
mod world;

pub use claims::{is_provided, settle, volume_of};
pub use cluster::{Budget, Cluster};
pub use filters::taints::tolerations;
pub use presets::{PRESETS, Preset};
pub use selectors::{matches as selects, suits};
pub use status::{Refusal, Why};
pub use verdict::{Event, Outcome, Verdict, filter, other_scheduler};
pub use words::Word;
