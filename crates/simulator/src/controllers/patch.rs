//! Workloads, and objects without a controller, are changed by people. Upstream: apiserver/pkg/endpoints/handlers/patch.go.

use super::{daemon_set, deletion, find, namespace, nothing, reference, value_of, workload};
use crate::cluster::finalizers;
use crate::scenario::Target;
use crate::world::{Effect, Effects, RecordEffect, ReferenceEffect, Workload, WorkloadKind, World};
use crate::{Millis, Write};
use api::Object;
use api::well_known::NO_RESOURCE;
use serde_json::Value;
use std::rc::Rc;

/// The kinds that have a scale.
pub const SCALED: [&str; 4] = ["Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"];

/// Changes a workload.
pub(crate) fn patch(
    world: &World,
    target: Option<&Target>,
    subresource: Option<&str>,
    change: &dyn Fn(&mut Value) -> Result<(), String>,
) -> Effects {
    let mut effects = Effects::none();
    let Some((index, workload)) =
        find(world, target).and_then(|index| Some((index, world.workloads().get(index)?)))
    else {
        return match target.and_then(|target| stored(world, target)) {
            Some(object) => renew(world, &object, change),
            None => match target.and_then(|target| own(world, target)) {
                Some(object) => renewed(world, &object, change),
                None => nothing(target),
            },
        };
    };
    let has = match subresource {
        None | Some("status") => true,
        Some("scale") => SCALED.contains(&workload.kind.name()),
        Some(_) => false,
    };
    let mut value = workload.object.to_json();
    let changed = if has { change(&mut value) } else { Err(NO_RESOURCE.to_owned()) };
    let object = Object::from_json(value.clone());
    if let Some(words) = changed.err().or_else(|| refusal(&object, workload)) {
        effects.refuse(&workload.name, None, format!("patch refused: {words}"));
        return effects;
    }
    for field in unknown(&value, &object.to_json()) {
        effects.refuse(&workload.name, None, format!("Warning: unknown field {field:?}"));
    }
    let write = Write { subresource: "", there: &Vec::new, room: &|_| None };
    let object = match world.server().update(object, &workload.object, &write) {
        Ok(object) => object,
        Err(words) => {
            effects.refuse(&workload.name, None, format!("patch refused: {words}"));
            return effects;
        }
    };
    let is_same = object.to_json() == workload.object.to_json();
    effects.message(&workload.name, if is_same { "unchanged" } else { "patched" });
    if workload.kind != WorkloadKind::PersistentVolumeClaim && finalizers::is_free(&object) {
        effects.and(deletion::gone(world, index, workload));
        return effects;
    }
    let changed = Workload { object: Rc::new(object), ..workload.clone() };
    if workload.kind == WorkloadKind::Node {
        effects.and(daemon_set::node_changed(world, Some(value_of(workload)), &changed));
    }
    workload::store(world, index, changed, &mut effects);
    effects
}

/// Why the object cannot take the workload's place, whoever the server is.
fn refusal(object: &Object, workload: &Workload) -> Option<String> {
    if object.kind() != workload.kind.name() {
        return Some("the kind of an object cannot be changed".to_owned());
    }
    if matches!(object, Object::Other(_)) && !matches!(*workload.object, Object::Other(_)) {
        return Some(format!("a value has a type that {} does not have there", workload.kind));
    }
    let (name, own) = (object.name(), &workload.name);
    (!name.is_empty() && name != own)
        .then(|| format!("the name of the object ({name}) does not match the name on the URL ({own})"))
}

/// The fields that were written and that the object does not have.
pub(crate) fn unknown(written: &Value, read: &Value) -> Vec<String> {
    let mut found = Vec::new();
    missing(written, read, "", &mut found);
    found
}

