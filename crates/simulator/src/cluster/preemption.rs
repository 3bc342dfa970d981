//! The scheduler empties a node for a more important Pod. Upstream: prepareCandidate, pkg/scheduler/framework/preemption.

use super::{delete, disruption, scheduler};
use crate::Word;
use crate::fit::occupies;
use crate::trace::EventType;
use crate::world::{Effects, ObjectEffect, PodId, PodState, World};
use k8s_openapi::api::core::v1::PodStatus;
use std::rc::Rc;

/// Stops the victims, each with its own grace period, unless they are being stopped already. Pods of lower priority that
/// waited for the same node have to look for another one.
pub(super) fn preempt(
    world: &World,
    pod: PodId,
    state: &PodState,
    node: &str,
    victims: &[String],
) -> Effects {
    let mut effects = Effects::none();
    let priority = |state: &PodState| state.shape.spec.priority.unwrap_or_default();
    let lower = || {
        let others = world.pods().iter().enumerate().filter(|(other, _)| *other != pod);
        others.filter(|(_, one)| priority(one) < priority(state))
    };
    for (other, victim) in lower() {
        let is_meant = occupies(victim) && victims.contains(&victim.name);
        if !is_meant || victim.api.deletion.is_some() {
            continue;
        }
        let message = "default-scheduler: preempting to accommodate a higher priority pod";
        effects.and(disruption::target(world, other, Word::PreemptionByScheduler, message));
        effects.and(delete::delete(world, other, None));
        let message = format!("Preempted by pod {} on node {node}", state.uid);
        effects.event(scheduler::event(victim, EventType::Normal, Word::Preempted, message));
    }
    for (other, one) in lower() {
        let waits = !one.api.bound && !one.api.removed;
        if waits && one.api.status.nominated_node_name.as_deref() == Some(node) {
            let status = PodStatus { nominated_node_name: None, ..PodStatus::clone(&one.api.status) };
            effects.object(other, ObjectEffect::Status(Rc::new(status)));
        }
    }
    effects
}
