//! The state of the cluster while it is simulated. Transitions read it; only [`World::apply`] changes it.

mod apply;
mod apply_kubelet;
mod apply_runtime;
mod correlator;
mod effect;
mod effect_list;
mod instances;
mod kind;
mod kubelet_pod;
mod kubelets;
mod record;
mod resizing;
mod state;
mod timer;
mod workload;

pub(crate) use effect::{
    ClockEffect, Draft, Effect, KubeletEffect, NodeEffect, ObjectEffect, RecordEffect, ReferenceEffect,
    RuntimeEffect, SyncEffect, WorkerEffect, WorkloadEffect,
};
pub(crate) use effect_list::Effects;
pub(crate) use instances::Instances;
pub(crate) use kind::WorkloadKind;
pub(crate) use kubelet_pod::{
    BackOffEntry, Kill, KillStage, KubeletPod, ProbeResult, ProbeWorker, Reason, RestartWait, Stage, Step,
    Sync, SyncKind, Update, Updates, Worker,
};
pub(crate) use resizing::{Amounts, Group, Resizing};
pub(crate) use state::{
    ApiPod, Deletion, Instance, InstanceState, NewPod, PodState, RuntimePod, Sandbox, Status, TaintEviction,
};
pub(crate) use timer::{Exit, ProbeAnswer, ProbeOutcome, Timer};
pub(crate) use workload::{JobOutcome, Revision, Seen, Workload, WorkloadId};

use crate::trace::{Call, End, Trace};
use crate::{Millis, Scenario, Server, There};
use api::collections::Map;
use api::{Kubernetes, Object};
use k8s_openapi::api::core::v1::Pod;
use kubelets::{Kubelet, Kubelets};
use record::Recorder;
use serde_json::Value;
use std::collections::BTreeSet;
use std::rc::Rc;
use timer::Timers;

/// Index into the world's Pods and into `Trace::pods`.
pub(crate) type PodId = usize;

/// Everything. The fields are private to this module, so that nothing but an effect changes them.
pub(crate) struct World {
    /// Who is asked before anything is stored.
    server: Rc<dyn Server>,
    /// The nodes of the text, with what the scheduler reads beside them.
    scheduling: Rc<scheduling::Cluster>,
    now: Millis,
    timers: Timers,
    /// The timer that is being handled.
    due: Option<Timer>,
    kubernetes: Kubernetes,
    scenario: Scenario,
    node: Node,
    cluster: Cluster,
    pods: Vec<PodState>,
    workloads: Vec<Workload>,
    /// By workload: when its controller has its next turn. A controller waits for one turn at a time, the earliest.
    turns: Map<WorkloadId, Millis>,
    record: Recorder,
    max_pods: usize,
}

/// The state that all nodes share, and their kubelets.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    kubelets: Kubelets,
    /// The next relist of the PLEG, when one is due.
    pub relist_at: Option<Millis>,
    /// The last write of a status: of which Pod, and when.
    pub last_patch: Option<(PodId, Millis)>,
    /// Images that were pulled.
    pub images: BTreeSet<String>,
    /// Pulls of each image so far.
    pub pulls: Map<String, u32>,
    /// Addresses handed out.
    pub addresses: u32,
    /// The Pods whose resize waits, in the order in which they are tried again.
    pub pending_resizes: Vec<PodId>,
    /// When waiting resizes were tried last; a timer of an older look is ignored.
    pub resizes_tried: Option<Millis>,
    /// The last look at what Pods have written, and whether another one is due.
    pub storage: (Option<Millis>, bool),
}

/// Directories that each node has, also the one of a recording.
const EVERYWHERE: [&str; 9] = ["/", "/dev", "/etc", "/proc", "/run", "/sys", "/tmp", "/var", "/var/log"];

/// Objects that Pods refer to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cluster {
    /// Keys of each ConfigMap, by namespace/name.
    pub config_maps: Map<String, BTreeSet<String>>,
    /// Keys of each Secret, by namespace/name.
    pub secrets: Map<String, BTreeSet<String>>,
    /// The ServiceAccounts that were made, by namespace/name.
    pub accounts: BTreeSet<String>,
    /// The text of each object that was applied last, by kind, namespace and name.
    pub applied: Map<String, Rc<Value>>,
    /// Whether references to objects that are not there are taken as satisfied, as when a person pastes one Pod.
    pub lenient: bool,
    /// Those that are not taken so, because the scenario says that they are not there: `Secret/db`, or `Secret/team/db` of one
    /// namespace.
    pub missing: Vec<String>,
    /// Namespaces that are being deleted.
    pub terminating: BTreeSet<String>,
}

impl Cluster {
    /// Whether an object that nobody has created is taken to be there.
    pub fn assumes(&self, kind: &str, namespace: &str, name: &str) -> bool {
        let is = |missing: &String| match missing.split('/').collect::<Vec<_>>().as_slice() {
            [one, own] => (*one, *own) == (kind, name),
            [one, space, own] => (*one, *space, *own) == (kind, namespace, name),
            _ => false,
        };
        self.lenient && !self.missing.iter().any(is)
    }

