//! Ports that are declared twice. Upstream: warningsForPodSpecAndMeta, pkg/api/pod/warnings.go.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::ContainerPort;

use super::{ENOUGH, Site};
use crate::site::{all, text};
use api::json::quote;

/// A port and where it stands; its path is printed only for a warning.
struct Port<'a> {
    list: &'static str,
    container: usize,
    index: usize,
    written: &'a ContainerPort,
}

impl<'a> Port<'a> {
    fn path(&self, site: &Site<'_>) -> String {
        let (spec, ports) = (site.path.field("spec"), "ports");
        spec.field(self.list).index(self.container).field(ports).index(self.index).to_string()
    }

    fn name(&self) -> &'a str {
        text(self.written.name.as_ref())
    }

    fn protocol(&self) -> &'a str {
        text(self.written.protocol.as_ref())
    }

    fn host_port(&self) -> i32 {
        self.written.host_port.unwrap_or_default()
    }

    fn host_ip(&self) -> &'a str {
        text(self.written.host_ip.as_ref())
    }

    /// The relation of another port with the same number and protocol to this one.
    fn conflict(&self, other: &Port<'_>) -> Option<&'static str> {
        if self.host_ip() == other.host_ip() && self.host_port() == other.host_port() {
            return Some("duplicate");
        }
        if self.host_port() == 0 || other.host_port() == 0 {
            return Some("overlapping");
        }
        let one_takes_all_addresses = self.host_ip().is_empty() != other.host_ip().is_empty();
        (self.host_port() == other.host_port() && one_takes_all_addresses).then_some("dangerously ambiguous")
    }
}

/// The ports of all containers, in the order in which the server visits them.
fn ports<'a>(site: &Site<'a>) -> Vec<Port<'a>> {
    let mut found = Vec::new();
    let mut add = |list, container, ports: &'a Option<Vec<ContainerPort>>| {
        let ports = all(ports.as_ref()).iter().enumerate();
        found.extend(ports.map(|(index, written)| Port { list, container, index, written }));
    };
    for (index, container) in all(site.spec.init_containers.as_ref()).iter().enumerate() {
        add("initContainers", index, &container.ports);
    }
    for (index, container) in site.spec.containers.iter().enumerate() {
        add("containers", index, &container.ports);
    }
    for (index, container) in all(site.spec.ephemeral_containers.as_ref()).iter().enumerate() {
        add("ephemeralContainers", index, &container.ports);
    }
    found
}

pub(super) fn check(site: &Site<'_>, warnings: &mut Vec<String>) {
    let ports = ports(site);
    // The first port of each number and protocol, and those that came later.
    let mut by_number: BTreeMap<(i32, &str), (&Port<'_>, Vec<&Port<'_>>)> = BTreeMap::new();
    for port in &ports {
        if !port.host_ip().is_empty() && port.host_port() == 0 {
            warnings.push(format!(
                "{}: hostIP set without hostPort: {{Name:{} HostPort:{} ContainerPort:{} Protocol:{} HostIP:{}}}",
                port.path(site),
                port.name(),
                port.host_port(),
                port.written.container_port,
                port.protocol(),
                port.host_ip(),
            ));
        }
        let key = (port.written.container_port, port.protocol());
        let Some((first, later)) = by_number.get_mut(&key) else {
            by_number.insert(key, (port, Vec::new()));
            continue;
        };
        for other in std::iter::once(&*first).chain(later.iter()) {
            if warnings.len() > ENOUGH {
                break;
            }
            if let Some(conflict) = port.conflict(other) {
                let (path, other) = (port.path(site), other.path(site));
                warnings.push(format!("{path}: {conflict} port definition with {other}"));
            }
        }
        later.push(port);
    }
    check_names(site, &ports, warnings);
}

fn check_names(site: &Site<'_>, ports: &[Port<'_>], warnings: &mut Vec<String>) {
    let mut by_name: BTreeMap<&str, &Port<'_>> = BTreeMap::new();
    for port in ports.iter().filter(|port| !port.name().is_empty()) {
        let name = port.name();
        if let Some(first) = by_name.get(name) {
            let (path, first) = (port.path(site), first.path(site));
            warnings.push(format!(
                "{path}: duplicate port name {} with {first}, services and probes that select ports by name will use {first}",
                quote(name)
            ));
        } else {
            by_name.insert(name, port);
        }
    }
}
