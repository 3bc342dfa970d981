//! LimitRanges, quotas, accounts and the other admission plugins: they change an object or refuse it.
//!
//! A create goes through [`mutate`], then through the server's validation (another crate's), then through
//! [`validate`]. Upstream: the default plugins of pkg/kubeapiserver/options/plugins.go.
//!
//! ```
//! use admission::{Classes, Surroundings, mutate};
//! use k8s_openapi::api::core::v1::Pod;
//! let mut around = Surroundings::default();
//! around.add(&serde_json::json!({"kind": "LimitRange", "metadata": {"name": "limits"}, "spec": {"limits": [
//!     {"type": "Container", "default": {"cpu": "500m"}}]}}));
//! let mut pod: Pod = serde_json::from_value(serde_json::json!({"metadata": {"name": "web"},
//!     "spec": {"containers": [{"name": "app"}]}})).unwrap();
//! mutate(&mut pod, &around, &Classes::default(), "web", &mut Vec::new()).unwrap();
//! let limits = pod.spec.unwrap().containers[0].resources.clone().unwrap().limits.unwrap();
//! assert_eq!(limits["cpu"].0, "500m");
//! ```
#![forbid(unsafe_code)]

mod account;
mod assumed;
mod classes;
pub mod limit_range;
pub mod pod_security;
mod priority;
pub mod quota;
mod refusal;
mod resize;
mod room;
mod runtime_class;
mod surroundings;
mod tolerations;
mod words;

pub use account::Account;
pub use assumed::Assumed;
pub use classes::Classes;
pub use refusal::{Refusal, joined};
pub use resize::Allocatable;
pub use room::ENTRIES;
pub use surroundings::{Missing, Surroundings};
pub use words::Word;

use api::Kubernetes;
use k8s_openapi::api::core::v1::Pod;

/// Changes a Pod as the mutating plugins do, in their order. `name` is the Pod's name, or its pattern when it is
/// generated; objects that the Pod names and that are assumed to exist are added to `assumed`.
pub fn mutate(
    pod: &mut Pod,
    around: &Surroundings,
    classes: &Classes,
    name: &str,
    assumed: &mut Vec<Assumed>,
) -> Result<(), Refusal> {
    let forbid = |why: String| Refusal::forbidden("pods", name, &why);
    let before = assumed.len();
    limit_range::fill(pod, around).map_err(forbid)?;
    account::apply(pod, around, assumed).map_err(forbid)?;
    priority::resolve(pod, classes, around, assumed).map_err(forbid)?;
    tolerations::fill(pod);
    if let Some(why) = runtime_class::unaskable(pod) {
        return Err(Refusal::failure(why));
    }
    runtime_class::apply(pod, classes, around, assumed).map_err(forbid)?;
    for one in assumed.iter_mut().skip(before) {
        one.otherwise = forbid(std::mem::take(&mut one.otherwise)).message;
    }
    Ok(())
}

/// Completes a Pod that takes the place of `stored`: its priority stays, and it tolerates its node as every Pod does.
pub fn mutate_update(pod: &mut Pod, stored: &Pod) {
    if let (Some(spec), Some(before)) = (pod.spec.as_mut(), stored.spec.as_ref()) {
        spec.priority = spec.priority.or(before.priority);
        if spec.preemption_policy.is_none() {
            spec.preemption_policy.clone_from(&before.preemption_policy);
        }
    }
    tolerations::fill(pod);
}

/// Checks a Pod that passed the server's validation, in the plugins' order; the quota is counted last.
pub fn validate(
    pod: &Pod,
    around: &Surroundings,
    classes: &Classes,
    used: &mut quota::Used,
    kubernetes: &Kubernetes,
) -> Result<(), Refusal> {
    let name = pod.metadata.name.as_deref().unwrap_or_default();
    let forbid = |why: String| Refusal::forbidden("pods", name, &why);
    limit_range::check(pod, around, kubernetes).map_err(forbid)?;
    pod_security::check(pod, around).map_err(forbid)?;
    runtime_class::check(pod, classes, around).map_err(forbid)?;
    used.charge_pod(pod, around, kubernetes).map_err(forbid)
}

/// Checks a resize of a Pod that passed the server's validation. `node` is what the Pod's node can give, when it is bound
/// and the amounts are known.
pub fn validate_resize(
    pod: &Pod,
    stored: &Pod,
    around: &Surroundings,
    used: &mut quota::Used,
    node: Option<&Allocatable>,
    kubernetes: &Kubernetes,
) -> Result<(), Refusal> {
    let name = pod.metadata.name.as_deref().unwrap_or_default();
    let forbid = |why: String| Refusal::forbidden("pods", name, &why);
    limit_range::check(pod, around, kubernetes).map_err(forbid)?;
    resize::check(pod, node, kubernetes).map_err(forbid)?;
    used.charge_resize(pod, stored, around, kubernetes).map_err(forbid)
}
