//! CronJobs: a Job at each time of the schedule. Upstream: pkg/controller/cronjob/cronjob_controllerv2.go.

use super::schedule::Schedule;
use super::{deletion, pods, refused, workload};
use crate::Word;
use crate::cluster::finalizers;
use crate::latency;
use crate::scenario::Propagation;
use crate::trace::EventType;
use crate::world::{Effects, JobOutcome, Timer, Workload, World};
use crate::{EPOCH_SECONDS, Millis};
use api::Object;
use api::collections::{Set, gather};
use k8s_openapi::api::batch::v1::{CronJob, CronJobStatus, Job};
use k8s_openapi::api::core::v1::ObjectReference;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::rc::Rc;

/// One turn of the controller.
struct Turn<'a> {
    world: &'a World,
    index: usize,
    workload: &'a Workload,
    object: &'a CronJob,
    status: CronJobStatus,
    /// See [`Workload::refusals`].
    refusals: u32,
    /// Jobs whose end was reported.
    reported: Set<usize>,
    effects: Effects,
}

/// The controller's turn.
pub(super) fn control(world: &World, index: usize, workload: &Workload, object: &CronJob) -> Effects {
    let status = object.status.clone().unwrap_or_default();
    let (reported, effects) = (workload.counted.clone(), Effects::none());
    let mut turn = Turn { world, index, workload, object, status, refusals: 0, reported, effects };
    turn.forget_old();
    turn.report_finished();
    turn.report_missing();
    match Schedule::read(&object.spec.schedule) {
        _ if finalizers::is_deleting(&workload.object) => {}
        Ok(schedule) => turn.follow(&schedule),
        Err(error) => {
            let message = format!("unparseable schedule: {:?} : {error}", object.spec.schedule);
            let draft = workload::event(workload, EventType::Warning, Word::UnparseableSchedule, message);
            turn.effects.event(draft);
        }
    }
    turn.finish()
}

/// The time of a CronJob's first Job in a person's run, which the CronJob begins; `None` when it makes none.
pub fn first_job(object: &CronJob) -> Option<Millis> {
    let midnight = EPOCH_SECONDS / 60;
    let schedule =
        Schedule::read(&object.spec.schedule).ok().filter(|_| object.spec.suspend != Some(true))?;
    Some(Millis::seconds(60 * u64::try_from(schedule.next(midnight)? - midnight).ok()?))
}

/// How a Job ended, as its condition says it.
fn ended(job: &Workload) -> Option<Word> {
    match job.outcome {
        Some(JobOutcome::Complete(_)) => Some(Word::Complete),
        Some(JobOutcome::Failed) => Some(Word::Failed),
        Some(JobOutcome::Failing(..) | JobOutcome::Succeeding(..)) | None => None,
    }
}

