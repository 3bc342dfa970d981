//! StatefulSets: numbered Pods, one after the other. Upstream: pkg/controller/statefulset/stateful_set_control.go.

use super::pods::{self, Naming};
use super::workload;
use crate::Word;
use crate::cluster::delete;
use crate::world::{Effects, PodId, PodState, Workload, World};
use api::collections::{gather, sort_by_key};
use k8s_openapi::api::apps::v1::StatefulSet;

/// The controller's turn.
pub(super) fn control(world: &World, index: usize, workload: &Workload, object: &StatefulSet) -> Effects {
    let mut effects = Effects::none();
    let replicas = usize::try_from(object.spec.replicas.unwrap_or(1)).unwrap_or(0);
    let start = object.spec.ordinals.as_ref().and_then(|one| one.start).unwrap_or(0);
    let start = usize::try_from(start).unwrap_or(0);
    let ordered = object.spec.pod_management_policy.as_deref() != Some("Parallel");
    let hash = workload::template_hash(&object.spec.template);
    let mut made = 0;
    for ordinal in start..start + replicas {
        let name = format!("{}-{ordinal}", workload.name);
        let found = pods::owned(world, index).find(|(_, state)| state.name == name);
        let ready = match found {
            None => {
                if !pods::room(world, made) {
                    return effects;
                }
                effects.and(make(world, index, workload, object, ordinal, &hash, made));
                made += 1;
                false
            }
            Some((pod, state)) if state.is_terminal() => {
                if state.api.deletion.is_none() {
                    effects.and(delete(world, workload, pod, state));
                }
                false
            }
            Some((_, state)) => state.api.deletion.is_none() && pods::is_ready(state),
        };
        if ordered && !ready {
            return effects;
        }
    }
    effects.and(shrink(world, index, workload, start + replicas, ordered));
    if effects.is_empty() {
        effects.and(update(world, index, workload, object, &hash));
    }
    effects
}

fn make(
    world: &World,
    index: usize,
    workload: &Workload,
    object: &StatefulSet,
    ordinal: usize,
    hash: &str,
    made: usize,
) -> Effects {
    let name = format!("{}-{ordinal}", workload.name);
    let labels = gather([
        ("statefulset.kubernetes.io/pod-name".to_owned(), name.clone()),
        ("apps.kubernetes.io/pod-index".to_owned(), ordinal.to_string()),
        ("controller-revision-hash".to_owned(), format!("{}-{hash}", workload.name)),
    ]);
    let mut template = object.spec.template.clone();
    if let Some(spec) = &mut template.spec {
        spec.hostname = Some(name.clone());
        spec.subdomain.clone_from(&object.spec.service_name);
    }
    let generate_name = Some(format!("{}-", workload.name));
    let naming = Naming { name: name.clone(), generate_name, labels, tag: hash.to_owned() };
    let mut effects = pods::make(world, index, workload, &template, naming, made);
    let message = format!("Create Pod {name} in StatefulSet {} successful", workload.name);
    effects.event(workload::normal(workload, Word::SuccessfulCreate, message));
    effects
}

fn delete(world: &World, workload: &Workload, pod: PodId, state: &PodState) -> Effects {
    let mut effects = delete::delete(world, pod, None);
    let message = format!("Delete Pod {} in StatefulSet {} successful", state.name, workload.name);
    effects.event(workload::normal(workload, Word::SuccessfulDelete, message));
    effects
}

fn ordinal(state: &PodState) -> usize {
    state.name.rsplit_once('-').and_then(|(_, number)| number.parse().ok()).unwrap_or(0)
}

/// The highest number goes first, one at a time.
fn shrink(world: &World, index: usize, workload: &Workload, end: usize, ordered: bool) -> Effects {
    let mut effects = Effects::none();
    let mut condemned: Vec<_> =
        pods::owned(world, index).filter(|(_, state)| ordinal(state) >= end).collect();
    sort_by_key(&mut condemned, |(_, state)| std::cmp::Reverse(ordinal(state)));
    for (pod, state) in condemned {
        if state.api.deletion.is_none() {
            effects.and(delete(world, workload, pod, state));
        }
        if ordered {
            break;
        }
    }
    effects
}

/// A new template: the highest number first, each waiting for the one before it.
fn update(world: &World, index: usize, workload: &Workload, object: &StatefulSet, hash: &str) -> Effects {
    let strategy = object.spec.update_strategy.as_ref();
    if strategy.and_then(|one| one.type_.as_deref()) == Some("OnDelete") {
        return Effects::none();
    }
    let partition = strategy.and_then(|one| one.rolling_update.as_ref()?.partition).unwrap_or(0);
    let partition = usize::try_from(partition).unwrap_or(0);
    let mut owned: Vec<_> =
        pods::owned(world, index).filter(|(_, state)| ordinal(state) >= partition).collect();
    sort_by_key(&mut owned, |(_, state)| std::cmp::Reverse(ordinal(state)));
    for (pod, state) in owned {
        if state.tag != hash {
            let gone = state.api.deletion.is_some();
            return if gone { Effects::none() } else { delete(world, workload, pod, state) };
        }
        if !pods::is_ready(state) {
            break;
        }
    }
    Effects::none()
}
