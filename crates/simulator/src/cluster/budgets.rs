//! PodDisruptionBudgets: which of them guard a Pod, what they allow, and the eviction that asks them.
//! Upstream: pkg/registry/core/pod/storage/eviction.go.

use super::watch::Labels;
use super::{claims, delete, disruption};
use crate::Word;
use crate::world::{Effects, PodId, PodState, Timer, Workload, WorkloadId, WorkloadKind, World};
use crate::{Millis, latency};
use api::Object;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::rc::Rc;

/// The refusal of an eviction, as kubectl prints it behind `Error from server (Reason): `.
pub const REFUSED: &str = "Cannot evict pod as it would violate the pod's disruption budget.";
/// The time after which `kubectl drain` asks again.
pub const RETRY: Millis = Millis::seconds(5);
const SEVERAL: &str =
    "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";

fn all(world: &World) -> impl Iterator<Item = (WorkloadId, &Workload)> {
    world
        .workloads()
        .iter()
        .enumerate()
        .filter(|(_, one)| one.kind == WorkloadKind::PodDisruptionBudget && !one.deleted)
}

/// Whether a budget counts a Pod.
pub(crate) fn selects(budget: &Workload, state: &PodState) -> bool {
    budget.namespace == state.namespace && takes(budget, state.api.base.metadata.labels.as_ref())
}

/// Whether a budget's selector matches labels.
pub(crate) fn takes(budget: &Workload, labels: Option<&Labels>) -> bool {
    let selector = claims::value(budget).pointer("/spec/selector");
    let selector = selector.and_then(|value| api::typed::from_json::<LabelSelector>(value).ok());
    scheduling::selects(selector.as_ref(), labels)
}

/// The budgets that count a Pod.
pub(crate) fn of<'a>(
    world: &'a World,
    state: &'a PodState,
) -> impl Iterator<Item = (WorkloadId, &'a Workload)> {
    all(world).filter(move |(_, budget)| selects(budget, state))
}

/// A number in a budget's status.
pub(crate) fn count(budget: &Workload, field: &str) -> i64 {
    let status = claims::value(budget).get("status");
    status.and_then(|status| status.get(field)?.as_i64()).unwrap_or_default()
}

/// The Pods that were evicted and whose deletion the controller has not seen yet.
pub(crate) fn disrupted(budget: &Workload) -> BTreeSet<&str> {
    let pods = claims::value(budget).pointer("/status/disruptedPods").and_then(Value::as_object);
    pods.into_iter().flatten().map(|(name, _)| name.as_str()).collect()
}

/// The controller of budgets looks at all of a namespace, since a Pod is new there.
pub(crate) fn pod_made(world: &World, namespace: &str) -> Effects {
    let mut effects = Effects::none();
    for (index, budget) in all(world) {
        if budget.namespace == namespace {
            effects.at(world.now() + latency::CONTROLLER, Timer::Control(index));
        }
    }
    effects
}

/// The budgets as preemption reads them.
pub(crate) fn for_scheduler(world: &World) -> Vec<scheduling::Budget> {
    let one = |budget: &Workload| {
        let disrupted = disrupted(budget);
        let counted = world.pods().iter().filter(|state| !state.api.removed && selects(budget, state));
        let counted = counted.filter(|state| !disrupted.contains(state.name.as_str()));
        scheduling::Budget {
            pods: counted.map(|state| (state.namespace.clone(), state.name.clone())).collect(),
            allowed: i32::try_from(count(budget, "disruptionsAllowed")).unwrap_or_default(),
        }
    };
    all(world).map(|(_, budget)| one(budget)).collect()
}

/// The condition of a budget that follows from what it allows. Upstream: UpdateDisruptionAllowedCondition.
pub(crate) fn condition(allowed: i64) -> Value {
    let (status, reason) =
        if allowed > 0 { ("True", Word::SufficientPods) } else { ("False", Word::InsufficientPods) };
    let type_ = Word::DisruptionAllowed.text();
    json!({"type": type_, "status": status, "reason": reason.text(), "message": ""})
}

