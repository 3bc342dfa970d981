//! Why a node does not pass. Upstream: kube-scheduler/framework Status.

/// Whether evicting other Pods could help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Other Pods are in the way.
    Occupied,
    /// The node itself does not suit (`UnschedulableAndUnresolvable`).
    Unsuitable,
}

/// One filter's refusal of one node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The scheduler plugin that refuses.
    pub plugin: &'static str,
    /// Whether preemption is tried.
    pub why: Why,
    /// Reasons in the scheduler's words, without counts.
    pub reasons: Vec<String>,
}

impl Refusal {
    /// Other Pods are in the way.
    pub(crate) fn occupied(plugin: &'static str, reason: &str) -> Refusal {
        Refusal { plugin, why: Why::Occupied, reasons: vec![reason.to_owned()] }
    }

    /// The node does not suit.
    pub(crate) fn unsuitable(plugin: &'static str, reason: &str) -> Refusal {
        Refusal { plugin, why: Why::Unsuitable, reasons: vec![reason.to_owned()] }
    }
}
