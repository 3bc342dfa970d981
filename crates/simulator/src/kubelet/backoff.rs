//! The back-off before restarts and pulls. Upstream: doBackOff, kuberuntime_manager.go, and
//! client-go/util/flowcontrol/backoff.go.

use super::resize::amounts;
use crate::Millis;
use crate::shape::ContainerShape;
use crate::world::{
    Amounts, BackOffEntry, Instance, InstanceState, Instances, KubeletPod, PodState, Sync, World,
};
use api::{Gate, Kubernetes};
use std::fmt::Write as _;

/// The shortest and the longest wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    /// The first wait; each further one is twice as long.
    initial: Millis,
    /// The longest wait; an entry is forgotten after twice of it.
    maximum: Millis,
}

/// For pulls, and for restarts unless a gate shortens them.
pub(crate) const DEFAULT: Range = Range { initial: Millis::seconds(10), maximum: Millis::seconds(300) };

/// For restarts.
pub(crate) fn restarts(kubernetes: &Kubernetes) -> Range {
    if kubernetes.enabled(Gate::ReduceDefaultCrashLoopBackOffDecay) {
        Range { initial: Millis::seconds(1), maximum: Millis::seconds(60) }
    } else {
        DEFAULT
    }
}

/// Whether an entry that was updated then is stale for something that happened at `at`.
fn expired(range: Range, entry: BackOffEntry, at: Millis) -> bool {
    at - entry.updated > range.maximum + range.maximum
}

/// The end of the wait that holds at `now` for something that happened at `at`.
pub(crate) fn until(range: Range, entry: Option<BackOffEntry>, at: Millis, now: Millis) -> Option<Millis> {
    let entry = entry.filter(|entry| !expired(range, *entry, at))?;
    let end = at + entry.length;
    (now < end).then_some(end)
}

/// The entry after one more start.
pub(crate) fn next(range: Range, entry: Option<BackOffEntry>, at: Millis, now: Millis) -> BackOffEntry {
    let length = match entry.filter(|entry| !expired(range, *entry, at)) {
        Some(entry) => Millis(entry.length.0.saturating_mul(2)).min(range.maximum),
        None => range.initial,
    };
    BackOffEntry { length, updated: now }
}

/// The newest instance of a container that has ended.
pub(crate) fn last_exit(instances: &Instances, container: usize) -> Option<&Instance> {
    instances.of(container).find(|instance| instance.state == InstanceState::Exited)
}

/// The image of a container; a new image has a back-off of its own.
pub(crate) fn image(state: &PodState, container: usize) -> &str {
    state.shape.containers.get(container).map(ContainerShape::image).unwrap_or_default()
}

/// The resources of a container; other ones have a back-off of their own, where they can be resized.
pub(crate) fn resources(world: &World, sync: &Sync, container: usize) -> Amounts {
    if world.kubernetes().enabled(Gate::InPlacePodVerticalScaling) {
        amounts::of(&sync.allocated, container, world.kubernetes())
    } else {
        Amounts::default()
    }
}

/// The entry of a container, when there is one.
pub(crate) fn entry(
    state: &PodState,
    kubelet: &KubeletPod,
    container: usize,
    resources: Amounts,
) -> Option<BackOffEntry> {
    let image = image(state, container);
    let mut entries = kubelet.backoffs.iter();
    let is_it = |(of, with, amounts): &(usize, String, Amounts)| {
        *of == container && with == image && *amounts == resources
    };
    entries.find(|(key, _)| is_it(key)).map(|(_, entry)| *entry)
}

/// As Go prints a duration: `10s`, `1m20s`, `5m0s`.
pub(crate) fn go_duration(length: Millis) -> String {
    let seconds = length.whole_seconds();
    let mut text = String::new();
    if seconds >= 60 {
        let _ = write!(text, "{}m", seconds / 60);
    }
    let _ = write!(text, "{}s", seconds % 60);
    text
}

#[cfg(test)]
mod tests {
    use super::{BackOffEntry, DEFAULT, Millis, go_duration, next, until};

    #[test]
    fn doubles_up_to_five_minutes_and_starts_over_after_ten() {
        let mut entry: Option<BackOffEntry> = None;
        let mut lengths = Vec::new();
        let mut now = Millis::ZERO;
        for _ in 0..7 {
            entry = Some(next(DEFAULT, entry, now, now));
            lengths.extend(entry.map(|entry| go_duration(entry.length)));
            now = now + Millis::seconds(300);
        }
        assert_eq!(lengths, ["10s", "20s", "40s", "1m20s", "2m40s", "5m0s", "5m0s"]);
        let exit = now + Millis::seconds(301);
        assert_eq!(until(DEFAULT, entry, exit, exit), None);
        assert_eq!(next(DEFAULT, entry, exit, exit).length, Millis::seconds(10));
    }
}
