//! Quotas: the amounts that an object uses and a quota has. Upstream: apiserver/pkg/admission/plugin/resourcequota,
//! pkg/quota/v1.

mod object;
mod pod;
mod scopes;
mod used;

pub use used::Used;
