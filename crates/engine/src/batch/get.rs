//! `podlab get --batch`: `{"id","pod","now"}` → `{"id","columns":[]}`.

use super::request;
use api::Kubernetes;
use serde_json::{Value, json};

/// Answers one request of the batch.
pub(super) fn answer(request: &Value, kubernetes: &Kubernetes) -> Value {
    let pod = match request::pod(request) {
        Ok(pod) => pod,
        Err(error) => return json!({"error": error}),
    };
    match request::now(request) {
        Ok(now) => json!({"columns": kubectl::row(&pod, now, kubernetes).columns()}),
        Err(error) => json!({"error": error}),
    }
}
