//! Transitions return effects: each is one small change of the world or one line of the trace, grouped by what it
//! changes.

use super::{
    Amounts, BackOffEntry, Deletion, Group, Instance, Kill, NewPod, PodId, ProbeResult, ProbeWorker, Reason,
    Resizing, RestartWait, Sandbox, Stage, Status, Step, Sync, TaintEviction, Timer, Workload, WorkloadId,
};
use crate::Millis;
use crate::Word;
use crate::shape::Shape;
use crate::trace::{CallKind, Endpoint, EventType, MarkKind, ObjectRef, Probe, State, What};
use api::Object;
use k8s_openapi::api::core::v1::Pod;
use serde_json::Value;
use std::collections::BTreeSet;
use std::rc::Rc;

/// One change; each variant names what it changes.
#[derive(Clone, Debug)]
pub(crate) enum Effect {
    /// The clock and its timers.
    Clock(ClockEffect),
    /// The trace.
    Record(RecordEffect),
    /// The objects that Pods refer to.
    Reference(ReferenceEffect),
    /// A new Pod in the API.
    NewPod(Box<NewPod>),
    /// A Pod's object in the API.
    Object(PodId, ObjectEffect),
    /// A Pod's sandbox and containers.
    Runtime(PodId, RuntimeEffect),
    /// The node and its kubelet as a whole.
    Node(NodeEffect),
    /// The kubelet's memory of a Pod.
    Kubelet(PodId, KubeletEffect),
    /// A controller's memory of its workloads.
    Workload(WorkloadEffect),
}

/// A change of the clock or of its timers.
#[derive(Clone, Debug)]
pub(crate) enum ClockEffect {
    /// The clock moves on to a time; it never goes back.
    MoveTo(Millis),
    /// The first timer up to `until` becomes due, and the clock moves on to its time.
    NextTimer { until: Millis },
    /// A timer is set.
    Set { at: Millis, timer: Timer },
}

