//! The ReplicaSets of a Deployment: how they are made, numbered and forgotten.
//! Upstream: getNewReplicaSet and cleanupDeployment, pkg/controller/deployment/sync.go.

use super::Turn;
use crate::Word;
use crate::controllers::{deletion, refused, replica_set, workload};
use crate::latency;
use crate::scenario::Propagation;
use crate::trace::EventType;
use crate::world::{Effects, Timer, Workload, World};
use api::Object;
use api::collections::sort_by_key;
use api::well_known::LAST_APPLIED;
use k8s_openapi::api::apps::v1::{ReplicaSet, ReplicaSetSpec, ReplicaSetStatus};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Where a ReplicaSet's and a Deployment's revision stands.
const REVISION: &str = "deployment.kubernetes.io/revision";
const HISTORY: &str = "deployment.kubernetes.io/revision-history";
const DESIRED: &str = "deployment.kubernetes.io/desired-replicas";
const MOST: &str = "deployment.kubernetes.io/max-replicas";

/// A ReplicaSet of the Deployment.
pub(super) struct OwnedSet {
    pub index: usize,
    pub workload: Workload,
    pub object: ReplicaSet,
    /// How many Pods it is to have.
    pub wanted: usize,
    pub is_new: bool,
    changed: bool,
}

/// The ReplicaSets of a Deployment, in order of their creation.
pub(super) fn owned(world: &World, deployment: usize) -> Vec<OwnedSet> {
    let all = world.workloads().iter().enumerate();
    let mine = all.filter(|(_, one)| one.owner == Some(deployment) && !one.deleted);
    mine.filter_map(|(index, one)| {
        let Object::ReplicaSet(object) = &*one.object else { return None };
        let (workload, object) = (one.clone(), (**object).clone());
        let wanted = replica_set::replicas(&one.object);
        Some(OwnedSet { index, workload, object, wanted, is_new: false, changed: false })
    })
    .collect()
}

impl OwnedSet {
    fn counts(&self, of: impl Fn(&ReplicaSetStatus) -> i32) -> usize {
        self.object.status.as_ref().map_or(0, |status| usize::try_from(of(status)).unwrap_or(0))
    }

    /// The Pods that it has.
    pub fn actual(&self) -> usize {
        self.counts(|status| status.replicas)
    }

    pub fn ready(&self) -> usize {
        self.counts(|status| status.ready_replicas.unwrap_or(0))
    }

    pub fn available(&self) -> usize {
        self.counts(|status| status.available_replicas.unwrap_or(0))
    }

    pub fn terminating(&self) -> usize {
        self.counts(|status| status.terminating_replicas.unwrap_or(0))
    }

    fn annotation(&self, name: &str) -> Option<i64> {
        self.object.metadata.annotations.as_ref()?.get(name)?.parse().ok()
    }

    pub fn revision(&self) -> i64 {
        self.annotation(REVISION).unwrap_or(0)
    }

    /// The Deployment's replicas when it was last scaled.
    pub fn desired(&self) -> Option<i64> {
        self.annotation(DESIRED)
    }

    /// The most Pods that the Deployment could have then.
    pub fn most(&self) -> Option<i64> {
        self.annotation(MOST)
    }

    fn annotate(&mut self, name: &str, value: &str) {
        let all = self.object.metadata.annotations.get_or_insert_default();
        if all.get(name).is_none_or(|old| old != value) {
            all.insert(name.to_owned(), value.to_owned());
            self.changed = true;
        }
    }

    /// Takes the Deployment's annotations over, but those that are about one object alone.
    /// Upstream: copyDeploymentAnnotationsToReplicaSet, pkg/controller/deployment/util/deployment_util.go.
    fn copy_notes(&mut self, notes: Option<&BTreeMap<String, String>>) {
        let own = [LAST_APPLIED, REVISION, HISTORY, DESIRED, MOST, "deprecated.deployment.rollback.to"];
        let copied = notes.into_iter().flatten().filter(|(name, _)| !own.contains(&name.as_str()));
        copied.for_each(|(name, value)| self.annotate(name, value));
    }

    /// Notes what the Deployment's size is now.
    pub fn note_size(&mut self, replicas: usize, most: usize) {
        self.annotate(DESIRED, &replicas.to_string());
        self.annotate(MOST, &most.to_string());
    }

    pub fn resize(&mut self, replicas: usize) {
        self.wanted = replicas;
        self.object.spec.replicas = i32::try_from(replicas).ok();
        let generation = self.object.metadata.generation.unwrap_or(1);
        self.object.metadata.generation = Some(generation + 1);
        self.changed = true;
    }

    /// Stores what this turn has changed.
    pub fn save(self, world: &World, effects: &mut Effects) {
        if !self.changed {
            return;
        }
        let object = Rc::new(Object::ReplicaSet(Box::new(self.object)));
        let workload = Workload { object, ..self.workload };
        if self.is_new {
            effects.new_workload(workload);
        } else {
            effects.workload(self.index, workload);
        }
        effects.at(world.now() + latency::CONTROLLER, Timer::Control(self.index));
    }
}

/// The number after the last one. A text may write any number, as far as the largest there is.
fn next(last: i64) -> i64 {
    last.max(0).saturating_add(1)
}

