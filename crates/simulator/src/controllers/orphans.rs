//! Pods that no kubelet ends: those whose node is gone, and those that never had one. Upstream: gcOrphaned and
//! gcUnscheduledTerminating, pkg/controller/podgc/gc_controller.go.

use crate::Word;
use crate::cluster::{delete, disruption, nodes};
use crate::world::{Effects, ObjectEffect, PodId, World};
use k8s_openapi::api::core::v1::PodStatus;
use std::rc::Rc;

/// Ends the Pods of a node that has been missing for long enough.
pub(crate) fn collect(world: &World, node: &str) -> Effects {
    let mut effects = Effects::none();
    if nodes::exists(world, node) {
        return effects;
    }
    for (pod, state) in world.pods().iter().enumerate() {
        if state.api.removed || state.shape.spec.node_name.as_deref() != Some(node) {
            continue;
        }
        let marked = disruption::target(world, pod, Word::DeletionByPodGc, "PodGC: node no longer exists");
        let status = marked.iter().find_map(|effect| match effect {
            crate::world::Effect::Object(_, ObjectEffect::Status(status)) => Some(PodStatus::clone(status)),
            _ => None,
        });
        let Some(mut status) = status else { continue };
        if !state.is_terminal() {
            status.phase = Some(Word::Failed.text().to_owned());
        }
        effects.object(pod, ObjectEffect::Status(Rc::new(status)));
        effects.and(delete::delete(world, pod, Some(0)));
    }
    effects
}

/// A Pod without a node that is deleted and that finalizers keep is told to have failed.
pub(crate) fn unscheduled(world: &World, pod: PodId) -> Effects {
    let mut effects = Effects::none();
    let Some(state) = world.pod(pod).filter(|state| !state.api.removed && !state.api.bound) else {
        return effects;
    };
    if state.api.deletion.is_some() && !state.is_terminal() {
        let mut status = PodStatus::clone(&state.api.status);
        status.phase = Some(Word::Failed.text().to_owned());
        effects.object(pod, ObjectEffect::Status(Rc::new(status)));
    }
    effects
}
