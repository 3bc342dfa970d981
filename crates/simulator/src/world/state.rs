//! The state of a Pod: in the API, in the runtime, in the kubelet.

use super::{Draft, WorkloadId};
use crate::Millis;
use crate::scenario::{PodScenario, Run};
use crate::shape::Shape;
use crate::trace::{ObjectRef, Owner, Probe};
use api::collections::Map;
use k8s_openapi::api::core::v1::{Pod, PodStatus};
use std::collections::VecDeque;
use std::rc::Rc;

/// A status as the API and the status manager hold it.
pub(crate) type Status = Rc<PodStatus>;

/// One Pod.
#[derive(Clone, Debug)]
pub(crate) struct PodState {
    pub name: String,
    pub namespace: String,
    pub uid: String,
    pub owner: Option<WorkloadId>,
    /// Ordinal or hash that the owner gave it.
    pub tag: String,
    pub shape: Rc<Shape>,
    pub scenario: Rc<PodScenario>,
    /// By container: its runs with what was assumed filled in.
    pub runs: Map<String, Vec<Run>>,
    pub api: ApiPod,
    pub runtime: Rc<RuntimePod>,
    pub kubelet: Option<KubeletPod>,
    /// Goes up with each change that a status is derived from, except changes of the runtime.
    pub changes: u64,
}

/// The object in the API.
#[derive(Clone, Debug)]
pub(crate) struct ApiPod {
    pub base: Rc<Pod>,
    pub status: Status,
    pub created: Millis,
    pub bound: bool,
    pub deletion: Option<Deletion>,
    pub removed: bool,
}

/// A Pod to be created.
#[derive(Clone, Debug)]
pub(crate) struct NewPod {
    pub pod: Rc<Pod>,
    pub status: Status,
    pub uid: String,
    pub owner: Option<WorkloadId>,
    pub owned_by: Option<Owner>,
    pub tag: String,
    pub scenario: Rc<PodScenario>,
    pub runs: Map<String, Vec<Run>>,
    pub assumptions: Vec<String>,
}

/// A graceful deletion under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Deletion {
    pub at: Millis,
    pub grace: i64,
}

/// A Pod's sandbox and containers in the runtime.
#[derive(Clone, Debug, Default)]
pub(crate) struct RuntimePod {
    /// The newest and, as long as a poll may not have seen its end, the one before.
    pub sandboxes: Vec<Sandbox>,
    /// In order of creation.
    pub instances: Vec<Rc<Instance>>,
    /// By container: how often it was created, successfully or not.
    pub creates: Map<usize, u32>,
    /// Goes up with each change.
    pub version: u64,
    /// Instances made so far.
    pub made: u32,
}

/// A Pod's network and pause container.
#[derive(Clone, Debug)]
pub(crate) struct Sandbox {
    pub attempt: u32,
    pub ready: bool,
    pub address: String,
}

/// A container in the runtime.
#[derive(Clone, Debug)]
pub(crate) struct Instance {
    pub id: u32,
    pub container: usize,
    pub attempt: u32,
    pub sandbox: u32,
    pub image: String,
    /// As statuses show them.
    pub image_id: String,
    pub container_id: String,
    pub script: usize,
    pub state: InstanceState,
    pub started: Option<Millis>,
    pub finished: Option<Millis>,
    pub exit_code: i32,
    pub reason: String,
    pub message: Option<String>,
}

/// As the runtime reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InstanceState {
    Created,
    Running,
    Exited,
}

/// The kubelet's memory of a Pod.
#[derive(Clone, Debug)]
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
    pub backoffs: Map<(usize, String), BackOffEntry>,
    pub image_backoffs: Map<String, (BackOffEntry, String)>,
    pub probes: Vec<ProbeWorker>,
    pub results: Map<(u32, Probe), ProbeResult>,
    pub mounted: bool,
    pub mounting: bool,
    pub kills: Vec<Kill>,
}

