//! The containers of a Pod, each with its kind and path.

use k8s_openapi::api::core::v1::{Container, EphemeralContainer, HTTPGetAction, PodSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::fmt;

/// How the kubelet treats a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContainerKind {
    /// Runs to its end before the next one starts.
    Init,
    /// An init container with `restartPolicy: Always`: started in its turn, stopped after the app containers.
    Sidecar,
    /// One of `containers`.
    App,
}

/// A container and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct ContainerSite<'a> {
    /// How the kubelet treats it.
    pub kind: ContainerKind,
    /// Its place in its own list.
    pub index: usize,
    /// The container as written.
    pub container: &'a Container,
}

impl ContainerSite<'_> {
    /// The list that it stands in.
    pub fn list(&self) -> &'static str {
        match self.kind {
            ContainerKind::Init | ContainerKind::Sidecar => "initContainers",
            ContainerKind::App => "containers",
        }
    }
}

/// Prints the path below the Pod's spec: `initContainers[0]`.
impl fmt::Display for ContainerSite<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.list(), self.index)
    }
}

/// Whether the kubelet treats this init container as a sidecar.
pub fn is_sidecar(container: &Container) -> bool {
    container.restart_policy.as_deref() == Some("Always")
}

/// An ephemeral container as the container that it is; only its target is left out.
pub fn as_container(ephemeral: &EphemeralContainer) -> Container {
    let ephemeral = ephemeral.clone();
    Container {
        args: ephemeral.args,
        command: ephemeral.command,
        env: ephemeral.env,
        env_from: ephemeral.env_from,
        image: ephemeral.image,
        image_pull_policy: ephemeral.image_pull_policy,
        lifecycle: ephemeral.lifecycle,
        liveness_probe: ephemeral.liveness_probe,
        name: ephemeral.name,
        ports: ephemeral.ports,
        readiness_probe: ephemeral.readiness_probe,
        resize_policy: ephemeral.resize_policy,
        resources: ephemeral.resources,
        restart_policy: ephemeral.restart_policy,
        restart_policy_rules: ephemeral.restart_policy_rules,
        security_context: ephemeral.security_context,
        startup_probe: ephemeral.startup_probe,
        stdin: ephemeral.stdin,
        stdin_once: ephemeral.stdin_once,
        termination_message_path: ephemeral.termination_message_path,
        termination_message_policy: ephemeral.termination_message_policy,
        tty: ephemeral.tty,
        volume_devices: ephemeral.volume_devices,
        volume_mounts: ephemeral.volume_mounts,
        working_dir: ephemeral.working_dir,
    }
}

/// Init containers and sidecars in their order, then the app containers.
pub fn containers(spec: &PodSpec) -> impl Iterator<Item = ContainerSite<'_>> {
    let init = spec.init_containers.iter().flatten().enumerate().map(|(index, container)| ContainerSite {
        kind: if is_sidecar(container) { ContainerKind::Sidecar } else { ContainerKind::Init },
        index,
        container,
    });
    let app = spec.containers.iter().enumerate().map(|(index, container)| ContainerSite {
        kind: ContainerKind::App,
        index,
        container,
    });
    init.chain(app)
}

/// The number of a port that a probe or a hook asks: itself, or the one that the container gives this name.
///
/// ```
/// use k8s_openapi::{api::core::v1::Container, apimachinery::pkg::util::intstr::IntOrString};
/// let container: Container = serde_json::from_str(r#"{"name": "web", "ports": [{"name": "http", "containerPort": 80}]}"#)?;
/// let number = |name: &str| api::port_number(&IntOrString::String(name.to_owned()), &container);
/// assert_eq!((number("http"), number("https")), (Some(80), None));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn port_number(port: &IntOrString, container: &Container) -> Option<i32> {
    match port {
        IntOrString::Int(number) => Some(*number),
        IntOrString::String(name) => {
            let mut ports = container.ports.iter().flatten();
            ports.find(|port| port.name.as_ref() == Some(name)).map(|port| port.container_port)
        }
    }
}

/// The path that the kubelet asks for over HTTP: `/` if none is written, and never without a `/` in front.
pub fn http_path(http: &HTTPGetAction) -> String {
    let path = http.path.as_deref().unwrap_or_default();
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}
