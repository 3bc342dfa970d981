//! The controllers that make Pods: one file each. They see the cluster through [`World`] and act through effects, as
//! the real ones do through the API. Upstream: pkg/controller.

mod cron_job;
mod daemon_set;
mod deployment;
mod job;
mod job_failures;
mod pods;
mod refused;
mod replica_set;
mod schedule;
mod stateful_set;
mod workload;

use crate::cluster::create;
use crate::latency;
use crate::world::{Effect, Effects, ReferenceEffect, Timer, Workload, World};
use api::Object;
use api::collections::gather;
use serde_json::Value;
use std::rc::Rc;

/// Creates objects, in their order.
pub(crate) fn create(world: &World, objects: &[Object]) -> Effects {
    let mut effects = Effects::none();
    let (mut pods, mut workloads) = (0, 0);
    for object in objects {
        match object {
            Object::Pod(pod) => {
                let new = create::pod(world, (**pod).clone(), None, pods);
                if let Some((name, words)) = new.refusal() {
                    effects.message(&name, format!("refused: {words}"));
                } else {
                    effects.and(new);
                    pods += 1;
                }
            }
            Object::Other(value) => effects.and(reference(value)),
            object => {
                let object = Object::from_json(object.to_json());
                let object = match world.server().create(object.clone(), &Vec::new) {
                    Ok(object) => object,
                    Err(words) => {
                        let name = object.metadata().and_then(|metadata| metadata.name.clone());
                        effects.message(&name.unwrap_or_default(), format!("refused: {words}"));
                        continue;
                    }
                };
                let Some(workload) = workload::new(world, object, None, None) else { continue };
                effects.message(&workload.name, format!("{} created", workload.kind));
                effects.new_workload(workload);
                effects.at(
                    world.now() + latency::CONTROLLER,
                    Timer::Control(world.workloads().len() + workloads),
                );
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
    let fields = ["data", "binaryData", "stringData"].into_iter();
    let fields = fields.filter_map(|field| value.get(field).and_then(Value::as_object));
    let key = format!("{}/{name}", text("/metadata/namespace").unwrap_or("default"));
    let fields = gather(fields.flat_map(|fields| fields.keys().cloned()));
    effects.push(Effect::Reference(match kind {
        "ConfigMap" => ReferenceEffect::ConfigMap { key, fields },
        "Secret" => ReferenceEffect::Secret { key, fields },
        "PersistentVolumeClaim" => ReferenceEffect::Claim { key },
        _ => return effects,
    }));
    effects
}

/// The workload that was written under this name; the first one without a name.
fn find(world: &World, target: Option<&str>) -> Option<usize> {
    let written = |workload: &Workload| workload.owner.is_none() && !workload.deleted;
    world.workloads().iter().position(|one| written(one) && target.is_none_or(|name| one.name == name))
}

/// Deletes a workload and all that it made.
pub(crate) fn delete(world: &World, target: Option<&str>) -> Effects {
    match find(world, target) {
        Some(index) => workload::delete_tree(world, index),
        None => Effects::none(),
    }
}
/// Patches a workload.
pub(crate) fn patch(world: &World, target: Option<&str>, change: impl Fn(&mut Value)) -> Effects {
    let mut effects = Effects::none();
    let Some((index, workload)) =
        find(world, target).and_then(|index| Some((index, world.workloads().get(index)?)))
    else {
        return effects;
    };
    let mut value = workload.object.to_json();
    change(&mut value);
    let object = Object::from_json(value);
    if object.kind() != workload.kind || object.metadata().is_none() {
        return effects;
    }
    let object = match world.server().update(object, &workload.object, "") {
        Ok(object) => object,
        Err(words) => {
            effects.message(&workload.name, format!("patch refused: {words}"));
            return effects;
        }
    };
    effects.message(&workload.name, "patched");
    effects.workload(index, Workload { object: Rc::new(object), ..workload.clone() });
    effects.at(world.now() + latency::CONTROLLER, Timer::Control(index));
    effects
}

/// A controller's turn.
pub(crate) fn control(world: &World, index: usize) -> Effects {
    let Some(workload) = world.workloads().get(index).filter(|workload| !workload.deleted) else {
        return Effects::none();
    };
    let effects = match &*workload.object {
        Object::Deployment(object) => deployment::control(world, index, workload, object),
        Object::ReplicaSet(_) | Object::ReplicationController(_) => {
            replica_set::control(world, index, workload)
        }
        Object::StatefulSet(object) => stateful_set::control(world, index, workload, object),
        Object::DaemonSet(object) => daemon_set::control(world, index, workload, object),
        Object::Job(object) => job::control(world, index, workload, object),
        Object::CronJob(object) => cron_job::control(world, index, workload, object),
        Object::Pod(_) | Object::PodTemplate(_) | Object::Other(_) => Effects::none(),
    };
    refused::settle(world, index, effects)
}
