//! The parts that several batch requests share.

use crate::create::World;
use api::Kubernetes;
use jiff::Timestamp;
use k8s_openapi::api::core::v1::Pod;
use serde_json::Value;

/// The Pod of a request, read from its JSON form.
pub(super) fn pod(request: &Value) -> Result<Pod, String> {
    let pod = request.get("pod").ok_or("the request has no `pod`")?;
    api::typed::from_json::<Pod>(pod).map_err(|error| format!("the Pod cannot be read: {error}"))
}

/// The instant that ages are counted to.
pub(super) fn now(request: &Value) -> Result<Timestamp, String> {
    let now = request.get("now").and_then(Value::as_str).ok_or("the request has no `now`")?;
    now.parse().map_err(|error| format!("`now` is not a time: {error}"))
}

/// A text of the request; empty when it is absent.
pub(super) fn text<'a>(request: &'a Value, field: &str) -> &'a str {
    request.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// A list of texts of the request.
pub(super) fn texts<'a>(request: &'a Value, field: &str) -> Vec<&'a str> {
    request.get(field).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// What is there before the create of the request.
pub(super) fn world(request: &Value, before: &[&str], existing: &[&str], kubernetes: &Kubernetes) -> World {
    let labels = request.get("namespaceLabels").and_then(Value::as_object);
    let labels = labels
        .into_iter()
        .flatten()
        .filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())));
    World::read(before, existing, text(request, "objects"), labels.collect(), kubernetes)
}
