//! The deletion of a namespace: its Pods go first, then all else, then itself.
//! Upstream: pkg/controller/namespace/deletion/namespaced_resources_deleter.go, namespace_controller.go.

use super::{claims, deletion, workload};
use crate::cluster::{delete, finalizers};
use crate::latency;
use crate::world::{Effect, Effects, PodState, RecordEffect, ReferenceEffect, Timer, WorkloadKind, World};
use crate::{EPOCH_SECONDS, Millis, Word};
use api::Object;
use api::collections::{Map, gather};
use api::well_known::NAMESPACES;
use serde_json::{Value, json};
use std::rc::Rc;

/// The kind of namespaces.
pub(crate) const KIND: &str = "Namespace";
/// Those that cannot be deleted. Upstream: NewLifecycle, apiserver/pkg/admission/plugin/namespace/lifecycle.
const IMMORTAL: [&str; 3] = ["default", "kube-public", "kube-system"];

/// How long the controller waits after each change of a namespace. Upstream: namespaceDeletionGracePeriod.
const REST: Millis = Millis::seconds(5);
/// The seconds that the controller gives finalizers. Upstream: finalizerEstimateSeconds.
const HELD: u64 = 15;
/// How long a try takes, in which it asks for the objects of every kind.
const TRY: Millis = Millis(100);

/// The server's refusal to delete a namespace that no cluster can be without.
pub fn undeletable(name: &str) -> Option<String> {
    IMMORTAL
        .contains(&name)
        .then(|| format!("namespaces {name:?} is forbidden: this namespace may not be deleted"))
}

/// Whether Pods or workloads are in a namespace, so that it is taken to be there.
fn is_named(world: &World, name: &str) -> bool {
    world.pods().iter().any(|pod| pod.namespace == name && !pod.api.removed)
        || world.workloads().iter().any(|one| one.namespace == name && !one.deleted)
}

/// Whether a namespace is there: in every cluster, by its own object, or because something is in it.
pub(super) fn is_there(world: &World, name: &str) -> bool {
    NAMESPACES.contains(&name) || world.stored(KIND, "default", name).is_some() || is_named(world, name)
}

/// A person deletes a namespace; `None` when there is none of this name.
pub(crate) fn delete(world: &World, name: &str) -> Option<Effects> {
    let mut effects = Effects::none();
    if let Some(words) = undeletable(name) {
        effects.refuse(name, None, format!("refused: {words}"));
        return Some(effects);
    }
    if world.cluster().terminating.contains(name) {
        return Some(effects);
    }
    let stored = world.stored(KIND, "default", name).cloned();
    let mut value = match stored {
        Some(object) => object.to_json(),
        None if is_named(world, name) => {
            json!({"apiVersion": "v1", "kind": KIND, "metadata": {"name": name}})
        }
        None => return None,
    };
    let now = api::time::text(world.now().to_timestamp());
    if let Some(metadata) = value.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.insert("deletionTimestamp".to_owned(), now.into());
    }
    if let Some(fields) = value.as_object_mut() {
        fields.insert("status".to_owned(), json!({"phase": "Terminating"}));
    }
    effects.message(name, "Namespace is being deleted");
    let object = Rc::new(Object::from_json(value.clone()));
    effects.push(Effect::Record(RecordEffect::Object(object)));
    let key = format!("{KIND}/default/{name}");
    effects.push(Effect::Reference(ReferenceEffect::Applied { key, text: Rc::new(value) }));
    effects.push(Effect::Reference(ReferenceEffect::Terminating(name.to_owned())));
    effects.at(world.now() + REST + latency::CONTROLLER, again(name, 0));
    Some(effects)
}

