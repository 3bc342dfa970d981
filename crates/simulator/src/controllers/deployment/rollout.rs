//! One step of a rollout. Upstream: pkg/controller/deployment/rolling.go and recreate.go.

use super::Turn;
use crate::controllers::pods;

impl Turn<'_> {
    pub fn roll_out(&mut self) {
        if self.is_rolling() { self.roll() } else { self.recreate() }
    }

    fn roll(&mut self) {
        self.make_revision();
        if self.is_refused {
            return;
        }
        if self.grow_new() || self.shrink_old() {
            return;
        }
        if self.is_complete() {
            self.forget_old_sets();
        }
    }

    /// All old Pods end before the first new one is made.
    fn recreate(&mut self) {
        self.number_revision();
        let new = self.new_set();
        let old: Vec<usize> = (0..self.sets.len()).filter(|at| Some(*at) != new).collect();
        let mut scaled = false;
        for at in &old {
            scaled |= self.scale(*at, 0);
        }
        if scaled || old.iter().any(|at| self.has_running_pods(*at)) {
            return;
        }
        self.make_revision();
        if let Some(new) = self.new_set() {
            self.scale(new, self.replicas);
        }
        if !self.is_refused && self.is_complete() {
            self.forget_old_sets();
        }
    }

    /// Whether a set has Pods that have not ended, deleted or not.
    fn has_running_pods(&self, at: usize) -> bool {
        let Some(set) = self.sets.get(at) else { return false };
        set.actual() > 0 || pods::owned(self.world, set.index).any(|(_, pod)| !pod.is_terminal())
    }

    /// How many Pods a new set that is to have `wanted` may have with what the others have.
    /// Upstream: NewRSNewReplicas.
    pub fn room_for_new(&self, wanted: usize) -> usize {
        if !self.is_rolling() {
            return self.replicas;
        }
        let room = (self.replicas + self.surge).saturating_sub(self.total());
        wanted + room.min(self.replicas.saturating_sub(wanted))
    }

    fn grow_new(&mut self) -> bool {
        let Some(new) = self.new_set() else { return false };
        let Some(wanted) = self.sets.get(new).filter(|set| !set.is_new).map(|set| set.wanted) else {
            return false;
        };
        let target = if wanted > self.replicas { self.replicas } else { self.room_for_new(wanted) };
        self.scale(new, target)
    }

    /// Old sets shrink as far as enough Pods stay available. Upstream: reconcileOldReplicaSets.
    fn shrink_old(&mut self) -> bool {
        let new = self.new_set();
        let (new_wanted, new_available) =
            new.and_then(|at| self.sets.get(at)).map_or((0, 0), |set| (set.wanted, set.available()));
        let least = self.replicas.saturating_sub(self.unavailable);
        let mut surplus = self.total().saturating_sub(least + new_wanted.saturating_sub(new_available));
        let old: Vec<usize> = (0..self.sets.len()).filter(|at| Some(*at) != new).collect();
        if surplus == 0 {
            return false;
        }
        let mut scaled = false;
        // Unhealthy Pods go first; they cost no availability.
        for at in &old {
            let Some((wanted, available)) = self.sets.get(*at).map(|set| (set.wanted, set.available()))
            else {
                continue;
            };
            let unhealthy = wanted.saturating_sub(available).min(surplus);
            surplus -= unhealthy;
            scaled |= self.scale(*at, wanted - unhealthy);
        }
        let available: usize = self.sets.iter().map(super::sets::OwnedSet::available).sum();
        let mut spare = available.saturating_sub(least);
        for at in &old {
            let Some(wanted) = self.sets.get(*at).map(|set| set.wanted) else { continue };
            let healthy = wanted.min(spare);
            spare -= healthy;
            scaled |= self.scale(*at, wanted - healthy);
        }
        scaled
    }
}
