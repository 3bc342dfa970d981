//! Ports that are declared twice. Upstream: warningsForPodSpecAndMeta, pkg/api/pod/warnings.go.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::ContainerPort;

use super::{ENOUGH, Site, quoted};
use crate::site::{each_container_of, items, text};

/// A port with its printed path.
struct Port {
    path: String,
    port: ContainerPort,
}

impl Port {
    fn host_port(&self) -> i32 {
        self.port.host_port.unwrap_or_default()
    }

    fn host_ip(&self) -> &str {
        text(self.port.host_ip.as_ref())
    }

    /// What another port of the same number and protocol is to this one.
    fn conflict(&self, other: &Port) -> Option<&'static str> {
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

pub(super) fn check(site: &Site<'_>, warnings: &mut Vec<String>) {
    let mut ports = Vec::new();
    let path = site.path.field("spec");
    each_container_of(site.spec, &path, |path, container| {
        let list = path.field("ports");
        for (path, port) in items(container.ports.as_ref(), &list) {
            ports.push(Port { path: path.to_string(), port: port.clone() });
        }
    });
    let mut by_number: BTreeMap<(i32, &str), Vec<&Port>> = BTreeMap::new();
    for port in &ports {
        if !port.host_ip().is_empty() && port.host_port() == 0 {
            warnings.push(format!(
                "{}: hostIP set without hostPort: {{Name:{} HostPort:{} ContainerPort:{} Protocol:{} HostIP:{}}}",
                port.path,
                text(port.port.name.as_ref()),
                port.host_port(),
                port.port.container_port,
                text(port.port.protocol.as_ref()),
                port.host_ip(),
            ));
        }
        let key = (port.port.container_port, text(port.port.protocol.as_ref()));
        let others = by_number.entry(key).or_default();
        for other in others.iter() {
            if warnings.len() > ENOUGH {
                break;
            }
            if let Some(conflict) = port.conflict(other) {
                warnings.push(format!("{}: {conflict} port definition with {}", port.path, other.path));
            }
        }
        others.push(port);
    }
    check_names(&ports, warnings);
}

fn check_names(ports: &[Port], warnings: &mut Vec<String>) {
    let mut by_name: BTreeMap<&str, &str> = BTreeMap::new();
    for Port { path, port } in ports {
        let name = text(port.name.as_ref());
        if name.is_empty() {
            continue;
        }
        if let Some(first) = by_name.get(name) {
            warnings.push(format!(
                "{path}: duplicate port name {} with {first}, services and probes that select ports by name will use {first}",
                quoted(name)
            ));
        } else {
            by_name.insert(name, path);
        }
    }
}
