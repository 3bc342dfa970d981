//! Effective requests and limits, each number with its derivation.
//!
//! A Pod reserves, for each resource on its own, the largest of its phases: everything that runs side by side,
//! or one init container with the sidecars that were started before it.
//!
//! ```
//! use resources::{List, Options, effective};
//! use k8s_openapi::api::core::v1::PodSpec;
//! let spec: PodSpec = serde_json::from_str(r#"{
//!     "initContainers": [
//!         {"name": "log", "restartPolicy": "Always", "resources": {"requests": {"cpu": "100m"}}},
//!         {"name": "migrate", "resources": {"requests": {"cpu": "200m"}}}],
//!     "containers": [{"name": "app", "resources": {"requests": {"cpu": "100m"}}}]
//! }"#).unwrap();
//! let options = Options::default();
//! let requests = effective(&spec, List::Requests, &options);
//! assert_eq!(requests.get("cpu").unwrap().total.to_string(), "300m");
//! assert_eq!(requests.get("cpu").unwrap().dominating_phase().unwrap().step, resources::Step::Init(1));
//! ```
#![forbid(unsafe_code)]

pub mod cgroup;
pub mod derivation;
mod effective;
pub mod odd;
mod oom;
mod options;
pub mod qos;
pub mod render;
mod status;
pub mod what_if;

pub use derivation::{Derivation, Leaf, List, Phase, Place, Step, Term};
pub use effective::{Totals, effective, is_pod_level_resource, limits, requests};
pub use oom::oom_score_adj;
pub use options::Options;
pub use qos::{QosClass, qos_class};
pub use render::render;
