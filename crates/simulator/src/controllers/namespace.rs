//! The deletion of a namespace: its Pods go first, then all else, then itself.
//! Upstream: pkg/controller/namespace/deletion/namespaced_resources_deleter.go, namespace_controller.go.

use super::{claims, workload};
use crate::Millis;
use crate::cluster::claims::CLAIM;
use crate::cluster::delete;
use crate::latency;
use crate::world::{Effect, Effects, PodState, RecordEffect, ReferenceEffect, Timer, World};
use api::Object;
use serde_json::{Value, json};
use std::rc::Rc;

/// The kind of namespaces.
pub(crate) const KIND: &str = "Namespace";
/// Those that cannot be deleted. Upstream: NewLifecycle, apiserver/pkg/admission/plugin/namespace/lifecycle.
const IMMORTAL: [&str; 3] = ["default", "kube-public", "kube-system"];

/// How long the controller waits after each change of a namespace. Upstream: namespaceDeletionGracePeriod.
const REST: Millis = Millis::seconds(5);

/// A person deletes a namespace; `None` when there is none of this name.
pub(crate) fn delete(world: &World, name: &str) -> Option<Effects> {
    let mut effects = Effects::none();
    if IMMORTAL.contains(&name) {
        let words = format!("namespaces {name:?} is forbidden: this namespace may not be deleted");
        effects.refuse(name, None, format!("refused: {words}"));
        return Some(effects);
    }
    if world.cluster().terminating.contains(name) {
        return Some(effects);
    }
    let stored = world.stored(KIND, "default", name).cloned();
    // One that only Pods and workloads name is taken to be there.
    let is_named = world.pods().iter().any(|pod| pod.namespace == name && !pod.api.removed)
        || world.workloads().iter().any(|one| one.namespace == name && !one.deleted);
    let mut value = match stored {
        Some(object) => object.to_json(),
        None if is_named => json!({"apiVersion": "v1", "kind": KIND, "metadata": {"name": name}}),
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
    // Its own write of the status after the first turn leads to the second one.
    for turn in [REST, REST + REST] {
        effects.at(world.now() + turn + latency::CONTROLLER, Timer::Namespace(name.to_owned()));
    }
    Some(effects)
}

/// The controller's turn: as long as there are Pods it comes back, when half of the longest grace period is over.
pub(crate) fn control(world: &World, name: &str) -> Effects {
    let mut effects = Effects::none();
    if !world.cluster().terminating.contains(name) {
        return effects;
    }
    let mut longest = None;
    for (pod, state) in world.pods().iter().enumerate() {
        if state.namespace == name && !state.api.removed {
            if state.api.deletion.is_none() {
                effects.and(delete::delete(world, pod, None));
            }
            longest = longest.max(Some(grace(state)));
        }
    }
    if let Some(grace) = longest {
        effects.at(world.now() + Millis::seconds(grace / 2 + 1), Timer::Namespace(name.to_owned()));
        return effects;
    }
    for (index, one) in world.workloads().iter().enumerate() {
        if one.namespace == name && !one.deleted {
            effects.and(match one.kind {
                CLAIM => claims::delete(world, index, one),
                _ => workload::delete_alone(world, index, one),
            });
        }
    }
    let inside = |key: &&String| key.split('/').nth(1) == Some(name);
    let all = world.cluster().applied.keys().filter(inside);
    for (kind, own) in all.filter_map(|key| Some((key.split('/').next()?, key.split('/').nth(2)?))) {
        if workload::is_stored(kind) {
            effects.push(gone(kind, name, own));
        }
    }
    effects.message(name, "Namespace removed");
    effects.push(gone(KIND, "default", name));
    effects
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