impl Turn<'_> {
    /// Makes the set of the present template when there is none, numbers it, and notes its number on the Deployment.
    pub fn make_revision(&mut self) {
        if self.new_set().is_some() {
            return self.number_revision();
        }
        let next = next(self.last_revision());
        self.make_set(next);
        if !self.is_refused {
            self.note_revision(next.to_string());
        }
    }

    /// Gives the set of the present template, if there is one, the next number when it is not the newest, and notes it on
    /// the Deployment.
    pub fn number_revision(&mut self) {
        let last = self.last_revision();
        let Some(set) = self.new_set().and_then(|at| self.sets.get_mut(at)) else { return };
        set.copy_notes(self.object.metadata.annotations.as_ref());
        let old = set.revision();
        if old <= last {
            set.annotate(REVISION, &next(last).to_string());
        }
        if (1..=last).contains(&old) {
            let notes = set.object.metadata.annotations.as_ref();
            let before = notes.and_then(|notes| notes.get(HISTORY)).map(|text| format!("{text},"));
            set.annotate(HISTORY, &(before.unwrap_or_default() + &old.to_string()));
        }
        let (name, revision) = (set.workload.name.clone(), set.revision().to_string());
        if self.progress_reason().is_empty() {
            self.progress("True", Word::FoundNewReplicaSet, format!("Found new replica set {name:?}"));
        }
        self.note_revision(revision);
    }

    /// The largest number of a set of another template than the present one.
    fn last_revision(&self) -> i64 {
        let new = self.new_set();
        let old = self.sets.iter().enumerate().filter(|(at, _)| Some(*at) != new);
        old.map(|(_, set)| set.revision()).max().unwrap_or(0)
    }

    fn note_revision(&mut self, revision: String) {
        let all = self.object.metadata.annotations.get_or_insert_default();
        if all.get(REVISION) != Some(&revision) {
            all.insert(REVISION.to_owned(), revision);
        }
    }

    fn make_set(&mut self, revision: i64) {
        let hash = self.hash();
        let name = format!("{}-{hash}", self.workload.name);
        let label = ("pod-template-hash".to_owned(), hash.clone());
        let mut template = self.object.spec.template.clone();
        template.metadata.get_or_insert_default().labels.get_or_insert_default().extend([label.clone()]);
        let mut selector: LabelSelector = self.object.spec.selector.clone();
        selector.match_labels.get_or_insert_default().extend([label]);
        let labels = template.metadata.as_ref().and_then(|metadata| metadata.labels.clone());
        let replicas = self.room_for_new(0);
        let set = ReplicaSet {
            metadata: ObjectMeta {
                name: Some(name.clone()),
                namespace: Some(self.workload.namespace.clone()),
                labels,
                annotations: Some(BTreeMap::new()),
                ..ObjectMeta::default()
            },
            spec: ReplicaSetSpec {
                replicas: i32::try_from(replicas).ok(),
                min_ready_seconds: self.object.spec.min_ready_seconds,
                selector,
                template: Some(template),
            },
            status: Some(ReplicaSetStatus::default()),
        };
        let written = Object::ReplicaSet(Box::new(set.clone()));
        let owner = (Some(self.workload.written_name.as_str()), Some(self.index));
        if let Some(words) = refused::words(self.world, &written) {
            return self.refuse(&name, &words);
        }
        let Some(workload) = workload::new(self.world, written, owner.0, owner.1) else { return };
        let object = match &*workload.object {
            Object::ReplicaSet(object) => (**object).clone(),
            _ => set,
        };
        let (index, workload) = (self.world.workloads().len(), Workload { hash, ..workload });
        let mut set = OwnedSet { index, workload, object, wanted: replicas, is_new: true, changed: true };
        set.copy_notes(self.object.metadata.annotations.as_ref());
        set.annotate(REVISION, &revision.to_string());
        set.note_size(self.replicas, self.replicas + self.surge);
        self.sets.push(set);
        if replicas > 0 {
            self.tell(format!("Scaled up replica set {name} from 0 to {replicas}"));
        }
        self.progress("True", Word::NewReplicaSetCreated, format!("Created new replica set {name:?}"));
    }

    /// The set is not made, and the turn ends with it.
    fn refuse(&mut self, name: &str, words: &str) {
        self.is_refused = true;
        if self.world.server().is_terminating(&self.workload.namespace) {
            return;
        }
        let message = format!("Failed to create new replica set {name:?}: {words}");
        self.progress("False", Word::ReplicaSetCreateError, message.clone());
        let draft = workload::event(self.workload, EventType::Warning, Word::ReplicaSetCreateError, message);
        self.effects.event(draft);
    }

    /// Deletes the oldest empty sets beyond `revisionHistoryLimit`.
    pub fn forget_old_sets(&mut self) {
        let limit = usize::try_from(self.object.spec.revision_history_limit.unwrap_or(10)).unwrap_or(0);
        let new = self.new_set();
        let mut old: Vec<(i64, usize, bool)> = Vec::new();
        for (_, set) in self.sets.iter().enumerate().filter(|(at, _)| Some(*at) != new) {
            old.push((set.revision(), set.index, set.actual() == 0 && set.wanted == 0));
        }
        sort_by_key(&mut old, |(revision, ..)| *revision);
        let surplus = old.len().saturating_sub(limit);
        for (_, index, _) in old.into_iter().take(surplus).filter(|(.., is_empty)| *is_empty) {
            self.effects.and(deletion::delete(self.world, index, Propagation::Background));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn a_number_of_a_text_may_be_any() {
        assert_eq!([-5, 0, 3, i64::MAX].map(next), [1, 1, 4, i64::MAX]);
    }
}
