//! `podlab check --batch`.

use api::{Kubernetes, Object};
use serde_json::{Value, json};

/// Answers one request of the batch.
///
/// Interim: reads leniently and without stages, until the reading pipeline serves this.
pub(super) fn answer(request: &Value, kubernetes: &Kubernetes) -> Value {
    let manifest = request.get("manifest").and_then(Value::as_str).unwrap_or_default();
    let Some(mut object) = api::objects(manifest).into_iter().next() else {
        return json!({"stage": "client"});
    };
    if let Object::Other(_) = object {
        return json!({"stage": "decode"});
    }
    api::defaulting::apply(&mut object, kubernetes);
    api::defaulting::prepare(&mut object, kubernetes);
    let allow_privileged = request.get("allowPrivileged").and_then(Value::as_bool).unwrap_or(true);
    let options = validation::Options { allow_privileged };
    let errors = validation::validate(&object, kubernetes, &options);
    let stage = if errors.is_empty() { "ok" } else { "invalid" };
    let errors: Vec<_> = errors.iter().map(|error| error.to_json(kubernetes)).collect();
    json!({"stage": stage, "errors": errors, "warnings": validation::warnings(&object, kubernetes)})
}
