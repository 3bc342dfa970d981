//! Host ports that are taken. Upstream: plugins/nodeports, HostPortInfo in pkg/scheduler/framework/types.go.

use crate::status::Refusal;
use crate::words::Word;
use crate::world::{Machine, spec_of};
use api::is_sidecar;
use k8s_openapi::api::core::v1::Pod;

pub(super) fn check(pod: &Pod, machine: &Machine<'_>) -> Option<Refusal> {
    let mut taken = machine.pods.iter().flat_map(|pod| host_ports(pod));
    let wanted: Vec<HostPort<'_>> = host_ports(pod).collect();
    taken
        .any(|taken| wanted.iter().any(|wanted| wanted.collides(&taken)))
        .then(|| Refusal::occupied("NodePorts", Word::HostPorts.text()))
}

struct HostPort<'a> {
    ip: &'a str,
    protocol: &'a str,
    port: i32,
}

const ANY: &str = "0.0.0.0";

impl HostPort<'_> {
    fn collides(&self, other: &HostPort<'_>) -> bool {
        let same_ip = self.ip == ANY || other.ip == ANY || self.ip == other.ip;
        same_ip && self.protocol == other.protocol && self.port == other.port
    }
}

/// Init containers that end give their ports back before anything else runs, so only sidecars' count.
fn host_ports(pod: &Pod) -> impl Iterator<Item = HostPort<'_>> {
    let spec = spec_of(pod);
    let sidecars = spec.init_containers.iter().flatten().filter(|container| is_sidecar(container));
    let ports = sidecars.chain(&spec.containers).flat_map(|container| container.ports.iter().flatten());
    ports.filter_map(|port| {
        Some(HostPort {
            ip: port.host_ip.as_deref().filter(|ip| !ip.is_empty()).unwrap_or(ANY),
            protocol: port.protocol.as_deref().filter(|protocol| !protocol.is_empty()).unwrap_or("TCP"),
            port: port.host_port.filter(|port| *port > 0)?,
        })
    })
}
