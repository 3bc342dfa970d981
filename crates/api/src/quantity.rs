//! Resource quantities, read and printed as Kubernetes does.
//! Upstream: apimachinery/pkg/api/resource/quantity.go.

/// An exact amount with the format it was written in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quantity {}