/// Why a container could not be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reason {
    pub reason: &'static str,
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
    /// Calls answered so far, for `seq`.
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
    /// The Pod in the runtime as this sync sees it.
    pub seen: Rc<RuntimePod>,
    pub results: u32,
    pub failed: bool,
    /// When the first of the crash back-offs among the errors ends.
    pub retry: Option<Millis>,
    pub terminal: bool,
    pub resetting: bool,
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
    Status,
    Volumes,
    AddProbes,
    Plan,
    KillPod { grace: Option<i64> },
    AwaitKills,
    StopSandbox,
    PurgeInit,
    KillOne { instance: u32, message: String, grace: i64 },
    Remove { instance: u32 },
    CreateSandbox { attempt: u32 },
    SandboxMade { attempt: u32, error: Option<String> },
    Start { container: usize },
    PullDone { container: usize, began: Millis, error: Option<String> },
    Create { container: usize },
    Run { instance: u32 },
    RunDone { instance: u32, error: Option<String> },
    HookDone { instance: u32, error: Option<String> },
    StartFailed { container: usize, reason: Reason },
    StopProbes,
    Stopped,
    Unmount,
    Finalize,
    Finish,
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
}

/// Where a kill is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KillStage {
    PreStop { began: Millis, until: Millis, fails: bool },
    Turn { began: Millis },
    Stopping,
    Done,
}

impl ApiPod {
    /// A new object.
    pub fn new(new: &NewPod, created: Millis) -> ApiPod {
        ApiPod {
            base: Rc::clone(&new.pod),
            status: new.status.clone(),
            created,
            bound: false,
            deletion: None,
            removed: false,
        }
    }
}

impl RuntimePod {
    /// The newest instance of a container.
    pub fn newest(&self, container: usize) -> Option<&Instance> {
        self.instances.iter().rev().map(Rc::as_ref).find(|instance| instance.container == container)
    }

    /// An instance by its number.
    pub fn instance(&self, id: u32) -> Option<&Instance> {
        self.instances.iter().map(Rc::as_ref).find(|instance| instance.id == id)
    }

    /// The same, to be changed.
    pub fn instance_mut(&mut self, id: u32) -> Option<&mut Instance> {
        self.instances.iter_mut().find(|instance| instance.id == id).map(Rc::make_mut)
    }

    /// The newest sandbox.
    pub fn sandbox(&self) -> Option<&Sandbox> {
        self.sandboxes.last()
    }
}

impl KubeletPod {
    /// Fresh, as when the Pod is seen first.
    pub fn new() -> KubeletPod {
        KubeletPod {
            worker: Worker::default(),
            cache: Rc::default(),
            cache_at: None,
            status: None,
            settled: None,
            finished: false,
            patching: false,
            reasons: Map::new(),
            waits: Map::new(),
            backoffs: Map::new(),
            image_backoffs: Map::new(),
            probes: Vec::new(),
            results: Map::new(),
            mounted: false,
            mounting: false,
            kills: Vec::new(),
        }
    }

    /// The probe worker of a container.
    pub fn probe(&self, container: usize, probe: Probe) -> Option<&ProbeWorker> {
        self.probes.iter().find(|worker| worker.container == container && worker.probe == probe)
    }
}

impl PodState {
    /// The scenario of an instance.
    pub fn run(&self, instance: &Instance) -> Run {
        let name = self.shape.containers.get(instance.container).map(|spec| spec.name.as_str());
        self.run_of(name.unwrap_or_default(), instance.script)
    }

    /// The scenario of the `script`th creation of a container; the last one repeats.
    pub fn run_of(&self, container: &str, script: usize) -> Run {
        let runs = self.runs.get(container).or_else(|| self.scenario.containers.get(container));
        let runs = runs.map(Vec::as_slice).unwrap_or_default();
        runs.get(script).or(runs.last()).cloned().unwrap_or_default()
    }

    /// The object that events about this Pod refer to.
    pub fn object_ref(&self) -> ObjectRef {
        ObjectRef {
            kind: "Pod".to_owned(),
            namespace: self.namespace.clone(),
            name: self.name.clone(),
            uid: self.uid.clone(),
        }
    }

    /// `name_namespace(uid)`, as in the kubelet's messages.
    pub fn full(&self) -> String {
        format!("{}_{}({})", self.name, self.namespace, self.uid)
    }

    /// Whether the API shows a terminal phase.
    pub fn is_terminal(&self) -> bool {
        matches!(self.api.status.phase.as_deref(), Some("Failed" | "Succeeded"))
    }
}
