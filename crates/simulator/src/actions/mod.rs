//! The actions of people: delete, evict, patch, create, lose the sandbox, restart the kubelet.

mod decode;
mod json_patch;
mod patch;

pub use decode::unreadable;
pub use patch::apply as patched;

use crate::cluster::{budgets, delete, finalizers, nodes};
use crate::scenario::{ActionKind, Target};
use crate::world::{Effect, Effects, ReferenceEffect, Timer, World};
use crate::{controllers, fit, kubelet};
use api::Object;
use serde_json::Value;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Does the scenario's action of this number.
pub(crate) fn act(world: &World, number: usize) -> Effects {
    let Some(action) = world.scenario().actions.get(number) else { return Effects::none() };
    let target = action.target.as_ref();
    if let Some(several) = target.and_then(|target| several(world, target)) {
        return several;
    }
    match &action.kind {
        ActionKind::KubeletRestart { down } => {
            on_kubelets(world, target, |node| kubelet::restart::stop(world, node, Some(*down)))
        }
        ActionKind::KubeletStop => {
            on_kubelets(world, target, |node| kubelet::restart::stop(world, node, None))
        }
        ActionKind::KubeletStart => on_kubelets(world, target, |node| kubelet::restart::start(world, node)),
        ActionKind::Create { objects, refused } => {
            let mut effects = apply(world, objects);
            for words in refused {
                effects.refuse("create", None, format!("refused: {words}"));
            }
            effects
        }
        ActionKind::Patch { patch, kind, subresource } => {
            patch::patch(world, target, patch, kind.as_deref(), subresource.as_deref())
        }
        ActionKind::Delete { grace, propagation } => match delete::find(world, target) {
            Some(pod) => delete::delete(world, pod, *grace),
            None => match target.and_then(|target| delete_stored(world, target)) {
                Some(gone) => gone,
                None => controllers::delete(world, target, *propagation),
            },
        },
        ActionKind::LoseSandbox => {
            let pod = match target {
                Some(_) => delete::find(world, target),
                None => world.pods().iter().position(|state| !state.api.removed),
            };
            if pod.is_none() {
                return controllers::nothing(target);
            }
            let sandbox = pod.and_then(|pod| Some((pod, world.pod(pod)?.runtime.sandbox()?.attempt)));
            sandbox.map_or_else(Effects::none, |(pod, attempt)| {
                kubelet::exits::sandbox_dies(world, pod, attempt)
            })
        }
        ActionKind::Evict { grace, until } => match delete::find(world, target) {
            Some(pod) => {
                let again = Some(world.now() + budgets::RETRY).filter(|again| again < until);
                budgets::evict(world, pod, *grace, again.map(|again| (again, Timer::Action(number))))
            }
            // Somebody else was faster, as between two attempts of a drain.
            None if world.now() > action.at => Effects::none(),
            None => controllers::nothing(target),
        },
    }
}

/// The namespaces in which there is an object that may be meant.
fn namespaces<'w>(world: &'w World, target: &'w Target) -> BTreeSet<&'w str> {
    let pods = world.pods().iter().filter(|one| !one.api.removed && target.may_be("Pod"));
    let pods = pods.map(|one| (one.namespace.as_str(), one.name.as_str()));
    let named = |kind: &str, owned: bool| target.may_be(kind) && (!owned || target.kind.is_some());
    let workloads =
        world.workloads().iter().filter(|one| !one.deleted && named(one.kind.name(), one.owner.is_some()));
    let workloads = workloads.map(|one| (one.namespace.as_str(), one.name.as_str()));
    let applied = world.cluster().applied.keys().filter_map(|key| {
        let (kind, rest) = key.split_once('/')?;
        let is_stored = controllers::is_stored(kind) && target.kind.as_deref() == Some(kind);
        rest.split_once('/').filter(|_| is_stored)
    });
    let all = pods.chain(workloads).chain(applied);
    all.filter(|(namespace, name)| target.is(namespace, name)).map(|(namespace, _)| namespace).collect()
}

/// Says that a name alone does not tell which object is meant.
fn several(world: &World, target: &Target) -> Option<Effects> {
    if target.name.is_empty() || target.namespace.is_some() {
        return None;
    }
    let spaces: Vec<&str> = namespaces(world, target).into_iter().collect();
    let [first, _, ..] = spaces.as_slice() else { return None };
    let mut effects = Effects::none();
    let (kind, name) = (target.kind.as_deref().unwrap_or("Pod"), &target.name);
    let text = format!(
        "nothing is done: there is one in each of the namespaces {}; say which is meant by target: {kind}/{first}/{name}",
        api::names::listed(spaces.iter())
    );
    effects.refuse(name, None, text);
    Some(effects)
}

