//! What the API server warns of, in its words and order. Upstream: pkg/api/pod/warnings.go.

use api::{Kubernetes, Object};

pub(crate) fn of(_object: &Object, _kubernetes: &Kubernetes) -> Vec<String> {
    Vec::new()
}
