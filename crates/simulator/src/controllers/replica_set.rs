//! ReplicaSets and ReplicationControllers: as many Pods as asked for. Upstream: manageReplicas,
//! pkg/controller/replicaset/replica_set.go.

use super::pods::{self, Naming};
use super::{adopt, workload};
use crate::Word;
use crate::cluster::{delete, finalizers};
use crate::world::{Effects, Workload, World};
use api::Object;
use k8s_openapi::api::apps::v1::ReplicaSetStatus;
use k8s_openapi::api::core::v1::ReplicationControllerStatus;
use std::collections::BTreeMap;
use std::rc::Rc;

/// How many Pods a ReplicaSet or ReplicationController wants.
pub(super) fn replicas(object: &Object) -> usize {
    let wanted = match object {
        Object::ReplicaSet(object) => object.spec.replicas,
        Object::ReplicationController(object) => object.spec.as_ref().and_then(|spec| spec.replicas),
        _ => Some(0),
    };
    usize::try_from(wanted.unwrap_or(1)).unwrap_or(0)
}

/// Takes in Pods that nobody owns and lets go of those that it no longer selects; makes missing Pods, deletes surplus ones.
pub(super) fn control(world: &World, index: usize, workload: &Workload) -> Effects {
    let mut effects = adopt::claim(world, index, workload);
    if !effects.is_empty() {
        return effects;
    }
    let Some((_, template)) = workload.object.pod_template() else { return effects };
    if finalizers::is_deleting(&workload.object) {
        report(world, index, workload, &mut effects);
        return effects;
    }
    let wanted = replicas(&workload.object);
    let mut active: Vec<_> = pods::owned(world, index).filter(|(_, state)| pods::is_active(state)).collect();
    for made in 0..wanted.saturating_sub(active.len()) {
        if !pods::room(world, made) {
            break;
        }
        let base = format!("{}-", workload.name);
        let name = pods::draw_name(world, workload, &base, made);
        let mut labels = BTreeMap::new();
        if workload.owner.is_some() {
            labels.insert("pod-template-hash".to_owned(), workload.hash.clone());
        }
        let naming =
            Naming { name: name.clone(), generate_name: Some(base), labels, tag: workload.hash.clone() };
        effects.and(pods::make(world, index, workload, template, naming, made));
        effects.event(workload::normal(workload, Word::SuccessfulCreate, format!("Created pod: {name}")));
    }
    let surplus = active.len().saturating_sub(wanted);
    pods::rank_for_deletion(&mut active);
    for (pod, state) in active.into_iter().take(surplus) {
        effects.and(delete::delete(world, pod, None));
        effects.event(workload::normal(
            workload,
            Word::SuccessfulDelete,
            format!("Deleted pod: {}", state.name),
        ));
    }
    report(world, index, workload, &mut effects);
    effects
}

/// Writes the status as the Pods were before this turn.
fn report(world: &World, index: usize, workload: &Workload, effects: &mut Effects) {
    let mut object = Object::clone(&workload.object);
    let some = |count: i32| Some(count).filter(|count| *count > 0);
    let is_same = match &mut object {
        Object::ReplicaSet(object) => {
            let counts = pods::count(world, index, object.spec.min_ready_seconds, effects);
            let known = object.status.take();
            object.status = Some(ReplicaSetStatus {
                replicas: counts.active,
                fully_labeled_replicas: some(counts.active),
                ready_replicas: some(counts.ready),
                available_replicas: some(counts.available),
                terminating_replicas: Some(counts.terminating),
                observed_generation: object.metadata.generation,
                conditions: known.as_ref().and_then(|status| status.conditions.clone()),
            });
            known == object.status
        }
        Object::ReplicationController(object) => {
            let min_ready = object.spec.as_ref().and_then(|spec| spec.min_ready_seconds);
            let counts = pods::count(world, index, min_ready, effects);
            let known = object.status.take();
            object.status = Some(ReplicationControllerStatus {
                replicas: counts.active,
                fully_labeled_replicas: some(counts.active),
                ready_replicas: some(counts.ready),
                available_replicas: some(counts.available),
                observed_generation: object.metadata.generation,
                conditions: known.as_ref().and_then(|status| status.conditions.clone()),
            });
            known == object.status
        }
        _ => return,
    };
    if !is_same {
        workload::store(world, index, Workload { object: Rc::new(object), ..workload.clone() }, effects);
    }
}
