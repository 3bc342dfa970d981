//! A workload: its state when it is new, the events about it, its deletion with all that it made.

use super::{autoscaler, pods};
use crate::cluster::create;
use crate::cluster::watch;
use crate::hash::hash;
use crate::latency;
use crate::trace::EventType;
use crate::world::{Draft, Effect, Effects, RecordEffect, Timer, Workload, WorkloadId, WorkloadKind, World};
use crate::{Millis, Word};
use api::Object;
use api::collections::{Map, Set};
use api::defaulting::{generate_selector, generation};
use api::typed::Typed;
use k8s_openapi::api::batch::v1::Job;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;
use serde_json::Value;
use std::rc::Rc;

/// The state of a new workload; `None` for kinds without a controller.
pub(super) fn new(
    world: &World,
    object: Object,
    written_name: Option<&str>,
    owner: Option<WorkloadId>,
) -> Option<Workload> {
    let kind = WorkloadKind::named(object.kind())?;
    let mut object = match object {
        Object::Other(value) => Object::Other(Box::new(match kind {
            WorkloadKind::PersistentVolumeClaim => super::claims::pending(*value),
            WorkloadKind::PersistentVolume => super::claims::available(*value),
            WorkloadKind::PodDisruptionBudget => super::disruption::fresh(*value),
            WorkloadKind::HorizontalPodAutoscaler => autoscaler::fresh(*value),
            _ => *value,
        })),
        object => object,
    };
    generation::begin(&mut object);
    let (name, namespace) = if let Some(metadata) = object.metadata_mut() {
        metadata.creation_timestamp.get_or_insert_with(|| world.now().to_time());
        (metadata.name.clone(), metadata.namespace.clone())
    } else {
        name_and_date(&mut object, world.now());
        (text(&object, "/metadata/name"), text(&object, "/metadata/namespace"))
    };
    let name = name.unwrap_or_default();
    let namespace = namespace.unwrap_or_else(|| "default".to_owned());
    let uid = create::uid(&format!("{kind}/{namespace}/{name}"));
    if let Object::Job(job) = &mut object {
        mark_pods(job, &name, &uid);
    }
    let hash = object.pod_template().map(|(_, template)| template_hash(template)).unwrap_or_default();
    if let Some(metadata) = object.metadata_mut() {
        // Whoever writes a UID gets another one.
        metadata.uid = Some(uid.clone());
        if let Some(owner) = owner.and_then(|owner| world.workloads().get(owner)) {
            metadata.owner_references.get_or_insert_with(|| vec![pods::owner_reference(owner)]);
        }
    }
    Some(Workload {
        kind,
        uid,
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
        ends: Map::new(),
        refusals: 0,
        tries: 0,
        failures: Map::new(),
        revisions: Vec::new(),
        endpoints: Map::new(),
        object: Rc::new(object),
    })
}

/// Gives a Job the labels by which it knows its Pods, and one without labels those of its Pods.
/// Upstream: jobStrategy.PrepareForCreate, pkg/registry/batch/job/strategy.go; SetDefaults_Job.
fn mark_pods(job: &mut Job, name: &str, uid: &str) {
    let Some(spec) = job.spec.as_mut().filter(|spec| spec.selector.is_none()) else { return };
    generate_selector(spec, name, uid);
    if job.metadata.labels.is_none() {
        job.metadata.labels = spec.template.metadata.as_ref().and_then(|metadata| metadata.labels.clone());
    }
}

/// An object without a controller as it is stored; `None` for the kinds that are workloads here.
pub(super) fn stored(world: &World, object: &Object) -> Option<Rc<Object>> {
    if !matches!(object, Object::Other(_)) || WorkloadKind::named(object.kind()).is_some() {
        return None;
    }
    let mut object = object.clone();
    generation::begin(&mut object);
    name_and_date(&mut object, world.now());
    Some(Rc::new(object))
}

