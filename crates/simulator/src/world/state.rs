//! The state of a Pod: in the API and in the runtime.

use super::{Amounts, Group, Instances, KubeletPod, WorkloadId};
use crate::Millis;
use crate::scenario::{PodScenario, Run};
use crate::shape::Shape;
use crate::trace::{ObjectRef, Owner};
use api::collections::Map;
use k8s_openapi::api::core::v1::{Pod, PodStatus};
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
    /// The version of the Pod whose resources the kubelet has allocated; kept in a file of the node.
    pub allocated: Option<Rc<Shape>>,
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
    /// The taint controller is going to delete it.
    pub eviction: Option<TaintEviction>,
}

/// A deletion that is due because of a taint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TaintEviction {
    /// Since when it has been due.
    pub since: Millis,
    /// When it is done.
    pub at: Millis,
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
    /// Why the API server does not store it.
    pub refused: Option<String>,
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
    pub instances: Instances,
    /// By container: how often it was created, successfully or not.
    pub creates: Map<usize, u32>,
    /// Goes up with each change.
    pub version: u64,
    /// Instances made so far.
    pub made: u32,
    /// The Pod's control group, once it was made.
    pub group: Option<Group>,
    /// The pod-level resources that were carried out, where the Pod has some.
    pub pod_level: Option<Amounts>,
}

/// A Pod's network and pause container.
#[derive(Clone, Debug)]
pub(crate) struct Sandbox {
    pub attempt: u32,
    pub ready: bool,
    pub address: String,
}

/// A container in the runtime.
#[derive(Clone, Debug, Default)]
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
    /// The resources that it was made with, or that the runtime has taken since.
    pub resources: Amounts,
}

/// As the runtime reports it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum InstanceState {
    #[default]
    Created,
    Running,
    Exited,
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
            eviction: None,
        }
    }
}

impl RuntimePod {
    /// The newest instance of a container.
    pub fn newest(&self, container: usize) -> Option<&Instance> {
        self.instances.of(container).next()
    }

    /// An instance by its number.
    pub fn instance(&self, id: u32) -> Option<&Instance> {
        self.instances.get(id)
    }

    /// The same, to be changed.
    pub fn instance_mut(&mut self, id: u32) -> Option<&mut Instance> {
        self.instances.get_mut(id)
    }

    /// The newest sandbox.
    pub fn sandbox(&self) -> Option<&Sandbox> {
        self.sandboxes.last()
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

    /// The version of the Pod whose resources count on the node.
    pub fn allocation(&self) -> &Rc<Shape> {
        self.allocated.as_ref().unwrap_or(&self.shape)
    }

    /// Whether a Pod is on the node of this name; without one it is on any.
    pub fn is_below(&self, node: Option<&str>) -> bool {
        node.is_none_or(|node| self.shape.spec.node_name.as_deref() == Some(node))
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

    /// The shape of another version of the Pod.
    pub fn reshaped(&self, base: &Pod) -> Rc<Shape> {
        let known: Vec<&str> = self.shape.containers.iter().map(|spec| spec.name.as_str()).collect();
        Rc::new(Shape::after(base, &known))
    }

    /// Whether the API shows a terminal phase.
    pub fn is_terminal(&self) -> bool {
        matches!(self.api.status.phase.as_deref(), Some("Failed" | "Succeeded"))
    }
}
