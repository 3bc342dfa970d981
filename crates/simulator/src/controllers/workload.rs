//! A workload: its state when it is new, the events about it, its deletion with all that it made.

use crate::Word;
use crate::cluster::{create, delete};
use crate::hash::hash;
use crate::trace::EventType;
use crate::world::{Draft, Effects, Workload, WorkloadId, World};
use api::Object;
use api::collections::Set;
use api::typed::Typed;
use std::rc::Rc;

/// The state of a new workload; `None` for kinds without a controller.
pub(super) fn new(
    world: &World,
    object: Object,
    written_name: Option<&str>,
    owner: Option<WorkloadId>,
) -> Option<Workload> {
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
        uid: create::uid(&format!("{kind}/{namespace}/{name}")),
        written_name: written_name.unwrap_or(&name).to_owned(),
        namespace,
        name,
        owner,
        hash,
        created: world.now(),
        deleted: false,
        outcome: None,
        finished: None,
        counted: Set::new(),
        object: Rc::new(object),
    })
}

/// An event that a workload's controller reports.
pub(super) fn event(workload: &Workload, type_: EventType, reason: Word, message: String) -> Rc<Draft> {
    let component = match workload.kind {
        "Deployment" => "deployment-controller",
        "ReplicaSet" => "replicaset-controller",
        "ReplicationController" => "replication-controller",
        "StatefulSet" => "statefulset-controller",
        "DaemonSet" => "daemonset-controller",
        "Job" => "job-controller",
        _ => "cronjob-controller",
    };
    let (object, field) = (workload.object_ref(), String::new());
    Rc::new(Draft { object, field, type_, reason, message, component })
}

/// The same, of type Normal.
pub(super) fn normal(workload: &Workload, reason: Word, message: String) -> Rc<Draft> {
    event(workload, EventType::Normal, reason, message)
}

/// A template's hash as it stands in names: the decimal digits of a number in the letters of safe encoding.
/// Upstream: ComputeHash, pkg/controller/controller_utils.go.
pub(super) fn template_hash(template: &impl Typed) -> String {
    let text = api::json::text(&api::typed::to_json(template));
    let letters = ['4', '5', '6', '7', '8', '9', 'b', 'c', 'd', 'f'];
    let digits = format!("{}", 1_000_000_000 + hash(&text) % 3_000_000_000);
    digits.bytes().filter_map(|digit| letters.get(usize::from(digit.wrapping_sub(b'0'))).copied()).collect()
}

/// Deletes a workload, the workloads that it made, and their Pods.
pub(super) fn delete_tree(world: &World, index: usize) -> Effects {
    let mut effects = Effects::none();
    let Some(workload) = world.workloads().get(index).filter(|workload| !workload.deleted) else {
        return effects;
    };
    effects.message(&workload.name, format!("{} deleted", workload.kind));
    effects.workload(index, Workload { deleted: true, ..workload.clone() });
    for (child, one) in world.workloads().iter().enumerate() {
        if one.owner == Some(index) {
            effects.and(delete_tree(world, child));
        }
    }
    for (pod, state) in world.pods().iter().enumerate() {
        if state.owner == Some(index) && !state.api.removed && state.api.deletion.is_none() {
            effects.and(delete::delete(world, pod, None));
        }
    }
    effects
}
