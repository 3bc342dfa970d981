//! Patches of a Pod or a workload: strategic merge, merge, and JSON patches.

use super::{decode, merge};
use crate::cluster::{create, delete, scheduler, watch};
use crate::kubelet::deadline;
use crate::scenario::Target;
use crate::shape::Shape;
use crate::world::{Effects, ObjectEffect, Timer, World};
use crate::{Write, controllers, fit, latency};
use api::Object;
use k8s_openapi::api::core::v1::Pod;
use serde_json::Value;
use std::rc::Rc;

/// Patches the object of this name, or the first one.
pub(super) fn patch(
    world: &World,
    target: Option<&Target>,
    patch: &Value,
    kind: Option<&str>,
    subresource: Option<&str>,
) -> Effects {
    let Some(pod) = delete::find(world, target) else {
        return controllers::patch(world, target, |object| apply(object, patch, kind));
    };
    let mut effects = Effects::none();
    let Some(state) = world.pod(pod) else { return effects };
    let mut value = api::typed::to_json(&*state.api.base);
    if let Value::Object(fields) = &mut value {
        fields.insert("status".to_owned(), api::typed::to_json(&*state.api.status));
    }
    apply(&mut value, patch, kind);
    if let Some(words) = decode::refusal(&value, patch) {
        effects.pod_message(pod, format!("patch refused: {words}"));
        return effects;
    }
    let Ok(whole) = api::typed::from_json::<Pod>(&value) else { return effects };
    let mut stored = (*state.api.base).clone();
    stored.status = Some((*state.api.status).clone());
    let (whole, stored) = (Object::Pod(Box::new(whole)), Object::Pod(Box::new(stored)));
    let there = || create::there(world);
    let bound = Some(state).filter(|state| state.api.bound);
    let room = |resource: &str| bound.and_then(|state| fit::room(world, state, resource));
    let write = Write { subresource: subresource.unwrap_or_default(), there: &there, room: &room };
    let mut whole = match world.server().update(whole, &stored, &write) {
        Ok(Object::Pod(whole)) => *whole,
        Ok(_) => return effects,
        Err(words) => {
            effects.pod_message(pod, format!("patch refused: {words}"));
            return effects;
        }
    };
    let status = whole.status.take().unwrap_or_default();
    effects.pod_message(pod, "patched");
    if subresource.is_some_and(|name| name.contains("status")) {
        effects.object(pod, ObjectEffect::Status(Rc::new(status)));
    } else {
        if !api::typed::is_same(&whole.spec, &state.api.base.spec) {
            whole.metadata.generation = Some(state.shape.generation + 1);
        }
        if whole.metadata.labels != state.api.base.metadata.labels {
            effects.and(watch::labelled(world, &state.namespace, whole.metadata.labels.as_ref()));
        }
        let shape = Rc::new(Shape::new(&whole));
        effects.and(deadline::changed(state, pod, shape.deadline));
        effects.object(pod, ObjectEffect::Base { base: Rc::new(whole), shape });
    }
    effects.at(world.now() + latency::WATCH, Timer::Config(pod));
    effects.and(scheduler::retry(world));
    effects.and(watch::pod_changed(world, pod));
    effects
}

/// Applies a patch of any of the three kinds: `strategic` (also without one), `merge`, `json`.
pub fn apply(object: &mut Value, patch: &Value, kind: Option<&str>) {
    if patch.is_array() {
        patch.as_array().into_iter().flatten().for_each(|operation| operate(object, operation));
    } else {
        merge::merge(object, patch, kind.is_none_or(|kind| kind.contains("strategic")));
    }
}

/// One operation of a JSON patch: `add`, `replace`, `remove`.
fn operate(object: &mut Value, operation: &Value) {
    let text = |name: &str| operation.get(name).and_then(Value::as_str).unwrap_or_default();
    let path = text("path");
    let Some((parent, last)) = path.rsplit_once('/') else { return };
    let Some(parent) = object.pointer_mut(parent) else { return };
    let last = last.replace("~1", "/").replace("~0", "~");
    let value = operation.get("value").cloned().unwrap_or(Value::Null);
    match (text("op"), parent) {
        ("remove", Value::Object(fields)) => drop(fields.remove(&last)),
        ("add" | "replace", Value::Object(fields)) => drop(fields.insert(last, value)),
        (operation, Value::Array(items)) => {
            let at = last.parse::<usize>().unwrap_or(items.len());
            match operation {
                "remove" if at < items.len() => drop(items.remove(at)),
                "add" if at <= items.len() => items.insert(at, value),
                "replace" => {
                    if let Some(item) = items.get_mut(at) {
                        *item = value;
                    }
                }
                _ => {}
            }
        }
        _ => {}
    }
}
