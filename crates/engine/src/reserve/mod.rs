//! The cost of a Pod: its amounts with their derivation, the effect of a change, and the node's treatment of the Pod.

pub(crate) mod cost;
mod each;
mod fleet;
mod on_node;
mod what_if;

pub use each::{Replicas, Reserved, each};

use crate::manifest::Manifest;
use api::Kubernetes;
use k8s_openapi::api::core::v1::PodSpec;
use view::Cost;

impl Manifest {
    /// The cost of the text's first Pod; `None` without a readable Pod.
    pub fn reserve(&self) -> Option<Cost> {
        let subject = self.subject()?;
        Some(cost::cost(subject.spec, subject.path, self.kubernetes()))
    }
}

/// The cost of the spec at `path`; for a template, that of the Pods that it makes.
pub fn derivation(spec: &PodSpec, path: &str, kubernetes: &Kubernetes) -> Cost {
    cost::cost(spec, path, kubernetes)
}
