//! Patches of a Pod or a workload: strategic merge, merge, and JSON patches.

use super::{decode, json_patch};
use crate::cluster::{create, delete, scheduler, watch};
use crate::kubelet::deadline;
use crate::scenario::Target;
use crate::world::{Effects, ObjectEffect, PodId, PodState, Timer, World};
use crate::{Write, controllers, fit, latency};
use api::Object;
use api::strategic::{self, Rules};
use api::well_known::NO_RESOURCE;
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
    change(world, target, patch, subresource, &|object| apply(object, patch, kind))
}

/// Changes the object of this name, or the first one; `patch` is what the server shows of it in its words.
pub(super) fn change(
    world: &World,
    target: Option<&Target>,
    patch: &Value,
    subresource: Option<&str>,
    change: &dyn Fn(&mut Value) -> Result<(), String>,
) -> Effects {
    let Some(pod) = delete::find(world, target) else {
        return controllers::patch(world, target, subresource, change);
    };
    let mut effects = Effects::none();
    let Some(state) = world.pod(pod) else { return effects };
    let mut value = api::typed::to_json(&*state.api.base);
    if let Value::Object(fields) = &mut value {
        fields.insert("status".to_owned(), api::typed::to_json(&*state.api.status));
    }
    let known = if subresource == Some("scale") { Err(NO_RESOURCE.to_owned()) } else { Ok(()) };
    let changed = known.and_then(|()| change(&mut value));
    let words = changed.err().or_else(|| decode::refusal(&value, patch));
    let whole = api::typed::from_json::<Pod>(&value).map_err(|error| error.clone());
    let whole = match (words, whole) {
        (None, Ok(whole)) => Object::Pod(Box::new(whole)),
        (Some(words), _) | (None, Err(words)) => {
            effects.refuse(&state.name, Some(pod), format!("patch refused: {words}"));
            return effects;
        }
    };
    let mut stored = (*state.api.base).clone();
    stored.status = Some((*state.api.status).clone());
    let stored = Object::Pod(Box::new(stored));
    for field in controllers::unknown(&value, &whole.to_json()) {
        effects.refuse(&state.name, Some(pod), format!("Warning: unknown field {field:?}"));
    }
    let there = || create::there(world);
    let bound = Some(state).filter(|state| state.api.bound);
    let room = |resource: &str| bound.and_then(|state| fit::room(world, state, resource));
    let write = Write { subresource: subresource.unwrap_or_default(), there: &there, room: &room };
    let mut whole = match world.server().update(whole, &stored, &write) {
        Ok(Object::Pod(whole)) => *whole,
        Ok(_) => return effects,
        Err(words) => {
            effects.refuse(&state.name, Some(pod), format!("patch refused: {words}"));
            return effects;
        }
    };
    let status = whole.status.take().unwrap_or_default();
    let base = &state.api.base;
    let is_same = api::typed::is_same(&whole.spec, &base.spec) && whole.metadata == base.metadata;
    let is_status = subresource.is_some_and(|name| name.contains("status"));
    effects.pod_message(pod, if is_same && !is_status { "unchanged" } else { "patched" });
    let woken = scheduler::retry_after_change(world, pod, state, &whole);
    if is_status {
        effects.object(pod, ObjectEffect::Status(Rc::new(status)));
    } else {
        effects.and(rebased(world, pod, state, whole));
    }
    effects.at(world.now() + latency::WATCH, Timer::Config(pod));
    effects.and(woken);
    effects.and(watch::pod_changed(world, pod));
    effects
}

/// A Pod whose metadata or spec is another.
fn rebased(world: &World, pod: PodId, state: &PodState, whole: Pod) -> Effects {
    let mut effects = Effects::none();
    if whole.metadata.labels != state.api.base.metadata.labels {
        effects.and(watch::labelled(world, &state.namespace, whole.metadata.labels.as_ref()));
    }
    effects.and(delete::freed(world, pod, state, &whole));
    let shape = state.reshaped(&whole);
    effects.and(deadline::changed(state, pod, shape.deadline));
    effects.object(pod, ObjectEffect::Base { base: Rc::new(whole), shape });
    effects
}

/// Applies a patch of any of the three kinds: `strategic` (also without one), `merge`, `json`. The error is in the server's
/// words.
pub fn apply(object: &mut Value, patch: &Value, kind: Option<&str>) -> Result<(), String> {
    if let Value::Array(operations) = patch {
        return json_patch::apply(object, operations);
    }
    let of = object.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
    let is_strategic = kind.is_none_or(|kind| kind.contains("strategic"));
    let own = object.clone();
    strategic::merge(object, patch, is_strategic.then(|| Rules::of(&of)));
    // The server knows the type already when it reads a strategic patch.
    for field in ["kind", "apiVersion"].iter().filter(|_| is_strategic) {
        if let (Some(fields), Some(before)) = (object.as_object_mut(), own.get(*field)) {
            fields.insert((*field).to_owned(), before.clone());
        }
    }
    Ok(())
}
