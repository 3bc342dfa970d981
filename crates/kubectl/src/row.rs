//! The `kubectl get pod` row. Upstream: printPod, pkg/printers/internalversion/printers.go.

use crate::Word;
use crate::age;
use api::{Change, Kubernetes};
use jiff::Timestamp;
use k8s_openapi::api::core::v1::{ContainerStatus, Pod, PodCondition, PodSpec, PodStatus};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;

/// Shown in an empty wide column.
pub(crate) const NONE: &str = "<none>";

/// The heads of the columns, wide ones included.
pub const HEADERS: [&str; 9] =
    ["NAME", "READY", "STATUS", "RESTARTS", "AGE", "IP", "NODE", "NOMINATED NODE", "READINESS GATES"];

/// How many of [`HEADERS`] stand in a plain table.
pub const PLAIN: usize = 5;

/// One Pod's line in `kubectl get pod -o wide`, each column as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The Pod's name.
    pub name: String,
    /// Ready containers of all, sidecars included: `1/2`.
    pub ready: String,
    /// The STATUS column: `Running`, `Init:CrashLoopBackOff`.
    pub status: String,
    /// The number in the RESTARTS column.
    pub restart_count: i64,
    /// When the container ended that was restarted last, where the RESTARTS column says how long ago.
    pub restarted: Option<Timestamp>,
    /// The RESTARTS column: `3 (10s ago)`.
    pub restarts: String,
    /// Time since creation: `8s`.
    pub age: String,
    /// The Pod's first address.
    pub ip: String,
    /// The node it is bound to.
    pub node: String,
    /// The node that preemption makes room on.
    pub nominated_node: String,
    /// Readiness gates that are true, of all: `1/2`.
    pub readiness_gates: String,
}

impl Row {
    /// The columns in the order of [`HEADERS`].
    pub fn columns(&self) -> [&str; 9] {
        [
            &self.name,
            &self.ready,
            &self.status,
            &self.restarts,
            &self.age,
            &self.ip,
            &self.node,
            &self.nominated_node,
            &self.readiness_gates,
        ]
    }
}

/// The row of `pod` as kubectl prints it at `now`; the release decides the status of a half-failed Pod.
pub fn row(pod: &Pod, now: Timestamp, kubernetes: &Kubernetes) -> Row {
    let no_status = PodStatus::default();
    row_with(pod, pod.status.as_ref().unwrap_or(&no_status), now, kubernetes)
}

/// The row of `pod` if `status` were its status.
pub fn row_with(pod: &Pod, status: &PodStatus, now: Timestamp, kubernetes: &Kubernetes) -> Row {
    let no_spec = PodSpec::default();
    let spec = pod.spec.as_ref().unwrap_or(&no_spec);
    let init = initialization(spec, status);
    let mut tally = init.tally;
    let mut text = first_reason(status);
    if let Some(reason) = init.blocked_by.clone() {
        text = reason;
    }
    if init.blocked_by.is_none() || is_true(status, "Initialized") {
        tally = Tally { ready: tally.ready, ..init.sidecars };
        text = containers(status, text, &mut tally, kubernetes);
    }
    if let Some(reason) = deletion(pod, status) {
        reason.clone_into(&mut text);
    }
    let total = spec.containers.len() + sidecar_names(spec).count();
    Row {
        name: pod.metadata.name.clone().unwrap_or_default(),
        ready: format!("{}/{total}", tally.ready),
        status: text,
        restart_count: tally.restarts,
        restarted: tally.last_restart.filter(|_| tally.restarts != 0),
        restarts: tally.text(now),
        age: age::since(pod.metadata.creation_timestamp.as_ref(), now),
        ip: or_none(first_ip(status)),
        node: or_none(spec.node_name.as_deref()),
        nominated_node: or_none(status.nominated_node_name.as_deref()),
        readiness_gates: readiness_gates(spec, status),
    }
}

/// Restarts and ready containers counted so far.
#[derive(Clone, Copy, Default)]
struct Tally {
    ready: usize,
    restarts: i64,
    last_restart: Option<Timestamp>,
}

impl Tally {
    fn add_restarts(&mut self, container: &ContainerStatus) {
        self.restarts += i64::from(container.restart_count);
        let last = container.last_state.as_ref().and_then(|state| state.terminated.as_ref());
        self.last_restart =
            self.last_restart.max(last.and_then(|last| last.finished_at.as_ref()).map(|time| time.0));
    }

    fn text(&self, now: Timestamp) -> String {
        match self.last_restart {
            Some(last) if self.restarts != 0 => {
                format!("{} ({} ago)", self.restarts, age::since(Some(&Time(last)), now))
            }
            _ => self.restarts.to_string(),
        }
    }
}

/// The result of the walk over the init containers.
struct Initialization {
    /// The text of the init container that holds the others up.
    blocked_by: Option<String>,
    tally: Tally,
    /// Restarts of the sidecars among those walked.
    sidecars: Tally,
}

