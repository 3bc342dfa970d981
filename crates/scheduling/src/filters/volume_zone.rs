//! Volumes that carry zone labels. Upstream: plugins/volumezone.

use super::volumes::{claimed, class_name, volume_name, waits_for_pod};
use crate::status::Refusal;
use crate::words::Word;
use crate::world::{Machine, World};
use k8s_openapi::api::core::v1::{PersistentVolume, Pod};

const PLUGIN: &str = "VolumeZone";

/// Each label with its present name.
const LABELS: [(&str, &str); 4] = [
    ("failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"),
    ("failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"),
    ("topology.kubernetes.io/zone", "topology.kubernetes.io/zone"),
    ("topology.kubernetes.io/region", "topology.kubernetes.io/region"),
];

pub(super) fn prepare(pod: &Pod, world: &World<'_>) -> Result<(), Refusal> {
    let cluster = world.cluster;
    for claim in claimed(pod, cluster).filter_map(|claimed| claimed.claim) {
        let refuse = |reason: &str| Err(Refusal::unsuitable(PLUGIN, reason));
        if let Some(name) = volume_name(claim) {
            if cluster.volume(name).is_none() {
                return refuse(&format!("{} \"{name}\" not found", Word::Volume));
            }
            continue;
        }
        let class = class_name(claim, cluster);
        if class.is_empty() {
            return refuse(Word::NoVolumeNorClass.text());
        }
        match cluster.storage_class(class) {
            None => return refuse(&format!("{} \"{class}\" not found", Word::StorageClass)),
            Some(class) if waits_for_pod(class) => {}
            Some(_) => return refuse(Word::NoVolumeName.text()),
        }
    }
    Ok(())
}

pub(super) fn check(pod: &Pod, machine: &Machine<'_>, world: &World<'_>) -> Option<Refusal> {
    if !LABELS.iter().any(|(label, _)| machine.label(label).is_some()) {
        return None;
    }
    let volumes =
        claimed(pod, world.cluster).filter_map(|claimed| world.cluster.volume(volume_name(claimed.claim?)?));
    let mut volumes = volumes;
    volumes
        .any(|volume| !is_here(volume, machine))
        .then(|| Refusal::unsuitable(PLUGIN, Word::VolumeZone.text()))
}

/// A label of a volume may list several zones.
fn is_here(volume: &PersistentVolume, machine: &Machine<'_>) -> bool {
    LABELS.iter().all(|(label, present)| {
        let zones = volume.metadata.labels.as_ref().and_then(|labels| labels.get(*label));
        let own = machine.label(label).or_else(|| machine.label(present));
        zones.is_none_or(|zones| own.is_some_and(|own| zones.split("__").any(|zone| zone.trim() == own)))
    })
}
