//! The answers of API server and kubelet to a request for a container's log.
//! Upstream: LogLocation, pkg/registry/core/pod/strategy.go; validateContainerLogStatus, pkg/kubelet/kubelet_pods.go.

use crate::Word;
use k8s_openapi::api::core::v1::{ContainerStatus, Pod, PodStatus};

/// The log that is there to be read, or why there is none.
pub(super) enum Answer {
    /// No node yet, so no log.
    Nothing,
    /// The runtime's complaint, which comes as if it were the log.
    Text(String),
    /// The log of this run; the first is 0.
    Run(i32),
}

pub(super) fn answer(pod: &Pod, container: &str, previous: bool) -> Result<Answer, String> {
    let node = pod.spec.as_ref().and_then(|spec| spec.node_name.as_deref()).unwrap_or_default();
    if node.is_empty() {
        return Ok(Answer::Nothing);
    }
    let site =
        format!("container \"{container}\" in pod \"{}\"", pod.metadata.name.as_deref().unwrap_or_default());
    let empty = PodStatus::default();
    let found = status(pod.status.as_ref().unwrap_or(&empty), container);
    let status = found.ok_or_else(|| format!("{site} {}", Word::NotAvailable))?;
    let last = status.last_state.as_ref().and_then(|state| state.terminated.as_ref());
    let last_id = last.and_then(|last| last.container_id.as_deref()).filter(|id| !id.is_empty());
    let state = status.state.as_ref();
    let waiting = state.and_then(|state| state.waiting.as_ref());
    let ended = state.and_then(|state| state.terminated.as_ref());
    let ended_id = ended.and_then(|ended| ended.container_id.as_deref()).filter(|id| !id.is_empty());
    if previous {
        let id = last_id.ok_or_else(|| format!("{} {site} not found", Word::NoPrevious))?;
        // The kubelet keeps one dead container: the latest.
        return Ok(match ended_id {
            Some(_) => Answer::Text(format!("{} for {id}", Word::NoLogs)),
            None if waiting.is_some() => Answer::Run(status.restart_count),
            None => Answer::Run(status.restart_count.saturating_sub(1)),
        });
    }
    if state.is_some_and(|state| state.running.is_some()) {
        return Ok(Answer::Run(status.restart_count));
    }
    if ended.is_some() || last.is_some() {
        let readable = ended_id.or(last_id).ok_or_else(|| format!("{site} is terminated"))?;
        return Ok(if readable.is_empty() { Answer::Nothing } else { Answer::Run(status.restart_count) });
    }
    let reason = waiting.map(|waiting| waiting.reason.as_deref().unwrap_or_default());
    Err(match reason {
        None => format!("{site} {} - no logs yet", Word::WaitingToStart),
        Some("ErrImagePull") => format!("{site} {}: image can't be pulled", Word::WaitingToStart),
        Some("ImagePullBackOff") => {
            format!("{site} {}: trying and failing to pull image", Word::WaitingToStart)
        }
        Some(reason) => format!("{site} {}: {reason}", Word::WaitingToStart),
    })
}

fn status<'a>(status: &'a PodStatus, container: &str) -> Option<&'a ContainerStatus> {
    let lists =
        [&status.container_statuses, &status.init_container_statuses, &status.ephemeral_container_statuses];
    lists.into_iter().flat_map(|list| list.iter().flatten()).find(|status| status.name == container)
}
