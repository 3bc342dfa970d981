//! The status manager: holds the status of each Pod and writes it to the API.
//! Upstream: pkg/kubelet/status/status_manager.go.

use super::{resize, status};
use crate::Millis;
use crate::cluster::{scheduler, watch};
use crate::latency;
use crate::shape::{Restart, Role};
use crate::trace::{MarkKind, What, named, status_of};
use crate::world::{
    Effects, KubeletEffect, KubeletPod, NodeEffect, ObjectEffect, PodId, PodState, Stage, Status, Timer,
    World,
};
use k8s_openapi::api::core::v1::{ContainerStatus, PodStatus};
use std::rc::Rc;

/// Gives the manager a new status; one without news is dropped.
pub(crate) fn set(world: &World, pod: PodId, new: PodStatus) -> Effects {
    let known = world.known(pod).and_then(|(_, kubelet)| kubelet.status.as_deref());
    if known == Some(&new) { Effects::none() } else { take(world, pod, new, false) }
}

/// Gives the manager the last status of a Pod, which is written even when it is no news.
pub(crate) fn set_last(world: &World, pod: PodId, last: PodStatus) -> Effects {
    take(world, pod, last, true)
}

fn take(world: &World, pod: PodId, new: PodStatus, is_final: bool) -> Effects {
    let mut effects = Effects::none();
    let Some((state, kubelet)) = world.known(pod) else { return effects };
    let old = kubelet.status.as_deref().unwrap_or(&state.api.status);
    if !may_follow(state, old, &new) {
        return effects;
    }
    let first = kubelet.status.is_none();
    marks(pod, state, kubelet, &new, &mut effects);
    if first {
        effects.and(super::deadline::arm(state, pod, &new));
    }
    effects.kubelet(pod, KubeletEffect::Status { status: Rc::new(new), is_final });
    if !kubelet.patching {
        effects.kubelet(pod, KubeletEffect::Patching(true));
        let other = world.node().last_patch.filter(|(other, _)| *other != pod);
        let free = other.map_or(Millis::ZERO, |(_, last)| last + latency::NEXT_PATCH);
        let at = free.max(world.now() + latency::PATCH);
        effects.node(NodeEffect::Patch { pod, at });
        effects.at(at, Timer::Patch(pod));
    }
    effects
}

/// Whether no container that has ended for good seems to be back; such a status is dropped.
/// Upstream: checkContainerStateTransition.
fn may_follow(state: &PodState, old: &PodStatus, new: &PodStatus) -> bool {
    let shape = &state.shape;
    if shape.restart == Restart::Always || shape.could_restart_all() {
        return true;
    }
    let ended = |status: &ContainerStatus| {
        let terminated = status.state.as_ref().and_then(|state| state.terminated.as_ref());
        terminated.map(|terminated| terminated.exit_code)
    };
    let lists = [
        (&old.container_statuses, &new.container_statuses),
        (&old.init_container_statuses, &new.init_container_statuses),
    ];
    lists.into_iter().all(|(old, new)| {
        old.iter().flatten().all(|status| {
            let (Some(code), Some((_, spec))) = (ended(status), shape.named(&status.name).next()) else {
                return true;
            };
            spec.role == Role::Sidecar
                || (code != 0 && shape.restart == Restart::OnFailure)
                || shape.restarts(spec, code)
                || named(new.as_deref().unwrap_or_default(), spec.index, &spec.name)
                    .is_none_or(|now| ended(now).is_some())
        })
    })
}

/// The manager writes what it has to the API; when all is done the object is deleted.
pub(crate) fn patch(world: &World, pod: PodId) -> Effects {
    let mut effects = Effects::none();
    let Some((state, kubelet)) = world.known(pod) else { return effects };
    effects.kubelet(pod, KubeletEffect::Patching(false));
    let Some(own) = &kubelet.status else { return effects };
    if state.api.removed {
        return effects;
    }
    let could_be_running = matches!(kubelet.worker.stage, Stage::Syncing | Stage::Terminating);
    let merged = status::merge(&state.api.status, own, could_be_running);
    let terminal = matches!(merged.phase.as_deref(), Some("Failed" | "Succeeded"));
    if merged != state.api.status {
        if merged.phase != state.api.status.phase {
            let phase = merged.phase.as_deref().unwrap_or_default();
            let reason = merged.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
            effects.pod_message(pod, format!("phase {phase}{reason}"));
        }
        effects.and(resize::freed(world, state, &merged));
        if scheduler::has_waiting(world)
            && resize::shrank(world, &state.shape.spec, &state.api.status, &merged)
        {
            effects.and(scheduler::retry(world));
        }
        effects.object(pod, ObjectEffect::Status(merged));
        effects.and(watch::pod_changed(world, pod));
        if terminal && !state.is_terminal() {
            effects.and(scheduler::retry_after(world, state));
        }
    }
    if state.api.deletion.is_some() && kubelet.finished && terminal {
        effects.at(world.now() + latency::PATCH, Timer::Remove(pod));
    }
    effects
}

