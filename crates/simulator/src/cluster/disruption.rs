//! The condition of a Pod that something outside of it is about to end.

use crate::Word;
use crate::world::{Effects, ObjectEffect, PodId, PodState, World};
use k8s_openapi::api::core::v1::{PodCondition, PodStatus};
use std::rc::Rc;

/// Whether a Pod is ready.
pub(crate) fn is_ready(state: &PodState) -> bool {
    let mut conditions = state.api.status.conditions.iter().flatten();
    conditions.any(|one| one.type_ == Word::Ready.text() && one.status == "True")
}

/// Says in a Pod's status why it is about to be deleted. The condition comes last; the kubelet puts it first when it writes
/// the status of the deletion, so where the kubelet runs it stands there at once.
pub(crate) fn target(world: &World, pod: PodId, reason: Word, message: &str) -> Effects {
    let mut effects = Effects::none();
    let Some(state) = world.pod(pod) else { return effects };
    let mut status = PodStatus::clone(&state.api.status);
    let type_ = Word::DisruptionTarget.text();
    let conditions = status.conditions.get_or_insert_default();
    conditions.retain(|one| one.type_ != type_);
    let at = if world.known(pod).is_some() { 0 } else { conditions.len() };
    conditions.insert(
        at,
        PodCondition {
            type_: type_.to_owned(),
            status: "True".to_owned(),
            reason: Some(reason.text().to_owned()),
            message: Some(message.to_owned()),
            last_transition_time: Some(world.now().to_time()),
            observed_generation: Some(state.shape.generation),
            ..PodCondition::default()
        },
    );
    effects.object(pod, ObjectEffect::Status(Rc::new(status)));
    effects
}