/// Evicts a Pod: a deletion with a condition that says why, if its budget allows it. One that has ended, has not begun or
/// is being deleted is no disruption.
/// With `again` it is asked for anew when a budget refuses it, and so is not given up.
pub(crate) fn evict(
    world: &World,
    pod: PodId,
    grace: Option<i64>,
    again: Option<(Millis, Timer)>,
) -> Effects {
    let mut effects = Effects::none();
    let Some(state) = world.pod(pod).filter(|state| !state.api.removed) else { return effects };
    let phase = state.api.status.phase.as_deref();
    let is_free = phase != Some(Word::Running.text()) || state.api.deletion.is_some();
    let budgets: Vec<_> = of(world, state).collect();
    match budgets.as_slice() {
        [] => {}
        _ if is_free => {}
        [(index, budget)] => match ask(budget, state) {
            Err(words) => {
                let text = format!("eviction refused: {REFUSED} {words}");
                match again {
                    Some((at, timer)) => {
                        effects.at(at, timer);
                        effects.pod_message(pod, text);
                    }
                    None => effects.refuse(&state.name, Some(pod), text),
                }
                return effects;
            }
            Ok(counts) => {
                if counts {
                    effects.and(take(world, *index, budget, &state.name));
                }
            }
        },
        _ => {
            effects.refuse(&state.name, Some(pod), format!("eviction refused: {SEVERAL}"));
            return effects;
        }
    }
    if state.api.deletion.is_none() {
        let message = "Eviction API: evicting";
        effects.and(disruption::target(world, pod, Word::EvictionByEvictionApi, message));
    }
    effects.and(delete::delete(world, pod, grace));
    effects
}

/// Whether an eviction that the budget allows counts against it; or its words.
fn ask(budget: &Workload, state: &PodState) -> Result<bool, String> {
    let (healthy, desired) = (count(budget, "currentHealthy"), count(budget, "desiredHealthy"));
    if !disruption::is_ready(state) {
        let always = claims::text(budget, "/spec/unhealthyPodEvictionPolicy") == "AlwaysAllow";
        if always || healthy >= desired && desired > 0 {
            return Ok(false);
        }
    }
    let name = &budget.name;
    if count(budget, "disruptionsAllowed") > 0 {
        return Ok(true);
    }
    let field = |field: &str| claims::text(budget, &format!("/status/conditions/0/{field}"));
    if field("reason") == Word::SyncFailed.text() {
        return Err(format!(
            "The disruption budget {name} does not allow evicting pods currently because it failed sync: {}",
            field("message")
        ));
    }
    if claims::value(budget).pointer("/status/conditions").is_none() {
        return Err(format!("The disruption budget {name} is still being processed by the server."));
    }
    Err(if healthy <= desired {
        format!("The disruption budget {name} needs {desired} healthy pods and has {healthy} currently")
    } else {
        format!("The disruption budget {name} does not allow evicting pods currently")
    })
}

/// Counts an eviction: the budget allows one less and remembers the Pod until its controller sees it deleted.
fn take(world: &World, index: WorkloadId, budget: &Workload, pod: &str) -> Effects {
    let mut effects = Effects::none();
    let mut value = claims::value(budget).clone();
    let allowed = count(budget, "disruptionsAllowed") - 1;
    if let Some(status) = value.get_mut("status").and_then(Value::as_object_mut) {
        status.insert("disruptionsAllowed".to_owned(), json!(allowed));
        if allowed == 0 {
            status.insert("conditions".to_owned(), json!([condition(allowed)]));
        }
        let now = json!(api::time::text(world.now().to_timestamp()));
        let pods = status.entry("disruptedPods").or_insert_with(|| json!({}));
        if let Some(pods) = pods.as_object_mut() {
            pods.insert(pod.to_owned(), now);
        }
    }
    let object = Rc::new(Object::Other(Box::new(value)));
    effects.workload(index, Workload { object, ..budget.clone() });
    effects.at(world.now() + latency::CONTROLLER, Timer::Control(index));
    effects
}
