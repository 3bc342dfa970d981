//! A controller takes in a Pod or ReplicaSet that nobody owns when it selects it, and lets go of a Pod whose labels no longer
//! match. Upstream: ClaimPods and ClaimReplicaSets, pkg/controller/controller_ref_manager.go.

use super::pods;
use crate::cluster::{finalizers, watch};
use crate::world::{
    Effects, ObjectEffect, PodId, PodState, Timer, Workload, WorkloadId, WorkloadKind, World,
};
use api::Object;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::OwnerReference;
use std::rc::Rc;

/// The effects of taking in and letting go, after which the controller looks again; none when each Pod is where it belongs.
pub(super) fn claim(world: &World, index: usize, workload: &Workload) -> Effects {
    let mut effects = Effects::none();
    let adopts = !finalizers::is_deleting(&workload.object);
    let of_namespace =
        world.pods().iter().enumerate().filter(|(_, state)| state.namespace == workload.namespace);
    for (pod, state) in of_namespace.filter(|(_, state)| !state.api.removed && state.api.deletion.is_none()) {
        let metadata = &state.api.base.metadata;
        let takes = || watch::takes(&workload.object, metadata.labels.as_ref());
        let is_orphan = || adopts && has_no_controller(metadata.owner_references.as_ref());
        match state.owner {
            Some(owner) if owner == index && !takes() => effects.and(let_go(pod, state, workload)),
            None if pods::is_active(state) && takes() && is_orphan() && is_member(workload, state) => {
                effects.and(take_in(pod, state, index, workload));
            }
            _ => {}
        }
    }
    again(world, index, &mut effects);
    effects
}

fn again(world: &World, index: WorkloadId, effects: &mut Effects) {
    if !effects.is_empty() {
        effects.at(world.now(), Timer::Control(index));
    }
}

fn has_no_controller(references: Option<&Vec<OwnerReference>>) -> bool {
    references.into_iter().flatten().all(|one| one.controller != Some(true))
}

/// Whether a Pod is named as those of a StatefulSet are. Upstream: isMemberOf, pkg/controller/statefulset.
fn is_member(workload: &Workload, state: &PodState) -> bool {
    let number = state.name.strip_prefix(workload.name.as_str()).and_then(|rest| rest.strip_prefix('-'));
    workload.kind != WorkloadKind::StatefulSet || number.is_some_and(|number| number.parse::<u32>().is_ok())
}

/// A Deployment takes in the ReplicaSets that nobody owns, and looks again.
pub(super) fn claim_sets(world: &World, index: WorkloadId, workload: &Workload) -> Effects {
    let mut effects = Effects::none();
    let Object::Deployment(deployment) = &*workload.object else { return effects };
    if finalizers::is_deleting(&workload.object) {
        return effects;
    }
    for (set, one) in world.workloads().iter().enumerate() {
        let Object::ReplicaSet(object) = &*one.object else { continue };
        let is_orphan = one.owner.is_none() && has_no_controller(object.metadata.owner_references.as_ref());
        let selects =
            || scheduling::selects(Some(&deployment.spec.selector), object.metadata.labels.as_ref());
        if is_orphan && !one.deleted && one.namespace == workload.namespace && selects() {
            effects.workload(set, handed_over(one, Some((index, workload))));
        }
    }
    again(world, index, &mut effects);
    effects
}

/// Pods and workloads that a deleted one made belong to nobody from then on. Upstream: orphanDependents, pkg/controller/garbagecollector.
pub(super) fn orphan(world: &World, index: WorkloadId, workload: &Workload) -> Effects {
    let mut effects = Effects::none();
    for (pod, state) in world.pods().iter().enumerate() {
        if state.owner == Some(index) && !state.api.removed {
            effects.and(let_go(pod, state, workload));
        }
    }
    for (child, one) in world.workloads().iter().enumerate() {
        if one.owner == Some(index) && !one.deleted {
            effects.workload(child, handed_over(one, None));
        }
    }
    effects
}

/// A workload that another one made, with another owner or none.
fn handed_over(one: &Workload, to: Option<(WorkloadId, &Workload)>) -> Workload {
    let mut object = Object::clone(&one.object);
    if let Some(metadata) = object.metadata_mut() {
        metadata.owner_references = to.map(|(_, owner)| vec![pods::owner_reference(owner)]);
    }
    Workload { object: Rc::new(object), owner: to.map(|(index, _)| index), ..one.clone() }
}

fn take_in(pod: PodId, state: &PodState, index: usize, workload: &Workload) -> Effects {
    let mut references = state.api.base.metadata.owner_references.clone().unwrap_or_default();
    references.push(pods::owner_reference(workload));
    let mut effects = owned_by(pod, state, references, Some(index));
    effects.pod_message(pod, format!("taken in by {} {}", workload.kind, workload.name));
    effects
}

fn let_go(pod: PodId, state: &PodState, workload: &Workload) -> Effects {
    let mut references = state.api.base.metadata.owner_references.clone().unwrap_or_default();
    references.retain(|one| one.uid != workload.uid);
    let mut effects = owned_by(pod, state, references, None);
    effects.pod_message(pod, format!("no longer of {} {}", workload.kind, workload.name));
    effects
}

fn owned_by(pod: PodId, state: &PodState, references: Vec<OwnerReference>, owner: Option<usize>) -> Effects {
    let mut base = (*state.api.base).clone();
    base.metadata.owner_references = (!references.is_empty()).then_some(references);
    let shape = state.reshaped(&base);
    let mut effects = Effects::none();
    effects.object(pod, ObjectEffect::Base { base: Rc::new(base), shape });
    effects.object(pod, ObjectEffect::Owner(owner));
    effects
}