impl Turn<'_> {
    /// The Jobs that are there, oldest first.
    fn jobs(&self) -> Vec<(usize, &Workload)> {
        let all = self.world.workloads().iter().enumerate();
        all.filter(|(_, one)| one.owner == Some(self.index) && !one.deleted).collect()
    }

    fn delete(&mut self, job: usize) {
        let name = self.world.workloads().get(job).map(|one| one.name.clone()).unwrap_or_default();
        self.effects.and(deletion::delete(self.world, job, Propagation::Background));
        self.effects.event(workload::normal(
            self.workload,
            Word::SuccessfulDelete,
            format!("Deleted job {name}"),
        ));
        self.drop_active(&name);
    }

    fn drop_active(&mut self, name: &str) {
        let active = self.status.active.get_or_insert_default();
        active.retain(|one| one.name.as_deref() != Some(name));
    }

    /// Deletes the oldest finished Jobs beyond the history's limits. Upstream: cleanupFinishedJobs.
    fn forget_old(&mut self) {
        let spec = &self.object.spec;
        let limits = [
            (Word::Complete, spec.successful_jobs_history_limit, 3),
            (Word::Failed, spec.failed_jobs_history_limit, 1),
        ];
        for (how, limit, default) in limits {
            let limit = usize::try_from(limit.unwrap_or(default)).unwrap_or(0);
            let jobs = self.jobs();
            let done: Vec<usize> =
                jobs.iter().filter(|(_, job)| ended(job) == Some(how)).map(|(index, _)| *index).collect();
            for job in done.iter().take(done.len().saturating_sub(limit)) {
                if how == Word::Complete {
                    self.succeeded(*job);
                }
                self.delete(*job);
                // One that goes before it was seen to have ended is not reported.
                self.reported.insert(*job);
            }
        }
    }

    /// Notes when a Job has succeeded, unless another has since.
    fn succeeded(&mut self, job: usize) {
        let finished = self.world.workloads().get(job).and_then(|job| job.finished).map(Millis::to_time);
        let last = &mut self.status.last_successful_time;
        if last.as_ref().map(|time| time.0) < finished.as_ref().map(|time| time.0) {
            *last = finished;
        }
    }

    /// Reports each finished Job once.
    fn report_finished(&mut self) {
        let world = self.world;
        for (index, job) in world.workloads().iter().enumerate() {
            let Some(condition) = ended(job).filter(|_| job.owner == Some(self.index)) else { continue };
            if !self.reported.insert(index) {
                continue;
            }
            self.drop_active(&job.name);
            if condition == Word::Complete {
                self.succeeded(index);
            }
            let message = format!("Saw completed job: {}, condition: {}", job.name, condition.text());
            self.effects.event(workload::normal(self.workload, Word::SawCompletedJob, message));
        }
    }

    /// Reports active Jobs that are gone.
    fn report_missing(&mut self) {
        let there = self.jobs();
        let is_there = |name: &str| there.iter().any(|(_, job)| job.name == name);
        let active = self.status.active.iter().flatten().filter_map(|one| one.name.clone());
        let missing: Vec<String> = gather(active.filter(|name| !is_there(name)));
        for name in missing {
            self.drop_active(&name);
            let message = format!("Active job went missing: {name}");
            self.effects.event(workload::normal(self.workload, Word::MissingJob, message));
        }
    }

    /// Makes the Job of the last time of the schedule that has none, and waits for the next time.
    fn follow(&mut self, schedule: &Schedule) {
        // Jobs that get no Pod any more would be active for ever, each of them in every later status.
        if self.object.spec.suspend == Some(true) || !pods::room(self.world, 0) {
            return;
        }
        let now = minute(self.world, self.world.now());
        if let Some(due) = self.due(schedule, now) {
            self.start(due);
        }
        if let Some(next) = schedule.next(now) {
            let at = time_of(self.world, next) + latency::CONTROLLER;
            self.effects.at(at, Timer::Control(self.index));
        }
    }

    /// The last minute of the schedule that has passed without a Job, and not too long ago.
    fn due(&self, schedule: &Schedule, now: i64) -> Option<i64> {
        let last = self.status.last_schedule_time.as_ref().map(workload::at);
        let earliest = minute(self.world, last.unwrap_or(self.workload.created));
        let due = (earliest + 1..=now).rev().find(|minute| schedule.matches(*minute))?;
        let patience = self.object.spec.starting_deadline_seconds.and_then(|wait| u64::try_from(wait).ok());
        let until = patience.map(|wait| time_of(self.world, due) + Millis::seconds(wait));
        until.is_none_or(|until| self.world.now() <= until).then_some(due)
    }

    fn start(&mut self, due: i64) {
        let active = self.jobs().into_iter().filter(|(_, job)| ended(job).is_none());
        let active: Vec<usize> = active.map(|(job, _)| job).collect();
        match self.object.spec.concurrency_policy.as_deref() {
            Some("Forbid") if !active.is_empty() => {
                let message =
                    "Not starting job because prior execution is running and concurrency policy is Forbid";
                let draft = workload::normal(self.workload, Word::JobAlreadyActive, message.to_owned());
                return self.effects.event(draft);
            }
            Some("Replace") => active.into_iter().for_each(|job| self.delete(job)),
            _ => {}
        }
        self.make(due);
    }

    fn make(&mut self, due: i64) {
        let template = &self.object.spec.job_template;
        let name = format!("{}-{due}", self.workload.name);
        let written = template.metadata.clone().unwrap_or_default();
        let job = Job {
            metadata: ObjectMeta {
                name: Some(name.clone()),
                namespace: Some(self.workload.namespace.clone()),
                labels: written.labels,
                annotations: written.annotations,
                ..ObjectMeta::default()
            },
            spec: template.spec.clone(),
            status: None,
        };
        let mut job = Object::Job(Box::new(job));
        api::defaulting::apply(&mut job, self.world.kubernetes());
        let written_name = Some(self.workload.written_name.as_str());
        if let Some(words) = refused::words(self.world, &job) {
            return self.refuse(&words);
        }
        let Some(job) = workload::new(self.world, job, written_name, Some(self.index)) else { return };
        self.status.active.get_or_insert_default().push(ObjectReference {
            api_version: Some("batch/v1".to_owned()),
            kind: Some("Job".to_owned()),
            name: Some(name.clone()),
            namespace: Some(self.workload.namespace.clone()),
            uid: Some(job.uid.clone()),
            ..ObjectReference::default()
        });
        self.status.last_schedule_time = Some(time_of(self.world, due).to_time());
        self.effects.new_workload(job);
        let turn = Timer::Control(self.world.workloads().len());
        self.effects.at(self.world.now() + latency::CONTROLLER, turn);
        self.effects.message(&self.workload.name, format!("created job {name}"));
        let draft = workload::normal(self.workload, Word::SuccessfulCreate, format!("Created job {name}"));
        self.effects.event(draft);
    }

    /// The Job is not made; the controller tries again.
    fn refuse(&mut self, words: &str) {
        self.refusals = self.workload.refusals.saturating_add(1);
        self.effects.at(self.world.now() + refused::wait(self.workload), Timer::Control(self.index));
        if !self.world.server().is_terminating(&self.workload.namespace) {
            let message = format!("Error creating job: {words}");
            let draft = workload::event(self.workload, EventType::Warning, Word::FailedCreate, message);
            self.effects.event(draft);
        }
    }

    /// Stores what has changed; a change of the status is no reason for another turn.
    fn finish(mut self) -> Effects {
        self.status.active = self.status.active.filter(|active| !active.is_empty());
        let known = self.object.status.as_ref();
        let same = known == Some(&self.status) || known.is_none() && self.status == CronJobStatus::default();
        if same && self.reported == self.workload.counted && self.refusals == self.workload.refusals {
            return self.effects;
        }
        let object = CronJob { status: Some(self.status), ..self.object.clone() };
        let object = Rc::new(Object::CronJob(Box::new(object)));
        let (counted, refusals) = (self.reported, self.refusals);
        let changed = Workload { object, counted, refusals, ..self.workload.clone() };
        self.effects.workload(self.index, changed);
        self.effects
    }
}

/// The minute since 1970 that a time of the trace lies in.
fn minute(world: &World, at: Millis) -> i64 {
    let seconds = (at + latency::before_minute(world.scenario().assumes())).whole_seconds();
    EPOCH_SECONDS / 60 + i64::try_from(seconds / 60).unwrap_or(0)
}

/// When a minute begins, as a time of the trace.
fn time_of(world: &World, minute: i64) -> Millis {
    let minutes = u64::try_from(minute - EPOCH_SECONDS / 60).unwrap_or(0);
    Millis::seconds(minutes * 60) - latency::before_minute(world.scenario().assumes())
}
