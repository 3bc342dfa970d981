//! Jobs: Pods until enough have succeeded or too many have failed. Upstream: pkg/controller/job/job_controller.go.

mod backoff;
mod create;
mod failures;
mod status;
mod success;

use super::{deletion, pods, workload};
use crate::Millis;
use crate::Word;
use crate::cluster::{delete, finalizers, watch};
use crate::scenario::Propagation;
use crate::trace::EventType;
use crate::world::{Effects, JobOutcome, PodId, PodState, Timer, Workload, World};
use api::Object;
use api::collections::{Map, Set, gather};
use failures::Failures;
use k8s_openapi::api::batch::v1::{Job, JobSpec};
use std::rc::Rc;

/// A Pod of the Job, which may be gone.
type Owned<'a> = (PodId, &'a PodState);

/// One turn of the controller: what it sees, and what it has changed so far.
struct Turn<'a> {
    world: &'a World,
    index: usize,
    workload: &'a Workload,
    spec: &'a JobSpec,
    /// With the status that this turn gives it.
    object: Job,
    /// All Pods that the Job ever had.
    all: Vec<Owned<'a>>,
    /// Those that run or will.
    active: Vec<Owned<'a>>,
    /// Pods made in this turn.
    made: usize,
    /// Pods that are being deleted and have not ended.
    terminating: usize,
    /// Pods whose end counts neither as success nor as failure.
    uncounted: Set<usize>,
    /// When the Pods had ended that were counted, and whether they count as failed: a Pod is counted once.
    ends: Map<PodId, (Millis, bool)>,
    outcome: Option<JobOutcome>,
    finished: Option<Millis>,
    effects: Effects,
}

/// The controller's turn.
pub(super) fn control(world: &World, index: usize, workload: &Workload, object: &Job) -> Effects {
    let Some(spec) = &object.spec else { return Effects::none() };
    if spec.managed_by.as_deref().is_some_and(|manager| manager != "kubernetes.io/job-controller") {
        return Effects::none();
    }
    if matches!(workload.outcome, Some(JobOutcome::Complete(..) | JobOutcome::Failed)) {
        return expire(world, index, workload, spec);
    }
    let all: Vec<Owned<'_>> =
        world.pods().iter().enumerate().filter(|(_, state)| state.owner == Some(index)).collect();
    let there = || all.iter().copied().filter(|(_, state)| !state.api.removed);
    let active = there().filter(|(_, state)| pods::is_active(state)).collect();
    let unended = there().filter(|(_, state)| !state.is_terminal()).map(|(pod, _)| pod);
    let unended: Vec<PodId> = gather(unended);
    let terminating = there().filter(|(_, state)| !state.is_terminal() && !pods::is_active(state)).count();
    let mut turn = Turn {
        world,
        index,
        workload,
        spec,
        object: object.clone(),
        all,
        active,
        made: 0,
        terminating,
        uncounted: workload.counted.clone(),
        ends: workload.ends.clone(),
        outcome: workload.outcome.clone(),
        finished: None,
        effects: Effects::none(),
    };
    if finalizers::is_deleting(&workload.object) {
        // It lets go of its Pods, and hears no more of how they end. Upstream: canRemoveFinalizer.
        turn.uncounted.extend(unended);
    }
    turn.note_ends();
    turn.start();
    turn.step();
    turn.finish()
}

fn has_phase(state: &PodState, phase: &str) -> bool {
    state.api.status.phase.as_deref() == Some(phase)
}

impl<'a> Turn<'a> {
    fn is_suspended(&self) -> bool {
        self.spec.suspend == Some(true)
    }

    fn is_indexed(&self) -> bool {
        self.spec.completion_mode.as_deref() == Some("Indexed")
    }

    fn completions(&self) -> Option<usize> {
        self.spec.completions.map(|completions| usize::try_from(completions).unwrap_or(0))
    }

    /// Whether a Pod counts as a success: it may have counted as failed before it ended well.
    fn has_succeeded(&self, (pod, state): &Owned<'_>) -> bool {
        has_phase(state, "Succeeded")
            && !self.uncounted.contains(pod)
            && self.ends.get(pod).is_none_or(|(_, failed)| !failed)
    }

    fn succeeded(&self) -> usize {
        self.all.iter().filter(|one| self.has_succeeded(one)).count()
    }

    /// Whether a Pod that is being deleted keeps its place until it has ended.
    fn replaces_late(&self) -> bool {
        self.spec.pod_replacement_policy.as_deref() == Some("Failed")
            || self.spec.pod_failure_policy.is_some()
    }

    /// Whether a Pod counts as failed: by its phase, or because it is being deleted. Upstream: isPodFailed.
    fn has_failed(&self, (pod, state): Owned<'_>) -> bool {
        let early = !self.replaces_late() || state.api.removed;
        !self.uncounted.contains(&pod)
            && (self.ends.get(&pod).is_some_and(|(_, failed)| *failed)
                || has_phase(state, "Failed")
                || early && state.api.deletion.is_some() && !has_phase(state, "Succeeded"))
    }

    fn step(&mut self) {
        let failures = Failures::of(self);
        let succeeded = self.succeeded();
        if self.outcome.is_none() {
            self.outcome = failures.verdict(self, succeeded).or_else(|| success::verdict(self));
        }
        match self.outcome.clone() {
            Some(JobOutcome::Failing(reason, message)) => {
                self.fail_active();
                if self.terminating == 0 {
                    self.fail(reason, &message);
                }
            }
            Some(JobOutcome::Succeeding(reason, message)) => self.complete(reason, message),
            _ => self.manage(&failures, succeeded),
        }
        self.report(&failures, succeeded);
    }