    /// Whether a path is on the nodes.
    pub fn has_path(&self, path: &str) -> bool {
        let is = |missing: &String| missing.strip_prefix("hostPath") == Some(path);
        if self.lenient { !self.missing.iter().any(is) } else { EVERYWHERE.contains(&path) }
    }
}

impl World {
    /// An empty cluster.
    pub fn new(
        server: Rc<dyn Server>,
        scheduling: scheduling::Cluster,
        scenario: Scenario,
        kubernetes: Kubernetes,
        max_pods: usize,
    ) -> World {
        let cluster =
            Cluster { lenient: scenario.assumes(), missing: scenario.missing.clone(), ..Cluster::default() };
        World {
            server,
            scheduling: Rc::new(scheduling),
            now: Millis::ZERO,
            timers: Timers::default(),
            due: None,
            kubernetes,
            scenario,
            node: Node {
                kubelets: Kubelets::new(),
                relist_at: None,
                last_patch: None,
                images: BTreeSet::new(),
                pulls: Map::new(),
                addresses: 0,
                pending_resizes: Vec::new(),
                resizes_tried: None,
                storage: (None, false),
            },
            cluster,
            pods: Vec::new(),
            workloads: Vec::new(),
            turns: Map::new(),
            record: Recorder::default(),
            max_pods,
        }
    }

    /// Who is asked before anything is stored.
    pub fn server(&self) -> &dyn Server {
        &*self.server
    }

    /// A Pod as the server would store it beside those that are there, or its refusal.
    pub fn admit(&self, pod: Pod, pods: &dyn Fn() -> Vec<Pod>) -> Result<Object, String> {
        self.server.create(Object::Pod(Box::new(pod)), &There { pods, ..There::NOTHING })
    }

    /// The nodes that the text gives; a recording has its own node, and a person who gives none has any.
    pub fn given_nodes(&self) -> Option<&scheduling::Cluster> {
        Some(&*self.scheduling).filter(|given| self.cluster.lenient && !given.nodes.is_empty())
    }

    pub fn now(&self) -> Millis {
        self.now
    }

    /// The timer that is to be handled now; `None` when nothing more happens in time.
    pub fn due(&self) -> Option<&Timer> {
        self.due.as_ref()
    }

    /// Whether the scheduler is going to look at a Pod anyway.
    pub fn is_queued(&self, pod: PodId) -> bool {
        self.timers.has_schedule(pod)
    }

    /// Whether nothing will happen any more.
    pub fn has_no_timers(&self) -> bool {
        self.timers.is_empty()
    }

    pub fn kubernetes(&self) -> &Kubernetes {
        &self.kubernetes
    }

    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    pub fn node(&self) -> &Node {
        &self.node
    }

    /// The kubelet of the node of this name.
    pub fn kubelet(&self, node: &str) -> Kubelet {
        self.node.kubelets.of(node)
    }

    /// The kubelet of the node that a Pod is on.
    pub fn kubelet_of(&self, state: &PodState) -> Kubelet {
        self.kubelet(state.shape.spec.node_name.as_deref().unwrap_or_default())
    }

    /// The objects that Pods refer to.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    pub fn pods(&self) -> &[PodState] {
        &self.pods
    }

    pub fn workloads(&self) -> &[Workload] {
        &self.workloads
    }

    /// The present version of an object without a controller, or with one.
    pub fn stored(&self, kind: &str, namespace: &str, name: &str) -> Option<&Rc<Object>> {
        let space = |object: &Object| match object.namespace() {
            "" => "default" == namespace,
            own => own == namespace,
        };
        let is_it = |object: &Object| object.kind() == kind && object.name() == name && space(object);
        let last = self.record.trace.objects.iter().rev().find(|version| is_it(&version.object));
        last.filter(|last| !last.deleted).map(|last| &last.object)
    }

    /// No more Pods than these are made.
    pub fn max_pods(&self) -> usize {
        self.max_pods
    }

    /// How much the trace keeps so far, see [`crate::Limits::states`].
    pub fn states(&self) -> usize {
        self.record.states
    }

    /// The runtime calls so far.
    pub fn calls(&self) -> &[Call] {
        &self.record.trace.calls
    }

    /// A Pod.
    pub fn pod(&self, pod: PodId) -> Option<&PodState> {
        self.pods.get(pod)
    }

    /// A Pod with the kubelet's memory of it; `None` when the kubelet is down or does not know it.
    pub fn known(&self, pod: PodId) -> Option<(&PodState, &KubeletPod)> {
        let state = self.pods.get(pod)?;
        Some((state, state.kubelet.as_ref().filter(|_| self.kubelet_of(state).up)?))
    }

    /// The trace of all that happened, which ends at `until`.
    pub fn into_trace(self, until: Millis, end: End) -> Trace {
        Trace { until, end, ..self.record.trace }
    }
}
