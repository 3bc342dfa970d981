//! The API server's last word about a turn: Pods that it refuses are not made, and the controller tries again, each time
//! after twice the wait. Upstream: slowStartBatch, pkg/controller/replicaset/replica_set.go; client-go's workqueue.

use super::{pods, quota, workload};
use crate::cluster::create;
use crate::trace::EventType;
use crate::world::{
    ClockEffect, Effect, Effects, PodId, RecordEffect, Timer, Workload, WorkloadEffect, WorkloadKind, World,
};
use crate::{Millis, There, Word};
use api::Object;
use k8s_openapi::api::apps::v1::ReplicaSetCondition;
use k8s_openapi::api::core::v1::{Pod, ReplicationControllerCondition};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;
use std::rc::Rc;

/// The first wait of a controller that was refused, and its longest.
const WAITS: (Millis, Millis) = (Millis(5), Millis::seconds(1000));
/// Those of the Job controller. Upstream: DefaultJobApiBackOff and MaxJobApiBackOff.
const JOB_WAITS: (Millis, Millis) = (Millis::seconds(1), Millis::seconds(60));

/// The Pods of a turn, of which the controller makes one, then two, then four ..., until one of a batch is refused.
#[derive(Default)]
struct Batches {
    tried: usize,
    /// How many are tried when the present batch is done.
    end: usize,
    size: usize,
    refusals: Vec<(String, String)>,
    left_out: usize,
}

impl Batches {
    /// Whether the next Pod is tried.
    fn goes_on(&mut self) -> bool {
        if self.tried == self.end {
            if !self.refusals.is_empty() {
                return false;
            }
            self.size = (self.size * 2).max(1);
            self.end += self.size;
        }
        self.tried += 1;
        true
    }
}

/// How long a controller waits before it tries again what was refused.
pub(super) fn wait(known: &Workload) -> Millis {
    let (first, longest) = if known.kind == WorkloadKind::Job { JOB_WAITS } else { WAITS };
    Millis(first.0.saturating_mul(1 << known.refusals.min(20))).min(longest)
}

/// The API server's words when it does not take an object that a controller makes, such as a ReplicaSet or a Job.
pub(super) fn words(world: &World, object: &Object) -> Option<String> {
    words_after(world, object, &[])
}

/// The same of an object that comes after others of its namespace in one turn.
pub(super) fn words_after(world: &World, object: &Object, before: &[Rc<Object>]) -> Option<String> {
    let objects = |namespace: &str| {
        let mut there = quota::objects(world, namespace);
        there.extend(before.iter().map(Rc::clone));
        there
    };
    let there = There { pods: &|| create::there(world), objects: &objects };
    world.server().create(object.clone(), &there).err()
}

/// The effects of a workload's turn, without the Pods that are refused and all that follows from them.
pub(super) fn settle(world: &World, index: usize, effects: Effects) -> Effects {
    let (kept, batches) = taken(world, index, effects);
    let Some(known) = world.workloads().get(index) else { return kept };
    if batches.refusals.is_empty() && known.refusals == 0 {
        return kept;
    }
    let (mut kept, changed) = apart(kept, index);
    let mut workload = changed.unwrap_or_else(|| known.clone());
    for (pod, words) in &batches.refusals {
        let message = match known.kind {
            WorkloadKind::StatefulSet => {
                format!("Create Pod {pod} in StatefulSet {} failed error: {words}", known.name)
            }
            _ => format!("Error creating: {words}"),
        };
        kept.event(workload::event(known, EventType::Warning, Word::FailedCreate, message));
    }
    let object = with_outcome(&workload.object, &batches, world.now().to_time());
    // The Job controller waits for its time; the others hear of their own change at once.
    let is_news = object.is_some() && known.kind != WorkloadKind::Job;
    if let Some(object) = object {
        let is_known = object == *known.object;
        workload.object = if is_known { Rc::clone(&known.object) } else { Rc::new(object) };
    }
    if batches.refusals.is_empty() {
        workload.refusals = 0;
    } else {
        kept.at(world.now() + wait(known), Timer::Control(index));
        workload.refusals = known.refusals.saturating_add(1);
        workload.tries = known.tries.saturating_add(1);
    }
    if is_news {
        workload::store(world, index, workload, &mut kept);
    } else {
        kept.workload(index, workload);
    }
    kept
}

