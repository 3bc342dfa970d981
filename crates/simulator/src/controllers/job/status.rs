//! A Job's status: counts, indexes and conditions. Upstream: pkg/controller/job/job_controller.go, indexed_job_utils.go.

use super::Turn;
use super::failures::Failures;
use crate::Millis;
use crate::Word;
use crate::controllers::{pods, workload};
use crate::world::JobOutcome;
use api::collections::gather;
use k8s_openapi::api::batch::v1::{JobCondition, JobStatus};
use std::collections::BTreeSet;

impl Turn<'_> {
    /// A Job that is not suspended starts.
    pub fn start(&mut self) {
        let now = self.world.now().to_time();
        if !self.is_suspended() {
            self.object.status.get_or_insert_default().start_time.get_or_insert(now);
        }
    }

    /// When the Job has been active for too long; `None` for one without a deadline.
    pub fn deadline(&self) -> Option<Millis> {
        let seconds = self.spec.active_deadline_seconds.and_then(|seconds| u64::try_from(seconds).ok())?;
        let start = self.object.status.as_ref()?.start_time.as_ref()?;
        Some(workload::at(start) + Millis::seconds(seconds))
    }

    /// Sets a condition in its place.
    pub fn set_condition(&mut self, type_: Word, status: &str, reason: Word, message: &str) {
        let now = self.world.now().to_time();
        let conditions = self.object.status.get_or_insert_default().conditions.get_or_insert_default();
        let known = conditions.iter_mut().find(|one| one.type_ == type_.text());
        if known.as_ref().is_some_and(|one| one.status == status) {
            return;
        }
        let condition = JobCondition {
            type_: type_.text().to_owned(),
            status: status.to_owned(),
            reason: Some(reason.text().to_owned()),
            message: Some(message.to_owned()),
            last_transition_time: Some(now.clone()),
            last_probe_time: Some(now),
        };
        match known {
            Some(known) => *known = condition,
            None => conditions.push(condition),
        }
    }

    /// Tells that the Job is suspended, or no longer.
    pub fn note_suspension(&mut self) {
        let status = self.object.status.as_ref();
        let mut conditions = status.iter().flat_map(|status| status.conditions.iter().flatten());
        let was = conditions.find(|one| one.type_ == Word::Suspended.text()).map(|one| one.status == "True");
        let (status, reason, event, message) = match (self.is_suspended(), was) {
            (true, None | Some(false)) => ("True", Word::JobSuspended, Word::Suspended, "Job suspended"),
            (false, Some(true)) => ("False", Word::JobResumed, Word::Resumed, "Job resumed"),
            _ => return,
        };
        self.set_condition(Word::Suspended, status, reason, message);
        let start = (!self.is_suspended()).then(|| self.world.now().to_time());
        self.object.status.get_or_insert_default().start_time = start;
        self.effects.event(workload::normal(self.workload, event, message.to_owned()));
    }

    /// Writes the counts.
    pub fn report(&mut self, failures: &Failures, succeeded: usize) {
        if let Some(JobOutcome::Failing(reason, message)) = self.outcome.clone() {
            self.set_condition(Word::FailureTarget, "True", reason, &message);
        }
        let count = |count: usize| i32::try_from(count).ok();
        let some = |number: usize| count(number).filter(|count| *count > 0);
        let is_indexed = self.is_indexed();
        let done = self.all.iter().filter(|one| is_indexed && self.has_succeeded(one));
        let done: BTreeSet<usize> = gather(done.filter_map(|(_, state)| state.tag.parse::<usize>().ok()));
        let failed: BTreeSet<usize> =
            gather(failures.indexes.iter().filter_map(|index| index.parse::<usize>().ok()));
        let is_failing = matches!(self.outcome, Some(JobOutcome::Failing(..) | JobOutcome::Failed));
        // The Pods that it deletes because it fails count as failed at once; by index they are among those that are told.
        let by_index = self.spec.backoff_limit_per_index.is_some();
        let condemned = if is_failing && !by_index { self.condemned() } else { 0 };
        let ready = self.active.iter().filter(|(_, state)| pods::is_ready(state)).count();
        let old = self.object.status.clone().unwrap_or_default();
        let is_complete = matches!(self.outcome, Some(JobOutcome::Complete(_)));
        self.object.status = Some(JobStatus {
            active: some(self.active.len() + self.made),
            ready: count(ready),
            terminating: count(self.terminating),
            succeeded: some(succeeded),
            failed: some(failures.told(self) + condemned),
            completed_indexes: Some(ranges(&done)).filter(|text| !text.is_empty()),
            failed_indexes: self.spec.backoff_limit_per_index.map(|_| ranges(&failed)),
            completion_time: old.completion_time.or_else(|| is_complete.then(|| self.world.now().to_time())),
            ..old
        });
    }

    /// How many Pods were active until this turn, in which the Job began to fail.
    fn condemned(&self) -> usize {
        let deleted = |(pod, state): &&super::Owned<'_>| {
            pods::is_active(state) && !state.api.removed && !self.uncounted.contains(pod)
        };
        self.all.iter().filter(deleted).count()
    }
}

/// Indexes in ascending order, three and more in a row as a range: `0,1,3-5`.
fn ranges(indexes: &BTreeSet<usize>) -> String {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for index in indexes {
        match parts.last_mut() {
            Some((_, to)) if *to + 1 == *index => *to = *index,
            _ => parts.push((*index, *index)),
        }
    }
    let part = |(from, to): (usize, usize)| match to - from {
        0 => from.to_string(),
        1 => format!("{from},{to}"),
        _ => format!("{from}-{to}"),
    };
    parts.into_iter().map(part).collect::<Vec<_>>().join(",")
}
