//! `podlab kubectl --batch`: `{"id","pod","events","now","command"}` or `{"id","manifest","appliedBefore","command"}`
//! → `{"id","stdout","stderr","exit"}`.

use super::request;
use crate::check::{Options, apply};
use api::Kubernetes;
use k8s_openapi::api::core::v1::{Event, Pod};
use kubectl::apply::Submission;
use kubectl::{Cluster, LogLine, Logs, Output, run};
use serde::Deserialize as _;
use serde_json::{Value, json};

/// Answers one request of the batch.
pub(super) fn answer(request: &Value, kubernetes: &Kubernetes) -> Value {
    match output(request, kubernetes) {
        Ok(output) => json!({"stdout": output.stdout, "stderr": output.stderr, "exit": output.exit}),
        Err(error) => json!({"error": error}),
    }
}

fn output(request: &Value, kubernetes: &Kubernetes) -> Result<Output, String> {
    let command = request.get("command").and_then(Value::as_str).ok_or("the request has no `command`")?;
    if let Some(manifest) = request.get("manifest").and_then(Value::as_str) {
        return submit(command, manifest, request, kubernetes);
    }
    let list = |key: &str| request.get(key).and_then(Value::as_array).map(Vec::as_slice);
    let pod = request.get("pod").filter(|pod| !pod.is_null());
    let pods = list("pods").or(pod.map(std::slice::from_ref)).unwrap_or_default();
    let events: Result<Vec<Event>, _> =
        list("events").unwrap_or_default().iter().map(Event::deserialize).collect();
    let events = events.map_err(|error| format!("an event cannot be read: {error}"))?;
    let now = request::now(request)?;
    Ok(run(command, &Cluster { pods, events: &events, logs: &Recorded, now, kubernetes }))
}

fn submit(command: &str, manifest: &str, request: &Value, kubernetes: &Kubernetes) -> Result<Output, String> {
    let before = request.get("appliedBefore").and_then(Value::as_str).unwrap_or_default();
    let options = Options { kubernetes: kubernetes.clone(), ..Options::default() };
    match Submission::parse(command) {
        Some(Ok(submission)) => Ok(apply::submit(manifest, before, &submission, &options)),
        Some(Err(output)) => Ok(output),
        None => {
            Err(format!("a manifest goes with `kubectl apply` or `kubectl create`, not with `{command}`"))
        }
    }
}

/// What every container of the recordings writes: its scripted runtime gave each run the same four lines.
struct Recorded;

impl Logs for Recorded {
    fn lines(&self, _pod: &Pod, container: &str, run: i32) -> Vec<LogLine> {
        const TIMES: [&str; 4] = [
            "2026-11-20T20:00:00.123456780Z",
            "2026-11-20T20:00:01.123456781Z",
            "2026-11-20T20:00:02.123456782Z",
            "2026-11-20T20:00:04.000000001Z",
        ];
        let ends = ["line 1", "line 2", "line 3", "to stderr"];
        let lines = TIMES.iter().zip(ends);
        lines
            .filter_map(|(at, end)| {
                Some(LogLine { at: at.parse().ok()?, text: format!("{container} attempt {run} {end}") })
            })
            .collect()
    }
}
