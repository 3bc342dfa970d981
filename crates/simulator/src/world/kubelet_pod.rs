//! The kubelet's memory of a Pod: its worker and the sync that runs, back-offs, probe workers, kills.

use super::{Amounts, Draft, Resizing, RuntimePod, Status};
use crate::Millis;
use crate::Word;
use crate::shape::Shape;
use crate::trace::Probe;
use api::collections::Map;
use std::collections::VecDeque;
use std::rc::Rc;

/// The kubelet's memory of a Pod; the default is that of one that it sees first.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is another thing that can be under way")]
pub(crate) struct KubeletPod {
    pub worker: Worker,
    /// The PLEG's cache and when it was filled.
    pub cache: Rc<RuntimePod>,
    pub cache_at: Option<Millis>,
    /// The status manager's status; `None` before the first sync.
    pub status: Option<Status>,
    /// `PodState::changes` and `RuntimePod::version` for which deriving the status again gives nothing new.
    pub settled: Option<(u64, u64)>,
    pub finished: bool,
    /// A write to the API is under way.
    pub patching: bool,
    pub reasons: Map<usize, Reason>,
    /// By container: the wait before its restart.
    pub waits: Map<usize, RestartWait>,
    /// By container, image and resources.
    pub backoffs: Map<(usize, String, Amounts), BackOffEntry>,
    pub image_backoffs: Map<String, (BackOffEntry, String)>,
    pub probes: Vec<ProbeWorker>,
    pub results: Map<(u32, Probe), ProbeResult>,
    pub mounted: bool,
    pub mounting: bool,
    pub kills: Vec<Kill>,
    pub resizing: Resizing,
    /// The version of the Pod that the kubelet heard of last.
    pub heard: Option<Rc<Shape>>,
    /// The PLEG is to look at the Pod anew, whatever has changed.
    pub reinspect: bool,
}

/// Why a container could not be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reason {
    pub reason: Word,
    pub message: String,
}

/// A back-off entry. Upstream: client-go/util/flowcontrol/backoff.go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BackOffEntry {
    pub length: Millis,
    pub updated: Millis,
}

/// A wait before a restart.
#[derive(Clone, Debug)]
pub(crate) struct RestartWait {
    /// The instance that ended.
    pub instance: u32,
    /// The event that each sync records again.
    pub event: Rc<Draft>,
}

/// The stored result of a probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProbeResult {
    Unknown,
    Success,
    Failure,
}

/// Upstream: `worker`, pkg/kubelet/prober/worker.go.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "upstream's own switches")]
pub(crate) struct ProbeWorker {
    pub container: usize,
    pub probe: Probe,
    pub period: Millis,
    pub instance: Option<u32>,
    pub on_hold: bool,
    pub last: Option<ProbeResult>,
    pub run: u32,
    pub next_tick: Millis,
    /// Timers of an older number are ignored.
    pub number: u32,
    pub busy: bool,
    pub triggered: bool,
    /// The Pod as it was when the worker was made had a deletion time stamp.
    pub made_deleting: bool,
    /// The sync that made the worker.
    pub sync: u32,
    /// That sync was cancelled, and with it each command of the worker.
    pub cancelled: bool,
    /// Calls that this instance has answered so far, for `seq`.
    pub calls: u32,
}

/// Upstream: `podSyncStatus`, pkg/kubelet/pod_workers.go.
#[derive(Clone, Debug, Default)]
pub(crate) struct Worker {
    pub stage: Stage,
    pub pending: bool,
    pub sync: Option<Sync>,
    pub last_sync: Option<Millis>,
    pub syncs: u32,
    pub queued: u32,
    pub grace: Option<i64>,
    /// Why the kubelet evicts the Pod.
    pub evicted: Option<String>,
}

/// Where a worker is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stage {
    #[default]
    Syncing,
    Terminating,
    Terminated,
    Finished,
}

/// A sync that runs.
#[derive(Clone, Debug)]
pub(crate) struct Sync {
    pub kind: SyncKind,
    pub number: u32,
    pub steps: VecDeque<Step>,
    /// The first step is not taken before; timers that were set for a step which ended early are ignored so.
    pub due: Millis,
    /// The Pod in the runtime as this sync sees it.
    pub seen: Rc<RuntimePod>,
    /// The version of the Pod whose resources this sync works with.
    pub allocated: Rc<Shape>,
    pub results: u32,
    pub failed: bool,
    /// When the first of the crash back-offs among the errors ends.
    pub retry: Option<Millis>,
    pub terminal: bool,
    pub resetting: bool,
    /// By volume: why its image is not there.
    pub image_volumes: Vec<(String, Reason)>,
}

/// The purpose of a sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SyncKind {
    Sync,
    Terminating,
    Terminated,
}

/// A step of a sync.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    AwaitCache,
    Resized,
    Status,
    Volumes,
    AddProbes,
    Plan,
    KillPod {
        grace: Option<i64>,
    },
    AwaitKills,
    StopSandbox,
    PurgeInit,
    KillOne {
        instance: u32,
        message: String,
        grace: i64,
    },
    Remove {
        instance: u32,
    },
    CreateSandbox {
        attempt: u32,
    },
    ImageVolume {
        volume: usize,
    },
    ImageVolumePulled {
        volume: usize,
        began: Millis,
        error: Option<String>,
    },
    SandboxMade {
        attempt: u32,
        error: Option<String>,
    },
    Resize {
        updates: Box<Updates>,
    },
    Start {
        container: usize,
    },
    PullDone {
        container: usize,
        image: String,
        began: Millis,
        error: Option<String>,
    },
    /// Makes a container from the image that it had when the sync turned to it.
    Create {
        container: usize,
        image: String,
    },
    Run {
        instance: u32,
    },
    RunDone {
        instance: u32,
        error: Option<String>,
    },
    HookDone {
        instance: u32,
        error: Option<String>,
    },
    StartFailed {
        container: usize,
        reason: Reason,
    },
    StopProbes,
    Stopped,
    Unmount,
    Finalize,
    Finish,
}

/// The changes of running containers in place, each list in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Updates {
    pub memory: Vec<Update>,
    pub cpu: Vec<Update>,
    /// A container is restarted with other resources, so the Pod's group changes too.
    pub restarts: bool,
    /// The pod-level resources change.
    pub pod_level: bool,
}

/// A running container that is to have other resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Update {
    pub instance: u32,
    pub container: usize,
    pub wanted: Amounts,
    pub present: Amounts,
}

/// A container being stopped. Upstream: killContainer, kuberuntime_container.go.
#[derive(Clone, Debug)]
pub(crate) struct Kill {
    pub instance: u32,
    pub container: usize,
    pub remaining: i64,
    pub stage: KillStage,
    /// Part of a stop of the whole Pod, with an order.
    pub ordered: bool,
    /// The end of a preStop hook that was left behind because the grace was over.
    pub left_behind: Option<Millis>,
    /// Its preStop hook only sleeps: the kubelet does that, so that the container's end does not end it.
    pub sleeps: bool,
}

/// Where a kill is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KillStage {
    PreStop { began: Millis, until: Millis, fails: bool },
    Turn { began: Millis },
    Stopping,
    Done,
}

impl KubeletPod {
    /// The probe worker of a container.
    pub fn probe(&self, container: usize, probe: Probe) -> Option<&ProbeWorker> {
        self.probes.iter().find(|worker| worker.container == container && worker.probe == probe)
    }
}
