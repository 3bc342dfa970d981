//! The state of the cluster while it is simulated. Transitions read it; only [`World::apply`] changes it.

mod apply;
mod apply_kubelet;
mod correlator;
mod effect;
mod record;
mod shape;
mod state;
mod timer;

pub(crate) use effect::{Draft, Effect, Effects, InstanceChange, KubeletEffect, NewPod, WorkerChange};
pub(crate) use record::Recorder;
pub(crate) use shape::{Restart, Role, Shape, Spec};
pub(crate) use state::{
    ApiPod, BackOff, Backoff, Deletion, Instance, InstanceState, Kill, KillStage, KubeletPod, PodState,
    ProbeResult, ProbeWorker, Reason, Runtime, Sandbox, Stage, Status, Step, Sync, SyncKind, Worker,
};
pub(crate) use timer::{Answered, Exit, Outcome, Timer, Timers};

use crate::controllers::Workload;
use crate::{Millis, Scenario};
use api::Kubernetes;
use api::collections::Map;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Index into `World::pods` and `Trace::pods`.
pub(crate) type PodId = usize;

/// Everything.
pub(crate) struct World {
    pub now: Millis,
    pub kubernetes: Kubernetes,
    pub scenario: Rc<Scenario>,
    pub node: Node,
    pub cluster: Cluster,
    pub pods: Vec<PodState>,
    pub workloads: Vec<Workload>,
    pub record: Recorder,
    /// No more Pods than these are made.
    pub max_pods: usize,
    timers: Timers,
}

/// The one node and its kubelet.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// The kubelet runs.
    pub up: bool,
    /// When the kubelet started.
    pub started: Option<Millis>,
    /// The next relist of the PLEG, when one is due.
    pub relist_at: Option<Millis>,
    /// Images that were pulled.
    pub images: BTreeSet<String>,
    /// Pulls of each image so far.
    pub pulls: Map<String, u32>,
    /// Addresses handed out.
    pub addresses: u32,
}

/// Objects that Pods refer to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cluster {
    /// Keys of each ConfigMap, by namespace/name.
    pub config_maps: Map<String, BTreeSet<String>>,
    /// Keys of each Secret, by namespace/name.
    pub secrets: Map<String, BTreeSet<String>>,
    /// PersistentVolumeClaims, by namespace/name.
    pub claims: BTreeSet<String>,
    /// Whether references to objects that are not there are taken as satisfied, as when a person pastes one Pod.
    pub lenient: bool,
}

impl World {
    /// An empty cluster.
    pub fn new(scenario: Scenario, kubernetes: Kubernetes, max_pods: usize) -> World {
        let lenient = scenario.assumes();
        World {
            now: Millis::ZERO,
            kubernetes,
            scenario: Rc::new(scenario),
            node: Node {
                up: true,
                started: None,
                relist_at: None,
                images: BTreeSet::new(),
                pulls: Map::new(),
                addresses: 0,
            },
            cluster: Cluster { lenient, ..Cluster::default() },
            pods: Vec::new(),
            workloads: Vec::new(),
            record: Recorder::default(),
            max_pods,
            timers: Timers::default(),
        }
    }

    /// The next thing to happen, taken out of the queue; time moves to it.
    pub fn next(&mut self, until: Millis) -> Option<Timer> {
        let (at, timer) = self.timers.pop(until)?;
        self.now = self.now.max(at);
        Some(timer)
    }

    /// Nothing will happen any more.
    pub fn is_quiet(&self) -> bool {
        self.timers.is_empty()
    }

    /// A Pod.
    pub fn pod(&self, pod: PodId) -> Option<&PodState> {
        self.pods.get(pod)
    }

    /// A Pod with what the kubelet knows of it; `None` when the kubelet is down or does not know it.
    pub fn known(&self, pod: PodId) -> Option<(&PodState, &KubeletPod)> {
        let state = self.pods.get(pod)?;
        Some((state, state.kubelet.as_ref().filter(|_| self.node.up)?))
    }
}
