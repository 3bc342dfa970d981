//! The part of [`World::apply`] that changes the kubelet's memory of a Pod.

use super::{KubeletEffect, KubeletPod, PodId, Sync, Worker, WorkerChange, World};
use crate::Millis;
use std::rc::Rc;

impl World {
    pub(super) fn apply_kubelet(&mut self, pod: PodId, effect: KubeletEffect) {
        let now = self.now;
        let Some(state) = self.pods.get_mut(pod) else { return };
        state.changes += u64::from(state.kubelet.as_ref().is_none_or(|kubelet| matters(kubelet, &effect)));
        match effect {
            KubeletEffect::Settled(seen) => {
                if let Some(kubelet) = &mut state.kubelet {
                    kubelet.settled = Some((state.changes, seen));
                }
            }
            KubeletEffect::Known => state.kubelet = Some(KubeletPod::new()),
            KubeletEffect::Cached => {
                if let Some(kubelet) = &mut state.kubelet {
                    kubelet.cache = Rc::clone(&state.runtime);
                    kubelet.cache_at = Some(now);
                }
            }
            KubeletEffect::Worker(WorkerChange::Sees { runtime: true }) => {
                let seen = Rc::clone(&state.runtime);
                if let Some(sync) = state.kubelet.as_mut().and_then(|kubelet| kubelet.worker.sync.as_mut()) {
                    sync.seen = seen;
                }
            }
            other => {
                if let Some(kubelet) = &mut state.kubelet {
                    remember(kubelet, other, now);
                }
            }
        }
    }
}

/// Whether a change may make another status.
fn matters(kubelet: &KubeletPod, effect: &KubeletEffect) -> bool {
    match effect {
        KubeletEffect::Status(..) | KubeletEffect::ProbeGone(..) => true,
        KubeletEffect::Reason(container, reason) => kubelet.reasons.get(container) != reason.as_ref(),
        KubeletEffect::Probe(worker) => kubelet.probe(worker.container, worker.probe).is_none(),
        KubeletEffect::Result(instance, probe, result) => {
            kubelet.results.get(&(*instance, *probe)) != result.as_ref()
        }
        _ => false,
    }
}

fn remember(kubelet: &mut KubeletPod, effect: KubeletEffect, now: Millis) {
    match effect {
        KubeletEffect::Known | KubeletEffect::Cached | KubeletEffect::Settled(_) => {}
        KubeletEffect::Observed => kubelet.cache_at = Some(now),
        KubeletEffect::Status(status, finished) => {
            kubelet.status = Some(status);
            kubelet.finished |= finished;
        }
        KubeletEffect::Patching(patching) => kubelet.patching = patching,
        KubeletEffect::Worker(change) => {
            let seen = Rc::clone(&kubelet.cache);
            work(&mut kubelet.worker, change, seen, now);
        }
        KubeletEffect::Reason(container, Some(reason)) => drop(kubelet.reasons.insert(container, reason)),
        KubeletEffect::Reason(container, None) => drop(kubelet.reasons.remove(&container)),
        KubeletEffect::BackOff(container, wait) => drop(kubelet.waits.insert(container, wait)),
        KubeletEffect::Backoff(key, backoff) => drop(kubelet.backoffs.insert(key, backoff)),
        KubeletEffect::ImageBackoff(image, backoff, error) => {
            kubelet.image_backoffs.insert(image, (backoff, error));
        }
        KubeletEffect::Probe(worker) => {
            let place = kubelet
                .probes
                .iter_mut()
                .find(|known| known.container == worker.container && known.probe == worker.probe);
            match place {
                Some(place) => *place = *worker,
                None => kubelet.probes.push(*worker),
            }
        }
        KubeletEffect::ProbeGone(container, probe) => {
            kubelet.probes.retain(|worker| worker.container != container || worker.probe != probe);
        }
        KubeletEffect::Result(instance, probe, Some(result)) => {
            kubelet.results.insert((instance, probe), result);
        }
        KubeletEffect::Result(instance, probe, None) => drop(kubelet.results.remove(&(instance, probe))),
        KubeletEffect::Mounting => kubelet.mounting = true,
        KubeletEffect::Mounted => kubelet.mounted = true,
        KubeletEffect::Kill(kill) => {
            match kubelet.kills.iter_mut().find(|known| known.instance == kill.instance) {
                Some(known) => *known = *kill,
                None => kubelet.kills.push(*kill),
            }
        }
        KubeletEffect::KillsOver => kubelet.kills.clear(),
    }
}

fn work(worker: &mut Worker, change: WorkerChange, seen: Rc<super::Runtime>, now: Millis) {
    match change {
        WorkerChange::Pending(pending) => worker.pending = pending,
        WorkerChange::Stage(stage) => worker.stage = stage,
        WorkerChange::Grace(grace) => worker.grace = Some(grace),
        WorkerChange::Began(sync) => {
            worker.syncs += 1;
            worker.sync = Some(Sync { number: worker.syncs, ..*sync });
        }
        WorkerChange::Ended => {
            worker.sync = None;
            worker.last_sync = Some(now);
        }
        WorkerChange::Queued => worker.queued += 1,
        change => {
            if let Some(sync) = &mut worker.sync {
                go_on(sync, change, seen);
            }
        }
    }
}

fn go_on(sync: &mut Sync, change: WorkerChange, seen: Rc<super::Runtime>) {
    match change {
        WorkerChange::Sees { .. } => sync.seen = seen,
        WorkerChange::Pop => drop(sync.steps.pop_front()),
        WorkerChange::Push(steps) => steps.into_iter().rev().for_each(|step| sync.steps.push_front(step)),
        WorkerChange::Skip => {
            let last = sync.steps.pop_back();
            sync.steps.clear();
            sync.steps.extend(last);
        }
        WorkerChange::Result { failed, retry } => {
            sync.results += 1;
            sync.failed |= failed;
            sync.retry = match (sync.retry, retry) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
        WorkerChange::Terminal => sync.terminal = true,
        WorkerChange::Resetting => sync.resetting = true,
        _ => {}
    }
}
