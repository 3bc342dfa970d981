//! The size of the ReplicaSets when the Deployment's own size changes: each grows or shrinks by its share.
//! Upstream: scale, pkg/controller/deployment/sync.go, and GetReplicaSetProportion.

use super::Turn;
use crate::Word;
use crate::controllers::workload;
use api::collections::sort_by_key;

impl Turn<'_> {
    /// Says what was scaled.
    pub fn tell(&mut self, message: String) {
        self.effects.message(&self.workload.name, message.clone());
        self.effects.event(workload::normal(self.workload, Word::ScalingReplicaSet, message));
    }

    /// Gives a set its size; whether that is another one.
    pub fn scale(&mut self, at: usize, replicas: usize) -> bool {
        let (desired, most) = (self.replicas, self.replicas + self.surge);
        let Some(set) = self.sets.get_mut(at) else { return false };
        if set.wanted == replicas {
            return false;
        }
        set.note_size(desired, most);
        let direction = if replicas > set.wanted { "up" } else { "down" };
        let (name, before) = (set.workload.name.clone(), set.wanted);
        set.resize(replicas);
        self.tell(format!("Scaled {direction} replica set {name} from {before} to {replicas}"));
        true
    }

    /// Whether the Deployment's size is another than when its sets were last scaled.
    pub fn was_scaled(&self) -> bool {
        let replicas = i64::try_from(self.replicas).unwrap_or(i64::MAX);
        let mut active = self.sets.iter().filter(|set| set.wanted > 0);
        active.any(|set| set.desired().is_some_and(|desired| desired != replicas))
    }

    pub fn scale_all(&mut self) {
        let (desired, most) = (self.replicas, self.replicas + self.surge);
        let mut active: Vec<usize> =
            self.sets.iter().enumerate().filter(|(_, set)| set.wanted > 0).map(|(at, _)| at).collect();
        let only = match active.as_slice() {
            [] => self.new_set().or_else(|| self.sets.len().checked_sub(1)),
            [one] => Some(*one),
            _ => None,
        };
        if let Some(only) = only {
            if let Some(set) = self.sets.get_mut(only) {
                set.note_size(desired, most);
            }
            self.scale(only, self.replicas);
            return;
        }
        let saturated = self
            .new_set()
            .and_then(|at| self.sets.get(at))
            .is_some_and(|set| set.wanted == desired && set.available() == desired);
        if saturated {
            let new = self.new_set();
            for at in active.into_iter().filter(|at| Some(*at) != new) {
                self.scale(at, 0);
            }
            return;
        }
        if !self.is_rolling() {
            return;
        }
        let allowed = if desired == 0 { 0 } else { most };
        let (allowed, total) = (signed(allowed), signed(self.total()));
        let to_add = allowed - total;
        // The largest first; of equals the newest when there is more to have, else the oldest.
        let sign = if to_add > 0 { -1 } else { 1 };
        let key = |at: &usize| (-self.sets.get(*at).map_or(0, |set| signed(set.wanted)), sign * signed(*at));
        sort_by_key(&mut active, key);
        let mut sizes: Vec<(usize, i64)> = Vec::new();
        let mut added = 0;
        for at in active {
            let wanted = self.sets.get(at).map_or(0, |set| signed(set.wanted));
            let share = if to_add == 0 { 0 } else { self.share_of(at, to_add, added) };
            added += share;
            sizes.push((at, wanted + share));
        }
        if let Some((_, size)) = sizes.first_mut().filter(|_| to_add != 0) {
            *size = (*size + to_add - added).max(0);
        }
        for (at, size) in sizes {
            if let Some(set) = self.sets.get_mut(at) {
                set.note_size(desired, most);
            }
            self.scale(at, usize::try_from(size).unwrap_or(0));
        }
    }

    /// The part of `to_add` that a set gets, after the sets before it got `added`.
    fn share_of(&self, at: usize, to_add: i64, added: i64) -> i64 {
        let Some(set) = self.sets.get(at).filter(|set| set.wanted > 0 && to_add != added) else { return 0 };
        let wanted = signed(set.wanted);
        let share = if self.replicas == 0 {
            -wanted
        } else {
            let status = self.object.status.as_ref().and_then(|status| status.replicas);
            let before = set.most().unwrap_or_else(|| i64::from(status.unwrap_or(1))).max(1);
            let after = wanted * signed(self.replicas + self.surge);
            // Rounded to the nearest, halves up.
            (2 * after + before) / (2 * before) - wanted
        };
        if to_add > 0 { share.min(to_add - added) } else { share.max(to_add - added) }
    }
}

fn signed(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