/// The stored readiness of a container changed. Upstream: SetContainerReadiness.
pub(crate) fn readiness(world: &World, pod: PodId, container: usize, ready: bool) -> Effects {
    let Some((state, kubelet)) = world.known(pod) else { return Effects::none() };
    let Some(mut new) = kubelet.status.as_deref().cloned() else { return Effects::none() };
    let Some(found) = find(state, &mut new, container) else { return Effects::none() };
    if found.ready == ready {
        return Effects::none();
    }
    found.ready = ready;
    let phase = new.phase.as_deref().unwrap_or_default();
    let init = new.init_container_statuses.as_deref().unwrap_or_default();
    let app = new.container_statuses.as_deref().unwrap_or_default();
    let conditions = new.conditions.as_deref().unwrap_or_default();
    let of_pod = status::pod_ready(&state.shape, conditions, phase, init, app);
    let of_containers = status::containers_ready(&state.shape, phase, init, app);
    status::set_condition(state, &mut new, of_pod, world.now());
    status::set_condition(state, &mut new, of_containers, world.now());
    set(world, pod, new)
}

/// The stored startup result of a container changed. Upstream: SetContainerStartup.
pub(crate) fn startup(world: &World, pod: PodId, container: usize, started: bool) -> Effects {
    let Some((state, kubelet)) = world.known(pod) else { return Effects::none() };
    let Some(mut new) = kubelet.status.as_deref().cloned() else { return Effects::none() };
    let Some(found) = find(state, &mut new, container) else { return Effects::none() };
    if found.started == Some(started) {
        return Effects::none();
    }
    found.started = Some(started);
    set(world, pod, new)
}

/// The sandbox is ready and the first container is not made yet. Upstream: OnPodSandboxReady.
pub(crate) fn sandbox_ready(world: &World, pod: PodId) -> Effects {
    let Some((state, kubelet)) = world.known(pod) else { return Effects::none() };
    let Some(mut new) = kubelet.status.as_deref().cloned() else { return Effects::none() };
    let mut conditions = new.conditions.iter().flatten();
    let Some(known) = conditions.find(|one| one.type_ == "PodReadyToStartContainers") else {
        return Effects::none();
    };
    let mut ready = known.clone();
    "True".clone_into(&mut ready.status);
    status::set_condition(state, &mut new, ready, world.now());
    set(world, pod, new)
}

fn find<'a>(
    state: &PodState,
    status: &'a mut PodStatus,
    container: usize,
) -> Option<&'a mut ContainerStatus> {
    let spec = state.shape.containers.get(container)?;
    let list = if spec.role.is_init() {
        &mut status.init_container_statuses
    } else {
        &mut status.container_statuses
    };
    list.iter_mut().flatten().find(|one| one.name == spec.name)
}

/// Marks on the lanes that containers are ready, not ready or started, at the time when the kubelet comes to know it.
fn marks(pod: PodId, state: &PodState, kubelet: &KubeletPod, new: &PodStatus, effects: &mut Effects) {
    for (index, spec) in state.shape.containers.iter().enumerate() {
        let of = |status: &PodStatus| {
            status_of(status, spec.role, spec.index, &spec.name)
                .map(|one| (one.ready, one.started == Some(true)))
                .unwrap_or_default()
        };
        let old: Option<&Status> = kubelet.status.as_ref();
        let (was_ready, was_started) = old.map(|old| of(old)).unwrap_or_default();
        let (ready, started) = of(new);
        if started && !was_started {
            effects.mark(pod, index, MarkKind::Started);
            if spec.container.startup_probe.is_some() {
                effects.change(pod, index, What::StartupDone);
            }
        }
        if spec.role == Role::Init || ready == was_ready {
            continue;
        }
        let (mark, what) =
            if ready { (MarkKind::Ready, What::Ready) } else { (MarkKind::NotReady, What::NotReady) };
        effects.mark(pod, index, mark);
        effects.change(pod, index, what);
    }
}
