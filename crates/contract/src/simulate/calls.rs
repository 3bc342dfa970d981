//! The calls of the container runtime in a simulation.

use serde::Serialize;
use simulator::Trace;
use simulator::trace::{self, CallKind, LinuxResources};

/// One call, or one thing that the runtime reported.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Call {
    /// The time in seconds.
    pub t: f64,
    /// The Pod's name.
    pub pod: String,
    /// The call by its name in the CRI: `StartContainer`.
    pub call: &'static str,
    /// The container; absent in calls about the sandbox or an image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container: Option<String>,
    /// The container's attempt, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// The arguments and the result.
    #[serde(flatten)]
    pub details: Details,
}

/// The arguments and the result of a call.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum Details {
    /// The result of calls without arguments: `{"error"}`, or nothing.
    Done {
        /// The error; absent on success.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<String>,
    },
    /// The details of pulls: `{"error","image"}`.
    Image {
        /// The error; absent on success.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<String>,
        /// The image.
        image: String,
    },
    /// The details of `CreateContainer`: `{"error","image","resources"}`.
    Made {
        /// The error; absent on success.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<String>,
        /// The image.
        image: String,
        /// The amounts in the kernel's units.
        resources: Resources,
    },
    /// The details of `UpdateContainerResources` and `UpdatePodSandboxResources`: `{"error","resources"}`.
    Update {
        /// The error; absent on success.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<String>,
        /// The amounts in the kernel's units.
        resources: Resources,
    },
    /// The details of `ExecSync`: `{"cmd","exit","since"}`.
    Exec {
        /// The command line.
        cmd: String,
        /// The exit code; null when the command did not end in time.
        exit: Option<i32>,
        /// Seconds from the start of the container to the start of the command.
        since: f64,
    },
    /// The details of `HTTP`: `{"url","code","since"}`.
    Http {
        /// Port and path.
        url: String,
        /// The status code of the answer.
        code: u16,
        /// Seconds since the start of the container.
        since: f64,
    },
    /// The details of `StopContainer`: `{"timeout"}`.
    Stop {
        /// Seconds from SIGTERM to SIGKILL.
        timeout: i64,
    },
    /// The details of `Exited`: `{"exitCode","reason","why"}`.
    Exit {
        /// The exit code.
        exit_code: i32,
        /// `Completed`, `Error`, `OOMKilled` ...
        reason: String,
        /// `script`, `SIGTERM`, `SIGKILL` or `sandbox`.
        why: &'static str,
    },
}

/// Requests and limits in the form that the runtime gets; zeros are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Resources {
    /// The period of the quota, in microseconds.
    #[serde(skip_serializing_if = "is_zero")]
    pub cpu_period: i64,
    /// The CPU time in a period, in microseconds; -1 is no limit.
    #[serde(skip_serializing_if = "is_zero")]
    pub cpu_quota: i64,
    /// The share of the CPU when it is short.
    #[serde(skip_serializing_if = "is_zero")]
    pub cpu_shares: i64,
    /// The memory limit in bytes.
    #[serde(skip_serializing_if = "is_zero")]
    pub memory_limit: i64,
    /// The score by which the kernel kills when memory is short.
    #[serde(skip_serializing_if = "is_zero")]
    pub oom_score_adj: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's own form")]
fn is_zero(number: &i64) -> bool {
    *number == 0
}

impl From<&LinuxResources> for Resources {
    fn from(told: &LinuxResources) -> Resources {
        Resources {
            cpu_period: told.cpu_period,
            cpu_quota: told.cpu_quota,
            cpu_shares: told.cpu_shares,
            memory_limit: told.memory_limit,
            oom_score_adj: told.oom_score_adj,
        }
    }
}

/// Every call of a trace.
pub(super) fn calls(trace: &Trace) -> Vec<Call> {
    trace.calls.iter().filter_map(|one| call(trace, one)).collect()
}

fn call(trace: &Trace, call: &trace::Call) -> Option<Call> {
    let pod = trace.pods.get(call.pod)?;
    let in_container = !call.container.is_empty();
    Some(Call {
        t: call.at.as_seconds(),
        pod: pod.name.clone(),
        call: call.kind.name(),
        container: in_container.then(|| call.container.clone()),
        attempt: in_container.then_some(call.attempt),
        details: details(&call.kind),
    })
}

fn details(kind: &CallKind) -> Details {
    match kind {
        CallKind::RunPodSandbox { error } | CallKind::StartContainer { error } => {
            Details::Done { error: error.clone() }
        }
        CallKind::CreateContainer { image, resources, error } => {
            Details::Made { error: error.clone(), image: image.clone(), resources: resources.into() }
        }
        CallKind::UpdateContainerResources { resources, error } => {
            Details::Update { error: error.clone(), resources: resources.into() }
        }
        CallKind::UpdatePodSandboxResources { resources } => {
            Details::Update { error: None, resources: resources.into() }
        }
        CallKind::PullImageDone { image, error } => {
            Details::Image { error: error.clone(), image: image.clone() }
        }
        CallKind::PullImage { image } => Details::Image { error: None, image: image.clone() },
        CallKind::ExecSync { command, exit, since } => {
            Details::Exec { cmd: command.clone(), exit: *exit, since: since.as_seconds() }
        }
        CallKind::Http { url, code, since } => {
            Details::Http { url: url.clone(), code: *code, since: since.as_seconds() }
        }
        CallKind::StopContainer { timeout } => Details::Stop { timeout: *timeout },
        CallKind::Exited { code, reason, why } => {
            Details::Exit { exit_code: *code, reason: reason.clone(), why }
        }
        CallKind::SandboxDied
        | CallKind::StopContainerDone
        | CallKind::RemoveContainer
        | CallKind::StopPodSandbox => Details::Done { error: None },
    }
}
