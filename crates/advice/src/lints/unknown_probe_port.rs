//! A probe of a named port that the container does not declare.

use crate::site::{Found, Site};
use crate::{Lint, Severity};
use k8s_openapi::api::core::v1::{Container, Probe};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

pub(super) static LINT: Lint = Lint {
    name: "unknown-probe-port",
    severity: Severity::Warning,
    why: "A probe of an unknown port never has a result: the container is never ready, or never restarted.",
    page: api::markdown!("unknown-probe-port"),
    find,
};

fn find(site: &Site<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for container in site.containers() {
        for (name, probe) in probes(container.container) {
            let Some((handler, port)) = asked_port(probe) else { continue };
            if api::port_number(port, container.container).is_none() {
                let IntOrString::String(port) = port else { continue };
                found.push(Found {
                    field: site.container_field(&container, &format!("{name}.{handler}.port")),
                    message: format!("`{}` has no port named `{port}`.", container.container.name),
                    fix: "Use the name of one of its `ports`, or a number.".to_owned(),
                });
            }
        }
    }
    found
}

fn probes(container: &Container) -> impl Iterator<Item = (&'static str, &Probe)> {
    let all = [
        ("startupProbe", &container.startup_probe),
        ("readinessProbe", &container.readiness_probe),
        ("livenessProbe", &container.liveness_probe),
    ];
    all.into_iter().filter_map(|(name, probe)| Some((name, probe.as_ref()?)))
}

fn asked_port(probe: &Probe) -> Option<(&'static str, &IntOrString)> {
    let http = probe.http_get.as_ref().map(|http| ("httpGet", &http.port));
    http.or(probe.tcp_socket.as_ref().map(|tcp| ("tcpSocket", &tcp.port)))
}
