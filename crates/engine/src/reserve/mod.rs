//! What a Pod reserves: the numbers with their derivation, what a change would do to them, what the node makes of them.

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
    /// What the first Pod of the text reserves; `None` without a readable Pod.
    pub fn reserve(&self) -> Option<Cost> {
        let subject = self.subject()?;
        Some(cost::cost(subject.spec, subject.path, self.kubernetes()))
    }
}

/// What a Pod of `spec`, which stands at `path`, reserves: a template as the Pods that it makes.
pub fn derivation(spec: &PodSpec, path: &str, kubernetes: &Kubernetes) -> Cost {
    cost::cost(spec, path, kubernetes)
}
