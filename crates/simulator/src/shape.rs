//! A Pod's spec in the form that the kubelet asks for again and again, read once for each version of the Pod.
//! Upstream: ContainerShouldRestart, pkg/api/v1/pod/util.go.

use crate::Word;
use crate::trace::ContainerRole;
use api::Kubernetes;
use k8s_openapi::api::core::v1::{Container, Pod, PodSpec, Probe as ProbeSpec, Volume};

use resources::{Options, Totals};
use std::cell::OnceCell;

pub(crate) use crate::trace::ContainerRole as Role;

/// A Pod's spec.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// Init containers and sidecars in their order, app containers, ephemeral ones.
    pub containers: Vec<ContainerShape>,
    pub restart: Restart,
    pub grace: i64,
    pub deadline: Option<i64>,
    pub spec: PodSpec,
    pub generation: i64,
    /// Whether there is a container that may end and not be started again.
    pub may_end: bool,
    /// Places in `containers`, by name.
    by_name: Vec<usize>,
    /// Effective requests and limits, once they were asked for.
    reserved: OnceCell<(Totals, Totals)>,
}

/// A container of a Pod.
#[derive(Clone, Debug)]
pub(crate) struct ContainerShape {
    pub name: String,
    pub role: Role,
    /// Its place in its own list.
    pub index: usize,
    pub restart: Option<Restart>,
    pub container: Container,
}

/// Restart policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Restart {
    Always,
    OnFailure,
    Never,
}

impl Restart {
    fn read(text: &str) -> Restart {
        match text {
            "Never" => Restart::Never,
            "OnFailure" => Restart::OnFailure,
            _ => Restart::Always,
        }
    }

    /// Whether an exit with this code is followed by a restart.
    pub fn after(self, code: i32) -> bool {
        match self {
            Restart::Always => true,
            Restart::OnFailure => code != 0,
            Restart::Never => false,
        }
    }
}

impl Shape {
    /// Reads a Pod.
    pub fn new(pod: &Pod) -> Shape {
        Shape::after(pod, &[])
    }

    /// Reads a Pod whose containers so far had these names. Ephemeral containers keep their places among `containers`: a
    /// strategic patch puts a new one before the old ones.
    pub fn after(pod: &Pod, known: &[&str]) -> Shape {
        let spec = pod.spec.clone().unwrap_or_default();
        let site = |role, index, container: &Container| ContainerShape {
            name: container.name.clone(),
            role,
            index,
            restart: container.restart_policy.as_deref().map(Restart::read),
            container: container.clone(),
        };
        let mut containers = Vec::new();
        for (index, container) in spec.init_containers.iter().flatten().enumerate() {
            let role = if api::is_sidecar(container) { Role::Sidecar } else { Role::Init };
            containers.push(site(role, index, container));
        }
        for (index, container) in spec.containers.iter().enumerate() {
            containers.push(site(Role::App, index, container));
        }
        let mut ephemeral: Vec<_> = spec.ephemeral_containers.iter().flatten().enumerate().collect();
        let place = |name: &str| known.iter().position(|known| *known == name).unwrap_or(known.len());
        api::collections::sort_by_key(&mut ephemeral, |(_, container)| place(&container.name));
        for (index, container) in ephemeral {
            containers.push(site(Role::Ephemeral, index, &api::as_container(container)));
        }
        let by_name = api::collections::order_by(&containers, |a, b| a.name.cmp(&b.name));
        let restart = Restart::read(spec.restart_policy.as_deref().unwrap_or("Always"));
        let may_end = |one: &ContainerShape| one.restart.unwrap_or(restart) != Restart::Always;
        Shape {
            may_end: containers.iter().any(may_end),
            containers,
            by_name,
            restart,
            grace: spec.termination_grace_period_seconds.unwrap_or(30),
            deadline: spec.active_deadline_seconds,
            generation: pod.metadata.generation.unwrap_or(1),
            spec,
            reserved: OnceCell::new(),
        }
    }

    /// The requests and the limits of the Pod as a whole.
    pub fn reserved(&self, kubernetes: &Kubernetes) -> &(Totals, Totals) {
        self.reserved.get_or_init(|| {
            let options = Options::of(kubernetes);
            (resources::requests(&self.spec, &options), resources::limits(&self.spec, &options))
        })
    }

    /// The containers of a name, with their indices; only a Pod that the API server refuses has several.
    pub fn named(&self, name: &str) -> impl Iterator<Item = (usize, &ContainerShape)> {
        let at = |place: &usize| self.containers.get(*place).map(|spec| spec.name.as_str());
        let first = self.by_name.partition_point(|place| at(place) < Some(name));
        let same = self.by_name.iter().skip(first).take_while(move |place| at(place) == Some(name));
        same.filter_map(|place| Some((*place, self.containers.get(*place)?)))
    }

