//! What happens when: the queue of the simulation.

use super::PodId;
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
    /// The running sync goes on; its number.
    Step(PodId, u32),
    /// The work queue wants a sync; its number.
    Queue(PodId, u32),
    /// A further event of the PLEG arrives.
    Woken(PodId),
    /// The active deadline may have passed.
    Deadline(PodId),
    /// A container's process ends: instance, exit code and who did it.
    Exit(PodId, u32, Exit),
    /// The sandbox of this attempt dies.
    SandboxDies(PodId, u32),
    /// The PLEG looks at all Pods.
    Relist,
    /// The PLEG looks at one Pod.
    RelistPod(PodId),
    /// Volumes are tried; the number of the try.
    Mount(PodId, u32),
    /// A probe worker wakes: container, probe, its number.
    Tick(PodId, usize, Probe, u32),
    /// A probe has its answer.
    Answered(PodId, usize, Probe, u32, Answered),
    /// A kill goes on: instance.
    Kill(PodId, u32),
    /// The status manager writes to the API.
    Patch(PodId),
    /// The Pod's object goes.
    Remove(PodId),
    /// The kubelet comes back.
    KubeletUp,
    /// A controller looks at its workload.
    Control(usize),
}

/// How a process ends.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Exit {
    /// By itself, as its story says.
    Script,
    /// After SIGTERM.
    Term,
    /// By SIGKILL.
    Kill,
    /// A probe or hook made it exit with this code.
    Forced(i32),
}

/// What a probe got.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answered {
    /// The instance that was probed.
    pub instance: u32,
    /// Success, or failure with its output.
    pub outcome: Outcome,
}

/// The end of a probe.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    Ok,
    Failed(String),
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
        // Of the same time, the ones set before stand behind it and come first.
        self.queue.insert(place, (at, timer));
    }

    /// Nothing will happen any more.
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// The first one up to `until`.
    pub fn pop(&mut self, until: Millis) -> Option<(Millis, Timer)> {
        self.queue.pop_if(|(at, _)| *at <= until)
    }
}
