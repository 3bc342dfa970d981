//! `podlab check --batch`: `{"id","manifest","mode","allowPrivileged","kubernetes","defaulted"}`.

use crate::check::{Mode, Options, batch};
use api::Kubernetes;
use serde_json::{Value, json};

/// Answers one request of the batch.
pub(super) fn answer(request: &Value, kubernetes: &Kubernetes) -> Value {
    let Some(manifest) = request.get("manifest").and_then(Value::as_str) else {
        return json!({"error": "the request needs a `manifest`, a text"});
    };
    let mode = match request.get("mode").and_then(Value::as_str) {
        None | Some("yaml") => Mode::Yaml,
        Some("json") => Mode::Json,
        Some("kubectl") => Mode::Kubectl,
        Some(other) => return json!({"error": format!("`{other}` is no mode; use yaml, json or kubectl")}),
    };
    let kubernetes = match request.get("kubernetes").and_then(Value::as_str) {
        None => kubernetes.clone(),
        Some(version) => match Kubernetes::parse(version, []) {
            Ok(kubernetes) => kubernetes,
            Err(error) => return json!({"error": error}),
        },
    };
    let flag = |name: &str, otherwise: bool| request.get(name).and_then(Value::as_bool).unwrap_or(otherwise);
    let allow_privileged = flag("allowPrivileged", true);
    let options = Options { kubernetes, mode, allow_privileged, wrap: false };
    batch::answer(manifest, &options, flag("defaulted", false))
}
