//! A Pod is created. Upstream: pkg/registry/core/pod/strategy.go.

use super::{budgets, nodes, scheduler, watch};
use crate::fit::NODE;
use crate::hash::{hash, letters};
use crate::trace::Owner;
use crate::world::{Effect, Effects, NewPod, ObjectEffect, PodId, PodState, Timer, WorkloadId, World};
use crate::{Millis, assume, latency};
use api::Object;
use k8s_openapi::api::core::v1::{Pod, PodSpec, PodStatus};
use std::rc::Rc;

/// The workload that makes a Pod, and how it marks it.
pub(crate) struct By<'a> {
    pub workload: WorkloadId,
    /// The object in the owner reference.
    pub owner: Owner,
    /// The name of the written object from which the workload stems; scenarios speak of it by this name.
    pub written_name: &'a str,
    pub tag: String,
}

/// Creates a Pod, the `made`th of this transition.
pub(crate) fn pod(world: &World, pod: Pod, by: Option<By<'_>>, made: usize) -> Effects {
    let mut effects = Effects::none();
    let id: PodId = world.pods().len() + made;
    let sidecars = assume::sidecars(&pod);
    let (mut pod, refused) = ask(world, pod, made);
    let metadata = &mut pod.metadata;
    let base = metadata.generate_name.as_deref().unwrap_or_default();
    if metadata.name.as_deref().unwrap_or_default().is_empty() && !base.is_empty() {
        metadata.name = Some(format!("{base}{}", letters(&format!("{base}/{id}"))));
    }
    let namespace = metadata.namespace.get_or_insert_with(|| "default".to_owned()).clone();
    let name = metadata.name.clone().unwrap_or_default();
    let uid = uid(&format!("{namespace}/{name}/{id}"));
    metadata.uid = Some(uid.clone());
    metadata.creation_timestamp = Some(world.now().to_time());
    metadata.resource_version = Some((1000 + id * 10).to_string());
    let written_name = by.as_ref().map(|by| by.written_name);
    let scenario = world.scenario().of_pod(&name, written_name).cloned().unwrap_or_default();
    let no_spec = PodSpec::default();
    let spec = pod.spec.as_ref().unwrap_or(&no_spec);
    let qos = resources::qos_class(spec, world.kubernetes());
    let status = PodStatus {
        phase: Some("Pending".to_owned()),
        qos_class: Some(qos.to_string()),
        ..PodStatus::default()
    };
    let (runs, mut assumptions) = assume::runs(spec, &sidecars, &scenario, world.scenario().assumes());
    assumptions.retain(|sentence| sentence != assume::ANY_NODE || world.given_nodes().is_none());
    let placed = spec.node_name.clone();
    let elsewhere = scheduling::other_scheduler(spec).map(str::to_owned);
    let labels = pod.metadata.labels.clone();
    let has_own_claims = spec.volumes.iter().flatten().any(|volume| volume.ephemeral.is_some());
    pod.status = None;
    effects.push(Effect::NewPod(Box::new(NewPod {
        pod: Rc::new(pod),
        status: Rc::new(status),
        uid,
        owner: by.as_ref().map(|by| by.workload),
        owned_by: by.as_ref().map(|by| by.owner.clone()),
        tag: by.map(|by| by.tag).unwrap_or_default(),
        scenario: Rc::new(scenario),
        runs,
        assumptions,
        refused,
    })));
    if has_own_claims {
        effects.at(world.now() + latency::CONTROLLER, Timer::OwnClaims(id));
    }
    effects.and(watch::recount(world, &namespace));
    effects.and(budgets::pod_made(world, &namespace));
    let later = Millis(u64::try_from(made).unwrap_or(0) * 3);
    match placed.as_deref() {
        Some(node) if world.cluster().lenient && !nodes::exists(world, node) => {
            effects.pod_message(id, format!("there is no node {node}, so no kubelet starts it"));
            effects.at(latency::node_gone(world.now()), Timer::NodeGone(node.to_owned()));
        }
        Some(node) if node == NODE || world.cluster().lenient => {
            effects.object(id, ObjectEffect::Bound);
            effects.at(world.now() + latency::WATCH + later, Timer::Config(id));
            effects.and(nodes::bound(world));
            effects.and(scheduler::retry_beside(world, &namespace, labels.as_ref()));
        }
        Some(_) => {}
        None => match elsewhere {
            Some(name) => {
                effects.pod_message(id, format!("waits for the scheduler `{name}`, which does not run here"));
            }
            None => effects.at(world.now() + latency::SCHEDULE + later, Timer::Schedule(id)),
        },
    }
    effects
}

/// The Pod as the API server stores it; one that it refuses stays as it was, with the refusal.
fn ask(world: &World, pod: Pod, made: usize) -> (Pod, Option<String>) {
    // Those that were made before it in this turn are of the same template.
    let after = |made: usize| {
        let there = || {
            let mut there = self::there(world);
            there.extend(std::iter::repeat_n(&pod, made).cloned());
            there
        };
        world.admit(pod.clone(), &there)
    };
    match after(made) {
        Ok(Object::Pod(stored)) => return (*stored, None),
        Ok(_) => return (pod, None),
        Err(_) => {}
    }
    // One that was refused takes nothing, so all that are refused meet what the first of them met.
    let (mut fits, mut first) = (0, made);
    while fits < first {
        let middle = fits.midpoint(first);
        if after(middle).is_err() {
            first = middle;
        } else {
            fits = middle + 1;
        }
    }
    let refusal = after(first).err();
    (pod, refusal)
}

/// The Pods that are there, as stored.
pub(crate) fn there(world: &World) -> Vec<Pod> {
    let stored = |state: &PodState| {
        let mut pod = (*state.api.base).clone();
        pod.status = Some((*state.api.status).clone());
        pod
    };
    world.pods().iter().filter(|state| !state.api.removed).map(stored).collect()
}

/// A UID that follows from the seed, so that each simulation gives the same.
pub fn uid(seed: &str) -> String {
    let (a, b) = (hash(seed), hash(&format!("{seed}#")));
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        a >> 32,
        (a >> 16) & 0xFFFF,
        a & 0xFFF,
        0x8000 | (b >> 48) & 0x3FFF,
        b & 0xFFFF_FFFF_FFFF
    )
}
