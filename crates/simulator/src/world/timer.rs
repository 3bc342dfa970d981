//! Timers: the queue of everything that will happen.

use super::{PodId, WorkloadId};
use crate::Millis;
use crate::trace::Probe;

/// Something that happens at a time. A timer whose reason has gone is ignored by its transition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Timer {
    /// A person acts; index into the scenario's actions.
    Action(usize),
    /// The scheduler looks at a Pod.
    Schedule(PodId),
    /// The kubelet hears of a change of a Pod's object.
    Config(PodId),
    /// A Pod's worker may begin a sync.
    Work(PodId),
    /// The sync of this number goes on with its first step.
    Step { pod: PodId, sync: u32 },
    /// The work queue wants a sync; `entry` is the number of its entry.
    Queue { pod: PodId, entry: u32 },
    /// A further event of the PLEG arrives.
    Woken(PodId),
    /// The active deadline may have passed.
    Deadline(PodId),
    /// A container's process ends.
    Exit { pod: PodId, instance: u32, how: Exit },
    /// The sandbox of this attempt dies.
    SandboxDies { pod: PodId, attempt: u32 },
    /// The PLEG looks at all Pods.
    Relist,
    /// The PLEG looks at one Pod.
    RelistPod(PodId),
    /// The volume manager tries to mount, after as many failures as `attempt` says.
    Mount { pod: PodId, attempt: u32 },
    /// A probe worker wakes; `number` is the number of this tick.
    Tick { pod: PodId, container: usize, probe: Probe, number: u32 },
    /// The probe that began at the tick of this number has its answer.
    ProbeDone { pod: PodId, container: usize, probe: Probe, number: u32, answer: ProbeAnswer },
    /// The kill of an instance goes on.
    Kill { pod: PodId, instance: u32 },
    /// The status manager writes to the API.
    Patch(PodId),
    /// The Pod's object goes.
    Remove(PodId),
    /// The kubelet looks at the resizes that wait, unless it has looked since `after`.
    RetryResizes { after: Option<Millis> },
    /// The kubelet of a node comes back, or those of all.
    KubeletUp(Option<String>),
    /// A controller looks at its workload.
    Control(WorkloadId),
    /// The node controller looks at the heartbeats of all nodes.
    NodeMonitor,
    /// The kubelet, which is back, posts its node's status.
    NodePosts,
    /// The time is over for which a Pod tolerates a taint of its node.
    TaintEviction(PodId),
    /// The kubelet looks at how much its Pods have written.
    Storage,
    /// The namespace controller deletes what is left in the namespace of this name, after as many failures in a row.
    Namespace { name: String, failures: u32 },
    /// The garbage collector of Pods is sure that the node of this name is gone.
    NodeGone(String),
    /// The garbage collector of Pods looks at a deleted Pod that no node has.
    Collect(PodId),
    /// The controller of ephemeral volumes looks at a Pod.
    OwnClaims(PodId),
}

/// How a process ends.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Exit {
    /// By itself, as the scenario says.
    Script,
    /// After SIGTERM.
    Term,
    /// By SIGKILL.
    Kill,
    /// A probe or hook made it exit with this code.
    Forced(i32),
}

/// The answer to a probe.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ProbeAnswer {
    /// The instance that was probed.
    pub instance: u32,
    /// Success, or failure with its output.
    pub outcome: ProbeOutcome,
}

/// The end of a probe.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ProbeOutcome {
    Ok,
    Failed(String),
    /// The runtime's error; it says nothing of the container.
    Error(String),
}

/// Timers in order of time, then of setting.
///
/// Most are set for soon, and few are set at all: a list with the next one last costs less than a tree.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    queue: Vec<(Millis, Timer)>,
}

impl Timers {
    pub fn push(&mut self, at: Millis, timer: Timer) {
        let place = self.queue.partition_point(|(other, _)| *other > at);
        // Timers due at the same time fire in the order in which they were set.
        self.queue.insert(place, (at, timer));
    }

    /// Whether nothing will happen any more.
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// Whether the scheduler is going to look at a Pod.
    pub fn has_schedule(&self, pod: PodId) -> bool {
        self.queue.iter().any(|(_, timer)| *timer == Timer::Schedule(pod))
    }

    /// The first one up to `until`.
    pub fn pop(&mut self, until: Millis) -> Option<(Millis, Timer)> {
        self.queue.pop_if(|(at, _)| *at <= until)
    }
}
