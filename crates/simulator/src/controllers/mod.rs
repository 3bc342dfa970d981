//! The controllers that make Pods: one file each. They see the cluster through [`World`] and act through effects, as
//! the real ones do through the API. Upstream: pkg/controller.

mod adopt;
mod autoscaler;
mod claims;
mod cron_job;
mod daemon_set;
mod deletion;
mod deployment;
mod disruption;
mod endpoints;
mod job;
pub(crate) mod namespace;
pub(crate) mod node;
pub(crate) mod orphans;
pub(crate) mod own_claims;
mod patch;
mod pods;
mod quota;
mod refused;
mod replica_set;
mod revisions;
mod schedule;
mod stateful_set;
mod workload;

pub use cron_job::first_job;
pub use namespace::undeletable;
pub use patch::SCALED;
pub(crate) use patch::{patch, remake, renew, space_of, unknown};
pub use workload::template_hash;

use crate::cluster::claims::value as value_of;
use crate::cluster::{create, finalizers, scheduler, watch};
use crate::scenario::{Propagation, Target};
use crate::world::{Effect, Effects, RecordEffect, ReferenceEffect, Timer, Workload, WorkloadKind, World};
use crate::{Millis, There};
use api::Object;
use api::collections::gather;
use serde_json::Value;
use std::rc::Rc;

/// Creates objects, in their order.
pub(crate) fn create(world: &World, objects: &[&Object]) -> Effects {
    let mut effects = Effects::none();
    let (mut pods, mut workloads) = (0, 0);
    // Each is counted against quotas for those that come after it.
    let mut before: Vec<Rc<Object>> = Vec::new();
    for &object in objects {
        match object {
            Object::Pod(_) if !pods::room(world, pods) => {}
            Object::Pod(pod) => {
                let new = create::pod(world, (**pod).clone(), None, pods);
                if let Some((name, words)) = new.refusal() {
                    effects.refuse(&name, None, format!("refused: {words}"));
                } else {
                    effects.and(new);
                    let metadata = &pod.metadata;
                    let namespace = metadata.namespace.as_deref().unwrap_or("default");
                    effects.and(watch::labelled(world, namespace, metadata.labels.as_ref()));
                    pods += 1;
                }
            }
            object => {
                let object = Object::from_json(object.to_json());
                let objects = |namespace: &str| {
                    let mut there = quota::objects(world, namespace);
                    there.extend(before.iter().map(Rc::clone));
                    there
                };
                let there = There { pods: &|| create::there(world), objects: &objects };
                // The objects of the text were counted against its quotas when it was read.
                let there = if world.now() > Millis::ZERO { there } else { There::NOTHING };
                let object = match world.server().create(object.clone(), &there) {
                    Ok(object) => object,
                    Err(words) => {
                        effects.refuse(object.name(), None, format!("refused: {words}"));
                        continue;
                    }
                };
                before.push(Rc::new(object.clone()));
                if let Object::Other(value) = &object {
                    effects.and(reference(value));
                }
                let namespace = Some(object.namespace()).filter(|own| !own.is_empty());
                effects.and(watch::recount(world, namespace.unwrap_or("default")));
                if let Some(object) = workload::stored(world, &object) {
                    effects.push(Effect::Record(RecordEffect::Object(object)));
                    continue;
                }
                let Some(workload) = workload::new(world, object, None, None) else { continue };
                if workload.makes_pods() {
                    effects.message(&workload.name, format!("{} created", workload.kind));
                }
                effects.and(match workload.kind {
                    WorkloadKind::Node => daemon_set::node_changed(world, None, &workload),
                    WorkloadKind::PersistentVolumeClaim => scheduler::retry_for_claim(world, &workload),
                    WorkloadKind::PersistentVolume => scheduler::retry_for_claims(world),
                    WorkloadKind::HorizontalPodAutoscaler => autoscaler::assumption(world),
                    _ => Effects::none(),
                });
                let at = world.now() + autoscaler::wait(workload.kind);
                effects.new_workload(workload);
                effects.at(at, Timer::Control(world.workloads().len() + workloads));

                workloads += 1;
            }
        }
    }
    effects
}

