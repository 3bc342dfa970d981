//! The calls of the container runtime in a simulation.

use serde::Serialize;
use simulator::Trace;
use simulator::trace::{self, CallKind};

/// One call, or one thing that the runtime saw happen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Call {
    /// When, in seconds.
    pub t: f64,
    /// The Pod's name.
    pub pod: String,
    /// As the runtime's interface names it: `StartContainer`.
    pub call: &'static str,
    /// The container; absent of calls about the sandbox or an image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container: Option<String>,
    /// Its run, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// What else is told of it.
    #[serde(flatten)]
    pub details: Details,
}

/// What is told of a call.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum Details {
    /// Of calls without arguments: `{"error"}`, or nothing.
    Done {
        /// Why it failed; absent when it did not.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<String>,
    },
    /// Of pulls and of `CreateContainer`: `{"error","image"}`.
    Image {
        /// Why it failed; absent when it did not.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<String>,
        /// Which.
        image: String,
    },
    /// Of `ExecSync`: `{"cmd","exit","since"}`.
    Exec {
        /// The command line.
        cmd: String,
        /// Its exit code; null when it did not end in time.
        exit: Option<i32>,
        /// From the start of the container to the start of the command, in seconds.
        since: f64,
    },
    /// Of `HTTP`: `{"url","code","since"}`.
    Http {
        /// Port and path.
        url: String,
        /// The answer.
        code: u16,
        /// From the start of the container, in seconds.
        since: f64,
    },
    /// Of `StopContainer`: `{"timeout"}`.
    Stop {
        /// From SIGTERM to SIGKILL, in seconds.
        timeout: i64,
    },
    /// Of `Exited`: `{"exitCode","reason","why"}`.
    Exit {
        /// Exit code.
        exit_code: i32,
        /// `Completed`, `Error`, `OOMKilled` ...
        reason: String,
        /// `script`, `SIGTERM`, `SIGKILL` or `sandbox`.
        why: &'static str,
    },
}

/// Each call.
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
        CallKind::CreateContainer { image, error } | CallKind::PullImageDone { image, error } => {
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
