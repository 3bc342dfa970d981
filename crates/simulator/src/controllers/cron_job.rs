//! CronJobs: a Job at each time of the schedule. Upstream: pkg/controller/cronjob/cronjob_controllerv2.go.

use super::schedule::Schedule;
use super::workload;
use crate::Word;
use crate::latency;
use crate::trace::EventType;
use crate::world::{Effects, JobOutcome, Timer, Workload, World};
use crate::{EPOCH_SECONDS, Millis};
use api::Object;
use k8s_openapi::api::batch::v1::{CronJob, Job};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

/// The controller's turn.
pub(super) fn control(world: &World, index: usize, workload: &Workload, object: &CronJob) -> Effects {
    let mut effects = report_finished(world, index, workload);
    let schedule = match Schedule::read(&object.spec.schedule) {
        Ok(schedule) => schedule,
        Err(error) => {
            let message = format!("unparseable schedule: {:?} : {error}", object.spec.schedule);
            effects.event(workload::event(workload, EventType::Warning, Word::UnparseableSchedule, message));
            return effects;
        }
    };
    if object.spec.suspend == Some(true) {
        return effects;
    }
    let minute = world.now().whole_seconds() / 60;
    let wall = EPOCH_SECONDS / 60 + i64::try_from(minute).unwrap_or(0);
    let due = minute > workload.created.whole_seconds() / 60 && schedule.matches(wall);
    if due && usize::try_from(minute).is_ok_and(|minute| !workload.counted.contains(&(minute + MINUTES))) {
        effects.and(start(world, index, workload, object, wall, minute));
    }
    if let Some(next) = schedule.next(wall) {
        let after = u64::try_from(next - EPOCH_SECONDS / 60).unwrap_or(0);
        effects.at(Millis::seconds(after * 60) + latency::CONTROLLER, Timer::Control(index));
    }
    effects
}

/// `Workload::counted` also holds the minutes for which a Job was made; they stand beyond any index of a workload.
const MINUTES: usize = 1 << 24;

fn jobs(world: &World, index: usize) -> impl Iterator<Item = (usize, &Workload)> {
    world.workloads().iter().enumerate().filter(move |(_, one)| one.owner == Some(index) && !one.deleted)
}

/// Reports each finished Job once.
fn report_finished(world: &World, index: usize, workload: &Workload) -> Effects {
    let mut effects = Effects::none();
    let mut counted = workload.counted.clone();
    for (job, one) in jobs(world, index) {
        let condition = match one.outcome {
            Some(JobOutcome::Complete) => "Complete",
            Some(JobOutcome::Failed) => "Failed",
            _ => continue,
        };
        if counted.insert(job) {
            let message = format!("Saw completed job: {}, condition: {condition}", one.name);
            effects.event(workload::normal(workload, Word::SawCompletedJob, message));
        }
    }
    if counted != workload.counted {
        effects.workload(index, Workload { counted, ..workload.clone() });
    }
    effects
}

fn start(
    world: &World,
    index: usize,
    workload: &Workload,
    object: &CronJob,
    wall: i64,
    minute: u64,
) -> Effects {
    let mut effects = Effects::none();
    let active: Vec<_> = jobs(world, index)
        .filter(|(_, one)| !matches!(one.outcome, Some(JobOutcome::Complete | JobOutcome::Failed)))
        .map(|(job, _)| job)
        .collect();
    match object.spec.concurrency_policy.as_deref() {
        Some("Forbid") if !active.is_empty() => {
            let message =
                "Not starting job because prior execution is running and concurrency policy is Forbid";
            effects.event(workload::normal(workload, Word::JobAlreadyActive, message.to_owned()));
            return effects;
        }
        Some("Replace") => {
            for job in active {
                let name = world.workloads().get(job).map(|one| one.name.clone()).unwrap_or_default();
                effects.and(workload::delete_tree(world, job));
                effects.event(workload::normal(
                    workload,
                    Word::SuccessfulDelete,
                    format!("Deleted job {name}"),
                ));
            }
        }
        _ => {}
    }
    let template = &object.spec.job_template;
    let name = format!("{}-{wall}", workload.name);
    let written = template.metadata.clone().unwrap_or_default();
    let job = Job {
        metadata: ObjectMeta {
            name: Some(name.clone()),
            namespace: Some(workload.namespace.clone()),
            labels: written.labels,
            annotations: written.annotations,
            ..ObjectMeta::default()
        },
        spec: template.spec.clone(),
        status: None,
    };
    let mut job = Object::Job(Box::new(job));
    api::defaulting::apply(&mut job, world.kubernetes());
    let Some(job) = workload::new(world, job, Some(&workload.written_name), Some(index)) else {
        return effects;
    };
    let mut counted = workload.counted.clone();
    counted.extend(usize::try_from(minute).map(|minute| minute + MINUTES));
    effects.workload(index, Workload { counted, ..workload.clone() });
    effects.new_workload(job);
    effects.at(world.now() + latency::CONTROLLER, Timer::Control(world.workloads().len()));
    effects.message(&workload.name, format!("created job {name}"));
    effects.event(workload::normal(workload, Word::SuccessfulCreate, format!("Created job {name}")));
    effects
}
