//! Whether evicting Pods of lower priority would make room.
//! Upstream: pkg/scheduler/framework/preemption, plugins/defaultpreemption.

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
    /// Nothing is evicted, for this reason.
    None(String),
}

/// Tries each node that other Pods occupy.
pub(crate) fn preempt<'a>(pod: &'a Pod, world: &World<'a>, refusals: &[(usize, Refusal)]) -> Preemption<'a> {
    if spec_of(pod).preemption_policy.as_deref() == Some("Never") {
        return Preemption::None(format!("{}.", Word::NeverPreempts));
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
        Some((node, pods)) => Preemption::Victims { node: node.to_owned(), pods },
        None => Preemption::None(counted(world.machines.len(), reasons.iter().map(String::as_str))),
    }
}

/// The cheapest: the lowest top priority, then the lowest sum, then the fewest.
fn cost(victims: &[&Pod]) -> (i32, i64, usize) {
    let highest = victims.iter().map(|pod| priority(pod)).max().unwrap_or(i32::MIN);
    let sum = victims.iter().map(|pod| i64::from(priority(pod)) + i64::from(i32::MAX) + 1).sum();
    (highest, sum, victims.len())
}

/// The fewest and least important Pods that must leave this node, or why that would not do.
fn victims<'a>(
    pod: &'a Pod,
    world: &World<'a>,
    index: usize,
    machine: &Machine<'a>,
) -> Result<Vec<&'a Pod>, Vec<String>> {
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
    let mut victims = Vec::new();
    for other in lower {
        staying.push(other);
        if refused(pod, &mut trial, index, &staying).is_some() {
            staying.pop();
            victims.push(other);
        }
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