/// The controller's turn: as long as there are Pods it comes back, when half of the longest grace period is over. When all of it
/// is over it has failed, and tries again and again.
pub(crate) fn control(world: &World, name: &str, failures: u32) -> Effects {
    let mut effects = Effects::none();
    if !world.cluster().terminating.contains(name) {
        return effects;
    }
    let (mut longest, mut is_held) = (None, false);
    for (pod, state) in world.pods().iter().enumerate() {
        if state.namespace == name && !state.api.removed {
            if state.api.deletion.is_none() {
                effects.and(delete::delete(world, pod, None));
            }
            longest = longest.max(Some(grace(state)));
            is_held |= state.api.base.metadata.finalizers.as_ref().is_some_and(|all| !all.is_empty());
        }
    }
    if let Some(mut grace) = longest {
        let is_late = since(world, name) + Millis::seconds(grace) <= world.now();
        let fails = is_late && !is_held;
        if is_late && is_held {
            grace = HELD;
        }
        let told = told(world, name, fails, &Remaining::default());
        let wait = if fails { TRY + Millis(5 << failures.min(13)) } else { Millis::seconds(grace / 2 + 1) };
        effects.at(world.now() + next(wait, &told), again(name, if fails { failures + 1 } else { 0 }));
        effects.and(told);
        return effects;
    }
    let remaining = clear(world, name, &mut effects);
    if remaining.kinds.is_empty() {
        effects.message(name, "Namespace removed");
        effects.push(gone(KIND, "default", name));
        return effects;
    }
    let told = told(world, name, false, &remaining);
    effects.at(world.now() + next(Millis::seconds(HELD / 2 + 1), &told), again(name, 0));
    effects.and(told);
    effects
}

/// How long the controller waits: its own write of the status leads to another turn.
fn next(wait: Millis, told: &Effects) -> Millis {
    if told.is_empty() { wait } else { wait.min(REST) }
}

/// How many objects of each resource finalizers hold, and how many each finalizer.
#[derive(Default)]
struct Remaining {
    kinds: Map<String, usize>,
    finalizers: Map<String, usize>,
}

/// Deletes all that is left in a namespace, and says what stays.
fn clear(world: &World, name: &str, effects: &mut Effects) -> Remaining {
    let mut remaining = Remaining::default();
    let mut keep = |object: &Object| {
        let held = finalizers::held(object);
        if held.is_empty() {
            return false;
        }
        let value = object.to_json();
        let text = |field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default();
        let version = text("apiVersion");
        let plural = api::kinds::plural(version, text("kind")).unwrap_or_default();
        let group = version.split_once('/').map_or("", |(group, _)| group);
        remaining.kinds.update(format!("{plural}.{group}"), usize::default, |count| *count += 1);
        for one in held {
            remaining.finalizers.update(one, usize::default, |count| *count += 1);
        }
        true
    };
    for (index, one) in world.workloads().iter().enumerate() {
        if one.namespace == name && !one.deleted {
            let is_kept = keep(&one.object);
            effects.and(match one.kind {
                WorkloadKind::PersistentVolumeClaim => claims::delete(world, index, one),
                _ if is_kept && finalizers::is_deleting(&one.object) => Effects::none(),
                _ if is_kept => deletion::hold(world, index, one, &finalizers::held(&one.object)),
                _ => workload::delete_alone(world, index, one),
            });
        }
    }
    let inside = |key: &&String| key.split('/').nth(1) == Some(name);
    let all = world.cluster().applied.keys().filter(inside);
    for (kind, own) in all.filter_map(|key| Some((key.split('/').next()?, key.split('/').nth(2)?))) {
        if !workload::is_stored(kind) {
            continue;
        }
        match world.stored(kind, name, own).filter(|object| keep(object)) {
            Some(object) => effects.and(finalizers::kept(world, object).unwrap_or_else(Effects::none)),
            None => effects.push(gone(kind, name, own)),
        }
    }
    remaining
}

fn again(name: &str, failures: u32) -> Timer {
    Timer::Namespace { name: name.to_owned(), failures }
}

/// When the deletion of a namespace began.
fn since(world: &World, name: &str) -> Millis {
    let object = world.stored(KIND, "default", name).map(|object| object.to_json());
    let text = object.as_ref().and_then(|value| value.pointer("/metadata/deletionTimestamp")?.as_str());
    let at = text.and_then(api::time::read);
    Millis::seconds(at.and_then(|at| u64::try_from(at.as_second() - EPOCH_SECONDS).ok()).unwrap_or_default())
}

