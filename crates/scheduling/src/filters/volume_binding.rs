//! Claims must exist and be bound, or be bindable on the node. Upstream: plugins/volumebinding.

use super::volumes::{claimed, class_name, is_bound, volume_name, waits_for_pod};
use crate::cluster::{Cluster, namespace_of};
use crate::selectors;
use crate::status::{Refusal, Why};
use crate::words::Word;
use crate::world::{Machine, World};
use api::Quantity;
use api::collections::sort_by_key;
use api::well_known::NO_PROVISIONER;
use k8s_openapi::api::core::v1::{Node, PersistentVolume, PersistentVolumeClaim, Pod};
use std::collections::BTreeSet;

const PLUGIN: &str = "VolumeBinding";

/// The Pod's claims.
pub(crate) struct Prepared<'a> {
    bound: Vec<&'a PersistentVolumeClaim>,
    /// Bound once the Pod has a node.
    delayed: Vec<&'a PersistentVolumeClaim>,
}

pub(super) fn prepare<'a>(pod: &'a Pod, world: &World<'a>) -> Result<Prepared<'a>, Refusal> {
    let cluster = world.cluster;
    let claims: Vec<_> = claimed(pod, cluster).collect();
    let mut found = Vec::new();
    for claimed in &claims {
        let name = &claimed.name;
        let refuse = |reason: String| Err(Refusal::unsuitable(PLUGIN, &reason));
        let Some(claim) = claimed.claim else {
            return refuse(if claimed.ephemeral {
                format!("waiting for ephemeral volume controller to create the {} \"{name}\"", Word::Claim)
            } else {
                format!("{} \"{name}\" not found", Word::Claim)
            });
        };
        if claim.status.as_ref().and_then(|status| status.phase.as_deref()) == Some("Lost") {
            let volume = volume_name(claim).unwrap_or_default();
            return refuse(format!(
                "{} \"{name}\" bound to non-existent {} \"{volume}\"",
                Word::Claim,
                Word::Volume
            ));
        }
        if claim.metadata.deletion_timestamp.is_some() {
            return refuse(format!("{} \"{name}\" is being deleted", Word::Claim));
        }
        found.push(claim);
    }
    let (bound, unbound): (Vec<_>, Vec<_>) = found.into_iter().partition(|claim| is_bound(claim));
    let waits = |claim: &&PersistentVolumeClaim| {
        let class = cluster.storage_class(class_name(claim, cluster));
        volume_name(claim).is_none() && class.is_some_and(waits_for_pod)
    };
    if unbound.iter().all(waits) {
        return Ok(Prepared { bound, delayed: unbound });
    }
    Err(Refusal::unsuitable(PLUGIN, Word::UnboundClaims.text()))
}

pub(super) fn check(prepared: &Prepared<'_>, machine: &Machine<'_>, world: &World<'_>) -> Option<Refusal> {
    let mut reasons = Vec::new();
    for claim in &prepared.bound {
        let volume = volume_name(claim).and_then(|name| world.cluster.volume(name));
        match volume {
            None => reasons.push(Word::LostVolume.text()),
            Some(volume) if !is_reachable(volume, machine.node) => {
                reasons.push(Word::VolumeAffinity.text());
            }
            Some(_) => continue,
        }
        break;
    }
    if !can_bind(prepared, machine, world) {
        reasons.push(Word::NothingToBind.text());
    }
    let reasons: Vec<String> = reasons.into_iter().map(str::to_owned).collect();
    (!reasons.is_empty()).then_some(Refusal { plugin: PLUGIN, why: Why::Unsuitable, reasons })
}

/// Smallest claims first, each takes the smallest volume that will do; what is left must be provisionable here.
fn can_bind(prepared: &Prepared<'_>, machine: &Machine<'_>, world: &World<'_>) -> bool {
    let mut claims = prepared.delayed.clone();
    sort_by_key(&mut claims, |claim| requested(claim));
    let mut chosen = BTreeSet::new();
    claims.into_iter().all(|claim| {
        let selected = claim.metadata.annotations.as_ref();
        let selected = selected.and_then(|all| all.get("volume.kubernetes.io/selected-node"));
        if let Some(selected) = selected {
            return selected == machine.name() && can_provision(claim, machine, world.cluster);
        }
        match best_volume(claim, Some(machine.node), world.cluster, &chosen) {
            Some(volume) => chosen.insert(name(volume)),
            None => can_provision(claim, machine, world.cluster),
        }
    })
}

