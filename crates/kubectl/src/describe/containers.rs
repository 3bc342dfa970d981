//! Init containers, containers and ephemeral containers.
//! Upstream: describeContainers, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::writer::Writer;
use super::{env, mounts, probe, state, text};
use api::{Kubernetes, Quantity};
use k8s_openapi::api::core::v1::{
    Container, ContainerPort, ContainerStatus, Pod, PodSpec, PodStatus, ResourceRequirements,
};

/// `space` stands before each title: that of a template is indented.
pub(super) fn write(
    w: &mut Writer,
    pod: &Pod,
    spec: &PodSpec,
    status: &PodStatus,
    kubernetes: &Kubernetes,
    space: &str,
) {
    let init: Vec<&Container> = spec.init_containers.iter().flatten().collect();
    let apps: Vec<&Container> = spec.containers.iter().collect();
    let ephemeral: Vec<Container> =
        spec.ephemeral_containers.iter().flatten().map(api::as_container).collect();
    let ephemeral: Vec<&Container> = ephemeral.iter().collect();
    for (label, containers, statuses) in [
        ("Init Containers", init, &status.init_container_statuses),
        ("Containers", apps, &status.container_statuses),
        ("Ephemeral Containers", ephemeral, &status.ephemeral_container_statuses),
    ] {
        if !containers.is_empty() {
            w.line(0, &format!("{space}{label}:"));
        } else if label == "Containers" {
            w.line(0, &format!("{space}Containers: <none>"));
        }
        for container in containers {
            // kubectl takes the last of several statuses with one name.
            let mut statuses = statuses.iter().flatten().rev();
            let status = statuses.find(|status| status.name == container.name);
            w.line(1, &format!("{}{}:", if space.is_empty() { "" } else { " " }, container.name));
            write_one(w, pod, container, status, kubernetes);
        }
    }
}

fn write_one(
    w: &mut Writer,
    pod: &Pod,
    container: &Container,
    status: Option<&ContainerStatus>,
    kubernetes: &Kubernetes,
) {
    basics(w, container, status);
    arguments(w, "Command", container.command.as_deref());
    arguments(w, "Args", container.args.as_deref());
    if let Some(status) = status {
        state::write(w, status);
    }
    if let Some(required) = &container.resources {
        resources(w, 2, required);
    }
    let probes = [
        ("Liveness", &container.liveness_probe),
        ("Readiness", &container.readiness_probe),
        ("Startup", &container.startup_probe),
    ];
    for (name, probe) in probes {
        if let Some(probe) = probe {
            w.field(2, name, &probe::describe(probe, kubernetes));
        }
    }
    env::write(w, pod, container);
    mounts::write(w, container);
}

fn basics(w: &mut Writer, container: &Container, status: Option<&ContainerStatus>) {
    if let Some(status) = status {
        w.field(2, "Container ID", text(status.container_id.as_ref()));
    }
    w.field(2, "Image", text(container.image.as_ref()));
    if let Some(status) = status {
        w.field(2, "Image ID", &status.image_id);
    }
    let ports = container.ports.as_deref().unwrap_or_default();
    write_ports(w, "Port", ports, |port| port.container_port);
    write_ports(w, "Host Port", ports, |port| port.host_port.unwrap_or_default());
    if let Some(profile) =
        container.security_context.as_ref().and_then(|context| context.seccomp_profile.as_ref())
    {
        w.field(2, "SeccompProfile", &profile.type_);
        if profile.type_ == "Localhost" {
            w.field(3, "LocalhostProfile", text(profile.localhost_profile.as_ref()));
        }
    }
}

/// `80/TCP (web), 443/TCP`; a list has a title in the plural.
fn write_ports(w: &mut Writer, title: &str, ports: &[ContainerPort], number: impl Fn(&ContainerPort) -> i32) {
    let one = |port: &ContainerPort| {
        let text = format!("{}/{}", number(port), text(port.protocol.as_ref()));
        match port.name.as_deref() {
            None | Some("") => text,
            Some(name) => format!("{text} ({name})"),
        }
    };
    let ports = ports.iter().map(one).collect::<Vec<_>>().join(", ");
    match ports.as_str() {
        "" => w.field(2, title, "<none>"),
        one if !one.contains(',') => w.field(2, title, one),
        several => w.field(2, &format!("{title}s"), several),
    }
}

/// One argument a line; one that has line breaks takes several.
fn arguments(w: &mut Writer, title: &str, arguments: Option<&[String]>) {
    let arguments = arguments.unwrap_or_default();
    if !arguments.is_empty() {
        w.line(2, &format!("{title}:"));
    }
    for line in arguments.iter().flat_map(|argument| argument.split('\n')) {
        w.line(3, line);
    }
}

/// Limits, then requests, each sorted by name.
pub(super) fn resources(w: &mut Writer, level: usize, resources: &ResourceRequirements) {
    for (title, amounts) in [("Limits:", &resources.limits), ("Requests:", &resources.requests)] {
        let amounts = amounts.iter().flatten();
        if amounts.clone().next().is_some() {
            w.line(level, title);
        }
        for (name, amount) in amounts {
            w.field(level + 1, name, &Quantity::of(amount).to_string());
        }
    }
}
