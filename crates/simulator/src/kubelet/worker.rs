//! The Pod worker: what wakes it, what it does next. Upstream: pkg/kubelet/pod_workers.go.

use super::resize;
use crate::Millis;
use crate::world::{
    Effects, InstanceState, KubeletEffect, KubeletPod, NodeEffect, PodId, PodState, ProbeWorker, Stage, Step,
    Sync, SyncEffect, SyncKind, Timer, WorkerEffect, World,
};
use std::rc::Rc;

/// Somebody wants the Pod synced; requests that arrive meanwhile merge into one.
pub(crate) fn request(world: &World, pod: PodId) -> Effects {
    let mut effects = Effects::none();
    let Some((_, kubelet)) = world.known(pod) else { return effects };
    if kubelet.worker.stage == Stage::Finished {
        return effects;
    }
    effects.worker(pod, WorkerEffect::Pending(true));
    if kubelet.worker.sync.is_none() {
        effects.at(world.now(), Timer::Work(pod));
    }
    effects
}

/// The kubelet hears of a change of the Pod's object. Upstream: UpdatePod.
pub(crate) fn config(world: &World, pod: PodId) -> Effects {
    let Some(state) = world.pod(pod).filter(|state| state.api.bound && world.kubelet_of(state).up) else {
        return Effects::none();
    };
    let Some(kubelet) = &state.kubelet else { return admit(world, pod, state) };
    let mut effects = Effects::none();
    effects.and(if state.api.removed { resize::retry(world) } else { resize::heard(world, pod) });
    match kubelet.worker.stage {
        Stage::Finished | Stage::Terminated => return effects,
        Stage::Terminating => {}
        Stage::Syncing => {
            if state.api.deletion.is_none() && !state.api.removed {
                effects.and(request(world, pod));
                return effects;
            }
            effects.and(terminate(world, pod, kubelet));
        }
    }
    if let Some(deletion) = state.api.deletion {
        let known = kubelet.worker.grace;
        let grace = known.map_or(deletion.grace, |known| known.min(deletion.grace)).max(1);
        effects.worker(pod, WorkerEffect::Grace(grace));
    }
    effects.and(request(world, pod));
    effects
}

/// A Pod that the kubelet sees for the first time.
fn admit(world: &World, pod: PodId, state: &PodState) -> Effects {
    let mut effects = Effects::none();
    if state.api.removed {
        return orphan(world, pod, state);
    }
    if let Some(refusal) = super::admission::refusal(world, pod, state) {
        return refusal;
    }
    effects.node(NodeEffect::Admitted(pod));
    effects.kubelet(pod, KubeletEffect::Heard(Rc::clone(&state.shape)));
    if state.allocated.is_none() {
        effects.node(NodeEffect::Allocated(pod, Rc::clone(&state.shape)));
    } else {
        effects.and(resize::backfill(world, pod, state));
    }
    if state.api.deletion.is_some() || state.is_terminal() {
        effects.worker(pod, WorkerEffect::Stage(Stage::Terminating));
    }
    effects.worker(pod, WorkerEffect::Pending(true));
    effects.at(world.now(), Timer::Work(pod));
    effects
}

/// Containers that still run, of a Pod whose object went while the kubelet was away, are stopped within a second.
/// Upstream: HandlePodCleanups, pkg/kubelet/kubelet_pods.go.
fn orphan(world: &World, pod: PodId, state: &PodState) -> Effects {
    let mut effects = Effects::none();
    if !state.runtime.instances.iter().any(|one| one.state == InstanceState::Running) {
        return effects;
    }
    effects.node(NodeEffect::Admitted(pod));
    effects.worker(pod, WorkerEffect::Stage(Stage::Terminating));
    effects.worker(pod, WorkerEffect::Grace(1));
    effects.worker(pod, WorkerEffect::Pending(true));
    effects.at(world.now(), Timer::Work(pod));
    effects
}

/// The Pod is to be stopped; a sync that waits for volumes gives up.
fn terminate(world: &World, pod: PodId, kubelet: &KubeletPod) -> Effects {
    let mut effects = Effects::none();
    effects.worker(pod, WorkerEffect::Stage(Stage::Terminating));
    let Some(sync) = &kubelet.worker.sync else { return effects };
    // Probes live in the context of the sync that made them. Upstream: AddPod, pkg/kubelet/prober/prober_manager.go.
    for probe in kubelet.probes.iter().filter(|probe| probe.sync == sync.number) {
        let cancelled = ProbeWorker { cancelled: true, ..probe.clone() };
        effects.kubelet(pod, KubeletEffect::Probe(Box::new(cancelled)));
    }
    if matches!(sync.steps.front(), Some(Step::Volumes)) {
        effects.sync(pod, SyncEffect::Skip);
        effects.at(world.now(), Timer::Step { pod, sync: sync.number });
    }
    effects
}

/// Begins the sync that was asked for.
pub(crate) fn work(world: &World, pod: PodId) -> Effects {
    let mut effects = Effects::none();
    let Some((state, kubelet)) = world.known(pod) else { return effects };
    let worker = &kubelet.worker;
    if worker.sync.is_some() || !worker.pending || worker.stage == Stage::Finished {
        return effects;
    }
    let (kind, steps) = match worker.stage {
        Stage::Syncing => (SyncKind::Sync, sync_steps(state, kubelet)),
        Stage::Terminating => (
            SyncKind::Terminating,
            vec![
                Step::AwaitCache,
                Step::Status,
                Step::StopProbes,
                Step::KillPod { grace: worker.grace },
                Step::Stopped,
                Step::Finish,
            ],
        ),
        Stage::Terminated | Stage::Finished => (
            SyncKind::Terminated,
            vec![Step::AwaitCache, Step::Status, Step::Unmount, Step::Finalize, Step::Finish],
        ),
    };
    effects.worker(pod, WorkerEffect::Pending(false));
    effects.worker(
        pod,
        WorkerEffect::Began(Box::new(Sync {
            kind,
            number: 0,
            steps: steps.into(),
            due: Millis::ZERO,
            seen: Rc::clone(&kubelet.cache),
            allocated: Rc::clone(state.allocation()),
            results: 0,
            failed: false,
            retry: None,
            terminal: false,
            resetting: false,
            image_volumes: Vec::new(),
        })),
    );
    effects.at(world.now(), Timer::Step { pod, sync: worker.syncs + 1 });
    effects
}

/// A sync of a Pod that is to run; without volumes or probes it has nothing to do for them.
fn sync_steps(state: &PodState, kubelet: &KubeletPod) -> Vec<Step> {
    let has_volumes = state.shape.used_volumes().next().is_some();
    let mut steps = Vec::with_capacity(8);
    steps.push(Step::AwaitCache);
    steps.extend(resize::is_concerned(state, kubelet).then_some(Step::Resized));
    steps.push(Step::Status);
    steps.extend(has_volumes.then_some(Step::Volumes));
    steps.extend(state.shape.has_probes().then_some(Step::AddProbes));
    steps.extend([Step::Plan, Step::Finish]);
    steps
}

/// The work queue's turn for a Pod; only the newest entry counts.
pub(crate) fn queue(world: &World, pod: PodId, number: u32) -> Effects {
    match world.known(pod) {
        Some((_, kubelet)) if kubelet.worker.queued == number => request(world, pod),
        _ => Effects::none(),
    }
}
