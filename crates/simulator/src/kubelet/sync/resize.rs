//! The steps of a sync that a resize takes part in.

use super::Here;
use crate::Millis;
use crate::kubelet::resize;
use crate::latency;
use crate::world::{Effects, Updates};

/// Whether a resize is over, before the status tells it.
pub(super) fn check(here: &Here<'_>) -> Effects {
    let mut effects = resize::check(here.world, here.pod, here.state, here.kubelet, here.sync);
    here.done(&mut effects, Millis::ZERO);
    effects
}

/// Changes what runs, after containers were stopped and before new ones are started.
pub(super) fn carry_out(here: &Here<'_>, updates: &Updates) -> Effects {
    let mut effects = resize::actuate(here.world, here.pod, here.state, here.sync, updates);
    here.done(&mut effects, latency::CALL);
    effects
}
