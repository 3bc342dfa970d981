//! A Pod is created. Upstream: pkg/registry/core/pod/strategy.go.

use super::NODE;
use crate::Millis;
use crate::assume;
use crate::kubelet::{hash, latency};
use crate::trace::Owner;
use crate::world::{Effect, Effects, NewPod, PodId, Timer, World};
use api::Object;
use k8s_openapi::api::core::v1::{Pod, PodSpec, PodStatus};
use std::rc::Rc;

/// Who makes the Pod.
pub(crate) struct By<'a> {
    /// Index into `World::workloads`.
    pub workload: usize,
    /// The object in the owner reference.
    pub owner: Owner,
    /// The object by whose name a scenario describes the Pod.
    pub story: &'a str,
    pub tag: String,
}

/// The Pod that is the `made`th of this transition.
pub(crate) fn pod(world: &World, pod: Pod, by: Option<By<'_>>, made: usize) -> Effects {
    let mut effects = Effects::none();
    let id: PodId = world.pods.len() + made;
    let mut object = Object::Pod(Box::new(pod));
    api::defaulting::apply(&mut object, &world.kubernetes);
    // Warnings are for whoever checks the manifest.
    let _ = api::defaulting::prepare(&mut object, &world.kubernetes);
    let Object::Pod(pod) = object else { return effects };
    let mut pod = *pod;
    let metadata = &mut pod.metadata;
    let namespace = metadata.namespace.get_or_insert_with(|| "default".to_owned()).clone();
    let name = metadata.name.clone().unwrap_or_default();
    let uid = uid(&format!("{namespace}/{name}/{id}"));
    metadata.uid = Some(uid.clone());
    metadata.creation_timestamp = Some(world.now.to_time());
    metadata.resource_version = Some((1000 + id * 10).to_string());
    let story = world.scenario.behaviour(&name, by.as_ref().map(|by| by.story)).cloned().unwrap_or_default();
    let no_spec = PodSpec::default();
    let spec = pod.spec.as_ref().unwrap_or(&no_spec);
    let qos = resources::qos_class(spec, &world.kubernetes);
    let status = PodStatus {
        phase: Some("Pending".to_owned()),
        qos_class: Some(qos.to_string()),
        ..PodStatus::default()
    };
    let (runs, assumptions) = assume::runs(spec, &story, world.scenario.assumes());
    let placed = spec.node_name.clone();
    pod.status = None;
    effects.push(Effect::Create(Box::new(NewPod {
        pod: Rc::new(pod),
        status: Rc::new(status),
        uid,
        owner: by.as_ref().map(|by| by.workload),
        owned_by: by.as_ref().map(|by| by.owner.clone()),
        tag: by.map(|by| by.tag).unwrap_or_default(),
        behaviour: Rc::new(story),
        runs,
        assumptions,
    })));
    let later = Millis(u64::try_from(made).unwrap_or(0) * 3);
    match placed.as_deref() {
        Some(node) if node == NODE || world.cluster.lenient => {
            effects.push(Effect::Bound(id));
            effects.at(world.now + latency::WATCH + later, Timer::Config(id));
        }
        Some(_) => {}
        None => effects.at(world.now + latency::SCHEDULE + later, Timer::Schedule(id)),
    }
    effects
}

/// A UID that looks like one and never changes.
pub(crate) fn uid(seed: &str) -> String {
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
