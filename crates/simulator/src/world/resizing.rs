//! The numbers of a Pod's cpu and memory: as asked for, as the runtime has them, and what the kubelet knows of a resize.

use k8s_openapi::api::core::v1::PodCondition;

/// Requests and limits in numbers; zero stands for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Amounts {
    /// Thousandths of a CPU.
    pub cpu_request: i64,
    /// Thousandths of a CPU.
    pub cpu_limit: i64,
    /// Bytes.
    pub memory_request: i64,
    /// Bytes.
    pub memory_limit: i64,
}

/// The Pod's own control group. Upstream: `ResourceConfig`, pkg/kubelet/cm/types.go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Group {
    pub shares: i64,
    /// Microseconds in a period; `None` is no limit.
    pub quota: Option<i64>,
    /// Bytes; `None` is no limit.
    pub memory: Option<i64>,
}

/// The kubelet's conditions of a Pod's resize.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Resizing {
    /// `PodResizePending`, with its reason and message.
    pub pending: Option<PodCondition>,
    /// `PodResizeInProgress`; after an error with reason and message.
    pub in_progress: Option<PodCondition>,
}

impl Resizing {
    /// The conditions as statuses show them.
    pub fn conditions(&self) -> impl Iterator<Item = &PodCondition> {
        self.pending.iter().chain(&self.in_progress)
    }
}