/// ConfigMaps, Secrets and accounts.
fn reference(value: &Value) -> Effects {
    let mut effects = Effects::none();
    let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str);
    let (Some(kind), Some(name)) = (text("/kind"), text("/metadata/name")) else { return effects };
    let fields = ["data", "binaryData", "stringData"].into_iter();
    let fields = fields.filter_map(|field| value.get(field).and_then(Value::as_object));
    let key = format!("{}/{name}", text("/metadata/namespace").unwrap_or("default"));
    let fields = gather(fields.flat_map(|fields| fields.keys().cloned()));
    effects.push(Effect::Reference(match kind {
        "ConfigMap" => ReferenceEffect::ConfigMap { key, fields },
        "Secret" => ReferenceEffect::Secret { key, fields },
        "ServiceAccount" => ReferenceEffect::Account { key },
        _ => return effects,
    }));
    effects
}

/// The workload that an action is for; without a target the first one that was written.
fn find(world: &World, target: Option<&Target>) -> Option<usize> {
    let is_meant = |one: &Workload| match target {
        None => one.owner.is_none() && one.makes_pods(),
        Some(target) => {
            let kind = target.kind.as_deref();
            target.is(&one.namespace, &one.name)
                && kind.map_or(one.owner.is_none(), |kind| kind == one.kind.name())
        }
    };
    world.workloads().iter().position(|one| !one.deleted && is_meant(one))
}

/// Deletes a workload, and what it made as `how` says.
pub(crate) fn delete(world: &World, target: Option<&Target>, how: Propagation) -> Effects {
    match find(world, target) {
        Some(index) => deletion::delete(world, index, how),
        None => target.and_then(|target| remake(world, target)).unwrap_or_else(|| nothing(target)),
    }
}

/// Says that an action finds no object of the name that it gives.
pub(crate) fn nothing(target: Option<&Target>) -> Effects {
    let mut effects = Effects::none();
    match target {
        Some(Target { nth: Some(nth), .. }) => {
            effects.refuse(&format!("Pod#{nth}"), None, "there is no Pod of this number: nothing is done");
        }
        Some(Target { name, kind, .. }) if !name.is_empty() => {
            let kind = kind.as_deref().unwrap_or("object");
            effects.refuse(name, None, format!("there is no {kind} of this name: nothing is done"));
        }
        _ => {}
    }
    effects
}

/// Whether objects of this kind have neither Pods nor a controller here.
pub(crate) fn is_stored(kind: &str) -> bool {
    workload::is_stored(kind)
}

/// A controller's turn.
pub(crate) fn control(world: &World, index: usize) -> Effects {
    let Some(workload) = world.workloads().get(index).filter(|workload| !workload.deleted) else {
        return Effects::none();
    };
    let is_deleting = finalizers::is_deleting(&workload.object);
    let done = Some(workload).filter(|_| is_deleting);
    let done = done.and_then(|workload| deletion::turn(world, index, workload));
    let mut effects = its_turn(world, index, workload, is_deleting);
    match done {
        // Its controller hears sooner than the garbage collector that something is gone.
        Some(_) if effects.changes_workload() => effects.at(world.now() + Millis(20), Timer::Control(index)),
        Some(done) => return done,
        None => {}
    }
    effects
}

fn its_turn(world: &World, index: usize, workload: &Workload, is_deleting: bool) -> Effects {
    let effects = match &*workload.object {
        Object::DaemonSet(_) if is_deleting => return Effects::none(),
        // These make no Pods, and mind themselves what is refused.
        Object::Deployment(object) => return deployment::control(world, index, workload, object),
        Object::CronJob(object) => return cron_job::control(world, index, workload, object),
        Object::ReplicaSet(_) | Object::ReplicationController(_) => {
            replica_set::control(world, index, workload)
        }
        Object::StatefulSet(object) => stateful_set::control(world, index, workload, object),
        Object::DaemonSet(object) => daemon_set::control(world, index, workload, object),
        Object::Job(object) => job::control(world, index, workload, object),
        Object::Other(_) => match workload.kind {
            WorkloadKind::Service => endpoints::control(world, index, workload),
            WorkloadKind::PersistentVolumeClaim => claims::control(world, index, workload),
            WorkloadKind::ResourceQuota => quota::control(world, index, workload),
            WorkloadKind::PodDisruptionBudget => disruption::control(world, index, workload),
            WorkloadKind::HorizontalPodAutoscaler => autoscaler::control(world, index, workload),
            WorkloadKind::Node => node::control(world, index, workload),
            _ => Effects::none(),
        },
        Object::Pod(_) | Object::PodTemplate(_) => Effects::none(),
    };
    refused::settle(world, index, effects)
}
