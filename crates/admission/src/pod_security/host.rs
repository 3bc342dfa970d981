//! The node's namespaces, paths and ports, and probes of other hosts.
//! Upstream: check_hostNamespaces.go, check_hostPathVolumes.go, check_hostPorts.go, check_hostProbesAndhostLifecycle.go.

use super::site::{Part, Site, containers, plural, quoted, set};
use super::{Complaint, Policy};
use api::collections::gather;
use std::collections::BTreeSet;

pub(super) fn namespaces(site: &Site<'_>, _: Policy) -> Option<Complaint> {
    let spec = site.spec;
    let shared = [
        (spec.host_network, "hostNetwork=true"),
        (spec.host_pid, "hostPID=true"),
        (spec.host_ipc, "hostIPC=true"),
    ];
    let shared: Vec<&str> =
        shared.into_iter().filter(|(on, _)| *on == Some(true)).map(|(_, text)| text).collect();
    if shared.is_empty() { None } else { Some(Complaint::new("host namespaces", shared.join(", "))) }
}

pub(super) fn paths(site: &Site<'_>, _: Policy) -> Option<Complaint> {
    let volumes = site.spec.volumes.iter().flatten().filter(|volume| volume.host_path.is_some());
    let names: Vec<&str> = volumes.map(|volume| volume.name.as_str()).collect();
    if names.is_empty() {
        return None;
    }
    Some(Complaint::new("hostPath volumes", format!("{} {}", plural("volume", names.len()), quoted(&names))))
}

pub(super) fn ports(site: &Site<'_>, _: Policy) -> Option<Complaint> {
    let host_ports = |part: &Part<'_>| -> Vec<String> {
        part.ports
            .iter()
            .filter_map(|port| port.host_port.filter(|port| *port != 0))
            .map(|port| port.to_string())
            .collect()
    };
    let bad = site.bad(|part| !host_ports(part).is_empty());
    if bad.is_empty() {
        return None;
    }
    let ports: BTreeSet<String> = gather(site.parts.iter().flat_map(host_ports));
    let listed = ports.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let detail =
        format!("{} {} {} {listed}", containers(&bad), uses(bad.len()), plural("hostPort", ports.len()));
    Some(Complaint::new("hostPort", detail))
}

pub(super) fn probes(site: &Site<'_>, _: Policy) -> Option<Complaint> {
    let bad = set(site.bad(|part| !hosts(part).is_empty()));
    if bad.is_empty() {
        return None;
    }
    let hosts: BTreeSet<&str> = gather(site.parts.iter().flat_map(hosts));
    let bad: Vec<&str> = bad.into_iter().collect();
    let detail = format!(
        "{} {} {} {}",
        containers(&bad),
        uses(bad.len()),
        plural("probe or lifecycle host", hosts.len()),
        quoted(&hosts)
    );
    Some(Complaint::new("probe or lifecycle host", detail))
}

fn hosts<'a>(part: &Part<'a>) -> Vec<&'a str> {
    let probes = part.probes.iter().flatten().flat_map(|probe| {
        let http = probe.http_get.as_ref().and_then(|action| action.host.as_deref());
        [http, probe.tcp_socket.as_ref().and_then(|action| action.host.as_deref())]
    });
    let hooks =
        part.lifecycle.into_iter().flat_map(|hooks| [hooks.post_start.as_ref(), hooks.pre_stop.as_ref()]);
    let hooks = hooks.flatten().flat_map(|hook| {
        let http = hook.http_get.as_ref().and_then(|action| action.host.as_deref());
        [http, hook.tcp_socket.as_ref().and_then(|action| action.host.as_deref())]
    });
    probes.chain(hooks).flatten().filter(|host| !host.is_empty()).collect()
}

/// The verb for a number of containers: one container uses, several use.
pub(super) fn uses(count: usize) -> &'static str {
    if count == 1 { "uses" } else { "use" }
}
