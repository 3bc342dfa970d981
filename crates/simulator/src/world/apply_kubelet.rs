//! The part of [`World::apply`] that changes the kubelet's memory of a Pod.

use super::{
    Kill, KubeletEffect, KubeletPod, PodId, ProbeWorker, RuntimePod, Sync, SyncEffect, Worker, WorkerEffect,
    World,
};
use crate::Millis;
use std::rc::Rc;

impl World {
    pub(super) fn apply_kubelet(&mut self, pod: PodId, effect: KubeletEffect) {
        let now = self.now;
        let Some(state) = self.pods.get_mut(pod) else { return };
        let Some(kubelet) = &mut state.kubelet else { return };
        state.changes += u64::from(may_change_status(kubelet, &effect));
        match effect {
            KubeletEffect::Cached => {
                kubelet.cache = Rc::clone(&state.runtime);
                kubelet.cache_at = Some(now);
            }
            KubeletEffect::Observed => kubelet.cache_at = Some(now),
            KubeletEffect::Status { status, is_final } => {
                kubelet.status = Some(status);
                kubelet.finished |= is_final;
            }
            KubeletEffect::Settled { runtime } => kubelet.settled = Some((state.changes, runtime)),
            KubeletEffect::Patching(patching) => kubelet.patching = patching,
            KubeletEffect::Worker(effect) => apply_worker(&mut kubelet.worker, effect, now),
            KubeletEffect::Sync(effect) => {
                if let Some(sync) = &mut kubelet.worker.sync {
                    apply_sync(sync, effect, &kubelet.cache, &state.runtime);
                }
            }
            KubeletEffect::Reason { container, reason: Some(reason) } => {
                kubelet.reasons.insert(container, reason);
            }
            KubeletEffect::Reason { container, reason: None } => {
                kubelet.reasons.remove(&container);
            }
            KubeletEffect::RestartWait { container, wait } => {
                kubelet.waits.insert(container, wait);
            }
            KubeletEffect::BackOff { container, image, resources, entry } => {
                kubelet.backoffs.insert((container, image, resources), entry);
            }
            KubeletEffect::ImageBackOff { image, entry, error } => {
                kubelet.image_backoffs.insert(image, (entry, error));
            }
            KubeletEffect::Probe(worker) => set_probe(&mut kubelet.probes, *worker),
            KubeletEffect::ProbeGone { container, probe } => {
                kubelet.probes.retain(|worker| worker.container != container || worker.probe != probe);
            }
            KubeletEffect::Result { instance, probe, result: Some(result) } => {
                kubelet.results.insert((instance, probe), result);
            }
            KubeletEffect::Result { instance, probe, result: None } => {
                kubelet.results.remove(&(instance, probe));
            }
            KubeletEffect::Mounting => kubelet.mounting = true,
            KubeletEffect::Mounted => kubelet.mounted = true,
            KubeletEffect::Kill(kill) => set_kill(&mut kubelet.kills, *kill),
            KubeletEffect::KillsOver => kubelet.kills.clear(),
            KubeletEffect::Resizing(resizing) => kubelet.resizing = *resizing,
            KubeletEffect::Reinspect(reinspect) => kubelet.reinspect = reinspect,
            KubeletEffect::Heard(shape) => kubelet.heard = Some(shape),
        }
    }
}

/// Whether deriving the Pod's status after a change may give another one.
fn may_change_status(kubelet: &KubeletPod, effect: &KubeletEffect) -> bool {
    match effect {
        KubeletEffect::Status { .. } | KubeletEffect::ProbeGone { .. } | KubeletEffect::Resizing(_) => true,
        KubeletEffect::Reason { container, reason } => kubelet.reasons.get(container) != reason.as_ref(),
        KubeletEffect::Probe(worker) => kubelet.probe(worker.container, worker.probe).is_none(),
        KubeletEffect::Result { instance, probe, result } => {
            kubelet.results.get(&(*instance, *probe)) != result.as_ref()
        }
        KubeletEffect::Cached
        | KubeletEffect::Observed
        | KubeletEffect::Settled { .. }
        | KubeletEffect::Patching(_)
        | KubeletEffect::Worker(_)
        | KubeletEffect::Sync(_)
        | KubeletEffect::RestartWait { .. }
        | KubeletEffect::BackOff { .. }
        | KubeletEffect::ImageBackOff { .. }
        | KubeletEffect::Mounting
        | KubeletEffect::Mounted
        | KubeletEffect::Kill(_)
        | KubeletEffect::KillsOver
        | KubeletEffect::Heard(_)
        | KubeletEffect::Reinspect(_) => false,
    }
}

fn set_probe(probes: &mut Vec<ProbeWorker>, worker: ProbeWorker) {
    let same = |known: &&mut ProbeWorker| known.container == worker.container && known.probe == worker.probe;
    match probes.iter_mut().find(same) {
        Some(known) => *known = worker,
        None => probes.push(worker),
    }
}

fn set_kill(kills: &mut Vec<Kill>, kill: Kill) {
    match kills.iter_mut().find(|known| known.instance == kill.instance) {
        Some(known) => *known = kill,
        None => kills.push(kill),
    }
}

fn apply_worker(worker: &mut Worker, effect: WorkerEffect, now: Millis) {
    match effect {
        WorkerEffect::Pending(pending) => worker.pending = pending,
        WorkerEffect::Stage(stage) => worker.stage = stage,
        WorkerEffect::Grace(grace) => worker.grace = Some(grace),
        WorkerEffect::Evicted(message) => worker.evicted = Some(message),
        WorkerEffect::Began(sync) => {
            worker.syncs += 1;
            worker.sync = Some(Sync { number: worker.syncs, ..*sync });
        }
        WorkerEffect::Ended => {
            worker.sync = None;
            worker.last_sync = Some(now);
        }
        WorkerEffect::Queued => worker.queued += 1,
    }
}

fn apply_sync(sync: &mut Sync, effect: SyncEffect, cache: &Rc<RuntimePod>, runtime: &Rc<RuntimePod>) {
    match effect {
        SyncEffect::SeesCache => sync.seen = Rc::clone(cache),
        SyncEffect::SeesRuntime => sync.seen = Rc::clone(runtime),
        SyncEffect::Pop => {
            sync.steps.pop_front();
        }
        SyncEffect::Push(steps) => steps.into_iter().rev().for_each(|step| sync.steps.push_front(step)),
        SyncEffect::Due(at) => sync.due = at,
        SyncEffect::Skip => {
            let last = sync.steps.pop_back();
            sync.steps.clear();
            sync.steps.extend(last);
        }
        SyncEffect::Succeeded => sync.results += 1,
        SyncEffect::Failed { retry } => {
            sync.results += 1;
            sync.failed = true;
            sync.retry = match (sync.retry, retry) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
        SyncEffect::ImageVolume(volume, reason) => sync.image_volumes.push((volume, reason)),
        SyncEffect::Terminal => sync.terminal = true,
        SyncEffect::Resetting => sync.resetting = true,
    }
}
