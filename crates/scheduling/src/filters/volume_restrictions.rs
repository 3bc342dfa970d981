//! Disks and claims that only one Pod may use. Upstream: plugins/volumerestrictions.

use super::volumes::claimed;
use crate::cluster::pod_namespace;
use crate::status::Refusal;
use crate::words::Word;
use crate::world::{Machine, World, spec_of};
use k8s_openapi::api::core::v1::{PersistentVolumeClaim, Pod, Volume};

const PLUGIN: &str = "VolumeRestrictions";

pub(super) fn prepare(pod: &Pod, world: &World<'_>) -> Result<(), Refusal> {
    let mut missing =
        claimed(pod, world.cluster).filter(|claimed| !claimed.ephemeral && claimed.claim.is_none());
    match missing.next() {
        Some(missing) => {
            Err(Refusal::unsuitable(PLUGIN, &format!("{} \"{}\" not found", Word::Claim, missing.name)))
        }
        None => Ok(()),
    }
}

pub(super) fn check(pod: &Pod, machine: &Machine<'_>, world: &World<'_>) -> Option<Refusal> {
    let mut volumes = spec_of(pod).volumes.iter().flatten();
    let mut others = machine.pods.iter().flat_map(|pod| spec_of(pod).volumes.iter().flatten());
    if volumes.any(|volume| others.any(|other| collide(volume, other))) {
        return Some(Refusal::occupied(PLUGIN, Word::NoDisk.text()));
    }
    let mut exclusive = claimed(pod, world.cluster)
        .filter(|claimed| !claimed.ephemeral && claimed.claim.is_some_and(is_for_one_pod));
    exclusive
        .any(|claimed| is_used(&claimed.name, pod, world))
        .then(|| Refusal::occupied(PLUGIN, Word::OncePod.text()))
}

fn is_for_one_pod(claim: &PersistentVolumeClaim) -> bool {
    let modes = claim.spec.as_ref().and_then(|spec| spec.access_modes.as_deref()).unwrap_or_default();
    modes.iter().any(|mode| mode == "ReadWriteOncePod")
}

fn is_used(claim: &str, pod: &Pod, world: &World<'_>) -> bool {
    let uses = |volume: &Volume| {
        volume.persistent_volume_claim.as_ref().is_some_and(|source| source.claim_name == claim)
    };
    world.pods().any(|(_, other)| {
        pod_namespace(other) == pod_namespace(pod) && spec_of(other).volumes.iter().flatten().any(uses)
    })
}

/// The same disk twice, unless both only read where that is possible.
fn collide(a: &Volume, b: &Volume) -> bool {
    let both_read = |a: Option<bool>, b: Option<bool>| a == Some(true) && b == Some(true);
    if let (Some(a), Some(b)) = (&a.gce_persistent_disk, &b.gce_persistent_disk) {
        return a.pd_name == b.pd_name && !both_read(a.read_only, b.read_only);
    }
    if let (Some(a), Some(b)) = (&a.aws_elastic_block_store, &b.aws_elastic_block_store) {
        return a.volume_id == b.volume_id;
    }
    if let (Some(a), Some(b)) = (&a.iscsi, &b.iscsi) {
        return a.iqn == b.iqn && !both_read(a.read_only, b.read_only);
    }
    if let (Some(a), Some(b)) = (&a.rbd, &b.rbd) {
        let pool = |pool: &Option<String>| pool.clone().unwrap_or_else(|| "rbd".to_owned());
        return a.monitors.iter().any(|monitor| b.monitors.contains(monitor))
            && pool(&a.pool) == pool(&b.pool)
            && a.image == b.image
            && !both_read(a.read_only, b.read_only);
    }
    false
}