/// Walks the init containers up to the first that is neither done nor a started sidecar.
fn initialization(spec: &PodSpec, status: &PodStatus) -> Initialization {
    let mut found = Initialization { blocked_by: None, tally: Tally::default(), sidecars: Tally::default() };
    for (index, container) in status.init_container_statuses.iter().flatten().enumerate() {
        let sidecar = is_sidecar(spec, index, &container.name);
        found.tally.add_restarts(container);
        if sidecar {
            found.sidecars.add_restarts(container);
        }
        let state = container.state.as_ref();
        let terminated = state.and_then(|state| state.terminated.as_ref());
        let waiting =
            state.and_then(|state| state.waiting.as_ref()).and_then(|waiting| waiting.reason.as_deref());
        if terminated.is_some_and(|ended| ended.exit_code == 0) {
            continue;
        }
        if sidecar && container.started == Some(true) {
            found.tally.ready += usize::from(container.ready);
            continue;
        }
        let total = spec.init_containers.as_ref().map_or(0, Vec::len);
        found.blocked_by = Some(match (terminated, waiting) {
            (Some(_), _) => format!("{}{}", Word::Init, ending(container)),
            (None, Some(reason)) if !reason.is_empty() && reason != "PodInitializing" => {
                format!("{}{reason}", Word::Init)
            }
            _ => format!("{}{index}/{total}", Word::Init),
        });
        break;
    }
    found
}

/// Walks the app containers from the last to the first; each that waits or has ended replaces the text.
fn containers(status: &PodStatus, mut text: String, tally: &mut Tally, kubernetes: &Kubernetes) -> String {
    let mut running = false;
    let mut error = None;
    for container in status.container_statuses.iter().flatten().rev() {
        tally.add_restarts(container);
        let Some(state) = &container.state else { continue };
        let waiting = state.waiting.as_ref().and_then(|waiting| waiting.reason.as_deref());
        if let Some(reason) = waiting.filter(|reason| !reason.is_empty()) {
            reason.clone_into(&mut text);
        } else if let Some(ended) = &state.terminated {
            text = ending(container);
            if ended.exit_code != 0 {
                error = Some(text.clone());
            }
        } else if container.ready && state.running.is_some() {
            running = true;
            tally.ready += 1;
        }
    }
    let error = error.filter(|_| kubernetes.has(Change::FailedReasonInGetRow));
    match (text.as_str(), running, error) {
        ("Completed", true, _) if is_true(status, "Ready") => "Running".to_owned(),
        ("Completed", _, Some(error)) => error,
        ("Completed", true, None) => Word::NotReady.text().to_owned(),
        _ => text,
    }
}

/// How a terminated container ended: its reason, or its signal, or its exit code.
fn ending(container: &ContainerStatus) -> String {
    let Some(ended) = container.state.as_ref().and_then(|state| state.terminated.as_ref()) else {
        return String::new();
    };
    match (ended.reason.as_deref().unwrap_or_default(), ended.signal.unwrap_or_default()) {
        ("", 0) => format!("{}{}", Word::ExitCode, ended.exit_code),
        ("", signal) => format!("{}{signal}", Word::Signal),
        (reason, _) => reason.to_owned(),
    }
}

/// The status before any container has a word: the Pod's own reason or phase.
fn first_reason(status: &PodStatus) -> String {
    let gated = |condition: &PodCondition| {
        condition.type_ == "PodScheduled" && condition.reason.as_deref() == Some("SchedulingGated")
    };
    if status.conditions.iter().flatten().any(gated) {
        return "SchedulingGated".to_owned();
    }
    let reason = status.reason.as_ref().filter(|reason| !reason.is_empty());
    reason.or(status.phase.as_ref()).cloned().unwrap_or_default()
}

/// STATUS of a Pod that is being deleted; `None` when it is not.
fn deletion(pod: &Pod, status: &PodStatus) -> Option<&'static str> {
    pod.metadata.deletion_timestamp.as_ref()?;
    let phase = status.phase.as_deref().unwrap_or_default();
    if status.reason.as_deref() == Some("NodeLost") {
        Some(Word::Unknown.text())
    } else {
        (phase != "Failed" && phase != "Succeeded").then_some(Word::Terminating.text())
    }
}

fn readiness_gates(spec: &PodSpec, status: &PodStatus) -> String {
    let gates = spec.readiness_gates.as_deref().unwrap_or_default();
    if gates.is_empty() {
        return NONE.to_owned();
    }
    let met = gates.iter().filter(|gate| is_true(status, &gate.condition_type)).count();
    format!("{met}/{}", gates.len())
}

/// Whether the first condition of this type is true.
fn is_true(status: &PodStatus, type_: &str) -> bool {
    let condition = status.conditions.iter().flatten().find(|condition| condition.type_ == type_);
    condition.is_some_and(|condition| condition.status == "True")
}

fn sidecar_names(spec: &PodSpec) -> impl Iterator<Item = &str> {
    let init = spec.init_containers.iter().flatten();
    init.filter(|container| container.restart_policy.as_deref() == Some("Always"))
        .map(|container| &*container.name)
}

/// Whether an init container is a sidecar. Statuses stand in the order of the spec, where `place` is its own.
fn is_sidecar(spec: &PodSpec, place: usize, name: &str) -> bool {
    let there = spec.init_containers.as_ref().and_then(|all| all.get(place));
    match there.filter(|container| container.name == name) {
        Some(container) => container.restart_policy.as_deref() == Some("Always"),
        None => sidecar_names(spec).any(|sidecar| sidecar == name),
    }
}

/// The API's conversion lets `podIP` win over `podIPs`.
fn first_ip(status: &PodStatus) -> Option<&str> {
    let first = status.pod_ips.iter().flatten().next().map(|address| &*address.ip);
    status.pod_ip.as_deref().filter(|ip| !ip.is_empty()).or(first)
}

fn or_none(text: Option<&str>) -> String {
    text.filter(|text| !text.is_empty()).unwrap_or(NONE).to_owned()
}

#[cfg(test)]
mod tests;
