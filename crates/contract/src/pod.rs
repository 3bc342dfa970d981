//! A Pod and an instant, as several requests have them.

use crate::Failure;
use jiff::Timestamp;
use k8s_openapi::api::core::v1::Pod;
use serde_json::Value;

/// The Pod of a request, from its JSON form.
pub(crate) fn pod(written: Option<&Value>) -> Result<Pod, Failure> {
    let pod = written.ok_or("the request has no `pod`")?;
    Ok(api::typed::from_json::<Pod>(pod).map_err(|error| format!("the Pod cannot be read: {error}"))?)
}

/// The instant that ages are counted to.
pub(crate) fn now(written: Option<&str>) -> Result<Timestamp, Failure> {
    let now = written.ok_or("the request has no `now`")?;
    Ok(now.parse().map_err(|error| format!("`now` is not a time: {error}"))?)
}
