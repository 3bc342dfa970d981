//! What transitions return: each a small change of the world, or a line of the record.

use super::{
    ApiPod, BackOff, Backoff, Deletion, Instance, Kill, PodId, ProbeResult, ProbeWorker, Reason, Sandbox,
    Shape, Stage, Status, Step, Sync, Timer,
};
use crate::Millis;
use crate::controllers::Workload;
use crate::scenario::{Behaviour, Run};
use crate::trace::{CallKind, EventType, MarkKind, ObjectRef, Owner, Probe, State, What};
use api::collections::Map;
use k8s_openapi::api::core::v1::Pod;
use std::collections::BTreeSet;
use std::rc::Rc;

/// One change.
#[derive(Clone, Debug)]
pub(crate) enum Effect {
    /// Something will happen.
    At(Millis, Timer),
    /// An event for the API.
    Event(Rc<Draft>),
    /// A runtime call: Pod, container, attempt.
    Call(PodId, Option<usize>, u32, CallKind),
    /// A notable change: Pod, container.
    Change(Option<PodId>, Option<usize>, What),
    /// A notable change of a workload, by its name.
    Told(String, String),
    /// A point on a lane.
    Mark(PodId, usize, MarkKind),
    /// A new segment of a lane.
    Lane(PodId, usize, State),
    /// A Pod is created.
    Create(Box<NewPod>),
    /// Metadata or spec change.
    Base(PodId, Rc<Pod>, Rc<Shape>),
    /// The API's status changes.
    ApiStatus(PodId, Status),
    /// The Pod is bound to the node.
    Bound(PodId),
    /// A graceful deletion begins, or its grace shrinks.
    Delete(PodId, Deletion),
    /// The Pod's object goes.
    Remove(PodId),
    /// A ConfigMap, Secret or claim appears.
    Object {
        kind: String,
        key: String,
        fields: BTreeSet<String>,
    },
    /// The sandbox of a Pod: a new one, or the death of the newest.
    SandboxNew(PodId, Sandbox),
    SandboxDead(PodId),
    /// A container in the runtime.
    InstanceNew(PodId, Box<Instance>),
    InstanceIs(PodId, u32, InstanceChange),
    /// A container was created in vain.
    CreateFailed(PodId, usize),
    /// An image was pulled, or one more pull was tried.
    ImagePresent(String),
    Pulled(String),
    /// The kubelet stops or starts.
    KubeletDown,
    KubeletUp,
    /// The next relist of the PLEG.
    RelistAt(Option<Millis>),
    /// The kubelet's memory of a Pod.
    Kubelet(PodId, KubeletEffect),
    /// A controller's memory of its workload.
    Workload(usize, Box<Workload>),
    WorkloadNew(Box<Workload>),
}

/// A change of an instance.
#[derive(Clone, Debug)]
pub(crate) enum InstanceChange {
    Started,
    Exited { code: i32, reason: String, message: Option<String> },
    Removed,
}

/// A change of what the kubelet knows of a Pod.
#[derive(Clone, Debug)]
pub(crate) enum KubeletEffect {
    /// It hears of the Pod.
    Known,
    /// The PLEG's cache is filled.
    Cached,
    /// The PLEG looked and nothing was new.
    Observed,
    /// The status manager has a new status, final or not.
    Status(Status, bool),
    /// Deriving the status of this version of the runtime again would give nothing new.
    Settled(u64),
    /// A write to the API begins or ends.
    Patching(bool),
    Worker(WorkerChange),
    Reason(usize, Option<Reason>),
    BackOff(usize, BackOff),
    Backoff((usize, String), Backoff),
    ImageBackoff(String, Backoff, String),
    /// A probe worker is new or changed.
    Probe(Box<ProbeWorker>),
    ProbeGone(usize, Probe),
    Result(u32, Probe, Option<ProbeResult>),
    Mounting,
    Mounted,
    Kill(Box<Kill>),
    KillsOver,
}

/// A change of a Pod's worker.
#[derive(Clone, Debug)]
pub(crate) enum WorkerChange {
    Pending(bool),
    Stage(Stage),
    Grace(i64),
    Began(Box<Sync>),
    /// The sync sees the Pod as the cache (or the runtime itself) has it.
    Sees {
        runtime: bool,
    },
    /// The first step is done.
    Pop,
    /// These come next.
    Push(Vec<Step>),
    /// All steps but the last are dropped.
    Skip,
    Result {
        failed: bool,
        retry: Option<Millis>,
    },
    Terminal,
    Resetting,
    Ended,
    Queued,
}

/// An event to be counted and stored.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub object: ObjectRef,
    pub field: String,
    pub type_: EventType,
    pub reason: &'static str,
    pub message: String,
    pub component: &'static str,
}

/// A Pod to be created.
#[derive(Clone, Debug)]
pub(crate) struct NewPod {
    pub pod: Rc<Pod>,
    pub status: Status,
    pub uid: String,
    pub owner: Option<usize>,
    pub owned_by: Option<Owner>,
    pub tag: String,
    pub behaviour: Rc<Behaviour>,
    pub runs: Map<String, Vec<Run>>,
    pub assumptions: Vec<String>,
}

/// The changes of a transition, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Effects(pub Vec<Effect>);

impl Effects {
    /// None.
    pub fn none() -> Effects {
        Effects::default()
    }

    /// One.
    pub fn one(effect: Effect) -> Effects {
        Effects(vec![effect])
    }

    /// One more.
    pub fn push(&mut self, effect: Effect) {
        self.0.push(effect);
    }

    /// One more of the kubelet's.
    pub fn kubelet(&mut self, pod: PodId, effect: KubeletEffect) {
        self.0.push(Effect::Kubelet(pod, effect));
    }

    /// One more of a worker's.
    pub fn worker(&mut self, pod: PodId, change: WorkerChange) {
        self.0.push(Effect::Kubelet(pod, KubeletEffect::Worker(change)));
    }

    /// All of another transition.
    pub fn and(&mut self, other: Effects) {
        if self.0.is_empty() {
            self.0 = other.0;
        } else {
            self.0.extend(other.0);
        }
    }

    /// A timer.
    pub fn at(&mut self, at: Millis, timer: Timer) {
        self.0.push(Effect::At(at, timer));
    }
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
