//! `podlab kubectl --batch`: the output of a command on Pods with status, or on a manifest.

use crate::{Failure, loose, pod};
use api::Kubernetes;
use engine::check::{self, Options};
use k8s_openapi::api::core::v1::{Event, Pod};
use kubectl::apply::Submission;
use kubectl::{Cluster, LogLine, Logs, Output, run};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// `{"id","pod","pods","workloads","events","now","command"}` or
/// `{"id","manifest","appliedBefore","serviceAccountAdmission","command"}`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Request {
    /// The command: `kubectl describe pod web`.
    #[serde(deserialize_with = "loose::value")]
    pub command: Option<String>,
    /// The text that `kubectl apply` or `kubectl create` sends.
    #[serde(deserialize_with = "loose::value")]
    pub manifest: Option<String>,
    /// Whether a new cluster with all its admission plugins answers. When left out, it does only for a text that names
    /// a ServiceAccount: the oldest recordings were made without the plugins, and none of those names one.
    #[serde(deserialize_with = "loose::value")]
    pub service_account_admission: Option<bool>,
    /// The text that was applied before.
    #[serde(deserialize_with = "loose::value")]
    pub applied_before: String,
    /// The Pods of the cluster, as JSON.
    #[serde(deserialize_with = "loose::value")]
    pub pods: Option<Vec<Value>>,
    /// The only Pod of the cluster.
    #[serde(deserialize_with = "loose::value")]
    pub pod: Option<Value>,
    /// The workloads of the cluster, as JSON.
    #[serde(deserialize_with = "loose::value")]
    pub workloads: Vec<Value>,
    /// The only Deployment of the cluster, made by the manifest.
    #[serde(deserialize_with = "loose::value")]
    pub deployment: Option<Value>,
    /// The ReplicaSet of that Deployment.
    #[serde(deserialize_with = "loose::value")]
    pub replica_set: Option<Value>,
    /// The events of the cluster, as JSON.
    #[serde(deserialize_with = "loose::value")]
    pub events: Vec<Value>,
    /// The instant that ages are counted to, as RFC 3339 writes it.
    #[serde(deserialize_with = "loose::value")]
    pub now: Option<String>,
}

/// `{"id","stdout","stderr","exit"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The exit code.
    pub exit: u8,
}

/// Answers one request of the batch.
pub fn answer(request: &Request, kubernetes: &Kubernetes) -> Result<Answer, Failure> {
    let command = request.command.as_deref().ok_or("the request has no `command`")?;
    let there = request.deployment.is_some() || !request.workloads.is_empty();
    let sent = request.manifest.as_ref().filter(|_| !there);
    let Output { stdout, stderr, exit } = match sent {
        Some(manifest) => submit(command, manifest, request, kubernetes)?,
        None => ask(command, request, kubernetes)?,
    };
    Ok(Answer { stdout, stderr, exit })
}

fn ask(command: &str, request: &Request, kubernetes: &Kubernetes) -> Result<Output, Failure> {
    let pods = request.pods.as_deref().or(request.pod.as_ref().map(std::slice::from_ref)).unwrap_or_default();
    let events: Result<Vec<Event>, _> = request.events.iter().map(Event::deserialize).collect();
    let events = events.map_err(|error| format!("an event cannot be read: {error}"))?;
    let now = pod::now(request.now.as_deref())?;
    let named = [&request.deployment, &request.replica_set].into_iter().flatten().cloned();
    let workloads: Vec<Value> = request.workloads.iter().cloned().chain(named).collect();
    Ok(run(
        command,
        &Cluster {
            pods,
            workloads: &workloads,
            whole: false,
            events: &events,
            logs: &Recorded,
            file: &[],
            now,
            kubernetes,
        },
    ))
}

fn submit(
    command: &str,
    manifest: &str,
    request: &Request,
    kubernetes: &Kubernetes,
) -> Result<Output, Failure> {
    let before = request.applied_before.as_str();
    let accounts = ["serviceAccount", "automountServiceAccountToken"];
    let speaks = |text: &str| accounts.iter().any(|word| text.contains(word));
    let whole = request.service_account_admission.unwrap_or_else(|| speaks(manifest) || speaks(before));
    let cluster = if whole { apiserver::Cluster::New } else { apiserver::Cluster::WithoutAccounts };
    let options = Options { kubernetes: kubernetes.clone(), cluster, ..Options::default() };
    match Submission::parse(command) {
        Some(Ok(submission)) => Ok(check::submit(manifest, before, &submission, &options)),
        Some(Err(output)) => Ok(output),
        None => {
            Err(format!("a manifest goes with `kubectl apply` or `kubectl create`, not with `{command}`")
                .into())
        }
    }
}

/// The logs of the recordings: their scripted runtime wrote the same four lines in every run.
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
