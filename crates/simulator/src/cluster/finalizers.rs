//! Finalizers hold an object that is deleted. Upstream: BeforeDelete and deletionFinalizersForGarbageCollection,
//! apiserver/pkg/registry/generic/registry/store.go.

use crate::Millis;
use crate::world::{Effect, Effects, RecordEffect, Timer, WorkloadId, World};
use api::Object;
use api::well_known::protection;
use serde_json::{Value, json};
use std::rc::Rc;

/// The finalizer of an object that waits for what it made.
pub(crate) const FOREGROUND: &str = "foregroundDeletion";

/// The finalizers that hold an object when it is deleted. A claim's own protection is the business of its controller.
pub(crate) fn held(object: &Object) -> Vec<String> {
    let own = protection(object.kind());
    let all = match object {
        Object::Other(value) => {
            let list = value.pointer("/metadata/finalizers").and_then(Value::as_array);
            let texts = list.into_iter().flatten().filter_map(Value::as_str);
            texts.map(str::to_owned).collect()
        }
        object => object.metadata().and_then(|metadata| metadata.finalizers.clone()).unwrap_or_default(),
    };
    all.into_iter().filter(|name| Some(name.as_str()) != own).collect()
}

/// Whether an object is being deleted and nothing holds it any more.
pub(crate) fn is_free(object: &Object) -> bool {
    is_deleting(object) && held(object).is_empty()
}

/// Whether an object is being deleted.
pub(crate) fn is_deleting(object: &Object) -> bool {
    match object {
        Object::Other(value) => value.pointer("/metadata/deletionTimestamp").is_some_and(Value::is_string),
        object => object.metadata().is_some_and(|metadata| metadata.deletion_timestamp.is_some()),
    }
}

/// The object as it is stored while `held` keeps it.
pub(crate) fn marked(world: &World, object: &Object, held: &[String]) -> Rc<Object> {
    let mut value = object.to_json();
    if let Some(metadata) = value.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.insert("finalizers".to_owned(), json!(held));
        if !is_deleting(object) {
            metadata.insert("deletionGracePeriodSeconds".to_owned(), json!(0));
            let now = api::time::text(world.now().to_timestamp());
            metadata.insert("deletionTimestamp".to_owned(), json!(now));
            if let Some(generation) = metadata.get_mut("generation") {
                *generation = json!(generation.as_i64().unwrap_or_default() + 1);
            }
        }
    }
    Rc::new(Object::from_json(value))
}

/// A deleted object without a controller that its finalizers keep; `None` of one that goes.
pub(crate) fn kept(world: &World, object: &Object) -> Option<Effects> {
    let held = held(object);
    if is_deleting(object) && !held.is_empty() {
        return Some(Effects::none());
    }
    let kept = || Effects::one(Effect::Record(RecordEffect::Object(marked(world, object, &held))));
    (!held.is_empty()).then(kept)
}

/// The workload that waits for something that has just gone looks whether that was the last.
pub(crate) fn heard(world: &World, owner: Option<WorkloadId>) -> Effects {
    let mut effects = Effects::none();
    let waits = |owner: &WorkloadId| {
        let workload = world.workloads().get(*owner);
        workload.is_some_and(|workload| held(&workload.object).iter().any(|name| name == FOREGROUND))
    };
    if let Some(owner) = owner.filter(waits) {
        effects.at(world.now() + Millis(20), Timer::Control(owner));
    }
    effects
}