/// Whether objects of this kind have neither Pods nor a controller here.
pub(super) fn is_stored(kind: &str) -> bool {
    WorkloadKind::named(kind).is_none() && api::kinds::named(kind).is_none()
}

/// Says who an object of another kind is, and when it was made.
pub(super) fn name_and_date(object: &mut Object, at: Millis) {
    let kind = object.kind().to_owned();
    let (name, namespace) = (text(object, "/metadata/name"), text(object, "/metadata/namespace"));
    let namespace = namespace.unwrap_or_else(|| "default".to_owned());
    let Object::Other(value) = object else { return };
    let Some(metadata) = value.get_mut("metadata").and_then(Value::as_object_mut) else { return };
    let uid = create::uid(&format!("{kind}/{namespace}/{}", name.unwrap_or_default()));
    metadata.entry("uid").or_insert_with(|| uid.into());
    let now = api::time::text(at.to_timestamp());
    metadata.entry("creationTimestamp").or_insert_with(|| now.into());
}

/// A text of an object of another kind.
fn text(object: &Object, pointer: &str) -> Option<String> {
    let Object::Other(value) = object else { return None };
    value.pointer(pointer)?.as_str().map(str::to_owned)
}

/// Stores another version of a workload's object: its controller and its owner's look at it.
pub(super) fn store(world: &World, index: WorkloadId, workload: Workload, effects: &mut Effects) {
    if let Some(owner) = workload.owner {
        effects.at(world.now() + latency::CONTROLLER, Timer::Control(owner));
    }
    let at = world.now() + autoscaler::wait(workload.kind);
    effects.workload(index, workload);
    effects.at(at, Timer::Control(index));
}

/// A stored time as a time of the trace.
pub(super) fn at(time: &Time) -> Millis {
    Millis::seconds(u64::try_from(time.0.as_second() - crate::EPOCH_SECONDS).unwrap_or(0))
}

/// An event that a workload's controller reports.
pub(super) fn event(workload: &Workload, type_: EventType, reason: Word, message: String) -> Rc<Draft> {
    let component = match workload.kind {
        WorkloadKind::Deployment => "deployment-controller",
        WorkloadKind::ReplicaSet => "replicaset-controller",
        WorkloadKind::ReplicationController => "replication-controller",
        WorkloadKind::StatefulSet => "statefulset-controller",
        WorkloadKind::DaemonSet => "daemonset-controller",
        WorkloadKind::Job => "job-controller",
        WorkloadKind::CronJob => "cronjob-controller",
        WorkloadKind::PersistentVolumeClaim => "persistentvolume-controller",
        WorkloadKind::HorizontalPodAutoscaler => "horizontal-pod-autoscaler",
        _ => "controllermanager",
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
pub fn template_hash(template: &impl Typed) -> String {
    let text = api::json::text(&api::typed::to_json(template));
    let letters = ['4', '5', '6', '7', '8', '9', 'b', 'c', 'd', 'f'];
    let digits = format!("{}", 1_000_000_000 + hash(&text) % 3_000_000_000);
    digits.bytes().filter_map(|digit| letters.get(usize::from(digit.wrapping_sub(b'0'))).copied()).collect()
}

/// Deletes a workload; what it made stays.
pub(super) fn delete_alone(world: &World, index: WorkloadId, workload: &Workload) -> Effects {
    let mut effects = watch::recount(world, &workload.namespace);
    effects.message(&workload.name, format!("{} deleted", workload.kind));
    // The addresses go with their Service.
    for (pod, _) in workload.endpoints.iter().filter(|(_, seen)| seen.endpoint.is_some()) {
        let service = workload.name.clone();
        effects.push(Effect::Record(RecordEffect::Endpoint { service, pod: *pod, endpoint: None }));
    }
    effects.workload(index, Workload { deleted: true, ..workload.clone() });
    effects.and(watch::workload_changed(world, workload.owner));
    effects
}
