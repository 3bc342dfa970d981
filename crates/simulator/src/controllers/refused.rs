//! The API server's last word about a turn: Pods that it refuses are not made, and the controller tries again.
//! Upstream: manageReplicas, pkg/controller/replicaset/replica_set.go; controllers wait twice as long each time.

use super::workload;
use crate::trace::EventType;
use crate::world::{ClockEffect, Effect, Effects, PodId, RecordEffect, Timer, World};
use crate::{Millis, Word};

/// The first wait of a controller that was refused.
const FIRST: Millis = Millis(10);

/// The effects of a workload's turn, without the first Pod that is refused and all that follows from it.
pub(super) fn settle(world: &World, index: usize, effects: Effects) -> Effects {
    let mut kept = Effects::none();
    let (mut made, mut refusal) = (world.pods().len(), None);
    for effect in effects {
        match &effect {
            Effect::NewPod(_) if refusal.is_some() => {}
            Effect::NewPod(new) => {
                if let Some(words) = &new.refused {
                    refusal = Some((new.pod.metadata.name.clone().unwrap_or_default(), words.clone()));
                } else {
                    made += 1;
                    kept.push(effect);
                }
            }
            other if refusal.is_some() && is_about(other, made) => {}
            _ => kept.push(effect),
        }
    }
    let (Some((pod, words)), Some(workload)) = (refusal, world.workloads().get(index)) else { return kept };
    let message = match workload.kind {
        "StatefulSet" => format!("create Pod {pod} in StatefulSet {} failed error: {words}", workload.name),
        _ => format!("Error creating: {words}"),
    };
    kept.event(workload::event(workload, EventType::Warning, Word::FailedCreate, message));
    let waited = world.now().0.saturating_sub(workload.created.0);
    kept.at(world.now() + FIRST + Millis(waited), Timer::Control(index));
    kept
}

/// Whether an effect is about a Pod from `first` on, or says that one was made.
fn is_about(effect: &Effect, first: PodId) -> bool {
    match effect {
        Effect::Object(pod, _)
        | Effect::Runtime(pod, _)
        | Effect::Kubelet(pod, _)
        | Effect::Record(RecordEffect::Change { pod, .. }) => *pod >= first,
        Effect::Clock(ClockEffect::Set { timer: Timer::Schedule(pod) | Timer::Config(pod), .. }) => {
            *pod >= first
        }
        Effect::Record(RecordEffect::Event(draft)) => draft.reason == Word::SuccessfulCreate,
        Effect::Clock(_)
        | Effect::Record(_)
        | Effect::Reference(_)
        | Effect::NewPod(_)
        | Effect::Node(_)
        | Effect::Workload(_) => false,
    }
}
