//! A DaemonSet's new template comes to its nodes, as many at a time as its strategy lets.
//! Upstream: rollingUpdate, pkg/controller/daemon/update.go.

use super::{Place, Turn, pods};
use crate::world::{PodId, PodState};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// The Pods on a node, without those that are being deleted.
enum Stand<'a> {
    /// No Pod, or more than one of a template: the node is without an available Pod until that is mended.
    Unsettled,
    /// Only a Pod of the present template.
    New(&'a PodState),
    /// Only a Pod of an earlier one.
    Old((PodId, &'a PodState)),
    /// An old Pod, and the new one that is to take its place.
    Both((PodId, &'a PodState), &'a PodState),
}

impl Turn<'_> {
    /// A new template: the old Pod goes first, or, with `maxSurge`, when the new one is available.
    pub(super) fn update(&mut self, places: &[Place<'_>]) {
        let strategy = self.object.spec.update_strategy.as_ref();
        if strategy.and_then(|one| one.type_.as_deref()) == Some("OnDelete") {
            return;
        }
        let wanted = places.iter().filter(|place| self.should_run(place)).count();
        match self.most_surge(wanted) {
            0 => self.replace(places, wanted),
            most => self.surge(places, most),
        }
    }

    /// Deletes old Pods, so that no more nodes are without an available Pod than may be. One that is not available goes in
    /// any case.
    fn replace(&mut self, places: &[Place<'_>], wanted: usize) {
        let (mut unavailable, mut going, mut candidates) = (0, Vec::new(), Vec::new());
        for place in places {
            match self.stand(place) {
                // A node that is to have no Pod and has none does not count.
                Stand::Unsettled if place.pods.is_empty() && !self.should_run(place) => {}
                Stand::Unsettled | Stand::Both(..) => unavailable += 1,
                Stand::New(state) => unavailable += usize::from(!self.is_available(state)),
                Stand::Old((pod, state)) if self.is_available(state) => candidates.push((pod, state)),
                Stand::Old(old) => {
                    going.push(old);
                    unavailable += 1;
                }
            }
        }
        let left = self.most_unavailable(wanted).saturating_sub(unavailable);
        going.extend(candidates.into_iter().take(left));
        for (pod, state) in going {
            self.delete(pod, state);
        }
    }

    /// Makes new Pods beside the old ones, no more at a time than `most` beside such that are available, and deletes an old
    /// Pod when the new one is available.
    fn surge(&mut self, places: &[Place<'_>], most: usize) {
        let (mut surged, mut making, mut candidates) = (0, Vec::new(), Vec::new());
        for place in places {
            match self.stand(place) {
                Stand::New(_) => {}
                Stand::Unsettled => surged += usize::from(has_excess(place)),
                Stand::Old((_, state)) if self.is_available(state) => candidates.push(place),
                Stand::Old(_) => making.push(place),
                Stand::Both((pod, state), newer) => {
                    if self.is_available(newer) {
                        self.delete(pod, state);
                    } else {
                        surged += 1;
                    }
                }
            }
        }
        making.extend(candidates.into_iter().take(most.saturating_sub(surged)));
        for place in making {
            self.make(place);
        }
    }

    /// Where new Pods stand beside old ones, one of each may stay: the old one as long as it is ready and the new one not
    /// available. Upstream: podsShouldBeOnNode, pkg/controller/daemon/daemon_controller.go.
    pub(super) fn prune(&mut self, running: &[(PodId, &PodState)]) {
        let (new, old): (Vec<_>, Vec<_>) =
            running.iter().copied().partition(|(_, state)| state.tag == self.hash);
        for (pod, state) in new.iter().skip(1).chain(old.iter().skip(1)) {
            self.delete(*pod, state);
        }
        let (Some((_, newer)), Some((pod, older))) = (new.first(), old.first()) else { return };
        let from = pods::available_from(newer, self.object.spec.min_ready_seconds);
        if !pods::is_ready(older) || from.is_some_and(|from| from <= self.world.now()) {
            self.delete(*pod, older);
        }
    }

    fn stand<'a>(&self, place: &Place<'a>) -> Stand<'a> {
        let staying = place.pods.iter().filter(|(_, state)| state.api.deletion.is_none()).copied();
        let (new, old): (Vec<_>, Vec<_>) = staying.partition(|(_, state)| state.tag == self.hash);
        match (new.as_slice(), old.as_slice()) {
            ([(_, new)], []) => Stand::New(new),
            ([], [old]) => Stand::Old(*old),
            ([(_, new)], [old]) => Stand::Both(*old, new),
            _ => Stand::Unsettled,
        }
    }

    pub(super) fn is_available(&mut self, state: &PodState) -> bool {
        let Some(from) = pods::available_from(state, self.object.spec.min_ready_seconds) else {
            return false;
        };
        pods::await_available(self.world, self.index, from, &mut self.effects);
        from <= self.world.now()
    }

    /// How many nodes may be without an available Pod during an update.
    fn most_unavailable(&self, wanted: usize) -> usize {
        let rolling = self.object.spec.update_strategy.as_ref().and_then(|one| one.rolling_update.as_ref());
        let most = rolling.and_then(|one| one.max_unavailable.as_ref());
        most.map_or(1, |most| of_nodes(most, wanted)).max(1)
    }

    /// On how many nodes a new Pod may stand beside an available old one.
    fn most_surge(&self, wanted: usize) -> usize {
        let rolling = self.object.spec.update_strategy.as_ref().and_then(|one| one.rolling_update.as_ref());
        rolling.and_then(|one| one.max_surge.as_ref()).map_or(0, |most| of_nodes(most, wanted))
    }

    /// Whether a new Pod may stand beside the old one.
    pub(super) fn surges(&self) -> bool {
        self.most_surge(1) > 0
    }
}

/// Whether several Pods of one template are on a node and stay.
fn has_excess(place: &Place<'_>) -> bool {
    place.pods.iter().filter(|(_, state)| state.api.deletion.is_none()).count() > 1
}

/// A number of nodes, or a part of them, rounded up.
fn of_nodes(written: &IntOrString, nodes: usize) -> usize {
    match written {
        IntOrString::Int(number) => usize::try_from(*number).unwrap_or_default(),
        IntOrString::String(text) => {
            let part: usize = text.trim_end_matches('%').parse().unwrap_or_default();
            nodes.saturating_mul(part).div_ceil(100)
        }
    }
}
