//! Quotas: what an object uses, what a quota has left. Upstream: apiserver/pkg/admission/plugin/resourcequota,
//! pkg/quota/v1.

mod pod;
mod scopes;
mod used;

pub use used::Used;
