//! A probe or a hook of a named port that the container does not declare.

use crate::site::{Found, Site};
use crate::{Lint, Severity};
use k8s_openapi::api::core::v1::{Container, HTTPGetAction, Probe, TCPSocketAction};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

pub(super) static LINT: Lint = Lint {
    name: "unknown-probe-port",
    severity: Severity::Advice,
    why: "A probe of an unknown port never has a result, and a hook of one fails.",
    page: api::markdown!("unknown-probe-port"),
    find,
};

fn find(site: &Site<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for container in site.containers() {
        for (handler, port) in asked_ports(container.container) {
            if api::port_number(port, container.container).is_none() {
                let IntOrString::String(port) = port else { continue };
                found.push(Found {
                    field: site.container_field(&container, &format!("{handler}.port")),
                    message: format!("`{}` has no port named `{port}`.", container.container.name),
                    fix: "Use the name of one of its `ports`, or a number.".to_owned(),
                });
            }
        }
    }
    found
}

/// The ports that probes and hooks ask, each with the field of its handler.
fn asked_ports(container: &Container) -> impl Iterator<Item = (String, &IntOrString)> {
    let of_probes = probes(container).filter_map(|(name, probe)| {
        let (handler, port) = asked_port(probe.http_get.as_ref(), probe.tcp_socket.as_ref())?;
        Some((format!("{name}.{handler}"), port))
    });
    let lifecycle = container.lifecycle.as_ref();
    let hooks = [
        ("postStart", lifecycle.and_then(|lifecycle| lifecycle.post_start.as_ref())),
        ("preStop", lifecycle.and_then(|lifecycle| lifecycle.pre_stop.as_ref())),
    ];
    let of_hooks = hooks.into_iter().filter_map(|(name, hook)| {
        // The kubelet makes no hook of a TCP socket.
        let (handler, port) = asked_port(hook?.http_get.as_ref(), None)?;
        Some((format!("lifecycle.{name}.{handler}"), port))
    });
    of_probes.chain(of_hooks)
}

fn probes(container: &Container) -> impl Iterator<Item = (&'static str, &Probe)> {
    let all = [
        ("startupProbe", &container.startup_probe),
        ("readinessProbe", &container.readiness_probe),
        ("livenessProbe", &container.liveness_probe),
    ];
    all.into_iter().filter_map(|(name, probe)| Some((name, probe.as_ref()?)))
}

fn asked_port<'a>(
    http: Option<&'a HTTPGetAction>,
    tcp: Option<&'a TCPSocketAction>,
) -> Option<(&'static str, &'a IntOrString)> {
    let http = http.map(|http| ("httpGet", &http.port));
    http.or(tcp.map(|tcp| ("tcpSocket", &tcp.port)))
}
