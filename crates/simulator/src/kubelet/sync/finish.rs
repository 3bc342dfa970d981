//! The end of a sync. Upstream: completeWork, pkg/kubelet/pod_workers.go.

use super::Here;
use crate::world::{Effects, Stage, SyncKind, Timer, WorkerEffect};
use crate::{Millis, latency};
use api::Gate;

/// Ends the sync and sets the time at which the next one comes by itself.
pub(super) fn finish(here: &Here<'_>) -> Effects {
    let (pod, worker) = (here.pod, &here.kubelet.worker);
    let mut effects = Effects::none();
    effects.worker(pod, WorkerEffect::Ended);
    let on_demand = here.world.kubernetes().enabled(Gate::PLEGOnDemandRelist);
    if on_demand && here.sync.kind == SyncKind::Sync && here.sync.results > 0 && !here.sync.failed {
        effects.at(here.world.now() + latency::RELIST_POD, Timer::RelistPod(pod));
    }
    let mut again = worker.pending;
    match here.sync.kind {
        SyncKind::Sync if here.sync.terminal && worker.stage == Stage::Syncing => {
            effects.worker(pod, WorkerEffect::Stage(Stage::Terminating));
            again = true;
        }
        SyncKind::Terminating => {
            effects.worker(pod, WorkerEffect::Stage(Stage::Terminated));
            again = true;
        }
        SyncKind::Terminated => {
            effects.worker(pod, WorkerEffect::Stage(Stage::Finished));
            return effects;
        }
        SyncKind::Sync => {}
    }
    effects.worker(pod, WorkerEffect::Queued);
    if again {
        effects.worker(pod, WorkerEffect::Pending(true));
        effects.at(here.world.now(), Timer::Work(pod));
        return effects;
    }
    let wait = match (here.sync.failed, here.sync.retry) {
        (false, _) => latency::RESYNC_OK,
        (true, Some(retry)) => (retry - here.world.now()).min(latency::RESYNC),
        (true, None) => latency::RETRY,
    };
    let due = latency::next_tick(here.world.now() + wait.max(Millis(1)));
    effects.at(due, Timer::Queue { pod, entry: worker.queued + 1 });
    effects
}