    /// Indices of the containers of a role.
    pub fn of(&self, role: Role) -> impl DoubleEndedIterator<Item = (usize, &ContainerShape)> {
        self.containers.iter().enumerate().filter(move |(_, spec)| spec.role == role)
    }

    /// Init containers and sidecars.
    pub fn init(&self) -> impl DoubleEndedIterator<Item = (usize, &ContainerShape)> {
        self.containers.iter().enumerate().filter(|(_, spec)| spec.role.is_init())
    }

    /// Whether there are init containers or sidecars.
    pub fn has_init(&self) -> bool {
        self.containers.first().is_some_and(|spec| spec.role.is_init())
    }

    /// The word of a container that does not exist yet.
    pub fn before_start(&self) -> Word {
        if self.has_init() { Word::PodInitializing } else { Word::ContainerCreating }
    }

    /// The volumes that some container mounts; the kubelet leaves all others alone. Upstream: GetPodVolumeNames,
    /// pkg/volume/util/util.go.
    pub fn used_volumes(&self) -> impl Iterator<Item = &Volume> {
        let uses = |spec: &ContainerShape, name: &str| {
            spec.container.volume_mounts.iter().flatten().any(|mount| mount.name == name)
                || spec.container.volume_devices.iter().flatten().any(|device| device.name == name)
        };
        let volumes = self.spec.volumes.iter().flatten();
        volumes.filter(move |volume| self.containers.iter().any(|spec| uses(spec, &volume.name)))
    }

    /// Whether some container has a probe.
    pub fn has_probes(&self) -> bool {
        self.containers.iter().map(|spec| &spec.container).any(|one| {
            one.startup_probe.is_some() || one.readiness_probe.is_some() || one.liveness_probe.is_some()
        })
    }

    /// Whether some rule may restart all containers.
    pub fn could_restart_all(&self) -> bool {
        let rules =
            self.containers.iter().flat_map(|one| one.container.restart_policy_rules.iter().flatten());
        rules.into_iter().any(|rule| rule.action == "RestartAllContainers")
    }

    /// Whether an exit of a container with this code is followed by a restart: its rules decide first, then its own
    /// policy, then the Pod's.
    pub fn restarts(&self, container: &ContainerShape, code: i32) -> bool {
        let Some(policy) = container.restart else { return self.restart.after(code) };
        match container.rule_action(code) {
            Some("Restart" | "RestartAllContainers") => true,
            _ => policy.after(code),
        }
    }

    /// Whether the Pod uses the node's network.
    pub fn host_network(&self) -> bool {
        self.spec.host_network.unwrap_or(false)
    }
}

impl ContainerRole {
    /// One of `initContainers`.
    pub(crate) fn is_init(self) -> bool {
        matches!(self, ContainerRole::Init | ContainerRole::Sidecar)
    }

    /// The list it stands in.
    pub(crate) fn list(self) -> &'static str {
        match self {
            ContainerRole::Init | ContainerRole::Sidecar => "initContainers",
            ContainerRole::App => "containers",
            ContainerRole::Ephemeral => "ephemeralContainers",
        }
    }
}

impl ContainerShape {
    /// `spec.containers{app}`, as in events.
    pub fn event_field(&self) -> String {
        format!("spec.{}{{{}}}", self.role.list(), self.name)
    }

    /// A probe, when it has one.
    pub fn probe(&self, probe: crate::trace::Probe) -> Option<&ProbeSpec> {
        match probe {
            crate::trace::Probe::Startup => self.container.startup_probe.as_ref(),
            crate::trace::Probe::Readiness => self.container.readiness_probe.as_ref(),
            crate::trace::Probe::Liveness => self.container.liveness_probe.as_ref(),
        }
    }

    /// The action of the first of its rules that matches an exit code.
    pub fn rule_action(&self, code: i32) -> Option<&str> {
        let rules = self.container.restart_policy_rules.iter().flatten();
        rules.into_iter().find_map(|rule| {
            let codes = rule.exit_codes.as_ref()?;
            let among = codes.values.iter().flatten().any(|value| *value == code);
            let matches = match codes.operator.as_str() {
                "In" => among,
                "NotIn" => !among,
                _ => false,
            };
            matches.then_some(rule.action.as_str())
        })
    }

    /// Its image as written.
    pub fn image(&self) -> &str {
        self.container.image.as_deref().unwrap_or_default()
    }
}
