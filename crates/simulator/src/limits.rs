//! Bounds that make every simulation end.

use crate::Millis;

/// How far a simulation may go; the bound that is reached first ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The time at which it ends.
    pub until: Millis,
    /// The largest number of transitions.
    pub steps: usize,
    /// The largest number of Pods, however many replicas are asked for.
    pub pods: usize,
    /// The largest number of states of containers that are kept: one for each container of a Pod whenever the Pod's
    /// status changes, so that a trace grows with the square of a Pod's containers. A version of a workload and a long
    /// message count as some.
    pub states: usize,
}

impl Limits {
    /// Pods that are made.
    pub const PODS: usize = 100;
    /// Containers of a Pod that is played. The kubelet's own work grows with their square.
    pub const CONTAINERS: usize = 250;
    /// Transitions.
    pub const STEPS: usize = 400_000;
    /// States of containers that are kept.
    pub const STATES: usize = 100_000;
    /// Bytes of a termination message that a kubelet reads, from its end.
    /// Upstream: MaxContainerTerminationMessageLength, pkg/kubelet/container/runtime.go.
    pub const TERMINATION_MESSAGE: usize = 4 * 1024;
    /// Bytes of all termination messages of a Pod, of which each container has its share.
    /// Upstream: MaxPodTerminationMessageLogLength, pkg/kubelet/container/runtime.go.
    pub(crate) const TERMINATION_MESSAGES: usize = 12 * 1024;

    /// The default bounds with another end.
    pub fn until(until: Millis) -> Limits {
        Limits { until, ..Limits::default() }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            until: Millis::seconds(300),
            steps: Limits::STEPS,
            pods: Limits::PODS,
            states: Limits::STATES,
        }
    }
}
