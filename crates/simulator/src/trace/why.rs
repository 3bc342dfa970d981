//! Why a container is where it is: one sentence and the fields that cause it.

use super::{PodTrace, State, Trace};
use crate::Millis;

/// The answer to "why is it waiting?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// One sentence.
    pub sentence: String,
    /// Since when it holds.
    pub since: Millis,
    /// Paths below the Pod (`spec.initContainers[0].startupProbe`) that cause it.
    pub fields: Vec<String>,
}

/// What `container` of `pod` does at `at`.
pub(super) fn why(_trace: &Trace, at: Millis, pod: &PodTrace, container: &str) -> Option<Why> {
    let (info, lane) = pod.lane(container)?;
    let segment = lane.segment_at(at)?;
    let sentence = match &segment.state {
        State::Waiting { reason, .. } => format!("`{container}` waits: {reason}."),
        State::Pulling { image } => format!("The image {image} is being pulled."),
        State::ImageBackOff { until, .. } => {
            format!("The image could not be pulled; the kubelet tries again after {until} s.")
        }
        State::Running { attempt } => format!("`{container}` runs (run {}).", attempt + 1),
        State::Stopping { kill_at, .. } => {
            format!("`{container}` was told to stop and will be killed at {kill_at} s.")
        }
        State::Terminated { exit_code, reason, .. } => {
            format!("`{container}` ended with exit code {exit_code} ({reason}).")
        }
        State::BackOff { until, length, .. } => {
            format!(
                "`{container}` crashed and waits {} s before its restart, until {until} s.",
                length.whole_seconds()
            )
        }
    };
    Some(Why { sentence, since: segment.from, fields: vec![format!("spec.{}", info.path)] })
}
