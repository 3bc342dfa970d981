//! How many volumes of a driver a node can attach. Upstream: plugins/nodevolumelimits/csi.go.

use super::volumes::{claimed, class_name, volume_name};
use crate::cluster::pod_namespace;
use crate::status::Refusal;
use crate::words::Word;
use crate::world::{Machine, World};
use api::collections::gather;
use k8s_openapi::api::core::v1::Pod;
use std::collections::{BTreeMap, BTreeSet};

/// A volume by driver and handle.
type Attached = (String, String);

pub(super) fn check(pod: &Pod, machine: &Machine<'_>, world: &World<'_>) -> Option<Refusal> {
    let limits = limits(machine, world);
    if limits.is_empty() {
        return None;
    }
    let there: BTreeSet<Attached> = gather(machine.pods.iter().flat_map(|pod| volumes(pod, world)));
    let new: BTreeSet<Attached> = gather(volumes(pod, world).filter(|volume| !there.contains(volume)));
    let of = |set: &BTreeSet<Attached>, driver: &str| set.iter().filter(|(name, _)| name == driver).count();
    let exceeded = limits.iter().any(|(driver, limit)| {
        let count = of(&new, driver);
        count > 0 && of(&there, driver) + count > *limit
    });
    exceeded.then(|| Refusal::occupied("NodeVolumeLimits", Word::VolumeLimit.text()))
}

fn limits<'a>(machine: &Machine<'_>, world: &World<'a>) -> BTreeMap<&'a str, usize> {
    let nodes = world.cluster.csi_nodes.iter();
    let mut own = nodes.filter(|node| node.metadata.name.as_deref() == Some(machine.name()));
    let drivers = own.next().map(|node| node.spec.drivers.as_slice()).unwrap_or_default();
    let limit = |count: i32| usize::try_from(count).unwrap_or_default();
    let limits = drivers
        .iter()
        .filter_map(|driver| Some((driver.name.as_str(), limit(driver.allocatable.as_ref()?.count?))));
    gather(limits)
}

/// The volumes that a Pod attaches. A claim that is still to be provisioned counts for its class's provisioner.
fn volumes<'a>(pod: &'a Pod, world: &World<'a>) -> impl Iterator<Item = Attached> {
    let cluster = world.cluster;
    claimed(pod, cluster).filter_map(move |claimed| {
        let claim = claimed.claim?;
        let volume = volume_name(claim).and_then(|name| cluster.volume(name));
        if let Some(volume) = volume {
            let source = volume.spec.as_ref()?.csi.as_ref()?;
            return Some((source.driver.clone(), source.volume_handle.clone()));
        }
        let class = cluster.storage_class(class_name(claim, cluster))?;
        Some((class.provisioner.clone(), format!("{}/{}", pod_namespace(pod), claimed.name)))
    })
}