/// A line of the trace.
#[derive(Clone, Debug)]
pub(crate) enum RecordEffect {
    /// An event for the API.
    Event(Rc<Draft>),
    /// A runtime call; without a container it is about the sandbox or an image.
    Call { pod: PodId, container: Option<usize>, attempt: u32, kind: CallKind },
    /// A notable change of a Pod or of one of its containers.
    Change { pod: PodId, container: Option<usize>, what: What },
    /// A sentence that says what the run assumes.
    Assumed(&'static str),
    /// A notable change of a workload or of the kubelet, which `subject` names.
    Message { subject: String, text: String },
    /// The server or kubectl does not do what an action of the scenario asks.
    Refused(String),
    /// An object without a controller is there from now on.
    Object(Rc<Object>),
    /// A point on a container's lane.
    Mark { pod: PodId, container: usize, kind: MarkKind },
    /// A change of an address behind a Service.
    Endpoint { service: String, pod: PodId, endpoint: Option<Endpoint> },
    /// A new segment of a container's lane.
    Segment { pod: PodId, container: usize, state: State },
}

/// An object that Pods refer to appears or goes; `key` is its namespace and name.
#[derive(Clone, Debug)]
pub(crate) enum ReferenceEffect {
    ConfigMap {
        key: String,
        fields: BTreeSet<String>,
    },
    Secret {
        key: String,
        fields: BTreeSet<String>,
    },
    Account {
        key: String,
    },
    /// An object without a controller is deleted; without a namespace all of this kind and name.
    Gone {
        kind: String,
        namespace: Option<String>,
        name: String,
    },
    /// A namespace is being deleted.
    Terminating(String),
    /// An object was applied; `key` is its kind, namespace and name.
    Applied {
        key: String,
        text: Rc<Value>,
    },
}

/// A change of a Pod's object in the API.
#[derive(Clone, Debug)]
pub(crate) enum ObjectEffect {
    /// Its metadata or spec changes.
    Base { base: Rc<Pod>, shape: Rc<Shape> },
    /// Its status changes.
    Status(Status),
    /// Another workload owns it, or none does.
    Owner(Option<WorkloadId>),
    /// It is bound to the node.
    Bound,
    /// A graceful deletion begins, or its grace shrinks.
    Deletion(Deletion),
    /// It is removed.
    Removed,
    /// A taint is going to have it deleted; `None` when it is not any more.
    TaintEviction(Option<TaintEviction>),
}

/// A change of a Pod's sandbox or containers.
#[derive(Clone, Debug)]
pub(crate) enum RuntimeEffect {
    /// A new sandbox is ready.
    SandboxReady(Sandbox),
    /// The newest sandbox is dead.
    SandboxDead,
    /// A container was created.
    Created(Box<Instance>),
    /// Creating a container failed.
    CreateFailed { container: usize },
    /// A container runs.
    Started { instance: u32 },
    /// A container's process ended.
    Exited { instance: u32, code: i32, reason: String, message: Option<String> },
    /// A dead container was removed.
    Removed { instance: u32 },
    /// A running container has other resources.
    Updated { instance: u32, resources: Amounts },
    /// The Pod's control group was made or changed.
    Group(Group),
    /// Pod-level resources were carried out.
    PodLevel(Amounts),
}

/// A change of the node or of its kubelet.
#[derive(Clone, Debug)]
pub(crate) enum NodeEffect {
    /// An image is on the node.
    ImagePresent(String),
    /// A pull of an image begins.
    PullBegan(String),
    /// The time of the PLEG's next relist.
    RelistAt(Option<Millis>),
    /// The status manager's last write, which may be still to come.
    Patch { pod: PodId, at: Millis },
    /// The kubelet admits a Pod, which it has not known before.
    Admitted(PodId),
    /// The kubelet allocates the resources of this version of a Pod.
    Allocated(PodId, Rc<Shape>),
    /// The resizes that wait, after a look at them.
    PendingResizes(Vec<PodId>),
    /// The waiting resizes were looked at.
    ResizesTried,
    /// The kubelet of a node stops, or those of all.
    KubeletDown(Option<String>),
    /// The kubelet of a node starts again, or those of all.
    KubeletUp(Option<String>),
    /// The kubelet looked at what Pods have written; whether another look is due.
    Storage { last: Option<Millis>, due: bool },
}

/// A change of what the kubelet knows of a Pod.
#[derive(Clone, Debug)]
pub(crate) enum KubeletEffect {
    /// The PLEG's cache is filled.
    Cached,
    /// The PLEG looked and nothing was new.
    Observed,
    /// The status manager has a new status.
    Status {
        status: Status,
        is_final: bool,
    },
    /// Deriving the status again gives nothing new as long as the runtime stays at this version.
    Settled {
        runtime: u64,
    },
    /// A write to the API begins or ends.
    Patching(bool),
    Worker(WorkerEffect),
    Sync(SyncEffect),
    /// Why a container could not be started; `None` when it was.
    Reason {
        container: usize,
        reason: Option<Reason>,
    },
    /// A container waits for its restart.
    RestartWait {
        container: usize,
        wait: RestartWait,
    },
    /// The back-off of a container's restarts.
    BackOff {
        container: usize,
        image: String,
        resources: Amounts,
        entry: BackOffEntry,
    },
    /// The back-off of an image's pulls, with the error of the last one.
    ImageBackOff {
        image: String,
        entry: BackOffEntry,
        error: String,
    },
    /// A probe worker is new or changed.
    Probe(Box<ProbeWorker>),
    /// A probe worker ends.
    ProbeGone {
        container: usize,
        probe: Probe,
    },
    /// The stored result of a probe; `None` when it is forgotten.
    Result {
        instance: u32,
        probe: Probe,
        result: Option<ProbeResult>,
    },
    Mounting,
    Mounted,
    /// A kill is new or changed.
    Kill(Box<Kill>),
    KillsOver,
    /// The conditions of a resize are others.
    Resizing(Box<Resizing>),
    /// The kubelet hears of this version of the Pod.
    Heard(Rc<Shape>),
    /// The PLEG is to look at the Pod anew.
    Reinspect(bool),
}

/// A change of a Pod's worker.
#[derive(Clone, Debug)]
pub(crate) enum WorkerEffect {
    /// Whether another sync is wanted.
    Pending(bool),
    Stage(Stage),
    Grace(i64),
    /// The kubelet evicts the Pod, for this reason.
    Evicted(String),
    /// A sync begins.
    Began(Box<Sync>),
    /// The sync ends.
    Ended,
    /// An entry in the work queue replaces the one before.
    Queued,
}

/// A change of the sync that a Pod's worker runs.
#[derive(Clone, Debug)]
pub(crate) enum SyncEffect {
    /// It sees the Pod as the PLEG's cache has it.
    SeesCache,
    /// It sees the Pod as the runtime has it.
    SeesRuntime,
    /// The first step is done.
    Pop,
    /// These steps come next.
    Push(Vec<Step>),
    /// The first step is not taken before this time.
    Due(Millis),
    /// All steps but the last are dropped.
    Skip,
    /// A part of its work succeeded.
    Succeeded,
    /// A part of its work failed; `retry` is the end of the back-off that is the cause.
    Failed { retry: Option<Millis> },
    /// The image of this volume is not there.
    ImageVolume(String, Reason),
    /// The Pod's phase is terminal.
    Terminal,
    /// All containers are being restarted.
    Resetting,
}

/// A change of a controller's memory.
#[derive(Clone, Debug)]
pub(crate) enum WorkloadEffect {
    New(Box<Workload>),
    Changed(WorkloadId, Box<Workload>),
}

/// An event to be counted and stored.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub object: ObjectRef,
    pub field: String,
    pub type_: EventType,
    pub reason: Word,
    pub message: String,
    pub component: &'static str,
}
