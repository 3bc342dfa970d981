//! DaemonSets: one Pod on the one node. Upstream: pkg/controller/daemon/daemon_controller.go.

use super::pods::{self, Naming};
use super::workload;
use crate::Word;
use crate::cluster::delete;
use crate::fit::NODE;
use crate::trace::EventType;
use crate::world::{Effects, Workload, World};
use api::collections::gather;
use k8s_openapi::api::apps::v1::DaemonSet;

/// The controller's turn.
pub(super) fn control(world: &World, index: usize, workload: &Workload, object: &DaemonSet) -> Effects {
    let mut effects = Effects::none();
    let hash = workload::template_hash(&object.spec.template);
    let owned: Vec<_> = pods::owned(world, index).collect();
    for (pod, state) in &owned {
        if state.api.deletion.is_some() {
            return effects;
        }
        let full = format!("{}/{}", state.namespace, state.name);
        match state.api.status.phase.as_deref() {
            Some("Failed") => {
                let message = format!("Found failed daemon pod {full} on node {NODE}, will try to kill it");
                effects.event(workload::event(workload, EventType::Warning, Word::FailedDaemonPod, message));
            }
            Some("Succeeded") => {
                let message =
                    format!("Found succeeded daemon pod {full} on node {NODE}, will try to delete it");
                effects.event(workload::normal(workload, Word::SucceededDaemonPod, message));
            }
            _ if state.tag != hash => {}
            _ => return effects,
        }
        effects.and(delete::delete(world, *pod, None));
        effects.event(workload::normal(
            workload,
            Word::SuccessfulDelete,
            format!("Deleted pod: {}", state.name),
        ));
    }
    if !owned.is_empty() || !pods::room(world, 0) {
        return effects;
    }
    let base = format!("{}-", workload.name);
    let name = format!("{base}{}", pods::suffix(world, &base, 0));
    let labels = gather([("controller-revision-hash".to_owned(), hash.clone())]);
    let naming = Naming { name: name.clone(), generate_name: Some(base), labels, tag: hash };
    effects.and(pods::make(world, index, workload, &object.spec.template, naming, 0));
    effects.event(workload::normal(workload, Word::SuccessfulCreate, format!("Created pod: {name}")));
    effects
}
