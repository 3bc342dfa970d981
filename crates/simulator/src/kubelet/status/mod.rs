//! A Pod's status, derived from the runtime's state. Upstream: generateAPIPodStatus, pkg/kubelet/kubelet_pods.go.

mod conditions;
mod containers;
mod merge;
mod phase;

pub(crate) use conditions::{containers_ready, pod_ready, set_condition};
pub(crate) use containers::{container_id, image_id};
pub(crate) use merge::merge;

use super::{resize, restart_policy};
use crate::Millis;
use crate::Word;
use crate::shape::{Role, Shape};
use crate::trace::Probe;
use crate::world::{KubeletPod, PodState, ProbeResult, RuntimePod, World};
use k8s_openapi::api::core::v1::{ContainerStatus, HostIP, PodIP, PodStatus};

/// The address of the node.
pub(crate) const NODE_ADDRESS: &str = "192.168.0.10";

/// Everything that the derivation reads.
pub(crate) struct Input<'a> {
    pub world: &'a World,
    pub state: &'a PodState,
    pub kubelet: &'a KubeletPod,
    /// The runtime as this sync sees it.
    pub seen: &'a RuntimePod,
    /// The version of the Pod whose resources are allocated.
    pub allocated: &'a Shape,
    /// Nothing will be started any more.
    pub terminal: bool,
}

/// A derived status, and the containers whose readiness probe is to run at once.
pub(crate) struct Generated {
    pub status: PodStatus,
    pub trigger: Vec<usize>,
    pub past_deadline: bool,
}

/// Derives the status.
pub(crate) fn generate(input: &Input<'_>) -> Generated {
    let old: &PodStatus = input.kubelet.status.as_deref().unwrap_or(&input.state.api.status);
    let resetting = restart_policy::all_containers_restart(input.state, input.seen, old);
    let mut status = PodStatus {
        qos_class: input.state.api.status.qos_class.clone(),
        observed_generation: Some(input.state.shape.generation),
        start_time: old.start_time.clone().or_else(|| Some(input.world.now().to_time())),
        ..PodStatus::default()
    };
    let mut init = containers::convert(input, old, Role::Init, resetting);
    let mut app = containers::convert(input, old, Role::App, resetting);
    let ephemeral = containers::convert(input, old, Role::Ephemeral, resetting);
    let (phase, reason, message, past_deadline) = verdict(input, old, &init, &app);
    let mut trigger = Vec::new();
    for container in app.iter_mut().chain(init.iter_mut()) {
        probe_results(input, container, &mut trigger);
    }
    status.phase = Some(phase.to_owned());
    status.reason = reason;
    status.message = message;
    status.conditions = Some(conditions::all(input, old, phase, &init, &app, resetting));
    let some = |list: Vec<ContainerStatus>| (!list.is_empty()).then_some(list);
    status.init_container_statuses = some(init);
    status.container_statuses = some(app);
    status.ephemeral_container_statuses = some(ephemeral);
    addresses(input, old, &mut status);
    resize::status::of_pod(input.state, input.allocated, old, input.world.kubernetes(), &mut status);
    Generated { status, trigger, past_deadline }
}

/// Phase, reason, message, and whether the active deadline has passed.
fn verdict(
    input: &Input<'_>,
    old: &PodStatus,
    init: &[ContainerStatus],
    app: &[ContainerStatus],
) -> (&'static str, Option<String>, Option<String>, bool) {
    let mut phase = phase::phase(input, init, app);
    let old_phase = old.phase.as_deref().unwrap_or("Pending");
    let is_terminal = |phase: &str| matches!(phase, "Failed" | "Succeeded");
    if !is_terminal(phase) {
        match (old_phase, input.state.api.status.phase.as_deref()) {
            ("Failed", _) | (_, Some("Failed")) => phase = "Failed",
            ("Succeeded", _) | (_, Some("Succeeded")) => phase = "Succeeded",
            _ => {}
        }
    }
    let kept = phase == old_phase;
    let reason = old.reason.clone().filter(|_| kept);
    let message = old.message.clone().filter(|_| kept);
    if super::deadline::passed(input.world.now(), input.state, old) {
        let message = super::deadline::MESSAGE.to_owned();
        return ("Failed", Some(Word::DeadlineExceeded.text().to_owned()), Some(message), true);
    }
    (phase, reason, message, false)
}

/// `started` and `ready`. Upstream: UpdatePodStatus, pkg/kubelet/prober/prober_manager.go.
fn probe_results(input: &Input<'_>, status: &mut ContainerStatus, trigger: &mut Vec<usize>) {
    let shape = &input.state.shape;
    let Some((index, spec)) = shape.named(&status.name).next() else { return };
    let running = status.state.as_ref().is_some_and(|state| state.running.is_some());
    let instance = input.seen.newest(index).map(|instance| instance.id);
    let result = |probe| instance.and_then(|id| input.kubelet.results.get(&(id, probe)).copied());
    let started = running
        && match result(Probe::Startup) {
            Some(result) => result == ProbeResult::Success,
            None => status.started == Some(true) || input.kubelet.probe(index, Probe::Startup).is_none(),
        };
    status.started = Some(started);
    if spec.role == Role::Init {
        let terminated = status.state.as_ref().and_then(|state| state.terminated.as_ref());
        status.ready = terminated.is_some_and(|terminated| terminated.exit_code == 0);
        return;
    }
    status.ready = false;
    if !started {
        return;
    }
    if result(Probe::Readiness) == Some(ProbeResult::Success) {
        status.ready = true;
        return;
    }
    let worker = input.kubelet.probe(index, Probe::Readiness);
    status.ready = worker.is_none();
    if worker.is_some() {
        trigger.push(index);
    }
    ready_after_restart(input, index, result(Probe::Readiness), &mut status.ready);
}

/// Containers that were ready before the kubelet restarted stay so. Upstream: setReadyStateOnKubeletRestart.
fn ready_after_restart(input: &Input<'_>, index: usize, result: Option<ProbeResult>, ready: &mut bool) {
    let started = input.seen.newest(index).and_then(|instance| instance.started);
    if !super::started_before_kubelet(input.world, input.state, started) {
        return;
    }
    if result.is_none() {
        *ready = true;
    }
    let has_probe =
        input.state.shape.containers.get(index).is_some_and(|spec| spec.probe(Probe::Readiness).is_some());
    let conditions = input.state.api.status.conditions.iter().flatten();
    let pod_ready =
        conditions.into_iter().any(|condition| condition.type_ == "Ready" && condition.status == "True");
    if has_probe && !pod_ready {
        *ready = false;
    }
}

fn addresses(input: &Input<'_>, old: &PodStatus, status: &mut PodStatus) {
    status.host_ip = Some(NODE_ADDRESS.to_owned());
    status.host_ips = Some(vec![HostIP { ip: NODE_ADDRESS.to_owned() }]);
    let address = if input.state.shape.host_network() {
        Some(NODE_ADDRESS.to_owned())
    } else {
        // A dead sandbox has no address; the one of before stays. Upstream: getPodIPs, pkg/kubelet/pleg/generic.go.
        let sandbox = input.seen.sandbox().filter(|sandbox| sandbox.ready);
        sandbox.map(|sandbox| sandbox.address.clone()).or_else(|| old.pod_ip.clone())
    };
    status.pod_ips = address.clone().map(|ip| vec![PodIP { ip }]);
    status.pod_ip = address;
}

/// The time of a container's start or end as the status has it.
pub(super) fn time(at: Option<Millis>) -> Option<k8s_openapi::apimachinery::pkg::apis::meta::v1::Time> {
    at.map(Millis::to_time)
}
