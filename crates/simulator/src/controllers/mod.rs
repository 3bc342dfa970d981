//! The controllers that make Pods: one file each. They see the cluster through [`World`] and act through effects, as
//! the real ones do through the API. Upstream: pkg/controller.

mod cron_job;
mod daemon_set;
mod deployment;
mod job;
mod job_failures;
mod pods;
mod replica_set;
mod schedule;
mod stateful_set;

use crate::Millis;
use crate::cluster;
use crate::kubelet::hash;
use crate::trace::{EventType, ObjectRef};
use crate::world::{Draft, Effect, Effects, PodId, Timer, World};
use api::Object;
use api::collections::{Set, gather};
use api::typed::Typed;
use serde_json::Value;
use std::rc::Rc;

/// From a change of an object to its controller's turn.
const LATENCY: Millis = Millis(5);

/// A workload and what its controller remembers.
#[derive(Clone, Debug)]
pub(crate) struct Workload {
    /// With defaults.
    pub object: Rc<Object>,
    pub kind: &'static str,
    pub namespace: String,
    pub name: String,
    pub uid: String,
    /// The object that was written, by whose name scenarios speak.
    pub story: String,
    /// The workload that made this one.
    pub owner: Option<usize>,
    /// Of a ReplicaSet: the hash of its template.
    pub hash: String,
    pub created: Millis,
    pub deleted: bool,
    /// What it has come to, of a Job.
    pub outcome: Option<job::Outcome>,
    /// When it did, of a Job.
    pub finished: Option<Millis>,
    /// Pods, or Jobs of a CronJob, whose end has been taken into account.
    pub counted: Set<usize>,
}

impl Workload {
    /// A new one; `None` for kinds without a controller.
    fn new(world: &World, object: Object, story: Option<&str>, owner: Option<usize>) -> Option<Workload> {
        let kind = match &object {
            Object::Deployment(_) => "Deployment",
            Object::ReplicaSet(_) => "ReplicaSet",
            Object::ReplicationController(_) => "ReplicationController",
            Object::StatefulSet(_) => "StatefulSet",
            Object::DaemonSet(_) => "DaemonSet",
            Object::Job(_) => "Job",
            Object::CronJob(_) => "CronJob",
            Object::Pod(_) | Object::PodTemplate(_) | Object::Other(_) => return None,
        };
        let metadata = object.metadata()?;
        let name = metadata.name.clone().unwrap_or_default();
        let namespace = metadata.namespace.clone().unwrap_or_else(|| "default".to_owned());
        let hash = object.pod_template().map(|(_, template)| template_hash(template)).unwrap_or_default();
        Some(Workload {
            kind,
            uid: cluster::create::uid(&format!("{kind}/{namespace}/{name}")),
            story: story.unwrap_or(&name).to_owned(),
            namespace,
            name,
            owner,
            hash,
            created: world.now,
            deleted: false,
            outcome: None,
            finished: None,
            counted: Set::new(),
            object: Rc::new(object),
        })
    }

    fn event(&self, type_: EventType, reason: &'static str, message: String) -> Effect {
        let component = match self.kind {
            "Deployment" => "deployment-controller",
            "ReplicaSet" => "replicaset-controller",
            "ReplicationController" => "replication-controller",
            "StatefulSet" => "statefulset-controller",
            "DaemonSet" => "daemonset-controller",
            "Job" => "job-controller",
            _ => "cronjob-controller",
        };
        let object = ObjectRef {
            kind: self.kind.to_owned(),
            namespace: self.namespace.clone(),
            name: self.name.clone(),
            uid: self.uid.clone(),
        };
        let field = String::new();
        Effect::Event(Rc::new(Draft { object, field, type_, reason, message, component }))
    }

    fn normal(&self, reason: &'static str, message: String) -> Effect {
        self.event(EventType::Normal, reason, message)
    }
}

/// A template's hash as it stands in names: the decimal digits of a number in the letters of safe encoding.
/// Upstream: ComputeHash, pkg/controller/controller_utils.go.
fn template_hash(template: &impl Typed) -> String {
    let text = api::json::text(&api::typed::to_json(template));
    let letters = ['4', '5', '6', '7', '8', '9', 'b', 'c', 'd', 'f'];
    let digits = format!("{}", 1_000_000_000 + hash(&text) % 3_000_000_000);
    digits.bytes().filter_map(|digit| letters.get(usize::from(digit.wrapping_sub(b'0'))).copied()).collect()
}

/// Objects are created, in their order.
pub(crate) fn create(world: &World, objects: &[Object]) -> Effects {
    let mut effects = Effects::none();
    let (mut pods, mut workloads) = (0, 0);
    for object in objects {
        match object {
            Object::Pod(pod) => {
                effects.and(cluster::create::pod(world, api::typed::copy(&**pod), None, pods));
                pods += 1;
            }
            Object::Other(value) => effects.and(reference(value)),
            object => {
                let mut object = Object::from_json(object.to_json());
                api::defaulting::apply(&mut object, &world.kubernetes);
                let Some(workload) = Workload::new(world, object, None, None) else { continue };
                effects.push(Effect::Told(workload.name.clone(), format!("{} created", workload.kind)));
                effects.push(Effect::WorkloadNew(Box::new(workload)));
                effects.at(world.now + LATENCY, Timer::Control(world.workloads.len() + workloads));
                workloads += 1;
            }
        }
    }
    effects
}

