//! A Deployment's status: counts, and the conditions `Available` and `Progressing`.
//! Upstream: pkg/controller/deployment/progress.go and calculateStatus, sync.go.

use super::Turn;
use super::sets::OwnedSet;
use crate::Millis;
use crate::Word;
use crate::controllers::workload::at;
use crate::world::Timer;
use k8s_openapi::api::apps::v1::{DeploymentCondition, DeploymentStatus};

const DONE: Word = Word::NewReplicaSetAvailable;
const LATE: Word = Word::ProgressDeadlineExceeded;

impl Turn<'_> {
    fn condition(&self, type_: Word) -> Option<&DeploymentCondition> {
        let status = self.object.status.as_ref()?;
        status.conditions.iter().flatten().find(|one| one.type_.as_deref() == Some(type_.text()))
    }

    /// Sets a condition. One with the same status and reason stays as it is.
    fn set_condition(&mut self, type_: Word, status: &str, reason: Word, message: String) {
        let old = self.condition(type_);
        let same_status = old.filter(|one| one.status.as_deref() == Some(status));
        if same_status.is_some_and(|one| one.reason.as_deref() == Some(reason.text())) {
            return;
        }
        let now = self.world.now().to_time();
        let since = same_status.and_then(|one| one.last_transition_time.clone());
        let condition = DeploymentCondition {
            type_: Some(type_.text().to_owned()),
            status: Some(status.to_owned()),
            reason: Some(reason.text().to_owned()),
            message: Some(message),
            last_transition_time: since.or_else(|| Some(now.clone())),
            last_update_time: Some(now),
        };
        self.drop_condition(type_);
        let status = self.object.status.get_or_insert_default();
        status.conditions.get_or_insert_default().push(condition);
    }

    fn drop_condition(&mut self, type_: Word) {
        let status = self.object.status.get_or_insert_default();
        let conditions = status.conditions.get_or_insert_default();
        conditions.retain(|one| one.type_.as_deref() != Some(type_.text()));
    }

    fn deadline(&self) -> Option<Millis> {
        let seconds = self.object.spec.progress_deadline_seconds.filter(|seconds| *seconds != i32::MAX)?;
        u64::try_from(seconds).ok().map(Millis::seconds)
    }

    pub fn progress(&mut self, status: &str, reason: Word, message: String) {
        if self.deadline().is_some() {
            self.set_condition(Word::Progressing, status, reason, message);
        }
    }

    pub fn progress_reason(&self) -> &str {
        self.condition(Word::Progressing).and_then(|one| one.reason.as_deref()).unwrap_or_default()
    }

    /// A pause stops the clock of the progress deadline. Upstream: checkPausedConditions.
    pub fn note_pause(&mut self) {
        let reason = self.progress_reason();
        let paused = self.object.spec.paused == Some(true);
        if reason == LATE.text() || paused == (reason == Word::DeploymentPaused.text()) {
            return;
        }
        let (reason, message) = if paused {
            (Word::DeploymentPaused, "Deployment is paused")
        } else {
            (Word::DeploymentResumed, "Deployment is resumed")
        };
        self.progress("Unknown", reason, message.to_owned());
    }

    /// Whether all Pods are of the new template and available.
    pub fn is_complete(&self) -> bool {
        self.object.status.as_ref().is_some_and(|status| self.is_complete_by(status))
    }

    fn is_complete_by(&self, status: &DeploymentStatus) -> bool {
        let all = |count: Option<i32>| usize::try_from(count.unwrap_or(0)) == Ok(self.replicas);
        all(status.updated_replicas)
            && all(status.replicas)
            && all(status.available_replicas)
            && status.observed_generation >= self.object.metadata.generation
    }

    fn counts(&self) -> DeploymentStatus {
        let new = self.new_set();
        let sum = |of: fn(&OwnedSet) -> usize| self.sets.iter().map(of).sum::<usize>();
        let known = |count: usize| i32::try_from(count).ok().filter(|count| *count > 0);
        let available = sum(OwnedSet::available);
        DeploymentStatus {
            observed_generation: self.object.metadata.generation,
            replicas: known(sum(OwnedSet::actual)),
            updated_replicas: known(new.and_then(|at| self.sets.get(at)).map_or(0, OwnedSet::actual)),
            ready_replicas: known(sum(OwnedSet::ready)),
            available_replicas: known(available),
            unavailable_replicas: known(self.total().saturating_sub(available)),
            terminating_replicas: i32::try_from(sum(OwnedSet::terminating)).ok(),
            ..self.object.status.clone().unwrap_or_default()
        }
    }

    /// Writes the status.
    pub fn report(&mut self) {
        let old = self.object.status.clone().unwrap_or_default();
        let new = self.report_counts();
        let all_new = new.replicas == new.updated_replicas;
        if let Some(deadline) = self.deadline()
            && !(all_new && self.progress_reason() == DONE.text())
        {
            self.report_progress(&old, &new, deadline);
        }
        self.report_failure();
    }

    /// Writes the counts and the availability alone, and returns the counts.
    pub fn report_counts(&mut self) -> DeploymentStatus {
        let new = self.counts();
        let available = usize::try_from(new.available_replicas.unwrap_or(0)).unwrap_or(0);
        self.object.status = Some(new.clone());
        if available >= self.replicas.saturating_sub(self.unavailable) {
            let message = "Deployment has minimum availability.".to_owned();
            self.set_condition(Word::Available, "True", Word::MinimumReplicasAvailable, message);
        } else {
            let message = "Deployment does not have minimum availability.".to_owned();
            self.set_condition(Word::Available, "False", Word::MinimumReplicasUnavailable, message);
        }
        new
    }

    /// Tells what its ReplicaSets tell of Pods that were refused, the new one first. Upstream: getReplicaFailures.
    fn report_failure(&mut self) {
        let new = self.new_set().and_then(|at| self.sets.get(at));
        let failure = new.into_iter().chain(&self.sets).find_map(|set| {
            let mut conditions =
                set.object.status.iter().flat_map(|status| status.conditions.iter().flatten());
            conditions.find(|one| one.type_.as_deref() == Some(Word::ReplicaFailure.text())).cloned()
        });
        match failure {
            Some(one) => {
                let (status, message) = (one.status.unwrap_or_default(), one.message.unwrap_or_default());
                self.set_condition(Word::ReplicaFailure, &status, Word::FailedCreate, message);
            }
            None if self.condition(Word::ReplicaFailure).is_some() => {
                self.drop_condition(Word::ReplicaFailure);
            }
            None => {}
        }
    }

    fn report_progress(&mut self, old: &DeploymentStatus, new: &DeploymentStatus, deadline: Millis) {
        let name = self.new_set().and_then(|at| self.sets.get(at)).map_or_else(
            || format!("Deployment {:?}", self.workload.name),
            |set| format!("ReplicaSet {:?}", set.workload.name),
        );
        if self.is_complete_by(new) {
            return self.progress("True", DONE, format!("{name} has successfully progressed."));
        }
        if has_progressed(old, new) {
            let since = self.condition(Word::Progressing).filter(|one| one.status.as_deref() == Some("True"));
            let since = since.and_then(|one| one.last_transition_time.clone());
            self.drop_condition(Word::Progressing);
            self.progress("True", Word::ReplicaSetUpdated, format!("{name} is progressing."));
            let conditions = self.object.status.as_mut().and_then(|status| status.conditions.as_mut());
            if let Some((last, since)) = conditions.and_then(|all| all.last_mut()).zip(since) {
                last.last_transition_time = Some(since);
            }
        }
        let reason = self.progress_reason();
        if reason == DONE.text() || reason == LATE.text() || reason.is_empty() {
            return;
        }
        let since = self.condition(Word::Progressing).and_then(|one| one.last_update_time.as_ref()).map(at);
        // The controller looks a second late, so that the time, stored in whole seconds, has passed.
        let due = since.unwrap_or_default() + deadline + Millis(1000);
        if due <= self.world.now() {
            self.progress("False", LATE, format!("{name} has timed out progressing."));
        } else {
            self.effects.at(due, Timer::Control(self.index));
        }
    }
}

/// Whether there are more new Pods, fewer old ones, or more that serve.
fn has_progressed(old: &DeploymentStatus, new: &DeploymentStatus) -> bool {
    let of = |count: Option<i32>| count.unwrap_or(0);
    let left = |status: &DeploymentStatus| of(status.replicas) - of(status.updated_replicas);
    of(new.updated_replicas) > of(old.updated_replicas)
        || left(new) < left(old)
        || of(new.ready_replicas) > of(old.ready_replicas)
        || of(new.available_replicas) > of(old.available_replicas)
}
