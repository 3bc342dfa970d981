//! Whether a Pod fits the one node: the scheduler asks before it binds, the kubelet before it admits. Upstream: pkg/scheduler/framework/plugins.

use crate::shape::Role;
use crate::world::{Cluster, PodState, World};
use api::{Kubernetes, Quantity};
use resources::Totals;

/// The name of the node.
pub(crate) const NODE: &str = "sim-node";

/// The capacity of the node: in a recording 2 CPU, 24,581,696 KiB of memory, 110 Pods; for a person as much as is asked for.
pub(crate) fn capacity(cluster: &Cluster, resource: &str) -> Option<Quantity> {
    let text = match resource {
        _ if cluster.lenient => "1P",
        "cpu" => "2",
        "memory" => "24581696Ki",
        "ephemeral-storage" => "100Gi",
        "pods" => "110",
        _ => return None,
    };
    Quantity::parse(text).ok()
}

/// The memory of the machine, in bytes, by which the kernel's order of killing is computed.
pub(crate) const MACHINE_MEMORY: i64 = 24_581_696 * 1024;

/// The amount that the Pod's node can give of a resource: that of the node that the text gives, or of the one node.
pub(crate) fn room(world: &World, state: &PodState, resource: &str) -> Option<Quantity> {
    let given = world.given_nodes().and_then(|given| {
        let name = state.shape.spec.node_name.as_ref()?;
        let node = given.nodes.iter().find(|node| node.metadata.name.as_ref() == Some(name))?;
        let status = node.status.as_ref()?;
        status.allocatable.as_ref().or(status.capacity.as_ref())?.get(resource).map(Quantity::of)
    });
    given.or_else(|| capacity(world.cluster(), resource))
}

/// Whether two Pods are on the same node.
pub(crate) fn shares_node(world: &World, one: &PodState, other: &PodState) -> bool {
    !world.cluster().lenient || one.shape.spec.node_name == other.shape.spec.node_name
}

/// The resources that a Pod asks for.
pub(crate) fn requests<'a>(state: &'a PodState, kubernetes: &Kubernetes) -> &'a Totals {
    &state.shape.reserved(kubernetes).0
}

/// Host ports of a Pod: protocol, address and port.
pub(crate) fn host_ports(state: &PodState) -> impl Iterator<Item = (String, String, i32)> {
    let containers = state.shape.containers.iter().filter(|spec| spec.role != Role::Init);
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