fn missing(written: &Value, read: &Value, path: &str, found: &mut Vec<String>) {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::Object(fields) => fields.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    };
    match (written, read) {
        (Value::Object(fields), Value::Object(known)) => {
            for (name, value) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                match known.get(name) {
                    Some(known) => missing(value, known, &path, found),
                    None if is_empty(value) => {}
                    None => found.push(path),
                }
            }
        }
        (Value::Array(items), Value::Array(known)) => {
            for (index, (value, known)) in items.iter().zip(known).enumerate() {
                missing(value, known, &format!("{path}[{index}]"), found);
            }
        }
        _ => {}
    }
}

/// An object without a controller that is meant.
fn stored(world: &World, target: &Target) -> Option<Object> {
    let kind = target.kind.as_deref().filter(|kind| workload::is_stored(kind))?;
    let its = |key: &&String| {
        let mut parts = key.splitn(3, '/');
        parts.next() == Some(kind)
            && parts.next().zip(parts.next()).is_some_and(|(space, name)| target.is(space, name))
    };
    let key = world.cluster().applied.keys().find(its)?;
    let namespace = key.split('/').nth(1)?;
    world.stored(kind, namespace, &target.name).map(|object| (**object).clone())
}

/// Changes an object without a controller.
pub(crate) fn renew(
    world: &World,
    object: &Object,
    change: &dyn Fn(&mut Value) -> Result<(), String>,
) -> Effects {
    let last = world.stored(object.kind(), space_of(object), object.name());
    last.map_or_else(Effects::none, |last| renewed(world, last, change))
}

/// The namespace under which an object is kept.
pub(crate) fn space_of(object: &Object) -> &str {
    Some(object.namespace()).filter(|own| !own.is_empty()).unwrap_or("default")
}

/// Changes an object that is as `last` now, be it kept or the cluster's own.
fn renewed(world: &World, last: &Object, change: &dyn Fn(&mut Value) -> Result<(), String>) -> Effects {
    let mut effects = Effects::none();
    let mut value = last.to_json();
    let write = Write { subresource: "", there: &Vec::new, room: &|_| None };
    let changed = change(&mut value);
    let changed = changed.and_then(|()| world.server().update(Object::from_json(value), last, &write));
    match changed {
        Ok(object) if finalizers::is_free(&object) => {
            let (kind, name) = (object.kind().to_owned(), object.name().to_owned());
            let namespace = Some(space_of(&object).to_owned());
            effects.push(Effect::Reference(ReferenceEffect::Gone { kind, namespace, name }));
        }
        Ok(object) => {
            if let Object::Other(value) = &object {
                effects.and(reference(value));
            }
            effects.push(Effect::Record(RecordEffect::Object(Rc::new(object))));
        }
        Err(words) => effects.refuse(last.name(), None, format!("patch refused: {words}")),
    }
    effects
}

/// The object that is meant, as it is when it is new, where the cluster makes it by itself.
fn fresh(world: &World, target: &Target, at: Millis) -> Option<Object> {
    let (kind, namespace) = (target.kind.as_deref()?, target.namespace.as_deref().unwrap_or("default"));
    let space = if kind == namespace::KIND { &target.name } else { namespace };
    let own = || world.server().own(kind, namespace, &target.name);
    let mut object = namespace::is_there(world, space).then(own)??;
    workload::name_and_date(&mut object, at);
    Some(object)
}

/// The cluster's own object that is meant, as it is now.
fn own(world: &World, target: &Target) -> Option<Object> {
    let fresh = fresh(world, target, Millis::ZERO)?;
    let namespace = target.namespace.as_deref().unwrap_or("default");
    let kept = world.stored(fresh.kind(), namespace, fresh.name());
    Some(kept.map_or(fresh, |kept| (**kept).clone()))
}

/// Deletes one of the cluster's own objects, which its controller makes anew at once; `None` of any other object.
pub(crate) fn remake(world: &World, target: &Target) -> Option<Effects> {
    let object = fresh(world, target, world.now()).filter(|object| object.kind() != namespace::KIND)?;
    Some(Effects::one(Effect::Record(RecordEffect::Object(Rc::new(object)))))
}
