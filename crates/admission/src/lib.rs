//! LimitRanges, quotas and the other admission plugins: they change an object or refuse it.
//!
//! A create goes through [`mutate`], then through the server's validation (another crate's), then through
//! [`validate`]. Upstream: the default plugins of pkg/kubeapiserver/options/plugins.go, without ServiceAccount.
//!
//! ```
//! use admission::{Surroundings, mutate};
//! use k8s_openapi::api::core::v1::Pod;
//! let mut around = Surroundings::default();
//! around.add(&serde_json::json!({"kind": "LimitRange", "metadata": {"name": "limits"}, "spec": {"limits": [
//!     {"type": "Container", "default": {"cpu": "500m"}}]}}));
//! let mut pod: Pod = serde_json::from_value(serde_json::json!({"metadata": {"name": "web"},
//!     "spec": {"containers": [{"name": "app"}]}})).unwrap();
//! mutate(&mut pod, &around, "web").unwrap();
//! let limits = pod.spec.unwrap().containers[0].resources.clone().unwrap().limits.unwrap();
//! assert_eq!(limits["cpu"].0, "500m");
//! ```
#![forbid(unsafe_code)]

pub mod limit_range;
pub mod pod_security;
mod priority;
pub mod quota;
mod refusal;
mod runtime_class;
mod surroundings;
mod tolerations;
mod words;

pub use refusal::Refusal;
pub use surroundings::Surroundings;
pub use words::Word;

use api::Kubernetes;
use k8s_openapi::api::core::v1::Pod;

/// Changes a Pod as the mutating plugins do, in their order. `name` is the Pod's name, or how it will look.
pub fn mutate(pod: &mut Pod, around: &Surroundings, name: &str) -> Result<(), Refusal> {
    limit_range::fill(pod, around);
    priority::resolve(pod, around).map_err(|why| Refusal::forbidden("pods", name, &why))?;
    tolerations::fill(pod);
    runtime_class::apply(pod, around).map_err(|why| Refusal::forbidden("pods", name, &why))
}

/// Checks a Pod that passed the server's validation, in the plugins' order; the quota is counted last.
pub fn validate(
    pod: &Pod,
    around: &Surroundings,
    used: &mut quota::Used,
    kubernetes: &Kubernetes,
    name: &str,
) -> Result<(), Refusal> {
    let forbid = |why: String| Refusal::forbidden("pods", name, &why);
    limit_range::check(pod, around, kubernetes).map_err(forbid)?;
    pod_security::check(pod, around).map_err(forbid)?;
    runtime_class::check(pod, around).map_err(forbid)?;
    used.charge_pod(pod, around, kubernetes).map_err(forbid)
}