/// ConfigMaps, Secrets and claims.
fn reference(value: &Value) -> Effects {
    let mut effects = Effects::none();
    let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str);
    let (Some(kind), Some(name)) = (text("/kind"), text("/metadata/name")) else { return effects };
    if !matches!(kind, "ConfigMap" | "Secret" | "PersistentVolumeClaim") {
        return effects;
    }
    let fields = ["data", "binaryData", "stringData"].into_iter();
    let fields = fields.filter_map(|field| value.get(field).and_then(Value::as_object));
    effects.push(Effect::Object {
        kind: kind.to_owned(),
        key: format!("{}/{name}", text("/metadata/namespace").unwrap_or("default")),
        fields: gather(fields.flat_map(|fields| fields.keys().cloned())),
    });
    effects
}

/// A Pod's object changed: its owner looks at it. The Job controller gathers such changes for a second.
pub(crate) fn pod_changed(world: &World, pod: PodId) -> Effects {
    let mut effects = Effects::none();
    let Some(owner) = world.pod(pod).and_then(|state| state.owner) else { return effects };
    let Some(workload) = world.workloads.get(owner) else { return effects };
    let wait = if workload.kind == "Job" { job::BATCH } else { LATENCY };
    effects.at(world.now + wait, Timer::Control(owner));
    effects.and(wake(world, workload.owner));
    effects
}

/// A workload's turn comes soon.
fn wake(world: &World, workload: Option<usize>) -> Effects {
    let mut effects = Effects::none();
    if let Some(workload) = workload {
        effects.at(world.now + LATENCY + LATENCY, Timer::Control(workload));
    }
    effects
}

/// The workload that was written under this name; the first one without a name.
fn find(world: &World, target: Option<&str>) -> Option<usize> {
    let written = |workload: &Workload| workload.owner.is_none() && !workload.deleted;
    world.workloads.iter().position(|one| written(one) && target.is_none_or(|name| one.name == name))
}

/// A workload is deleted, and what it made with it.
pub(crate) fn delete(world: &World, target: Option<&str>) -> Effects {
    match find(world, target) {
        Some(index) => delete_tree(world, index),
        None => Effects::none(),
    }
}

fn delete_tree(world: &World, index: usize) -> Effects {
    let mut effects = Effects::none();
    let Some(workload) = world.workloads.get(index).filter(|workload| !workload.deleted) else {
        return effects;
    };
    effects.push(Effect::Told(workload.name.clone(), format!("{} deleted", workload.kind)));
    effects.push(Effect::Workload(index, Box::new(Workload { deleted: true, ..workload.clone() })));
    for (child, one) in world.workloads.iter().enumerate() {
        if one.owner == Some(index) {
            effects.and(delete_tree(world, child));
        }
    }
    for (pod, state) in world.pods.iter().enumerate() {
        if state.owner == Some(index) && !state.api.removed && state.api.deletion.is_none() {
            effects.and(cluster::deed::delete(world, pod, None));
        }
    }
    effects
}

/// A workload is patched.
pub(crate) fn patch(world: &World, target: Option<&str>, change: impl Fn(&mut Value)) -> Effects {
    let mut effects = Effects::none();
    let Some((index, workload)) =
        find(world, target).and_then(|index| Some((index, world.workloads.get(index)?)))
    else {
        return effects;
    };
    let mut value = workload.object.to_json();
    change(&mut value);
    let object = Object::from_json(value);
    if object.kind() != workload.kind || object.metadata().is_none() {
        return effects;
    }
    effects.push(Effect::Told(workload.name.clone(), "patched".to_owned()));
    effects.push(Effect::Workload(index, Box::new(Workload { object: Rc::new(object), ..workload.clone() })));
    effects.at(world.now + LATENCY, Timer::Control(index));
    effects
}

/// A controller's turn.
pub(crate) fn control(world: &World, index: usize) -> Effects {
    let Some(workload) = world.workloads.get(index).filter(|workload| !workload.deleted) else {
        return Effects::none();
    };
    match &*workload.object {
        Object::Deployment(object) => deployment::control(world, index, workload, object),
        Object::ReplicaSet(_) | Object::ReplicationController(_) => {
            replica_set::control(world, index, workload)
        }
        Object::StatefulSet(object) => stateful_set::control(world, index, workload, object),
        Object::DaemonSet(object) => daemon_set::control(world, index, workload, object),
        Object::Job(object) => job::control(world, index, workload, object),
        Object::CronJob(object) => cron_job::control(world, index, workload, object),
        Object::Pod(_) | Object::PodTemplate(_) | Object::Other(_) => Effects::none(),
    }
}