    /// Makes missing Pods, deletes surplus ones, unless the Job is complete.
    fn manage(&mut self, failures: &Failures, succeeded: usize) {
        let none_left = self.active.is_empty() && self.terminating == 0;
        if self.completions().map_or(succeeded > 0 && none_left, |wanted| succeeded >= wanted) {
            return self
                .complete(Word::CompletionsReached, "Reached expected number of succeeded pods".to_owned());
        }
        if finalizers::is_deleting(&self.workload.object) {
            return;
        }
        if self.is_suspended() {
            self.spare_active();
            return self.note_suspension();
        }
        let parallelism = usize::try_from(self.spec.parallelism.unwrap_or(1)).unwrap_or(0);
        let wanted = match self.completions() {
            None if succeeded > 0 => self.active.len(),
            None => parallelism,
            Some(completions) => {
                parallelism.min(completions.saturating_sub(succeeded + failures.indexes.len()))
            }
        };
        let ending = if self.replaces_late() { self.terminating } else { 0 };
        let wanted = wanted.saturating_sub(ending);
        if self.active.len() > wanted {
            pods::rank_for_deletion(&mut self.active);
            // Those of indexes that the Job no longer has go first. Upstream: activePodsForRemoval.
            let last = self.completions().filter(|_| self.is_indexed());
            let is_beyond = |state: &PodState| {
                last.is_some_and(|last| state.tag.parse().is_ok_and(|at: usize| at >= last))
            };
            let (mut going, mut staying): (Vec<_>, Vec<_>) =
                self.active.drain(..).partition(|(_, state)| is_beyond(state));
            let kept = staying.split_off(staying.len().saturating_sub(wanted));
            going.extend(staying);
            self.active = going;
            self.spare_active();
            self.active = kept;
        } else if wanted > self.active.len() {
            self.create(failures, wanted - self.active.len());
        }
        self.note_suspension();
        if let Some(due) = self.deadline() {
            self.effects.at(due, Timer::Control(self.index));
        }
    }

    /// Deletes the active Pods, which count as failed.
    fn fail_active(&mut self) {
        for (pod, state) in self.delete_active() {
            self.count_end(pod, state, true);
        }
    }

    /// Deletes the active Pods, which do not count.
    fn spare_active(&mut self) {
        let spared = self.delete_active();
        self.uncounted.extend(spared.into_iter().map(|(pod, _)| pod));
    }

    fn delete_active(&mut self) -> Vec<Owned<'a>> {
        let active = std::mem::take(&mut self.active);
        for (pod, state) in &active {
            self.effects.and(delete::delete(self.world, *pod, None));
            let message = format!("Deleted pod: {}", state.name);
            self.effects.event(workload::normal(self.workload, Word::SuccessfulDelete, message));
            self.terminating += usize::from(state.api.bound);
        }
        active
    }

    fn complete(&mut self, reason: Word, message: String) {
        self.spare_active();
        self.set_condition(Word::SuccessCriteriaMet, "True", reason, &message);
        if self.terminating > 0 {
            self.outcome = Some(JobOutcome::Succeeding(reason, message));
            return;
        }
        self.set_condition(Word::Complete, "True", reason, &message);
        self.effects.event(workload::normal(self.workload, Word::Completed, "Job completed".to_owned()));
        self.effects.message(&self.workload.name, "Job completed");
        self.end(JobOutcome::Complete(reason));
    }

    /// The last Pod of a Job that is to fail has ended.
    fn fail(&mut self, reason: Word, message: &str) {
        let draft = workload::event(self.workload, EventType::Warning, reason, message.to_owned());
        self.effects.event(draft);
        self.effects.message(&self.workload.name, format!("Job failed: {message}"));
        self.set_condition(Word::FailureTarget, "True", reason, message);
        self.set_condition(Word::Failed, "True", reason, message);
        self.end(JobOutcome::Failed);
    }

    fn end(&mut self, outcome: JobOutcome) {
        self.outcome = Some(outcome);
        self.finished = Some(self.world.now());
        self.effects.at(self.world.now(), Timer::Control(self.index));
    }

    /// Stores what has changed.
    fn finish(mut self) -> Effects {
        // A turn writes nothing but the status.
        let same = matches!(&*self.workload.object, Object::Job(known) if known.status == self.object.status);
        let known = (&self.workload.outcome, &self.workload.counted);
        let memory = (&self.outcome, &self.uncounted) == known && self.ends.len() == self.workload.ends.len();
        if same && memory {
            return self.effects;
        }
        let known = &self.workload.object;
        let object = if same { Rc::clone(known) } else { Rc::new(Object::Job(Box::new(self.object))) };
        let (outcome, finished, counted, ends) = (self.outcome, self.finished, self.uncounted, self.ends);
        let changed = Workload { object, outcome, finished, counted, ends, ..self.workload.clone() };
        self.effects.and(watch::workload_changed(self.world, self.workload.owner));
        self.effects.workload(self.index, changed);
        self.effects
    }
}

/// A Job that has ended goes after its `ttlSecondsAfterFinished`, and its Pods with it.
/// Upstream: pkg/controller/ttlafterfinished.
fn expire(world: &World, index: usize, workload: &Workload, spec: &JobSpec) -> Effects {
    let ttl = spec.ttl_seconds_after_finished.and_then(|seconds| u64::try_from(seconds).ok());
    let Some((ttl, finished)) = ttl.zip(workload.finished) else { return Effects::none() };
    let due = Millis::seconds(finished.whole_seconds().saturating_add(ttl));
    if due <= world.now() {
        return deletion::delete(world, index, Propagation::Foreground);
    }
    let mut effects = Effects::none();
    effects.at(due, Timer::Control(index));
    effects
}
