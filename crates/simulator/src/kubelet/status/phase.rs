//! The phase. Upstream: getPhase, pkg/kubelet/kubelet_pods.go.

use super::Input;
use crate::Word;
use crate::shape::{ContainerShape, Role};
use k8s_openapi::api::core::v1::{ContainerStateTerminated, ContainerStatus};

/// The state that a container counts as.
enum CountsAs<'a> {
    Running,
    /// Terminated now, or waiting to be started again after this end.
    Ended(&'a ContainerStateTerminated, bool),
    Waiting,
}

fn counts_as(status: &ContainerStatus) -> CountsAs<'_> {
    let Some(state) = &status.state else { return CountsAs::Waiting };
    if state.running.is_some() {
        return CountsAs::Running;
    }
    if let Some(terminated) = &state.terminated {
        return CountsAs::Ended(terminated, true);
    }
    match status.last_state.as_ref().and_then(|last| last.terminated.as_ref()) {
        Some(terminated) => CountsAs::Ended(terminated, false),
        None => CountsAs::Waiting,
    }
}

fn restartable(input: &Input<'_>, spec: &ContainerShape, ended: &ContainerStateTerminated) -> bool {
    input.state.shape.restarts(spec, ended.exit_code)
        || ended.reason.as_deref() == Some(Word::RestartingAllContainers.text())
}

#[derive(Default)]
struct Counts {
    pending_init: usize,
    pending_sidecars: usize,
    failed_init: usize,
    running: usize,
    waiting: usize,
    stopped: usize,
    final_stops: usize,
    succeeded: usize,
}

/// The phase that the container statuses amount to.
pub(super) fn phase(input: &Input<'_>, init: &[ContainerStatus], app: &[ContainerStatus]) -> &'static str {
    let counts = count(input, init, app);
    if counts.failed_init > 0 {
        return "Failed";
    }
    let initialized = app_container_started(input);
    if counts.pending_init > 0 || (counts.pending_sidecars > 0 && !initialized) || counts.waiting > 0 {
        return "Pending";
    }
    if counts.running > 0 {
        return "Running";
    }
    if counts.stopped == 0 {
        return "Pending";
    }
    let outcome = if counts.stopped == counts.succeeded { "Succeeded" } else { "Failed" };
    if !input.terminal && counts.stopped != counts.final_stops { "Running" } else { outcome }
}

fn count(input: &Input<'_>, init: &[ContainerStatus], app: &[ContainerStatus]) -> Counts {
    let mut counts = Counts::default();
    for status in init {
        let mut specs = input.state.shape.named(&status.name);
        let Some((_, spec)) = specs.find(|(_, spec)| spec.role.is_init()) else { continue };
        match (spec.role, counts_as(status)) {
            (Role::Sidecar, CountsAs::Running) => {
                counts.pending_sidecars += usize::from(status.started != Some(true));
                counts.running += 1;
            }
            (Role::Sidecar, CountsAs::Ended(..)) => {}
            (Role::Sidecar, CountsAs::Waiting) => {
                counts.pending_sidecars += 1;
                counts.waiting += 1;
            }
            (_, CountsAs::Running | CountsAs::Waiting) => counts.pending_init += 1,
            (_, CountsAs::Ended(ended, _)) => {
                counts.failed_init += usize::from(ended.exit_code != 0 && !restartable(input, spec, ended));
            }
        }
    }
    for status in app {
        let mut specs = input.state.shape.named(&status.name);
        let Some((_, spec)) = specs.find(|(_, spec)| spec.role == Role::App) else { continue };
        match counts_as(status) {
            CountsAs::Running => counts.running += 1,
            CountsAs::Waiting => counts.waiting += 1,
            CountsAs::Ended(ended, now) => {
                counts.stopped += 1;
                counts.final_stops += usize::from(!restartable(input, spec, ended));
                counts.succeeded += usize::from(now && ended.exit_code == 0);
            }
        }
    }
    counts
}

/// Upstream: HasAnyActiveRegularContainerStarted, pkg/kubelet/container/helpers.go.
fn app_container_started(input: &Input<'_>) -> bool {
    let Some(sandbox) = input.seen.sandbox() else { return false };
    input.seen.instances.iter().any(|instance| {
        instance.sandbox == sandbox.attempt
            && input.state.shape.containers.get(instance.container).is_some_and(|spec| spec.role == Role::App)
    })
}
