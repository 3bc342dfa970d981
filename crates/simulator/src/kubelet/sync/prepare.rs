//! The first steps of a sync: the cache, the status as it is before anything is done, volumes, probe workers.

use super::Here;
use crate::Millis;
use crate::Word;
use crate::kubelet::{event, prober, publish, restart_policy, status, storage};
use crate::latency;
use crate::trace::EventType;
use crate::world::{Effects, KubeletEffect, SyncEffect, SyncKind, Timer};

/// Waits until the PLEG's cache is newer than the end of the last sync.
pub(super) fn await_cache(here: &Here<'_>) -> Effects {
    let mut effects = Effects::none();
    // Relists that found nothing are not simulated, but they count.
    let polled = latency::last_relist(here.world.now()).max(here.kubelet.cache_at);
    let fresh = here.kubelet.worker.last_sync.is_none_or(|last| polled.is_some_and(|polled| polled > last));
    if fresh {
        effects.sync(here.pod, SyncEffect::SeesCache);
        here.done(&mut effects, Millis::ZERO);
    }
    effects
}

/// Derives and publishes the status.
pub(super) fn status(here: &Here<'_>) -> Effects {
    let mut effects = Effects::none();
    let present = (here.state.changes, here.sync.seen.version);
    let plain = here.sync.kind == SyncKind::Sync;
    if plain && here.kubelet.settled == Some(present) {
        here.done(&mut effects, latency::STATUS);
        return effects;
    }
    let input = status::Input {
        world: here.world,
        state: here.state,
        kubelet: here.kubelet,
        seen: &here.sync.seen,
        allocated: &here.sync.allocated,
        terminal: here.sync.kind == SyncKind::Terminated,
    };
    let mut made = status::generate(&input);
    if here.sync.kind == SyncKind::Terminating {
        storage::tell(here.kubelet, &mut made.status);
    }
    if made.past_deadline {
        let message = crate::kubelet::deadline::MESSAGE;
        effects.push(event(here.state, None, EventType::Normal, Word::DeadlineExceeded, message));
    }
    effects.and(prober::trigger(here.world, here.pod, &made.trigger));
    let resetting = restart_policy::restarting(&made.status);
    let terminal = matches!(made.status.phase.as_deref(), Some("Failed" | "Succeeded"));
    let new = here.kubelet.status.as_deref() != Some(&made.status);
    if new {
        effects.and(publish::set(here.world, here.pod, made.status));
    } else if effects.is_empty() && !resetting && !terminal && plain && here.state.shape.deadline.is_none() {
        effects.kubelet(here.pod, KubeletEffect::Settled { runtime: here.sync.seen.version });
    }
    if resetting {
        effects.sync(here.pod, SyncEffect::Resetting);
    }
    if terminal && here.sync.kind == SyncKind::Sync {
        effects.sync(here.pod, SyncEffect::Terminal);
        here.abort(&mut effects);
        return effects;
    }
    here.done(&mut effects, latency::STATUS);
    effects
}

/// Waits for the volumes; the volume manager goes on with the sync when they are there.
pub(super) fn volumes(here: &Here<'_>) -> Effects {
    let mut effects = Effects::none();
    if here.kubelet.mounted || here.state.shape.used_volumes().next().is_none() {
        here.done(&mut effects, Millis::ZERO);
        return effects;
    }
    if !here.kubelet.mounting {
        effects.kubelet(here.pod, KubeletEffect::Mounting);
        effects.at(here.world.now() + Millis(100), Timer::Mount { pod: here.pod, attempt: 0 });
    }
    effects
}

/// Makes the probe workers.
pub(super) fn add_probes(here: &Here<'_>) -> Effects {
    let mut effects = prober::add_pod(here.world, here.pod, here.state, here.kubelet);
    here.done(&mut effects, Millis::ZERO);
    effects
}