/// The conditions, each with its reason and message when all is well.
const WELL: [(Word, Word, &str); 5] = [
    (
        Word::NamespaceDeletionDiscoveryFailure,
        Word::ResourcesDiscovered,
        "All resources successfully discovered",
    ),
    (
        Word::NamespaceDeletionGroupVersionParsingFailure,
        Word::ParsedGroupVersions,
        "All legacy kube types successfully parsed",
    ),
    (
        Word::NamespaceDeletionContentFailure,
        Word::ContentDeleted,
        "All content successfully deleted, may be waiting on finalization",
    ),
    (Word::NamespaceContentRemaining, Word::ContentRemoved, "All content successfully removed"),
    (
        Word::NamespaceFinalizersRemaining,
        Word::ContentHasNoFinalizers,
        "All content-preserving finalizers finished",
    ),
];

/// The conditions of a namespace in which Pods are left, and whether they are late. Upstream: namespaceConditionUpdater,
/// pkg/controller/namespace/deletion/status_condition_utils.go.
fn told(world: &World, name: &str, fails: bool, remaining: &Remaining) -> Effects {
    let Some(object) = world.stored(KIND, "default", name) else { return Effects::none() };
    let mut value = object.to_json();
    let now = api::time::text(world.now().to_timestamp());
    let known = value.pointer("/status/conditions").cloned().unwrap_or_default();
    let one = |(number, (type_, reason, message)): (usize, (Word, Word, &str))| {
        let (mut status, mut reason, mut message) = ("False", reason, message.to_owned());
        if fails && type_ == Word::NamespaceDeletionContentFailure {
            (status, reason) = ("True", Word::ContentDeletionFailed);
            message = format!(
                "Failed to delete all resource types, 1 remaining: unexpected items still remain in namespace: {name} for gvr: /v1, Resource=pods"
            );
        }
        let numbers = |all: &Map<String, usize>, word: &str| {
            let all = all.iter().map(|(one, count)| format!("{one} {word} {count} resource instances"));
            gather::<Vec<_>, _>(all).join(", ")
        };
        let remains = match type_ {
            Word::NamespaceContentRemaining => Some((
                Word::SomeResourcesRemain,
                "Some resources are remaining",
                numbers(&remaining.kinds, "has"),
            )),
            Word::NamespaceFinalizersRemaining => Some((
                Word::SomeFinalizersRemain,
                "Some content in the namespace has finalizers remaining",
                numbers(&remaining.finalizers, "in"),
            )),
            _ => None,
        };
        if let Some((word, said, which)) = remains.filter(|_| !remaining.kinds.is_empty()) {
            (status, reason, message) = ("True", word, format!("{said}: {which}"));
        }
        let last = known.get(number).filter(|one| one.get("status") == Some(&status.into()));
        let since = last.and_then(|one| one.get("lastTransitionTime")?.as_str()).unwrap_or(&now);
        json!({"type": type_.text(), "status": status, "reason": reason.text(), "message": message,
            "lastTransitionTime": since})
    };
    let conditions = Value::Array(WELL.into_iter().enumerate().map(one).collect());
    if known == conditions {
        return Effects::none();
    }
    if let Some(status) = value.get_mut("status").and_then(Value::as_object_mut) {
        status.insert("conditions".to_owned(), conditions);
    }
    Effects::one(Effect::Record(RecordEffect::Object(Rc::new(Object::from_json(value)))))
}

fn gone(kind: &str, namespace: &str, name: &str) -> Effect {
    let (kind, namespace) = (kind.to_owned(), Some(namespace.to_owned()));
    Effect::Reference(ReferenceEffect::Gone { kind, namespace, name: name.to_owned() })
}

/// The seconds that a Pod has for its end.
fn grace(state: &PodState) -> u64 {
    let grace = state.api.deletion.map_or(state.shape.grace, |deletion| deletion.grace);
    u64::try_from(grace).unwrap_or_default()
}
