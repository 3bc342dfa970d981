//! Whether evicting Pods of lower priority would make room.
//! Upstream: pkg/scheduler/framework/preemption, plugins/defaultpreemption.

use crate::cluster::pod_namespace;
use crate::filters;
use crate::status::{Refusal, Why};
use crate::words::{Word, counted};
use crate::world::{Machine, World, priority, spec_of};
use api::collections::sort_by_key;
use k8s_openapi::api::core::v1::Pod;
use k8s_openapi::jiff::Timestamp;
use std::cmp::Reverse;

/// The result of preemption.
pub(crate) enum Preemption<'a> {
    /// These Pods are evicted from this node, and the Pod waits for it.
    Victims { node: String, pods: Vec<&'a Pod> },
    /// The Pods that it had evicted from this node are still being stopped: the reason why it evicts no others.
    Waits { node: String, why: String },
    /// Nothing is evicted, for this reason.
    None(String),
}

/// Tries each node that other Pods occupy.
pub(crate) fn preempt<'a>(pod: &'a Pod, world: &World<'a>, refusals: &[(usize, Refusal)]) -> Preemption<'a> {
    if spec_of(pod).preemption_policy.as_deref() == Some("Never") {
        return Preemption::None(format!("{}.", Word::NeverPreempts));
    }
    if let Some(node) = emptied(pod, world, refusals) {
        return Preemption::Waits { node: node.to_owned(), why: format!("{}.", Word::VictimsTerminate) };
    }
    let mut reasons: Vec<String> = Vec::new();
    let mut candidates = Vec::new();
    let occupied =
        |index: usize| refusals.iter().any(|(at, refusal)| *at == index && refusal.why == Why::Occupied);
    for (index, machine) in world.machines.iter().enumerate() {
        if !occupied(index) {
            reasons.push(Word::NoHelp.text().to_owned());
            continue;
        }
        match victims(pod, world, index, machine) {
            Ok(victims) => candidates.push((machine.name(), victims)),
            Err(why) => reasons.extend(why),
        }
    }
    let best = candidates.into_iter().min_by_key(|(_, victims)| cost(victims));
    match best {
        Some((node, victims)) => Preemption::Victims { node: node.to_owned(), pods: victims.pods },
        None => Preemption::None(counted(world.machines.len(), reasons.iter().map(String::as_str))),
    }
}

/// The node that the Pod has emptied before, if its victims are still being stopped there. Upstream:
/// PodEligibleToPreemptOthers.
fn emptied<'a>(pod: &'a Pod, world: &World<'_>, refusals: &[(usize, Refusal)]) -> Option<&'a str> {
    let name = pod.status.as_ref()?.nominated_node_name.as_deref().filter(|name| !name.is_empty())?;
    let index = world.machines.iter().position(|machine| machine.name() == name)?;
    if refusals.iter().any(|(at, refusal)| *at == index && refusal.why == Why::Unsuitable) {
        return None;
    }
    let mut on_it = world.machines.get(index)?.pods.iter();
    on_it.any(|other| priority(other) < priority(pod) && is_victim(other)).then_some(name)
}

/// A Pod that preemption is stopping.
fn is_victim(pod: &Pod) -> bool {
    let mut conditions = pod.status.iter().flat_map(|status| status.conditions.iter().flatten());
    pod.metadata.deletion_timestamp.is_some()
        && conditions.any(|one| {
            one.type_ == "DisruptionTarget"
                && one.status == "True"
                && one.reason.as_deref() == Some("PreemptionByScheduler")
        })
}

/// The price of emptying a node.
struct Victims<'a> {
    pods: Vec<&'a Pod>,
    /// How many of them break a budget.
    violating: usize,
}

/// The cheapest breaks the fewest budgets, then has the lowest top priority, then the lowest sum, then the fewest.
fn cost(victims: &Victims<'_>) -> (usize, i32, i64, usize) {
    let pods = &victims.pods;
    let highest = pods.iter().map(|pod| priority(pod)).max().unwrap_or(i32::MIN);
    let sum = pods.iter().map(|pod| i64::from(priority(pod)) + i64::from(i32::MAX) + 1).sum();
    (victims.violating, highest, sum, pods.len())
}

/// Splits Pods into those whose eviction breaks a budget and the others, each in their order. Upstream:
/// filterPodsWithPDBViolation.
fn by_budget<'a>(pods: Vec<&'a Pod>, world: &World<'_>) -> (Vec<&'a Pod>, Vec<&'a Pod>) {
    let mut left: Vec<i32> = world.cluster.budgets.iter().map(|budget| budget.allowed).collect();
    pods.into_iter().partition(|pod| {
        let key = (pod_namespace(pod).to_owned(), pod.metadata.name.clone().unwrap_or_default());
        let mut breaks = false;
        for (left, budget) in left.iter_mut().zip(&world.cluster.budgets) {
            if budget.pods.contains(&key) {
                *left -= 1;
                breaks |= *left < 0;
            }
        }
        breaks
    })
}

/// The fewest and least important Pods that must leave this node, or why that would not do.
fn victims<'a>(
    pod: &'a Pod,
    world: &World<'a>,
    index: usize,
    machine: &Machine<'a>,
) -> Result<Victims<'a>, Vec<String>> {
    let (mut lower, higher): (Vec<&Pod>, Vec<&Pod>) =
        machine.pods.iter().partition(|other| priority(other) < priority(pod));
    if lower.is_empty() {
        return Err(vec![Word::NoVictims.text().to_owned()]);
    }
    let mut trial = world.clone();
    let mut staying = higher;
    refused(pod, &mut trial, index, &staying).map_or(Ok(()), |refusal| Err(refusal.reasons))?;
    // The important ones are put back first, and what then fits stays.
    sort_by_key(&mut lower, |pod| (Reverse(priority(pod)), started(pod)));
    let (guarded, free) = by_budget(lower, world);
    let mut victims = Victims { pods: Vec::new(), violating: 0 };
    let mixed = !guarded.is_empty() && !free.is_empty();
    for (other, breaks) in guarded.into_iter().map(|pod| (pod, 1)).chain(free.into_iter().map(|pod| (pod, 0)))
    {
        staying.push(other);
        if refused(pod, &mut trial, index, &staying).is_some() {
            staying.pop();
            victims.pods.push(other);
            victims.violating += breaks;
        }
    }
    if mixed {
        sort_by_key(&mut victims.pods, |pod| (Reverse(priority(pod)), started(pod)));
    }
    Ok(victims)
}

fn refused<'a>(pod: &'a Pod, trial: &mut World<'a>, index: usize, staying: &[&'a Pod]) -> Option<Refusal> {
    trial.machines.get_mut(index)?.pods = staying.to_vec();
    match filters::prepare(pod, trial) {
        Err(refusal) => Some(refusal),
        Ok(prepared) => filters::run(pod, &prepared, trial.machines.get(index)?, trial),
    }
}

fn started(pod: &Pod) -> Option<Timestamp> {
    pod.status.as_ref()?.start_time.as_ref().map(|time| time.0)
}