/// The volume that a claim takes: one that is reserved for it, else the smallest that will do; with a node only one that can
/// be used there.
pub(crate) fn best_volume<'a>(
    claim: &PersistentVolumeClaim,
    node: Option<&Node>,
    cluster: &'a Cluster,
    chosen: &BTreeSet<String>,
) -> Option<&'a PersistentVolume> {
    let is_named = |volume: &&PersistentVolume| {
        volume_name(claim).is_none_or(|name| volume.metadata.name.as_deref() == Some(name))
    };
    let is_here = |volume: &&PersistentVolume| node.is_none_or(|node| is_reachable(volume, node));
    let free = cluster.volumes.iter().filter(|volume| !chosen.contains(&name(volume)));
    let usable = free.filter(is_named).filter(|volume| suits(volume, claim, cluster));
    let mut reserved = usable.clone().filter(|volume| is_reserved(volume, claim));
    if let Some(reserved) = reserved.next() {
        return Some(reserved).filter(is_here);
    }
    let available = usable.filter(|volume| {
        let phase = volume.status.as_ref().and_then(|status| status.phase.as_deref());
        phase == Some("Available") && is_here(volume)
    });
    available.min_by_key(|volume| capacity(volume))
}

fn name(volume: &PersistentVolume) -> String {
    volume.metadata.name.clone().unwrap_or_default()
}

/// Whether a volume has the size, mode, class, access and labels that a claim wants, and is of no other claim.
fn suits(volume: &PersistentVolume, claim: &PersistentVolumeClaim, cluster: &Cluster) -> bool {
    let (Some(offer), Some(want)) = (&volume.spec, &claim.spec) else { return false };
    let mode = |mode: &Option<String>| mode.clone().unwrap_or_else(|| "Filesystem".to_owned());
    let offered = offer.access_modes.as_deref().unwrap_or_default();
    let mut wanted = want.access_modes.iter().flatten();
    (offer.claim_ref.is_none() || is_reserved(volume, claim))
        && volume.metadata.deletion_timestamp.is_none()
        && capacity(volume) >= requested(claim)
        && mode(&offer.volume_mode) == mode(&want.volume_mode)
        && offer.storage_class_name.as_deref().unwrap_or_default() == class_name(claim, cluster)
        && wanted.all(|mode| offered.contains(mode))
        && (want.selector.is_none()
            || selectors::matches(want.selector.as_ref(), volume.metadata.labels.as_ref()))
}

fn is_reserved(volume: &PersistentVolume, claim: &PersistentVolumeClaim) -> bool {
    let owner = volume.spec.as_ref().and_then(|spec| spec.claim_ref.as_ref());
    owner.is_some_and(|owner| {
        owner.name == claim.metadata.name
            && namespace_of(owner.namespace.as_deref()) == namespace_of(claim.metadata.namespace.as_deref())
    })
}

fn can_provision(claim: &PersistentVolumeClaim, machine: &Machine<'_>, cluster: &Cluster) -> bool {
    let Some(class) = cluster.storage_class(class_name(claim, cluster)) else { return false };
    let provisioner = class.provisioner.as_str();
    if provisioner.is_empty() || provisioner == NO_PROVISIONER {
        return false;
    }
    let topologies = class.allowed_topologies.as_deref().unwrap_or_default();
    topologies.is_empty()
        || topologies.iter().any(|topology| {
            topology.match_label_expressions.iter().flatten().all(|expression| {
                machine
                    .label(&expression.key)
                    .is_some_and(|label| expression.values.iter().any(|v| v == label))
            })
        })
}

/// Whether the volume can be used from the node.
fn is_reachable(volume: &PersistentVolume, node: &Node) -> bool {
    let affinity = volume.spec.as_ref().and_then(|spec| spec.node_affinity.as_ref());
    let required = affinity.and_then(|affinity| affinity.required.as_ref());
    required.is_none_or(|selector| selectors::node_matches(selector, node))
}

fn requested(claim: &PersistentVolumeClaim) -> Quantity {
    let resources = claim.spec.as_ref().and_then(|spec| spec.resources.as_ref());
    let storage = resources.and_then(|resources| resources.requests.as_ref()?.get("storage"));
    storage.map(Quantity::of).unwrap_or_default()
}

fn capacity(volume: &PersistentVolume) -> Quantity {
    let storage = volume.spec.as_ref().and_then(|spec| spec.capacity.as_ref()?.get("storage"));
    storage.map(Quantity::of).unwrap_or_default()
}
