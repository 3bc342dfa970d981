//! The actions of people: delete, evict, patch, create, lose the sandbox, restart the kubelet.

mod decode;
mod merge;
mod patch;

pub use decode::refusal as unreadable;
pub use patch::apply as patched;

use crate::cluster::{budgets, delete, nodes};
use crate::scenario::{ActionKind, Target};
use crate::world::{Effect, Effects, NODE, ReferenceEffect, World};
use crate::{controllers, fit, kubelet};
use api::Object;

/// Does the scenario's action of this number.
pub(crate) fn act(world: &World, number: usize) -> Effects {
    let Some(action) = world.scenario().actions.get(number) else { return Effects::none() };
    let target = action.target.as_ref();
    match &action.kind {
        ActionKind::KubeletRestart { down } => {
            on_kubelets(world, target, |node| kubelet::restart::stop(world, node, Some(*down)))
        }
        ActionKind::KubeletStop => {
            on_kubelets(world, target, |node| kubelet::restart::stop(world, node, None))
        }
        ActionKind::KubeletStart => on_kubelets(world, target, |node| kubelet::restart::start(world, node)),
        ActionKind::Create { objects } => apply(world, objects),
        ActionKind::Patch { patch, kind, subresource } => {
            patch::patch(world, target, patch, kind.as_deref(), subresource.as_deref())
        }
        ActionKind::Delete { grace, orphan } => match delete::find(world, target) {
            Some(pod) => delete::delete(world, pod, *grace),
            None => match target.and_then(reference) {
                Some(gone) => gone,
                None => controllers::delete(world, target, *orphan),
            },
        },
        ActionKind::LoseSandbox => {
            let pod = delete::find(world, target)
                .or_else(|| world.pods().iter().position(|state| !state.api.removed));
            let sandbox = pod.and_then(|pod| Some((pod, world.pod(pod)?.runtime.sandbox()?.attempt)));
            sandbox.map_or_else(Effects::none, |(pod, attempt)| {
                kubelet::exits::sandbox_dies(world, pod, attempt)
            })
        }
        ActionKind::Evict => match delete::find(world, target) {
            Some(pod) => budgets::evict(world, pod),
            None => controllers::nothing(target),
        },
    }
}

/// The deletion of a ConfigMap or a Secret; `None` of anything else.
fn reference(target: &Target) -> Option<Effects> {
    let kind = target.kind.clone().filter(|kind| ["ConfigMap", "Secret"].contains(&kind.as_str()))?;
    let mut effects = Effects::none();
    effects.push(Effect::Reference(ReferenceEffect::Gone { kind, name: target.name.clone() }));
    Some(effects)
}

/// Applies objects: those that are there become as they are written, the others are created.
pub(crate) fn apply(world: &World, objects: &[Object]) -> Effects {
    let (there, new): (Vec<&Object>, Vec<&Object>) =
        objects.iter().partition(|object| is_there(world, object));
    let mut effects = controllers::create(world, &new);
    for object in there {
        let name = name_of(object).1.to_owned();
        let target = Target { kind: Some(object.kind().to_owned()), name, nth: None };
        effects.and(patch::patch(world, Some(&target), &object.to_json(), None, None));
    }
    effects
}

/// Whether an object of this kind and name exists.
fn is_there(world: &World, object: &Object) -> bool {
    let (namespace, name) = name_of(object);
    let same = |one_space: &str, one: &str| one == name && one_space == namespace;
    match object {
        Object::Pod(_) => {
            world.pods().iter().any(|state| same(&state.namespace, &state.name) && !state.api.removed)
        }
        Object::Other(_) => false,
        object => world
            .workloads()
            .iter()
            .any(|one| one.kind == object.kind() && same(&one.namespace, &one.name) && !one.deleted),
    }
}

fn name_of(object: &Object) -> (&str, &str) {
    let metadata = object.metadata();
    let namespace = metadata.and_then(|metadata| metadata.namespace.as_deref()).unwrap_or("default");
    (namespace, metadata.and_then(|metadata| metadata.name.as_deref()).unwrap_or_default())
}

/// Does something to the kubelet of the node that is meant; without one, and where there is but one kubelet, to all.
fn on_kubelets(world: &World, target: Option<&Target>, act: impl Fn(Option<&str>) -> Effects) -> Effects {
    let named = target.filter(|target| target.kind.as_deref() == Some(NODE));
    let Some(name) = named.map(|target| target.name.as_str()) else { return act(None) };
    let mut effects = Effects::none();
    match nodes::all(world).find(|(_, node)| node.name == name) {
        Some(_) if world.given_nodes().is_none() && name == fit::NODE => effects.and(act(None)),
        Some(_) => effects.and(act(Some(name))),
        None => effects.message("kubelet", format!("there is no node {name}")),
    }
    effects
}
