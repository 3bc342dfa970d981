//! A ReplicaSet takes in a Pod that nobody owns when it selects it, and lets go of one whose labels no longer match.
//! Upstream: ClaimPods, pkg/controller/controller_ref_manager.go.

use super::pods;
use crate::cluster::watch;
use crate::world::{Effects, ObjectEffect, PodId, PodState, Workload, World};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::OwnerReference;
use std::rc::Rc;

/// The effects of taking in and letting go; none when each Pod is where it belongs.
pub(super) fn claim(world: &World, index: usize, workload: &Workload) -> Effects {
    let mut effects = Effects::none();
    let of_namespace =
        world.pods().iter().enumerate().filter(|(_, state)| state.namespace == workload.namespace);
    for (pod, state) in of_namespace.filter(|(_, state)| !state.api.removed && state.api.deletion.is_none()) {
        let metadata = &state.api.base.metadata;
        let takes = || watch::takes(&workload.object, metadata.labels.as_ref());
        let is_orphan = || metadata.owner_references.iter().flatten().all(|one| one.controller != Some(true));
        match state.owner {
            Some(owner) if owner == index && !takes() => effects.and(let_go(pod, state, workload)),
            None if pods::is_active(state) && takes() && is_orphan() => {
                effects.and(take_in(pod, state, index, workload));
            }
            _ => {}
        }
    }
    effects
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
