//! What surrounds the kubelet: the API server's part, the scheduler, admission on the node.

pub(crate) mod admission;
pub(crate) mod create;
pub(crate) mod deed;
pub(crate) mod patch;
pub(crate) mod scheduler;

use crate::world::{Cluster, PodState};
use api::{Kubernetes, Quantity};

/// The one node.
pub(crate) const NODE: &str = "sim-node";

/// What the node offers: in a recording 2 CPU, 4 GiB of memory, 110 Pods; for a person whatever is asked for.
pub(crate) fn capacity(cluster: &Cluster, resource: &str) -> Option<Quantity> {
    let text = match resource {
        _ if cluster.lenient => "1P",
        "cpu" => "2",
        "memory" => "4Gi",
        "ephemeral-storage" => "100Gi",
        "pods" => "110",
        _ => return None,
    };
    Quantity::parse(text).ok()
}

/// What a Pod reserves.
pub(crate) fn requests(state: &PodState, kubernetes: &Kubernetes) -> resources::Totals {
    resources::requests(&state.shape.spec, &resources::Options::of(kubernetes))
}

/// Host ports of a Pod: protocol, address and port.
pub(crate) fn host_ports(state: &PodState) -> impl Iterator<Item = (String, String, i32)> {
    let containers = state.shape.containers.iter().filter(|spec| spec.role != crate::world::Role::Init);
    let ports = containers.flat_map(|spec| spec.container.ports.iter().flatten());
    ports.filter_map(|port| {
        let number = port.host_port.filter(|number| *number > 0)?;
        let protocol = port.protocol.clone().unwrap_or_else(|| "TCP".to_owned());
        Some((protocol, port.host_ip.clone().unwrap_or_default(), number))
    })
}

/// Whether two Pods want the same port of the node.
pub(crate) fn ports_conflict(one: &PodState, other: &PodState) -> bool {
    let any = |address: &str| address.is_empty() || address == "0.0.0.0";
    host_ports(one).any(|(protocol, address, port)| {
        host_ports(other).any(|(its_protocol, its_address, its_port)| {
            port == its_port
                && protocol == its_protocol
                && (any(&address) || any(&its_address) || address == its_address)
        })
    })
}

/// Whether a Pod takes part of the node: bound, not gone, not terminal.
pub(crate) fn occupies(state: &PodState) -> bool {
    state.api.bound && !state.api.removed && !state.is_terminal()
}
