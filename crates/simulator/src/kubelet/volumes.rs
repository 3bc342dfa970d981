//! Volumes: what has to be there before the first container starts. Upstream: pkg/kubelet/volumemanager.

use super::{contents, event};
use crate::Millis;
use crate::Word;
use crate::latency;
use crate::trace::EventType;
use crate::world::{Cluster, Effects, KubeletEffect, PodId, PodState, Stage, Step, Timer, World};
use k8s_openapi::api::core::v1::Volume;

/// The first retry; each further one waits twice as long, up to two minutes and two seconds.
const FIRST_RETRY: Millis = Millis(500);
const LAST_RETRY: Millis = Millis(122_000);

/// The messages of the volumes that cannot be mounted.
fn missing(cluster: &Cluster, state: &PodState) -> Vec<String> {
    let message = |volume: &Volume| {
        let lacks = contents::lacks(cluster, state, volume);
        let why = match lacks.as_slice() {
            [] => return None,
            [one] => one.clone(),
            several => format!("[{}]", several.join(", ")),
        };
        Some(format!("MountVolume.SetUp failed for volume {:?} : {why}", volume.name))
    };
    state.shape.used_volumes().filter_map(message).collect()
}

/// The volume manager tries to mount what is missing.
pub(crate) fn mount(world: &World, pod: PodId, attempt: u32) -> Effects {
    let mut effects = Effects::none();
    let Some((state, kubelet)) = world.known(pod) else { return effects };
    if kubelet.mounted || kubelet.worker.stage != Stage::Syncing {
        return effects;
    }
    let missing = missing(world.cluster(), state);
    if missing.is_empty() {
        effects.kubelet(pod, KubeletEffect::Mounted);
        if let Some(sync) = &kubelet.worker.sync
            && matches!(sync.steps.front(), Some(Step::Volumes))
        {
            let delay = if attempt == 0 { latency::MOUNT - Millis(100) } else { Millis(150) };
            effects.at(world.now() + delay, Timer::Step { pod, sync: sync.number });
        }
        return effects;
    }
    for message in missing {
        effects.push(event(state, None, EventType::Warning, Word::FailedMount, message));
    }
    let retry = Millis(FIRST_RETRY.0.saturating_mul(1 << attempt.min(20))).min(LAST_RETRY);
    effects.at(world.now() + retry, Timer::Mount { pod, attempt: attempt + 1 });
    effects
}
