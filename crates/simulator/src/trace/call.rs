//! Calls of the kubelet to the container runtime (CRI), and reports of the runtime.

use crate::Millis;

/// One call, or one thing that the runtime reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The time.
    pub at: Millis,
    /// Index into `Trace::pods`.
    pub pod: usize,
    /// Name of the container; empty for calls about the sandbox or an image.
    pub container: String,
    /// The run of the container, or of the sandbox.
    pub attempt: u32,
    /// The kind of call or report.
    pub kind: CallKind,
}

/// The calls that a trace records.
#[derive(Clone, Debug, PartialEq)]
pub enum CallKind {
    /// The network and the pause container.
    RunPodSandbox {
        /// Why it failed.
        error: Option<String>,
    },
    /// The sandbox died by itself, as in a reboot of the node.
    SandboxDied,
    /// A pull began.
    PullImage {
        /// Which.
        image: String,
    },
    /// A pull ended.
    PullImageDone {
        /// Which.
        image: String,
        /// Why it failed.
        error: Option<String>,
    },
    /// A container was made.
    CreateContainer {
        /// From which image.
        image: String,
        /// The numbers that the kernel is given.
        resources: LinuxResources,
        /// Why it failed.
        error: Option<String>,
    },
    /// A container was started.
    StartContainer {
        /// Why it failed.
        error: Option<String>,
    },
    /// A command ran in a container; recorded at its end.
    ExecSync {
        /// The command line.
        command: String,
        /// Its exit code; `None` when it did not end in time.
        exit: Option<i32>,
        /// From the start of the container to the start of the command.
        since: Millis,
    },
    /// An HTTP request reached a container.
    Http {
        /// Port and path.
        url: String,
        /// The answer.
        code: u16,
        /// From the start of the container.
        since: Millis,
    },
    /// SIGTERM, and SIGKILL after the timeout.
    StopContainer {
        /// Seconds.
        timeout: i64,
    },
    /// The stopped container is gone.
    StopContainerDone,
    /// The process ended.
    Exited {
        /// Exit code.
        code: i32,
        /// `Completed`, `Error`, `OOMKilled` ...
        reason: String,
        /// `script`, `SIGTERM`, `SIGKILL` or `sandbox`.
        why: &'static str,
    },
    /// A dead container was removed.
    RemoveContainer,
    /// The sandbox was stopped.
    StopPodSandbox,
    /// A running container gets other resources.
    UpdateContainerResources {
        /// The numbers that the kernel is given.
        resources: LinuxResources,
        /// Why it failed.
        error: Option<String>,
    },
    /// The Pod as a whole gets other resources.
    UpdatePodSandboxResources {
        /// The numbers that the kernel is given.
        resources: LinuxResources,
    },
}

/// Requests and limits as the runtime is told of them; zero stands for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinuxResources {
    /// The share of the CPU when it is short.
    pub cpu_shares: i64,
    /// Microseconds of CPU time in a period; -1 is no limit.
    pub cpu_quota: i64,
    /// Microseconds.
    pub cpu_period: i64,
    /// Bytes.
    pub memory_limit: i64,
    /// From -1000, killed last when memory is short, to 1000, killed first.
    pub oom_score_adj: i64,
}

impl CallKind {
    /// The name as in the runtime's interface.
    pub fn name(&self) -> &'static str {
        match self {
            CallKind::RunPodSandbox { .. } => "RunPodSandbox",
            CallKind::SandboxDied => "SandboxDied",
            CallKind::PullImage { .. } => "PullImage",
            CallKind::PullImageDone { .. } => "PullImage.done",
            CallKind::CreateContainer { .. } => "CreateContainer",
            CallKind::StartContainer { .. } => "StartContainer",
            CallKind::ExecSync { .. } => "ExecSync",
            CallKind::Http { .. } => "HTTP",
            CallKind::StopContainer { .. } => "StopContainer",
            CallKind::StopContainerDone => "StopContainer.done",
            CallKind::Exited { .. } => "Exited",
            CallKind::RemoveContainer => "RemoveContainer",
            CallKind::StopPodSandbox => "StopPodSandbox",
            CallKind::UpdateContainerResources { .. } => "UpdateContainerResources",
            CallKind::UpdatePodSandboxResources { .. } => "UpdatePodSandboxResources",
        }
    }
}
