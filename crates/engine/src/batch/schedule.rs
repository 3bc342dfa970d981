//! `podlab schedule --batch`.

use api::Kubernetes;
use serde_json::{Value, json};

/// Answers one request of the batch.
pub(super) fn answer(_request: &Value, _kubernetes: &Kubernetes) -> Value {
    json!({"error": "not built yet"})
}
