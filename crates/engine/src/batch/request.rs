//! The parts that several batch requests share.

use jiff::Timestamp;
use k8s_openapi::api::core::v1::Pod;
use serde::Deserialize as _;
use serde_json::Value;

/// The Pod of a request, read from its JSON form.
pub(super) fn pod(request: &Value) -> Result<Pod, String> {
    let pod = request.get("pod").ok_or("the request has no `pod`")?;
    Pod::deserialize(pod).map_err(|error| format!("the Pod cannot be read: {error}"))
}

/// The instant that ages are counted to.
pub(super) fn now(request: &Value) -> Result<Timestamp, String> {
    let now = request.get("now").and_then(Value::as_str).ok_or("the request has no `now`")?;
    now.parse().map_err(|error| format!("`now` is not a time: {error}"))
}
