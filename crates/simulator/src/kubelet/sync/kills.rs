//! Stops inside a sync: one container, or the whole Pod. Upstream: killContainer and killContainersWithSyncResult.

use super::Here;
use crate::Millis;
use crate::Word;
use crate::kubelet::kill;
use crate::trace::EventType;
use crate::world::{Effects, InstanceState, KillStage, KubeletEffect, Step, SyncEffect};

/// Stops all that ran when the sync began, in parallel, then the sandbox.
pub(super) fn pod(here: &Here<'_>, grace: Option<i64>) -> Effects {
    let mut effects = Effects::none();
    let running = here.sync.seen.instances.iter().filter(|one| one.state == InstanceState::Running);
    let grace = grace
        .unwrap_or_else(|| here.state.api.deletion.map_or(here.state.shape.grace, |deletion| deletion.grace));
    for instance in running {
        let name = here.state.shape.containers.get(instance.container).map(|spec| spec.name.as_str());
        let message = format!("Stopping container {}", name.unwrap_or_default());
        effects.push(here.event(Some(instance.container), EventType::Normal, Word::Killing, message));
        effects.and(kill::begin_with_all(here.world, here.pod, instance, grace));
        effects.sync(here.pod, SyncEffect::Succeeded);
    }
    here.then(&mut effects, vec![Step::AwaitKills, Step::StopSandbox], Millis::ZERO);
    effects
}

/// Stops one container.
pub(super) fn one(here: &Here<'_>, instance: u32, message: &str, grace: i64) -> Effects {
    let mut effects = Effects::none();
    let Some(found) = here.state.runtime.instance(instance) else {
        here.done(&mut effects, Millis::ZERO);
        return effects;
    };
    effects.push(here.event(Some(found.container), EventType::Normal, Word::Killing, message));
    effects.and(kill::begin(here.world, here.pod, found, grace));
    effects.sync(here.pod, SyncEffect::Succeeded);
    here.then(&mut effects, vec![Step::AwaitKills], Millis::ZERO);
    effects
}

/// Goes on when all kills are over.
pub(super) fn wait(here: &Here<'_>) -> Effects {
    let mut effects = Effects::none();
    if here.kubelet.kills.iter().all(|kill| kill.stage == KillStage::Done) {
        effects.kubelet(here.pod, KubeletEffect::KillsOver);
        here.done(&mut effects, crate::latency::CALL);
    }
    effects
}