/// The deletion of an object that has no controller; `None` of anything else.
fn delete_stored(world: &World, target: &Target) -> Option<Effects> {
    let kind = target.kind.clone().filter(|kind| controllers::is_stored(kind))?;
    if kind == controllers::namespace::KIND {
        return controllers::namespace::delete(world, &target.name);
    }
    if let Some(anew) = controllers::remake(world, target) {
        return Some(anew);
    }
    let there = namespaces(world, target).into_iter().next();
    // A ConfigMap or a Secret that is not in the text is taken to be there.
    if there.is_none() && !["ConfigMap", "Secret"].contains(&kind.as_str()) {
        return None;
    }
    let namespace = there.map(str::to_owned).or_else(|| target.namespace.clone());
    let stored = namespace.as_deref().and_then(|namespace| world.stored(&kind, namespace, &target.name));
    if let Some(kept) = stored.and_then(|object| finalizers::kept(world, object)) {
        return Some(kept);
    }
    Some(Effects::one(Effect::Reference(ReferenceEffect::Gone {
        kind,
        namespace,
        name: target.name.clone(),
    })))
}

/// Applies objects: those that are there become as they are written, the others are created.
pub(crate) fn apply(world: &World, objects: &[Object]) -> Effects {
    let (there, new): (Vec<&Object>, Vec<&Object>) =
        objects.iter().partition(|object| is_there(world, object));
    let mut effects = controllers::create(world, &new);
    for object in new {
        effects.push(applied(object, object.to_json()));
    }
    for object in there {
        let text = object.to_json();
        let again = apply_again(world, object, &text);
        let is_refused = again.is_refused();
        effects.and(again);
        if !is_refused {
            effects.push(applied(object, text));
        }
    }
    effects
}

fn applied(object: &Object, text: Value) -> Effect {
    let key = format!("{}/{}/{}", object.kind(), controllers::space_of(object), object.name());
    Effect::Reference(ReferenceEffect::Applied { key, text: Rc::new(text) })
}

/// Applies an object that is there: what its author has taken out since goes.
fn apply_again(world: &World, object: &Object, text: &Value) -> Effects {
    let (kind, namespace) = (object.kind(), controllers::space_of(object));
    let last = world.cluster().applied.get(&format!("{kind}/{namespace}/{}", object.name()));
    let nothing = Value::Null;
    let last = last.map_or(&nothing, |last| &**last);
    let change = |live: &mut Value| {
        world.server().merge(live, last, text);
        Ok(())
    };
    if controllers::is_stored(kind) {
        return controllers::renew(world, object, &change);
    }
    let target = Target {
        kind: Some(kind.to_owned()),
        namespace: Some(namespace.to_owned()),
        name: object.name().to_owned(),
        nth: None,
    };
    patch::change(world, Some(&target), text, None, &change)
}

/// Whether an object of this kind and name exists.
fn is_there(world: &World, object: &Object) -> bool {
    let (namespace, name) = (controllers::space_of(object), object.name());
    let same = |one_space: &str, one: &str| one == name && one_space == namespace;
    match object {
        Object::Pod(_) => {
            world.pods().iter().any(|state| same(&state.namespace, &state.name) && !state.api.removed)
        }
        object if controllers::is_stored(object.kind()) => {
            world.cluster().applied.contains_key(&format!("{}/{namespace}/{name}", object.kind()))
        }
        object => world
            .workloads()
            .iter()
            .any(|one| one.kind.name() == object.kind() && same(&one.namespace, &one.name) && !one.deleted),
    }
}

/// Does something to the kubelet of the node that is meant; without one, and where there is but one kubelet, to all.
fn on_kubelets(world: &World, target: Option<&Target>, act: impl Fn(Option<&str>) -> Effects) -> Effects {
    let named = target.filter(|target| target.kind.as_deref() == Some("Node"));
    let Some(name) = named.map(|target| target.name.as_str()) else { return act(None) };
    let mut effects = Effects::none();
    match nodes::all(world).find(|(_, node)| node.name == name) {
        Some(_) if world.given_nodes().is_none() && name == fit::NODE => effects.and(act(None)),
        Some(_) => effects.and(act(Some(name))),
        None => effects.refuse("kubelet", None, format!("there is no node {name}")),
    }
    effects
}
