//! `podlab get --batch`: the row of `kubectl get pod -o wide` for a Pod with status.

use crate::{Failure, loose, pod};
use api::Kubernetes;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// `{"id","pod","now"}`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Request {
    /// The Pod as JSON, with its status.
    #[serde(deserialize_with = "loose::given")]
    pub pod: Option<Value>,
    /// The instant that ages are counted to, as RFC 3339 writes it.
    #[serde(deserialize_with = "loose::value")]
    pub now: Option<String>,
}

/// `{"id","columns"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The cells, as `kubectl get pod -o wide` orders them.
    pub columns: Vec<String>,
}

/// Answers one request of the batch.
pub fn answer(request: &Request, kubernetes: &Kubernetes) -> Result<Answer, Failure> {
    let pod = pod::pod(request.pod.as_ref())?;
    let now = pod::now(request.now.as_deref())?;
    let row = kubectl::row(&pod, now, kubernetes);
    Ok(Answer { columns: row.columns().map(str::to_owned).into() })
}
