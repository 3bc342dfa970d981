//! ReplicaSets and ReplicationControllers: as many Pods as asked for. Upstream: manageReplicas,
//! pkg/controller/replicaset/replica_set.go.

use super::pods::{self, Naming};
use super::workload;
use crate::Word;
use crate::cluster::delete;
use crate::world::{Effects, Workload, World};
use api::Object;
use std::collections::BTreeMap;

/// How many Pods a ReplicaSet or ReplicationController wants.
pub(super) fn replicas(object: &Object) -> usize {
    let wanted = match object {
        Object::ReplicaSet(object) => object.spec.replicas,
        Object::ReplicationController(object) => object.spec.as_ref().and_then(|spec| spec.replicas),
        _ => Some(0),
    };
    usize::try_from(wanted.unwrap_or(1)).unwrap_or(0)
}

/// Makes missing Pods, deletes surplus ones.
pub(super) fn control(world: &World, index: usize, workload: &Workload) -> Effects {
    let mut effects = Effects::none();
    let Some((_, template)) = workload.object.pod_template() else { return effects };
    let wanted = replicas(&workload.object);
    let mut active: Vec<_> = pods::owned(world, index).filter(|(_, state)| pods::is_active(state)).collect();
    for made in 0..wanted.saturating_sub(active.len()) {
        if !pods::room(world, made) {
            break;
        }
        let base = format!("{}-", workload.name);
        let name = format!("{base}{}", pods::suffix(world, &base, made));
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
    effects
}