/// The effects that the server lets happen, and the batches of Pods as they went.
fn taken(world: &World, index: usize, effects: Effects) -> (Effects, Batches) {
    let mut kept = Effects::none();
    let mut made = world.pods().len();
    let mut batches = Batches::default();
    let is_closed =
        |pod: &Pod| world.server().is_terminating(pod.metadata.namespace.as_deref().unwrap_or("default"));
    // A StatefulSet counts the Pods that it has among its batches.
    if world.workloads().get(index).is_some_and(|one| one.kind == WorkloadKind::StatefulSet) {
        pods::owned(world, index).for_each(|_| {
            batches.goes_on();
        });
    }
    for effect in effects {
        match &effect {
            Effect::NewPod(new) => {
                let is_tried = batches.goes_on();
                match &new.refused {
                    None if batches.refusals.is_empty() => {
                        made += 1;
                        kept.push(effect);
                        continue;
                    }
                    // In a namespace that is being deleted nothing is made, and no controller minds.
                    Some(_) if is_closed(&new.pod) => {}
                    Some(words) if is_tried => {
                        let name = new.pod.metadata.name.clone().unwrap_or_default();
                        batches.refusals.push((name, words.clone()));
                    }
                    _ => {}
                }
                batches.left_out += 1;
            }
            other if batches.left_out > 0 && is_about(other, index, made) => {}
            _ => kept.push(effect),
        }
    }
    (kept, batches)
}

/// The effects without the change of the workload, and the workload as the turn leaves it: both are written at once.
fn apart(effects: Effects, index: usize) -> (Effects, Option<Workload>) {
    let (mut others, mut changed) = (Effects::none(), None);
    for effect in effects {
        match effect {
            Effect::Workload(WorkloadEffect::Changed(id, workload)) if id == index => {
                changed = Some(*workload);
            }
            effect => others.push(effect),
        }
    }
    (others, changed)
}

/// An object whose status tells that Pods were refused, or no longer are; `None` when it tells so already.
fn with_outcome(object: &Object, batches: &Batches, now: Time) -> Option<Object> {
    let words = batches.refusals.first().map(|(_, words)| words.clone());
    let (type_, reason) = (Word::ReplicaFailure.text().to_owned(), Word::FailedCreate.text().to_owned());
    let mut object = object.clone();
    match &mut object {
        Object::ReplicaSet(set) => {
            let conditions = &mut set.status.as_mut()?.conditions;
            if conditions.is_some() == words.is_some() {
                return None;
            }
            *conditions = words.map(|words| {
                let (message, last_transition_time) = (Some(words), Some(now));
                let (type_, status) = (Some(type_), Some("True".to_owned()));
                let reason = Some(reason);
                vec![ReplicaSetCondition { type_, status, reason, message, last_transition_time }]
            });
        }
        Object::ReplicationController(controller) => {
            let conditions = &mut controller.status.as_mut()?.conditions;
            if conditions.is_some() == words.is_some() {
                return None;
            }
            *conditions = words.map(|words| {
                let (message, last_transition_time) = (Some(words), Some(now));
                let (status, reason) = ("True".to_owned(), Some(reason));
                vec![ReplicationControllerCondition { type_, status, reason, message, last_transition_time }]
            });
        }
        Object::Job(job) => {
            let active = &mut job.status.as_mut()?.active;
            let left_out = i32::try_from(batches.left_out).ok().filter(|count| *count > 0)?;
            *active = active.map(|active| active - left_out).filter(|active| *active > 0);
        }
        _ => return None,
    }
    Some(object)
}

/// Whether an effect is about a Pod from `first` on, or follows from one that was made.
fn is_about(effect: &Effect, index: usize, first: PodId) -> bool {
    match effect {
        Effect::Object(pod, _)
        | Effect::Runtime(pod, _)
        | Effect::Kubelet(pod, _)
        | Effect::Record(RecordEffect::Change { pod, .. }) => *pod >= first,
        Effect::Clock(ClockEffect::Set { timer: Timer::Schedule(pod) | Timer::Config(pod), .. }) => {
            *pod >= first
        }
        Effect::Clock(ClockEffect::Set { timer: Timer::Control(turn), .. }) => *turn == index,
        Effect::Record(RecordEffect::Event(draft)) => draft.reason == Word::SuccessfulCreate,
        Effect::Clock(_)
        | Effect::Record(_)
        | Effect::Reference(_)
        | Effect::NewPod(_)
        | Effect::Node(_)
        | Effect::Workload(_) => false,
    }
}
