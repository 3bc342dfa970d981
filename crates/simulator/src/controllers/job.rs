//! Jobs: Pods until enough have succeeded or too many have failed. Upstream: pkg/controller/job/job_controller.go.

use super::job_failures::Failures;
use super::pods::{self, Naming};
use super::workload;
use crate::Millis;
use crate::Word;
use crate::cluster::delete;
use crate::cluster::watch;
use crate::shape::Role;
use crate::trace::EventType;
use crate::world::{Effects, JobOutcome, PodState, Timer, Workload, World};
use api::collections::gather;
use k8s_openapi::api::batch::v1::{Job, JobSpec};
use std::collections::BTreeMap;

/// The wait after the first failure; twice as long after each further one.
const FIRST_WAIT: Millis = Millis::seconds(10);
const LONGEST_WAIT: Millis = Millis::seconds(600);

/// The controller's turn.
pub(super) fn control(world: &World, index: usize, workload: &Workload, object: &Job) -> Effects {
    let mut effects = Effects::none();
    let Some(spec) = &object.spec else { return effects };
    if matches!(workload.outcome, Some(JobOutcome::Complete | JobOutcome::Failed)) {
        return expire(world, index, workload, spec);
    }
    let all: Vec<_> =
        world.pods().iter().enumerate().filter(|(_, state)| state.owner == Some(index)).collect();
    let phase = |wanted: &str| {
        all.iter().filter(|(_, state)| state.api.status.phase.as_deref() == Some(wanted)).count()
    };
    let succeeded = phase("Succeeded");
    let failures = Failures::of(spec, &all);
    let active: Vec<_> =
        all.iter().copied().filter(|(_, state)| !state.api.removed && pods::is_active(state)).collect();
    let terminating = all.iter().any(|(_, state)| !state.api.removed && !state.is_terminal());
    let count = |value: Option<i32>, default: i32| usize::try_from(value.unwrap_or(default)).unwrap_or(0);
    let known = workload.outcome.clone();
    let failing = known.or_else(|| failures.verdict(world, workload, spec, succeeded, &active));
    if let Some(outcome @ JobOutcome::Failing(..)) = failing {
        return fail(world, index, workload, outcome, &active, terminating);
    }
    let completions = spec.completions.map(|completions| usize::try_from(completions).unwrap_or(0));
    let complete =
        completions.map_or(succeeded > 0 && active.is_empty() && !terminating, |wanted| succeeded >= wanted);
    if complete {
        for (pod, _) in &active {
            effects.and(delete::delete(world, *pod, None));
        }
        effects.event(workload::normal(workload, Word::Completed, "Job completed".to_owned()));
        effects.message(&workload.name, "Job completed");
        let (outcome, finished) = (Some(JobOutcome::Complete), Some(world.now()));
        let done = Workload { outcome, finished, ..workload.clone() };
        effects.workload(index, done);
        effects.and(watch::workload_changed(world, workload.owner));
        effects.at(world.now(), Timer::Control(index));
        return effects;
    }
    let parallelism = count(spec.parallelism, 1);
    let wanted = match completions {
        None if succeeded > 0 => active.len(),
        None => parallelism,
        Some(completions) => parallelism.min(completions.saturating_sub(succeeded + failures.indexes.len())),
    };
    // With `podReplacementPolicy: Failed` a Pod that is being deleted keeps its place until it has ended.
    let ending = |state: &PodState| !state.api.removed && !state.is_terminal() && !pods::is_active(state);
    let replaced_late = spec.pod_replacement_policy.as_deref() == Some("Failed");
    let ending = if replaced_late { all.iter().filter(|(_, state)| ending(state)).count() } else { 0 };
    let wanted = if spec.suspend == Some(true) { 0 } else { wanted.saturating_sub(ending) };
    if active.len() > wanted {
        let mut surplus = active.clone();
        pods::rank_for_deletion(&mut surplus);
        for (pod, state) in surplus.into_iter().take(active.len() - wanted) {
            effects.and(delete::delete(world, pod, None));
            effects.event(workload::normal(
                workload,
                Word::SuccessfulDelete,
                format!("Deleted pod: {}", state.name),
            ));
        }
        return effects;
    }
    if wanted > active.len() {
        effects.and(create(world, index, workload, spec, &all, &failures, wanted - active.len()));
    }
    arm_deadline(world, index, workload, spec, &mut effects);
    effects
}

/// Deletes the Pods of a Job that is to fail; it fails when the last of them has ended.
fn fail(
    world: &World,
    index: usize,
    workload: &Workload,
    outcome: JobOutcome,
    active: &[(usize, &PodState)],
    terminating: bool,
) -> Effects {
    let mut effects = Effects::none();
    for (pod, state) in active {
        effects.and(delete::delete(world, *pod, None));
        effects.event(workload::normal(
            workload,
            Word::SuccessfulDelete,
            format!("Deleted pod: {}", state.name),
        ));
    }
    let (mut outcome, mut finished) = (outcome, None);
    if !terminating {
        if let JobOutcome::Failing(reason, message) = outcome {
            effects.event(workload::event(workload, EventType::Warning, reason, message.clone()));
            effects.message(&workload.name, format!("Job failed: {message}"));
        }
        effects.and(watch::workload_changed(world, workload.owner));
        effects.at(world.now(), Timer::Control(index));
        (outcome, finished) = (JobOutcome::Failed, Some(world.now()));
    }
    let workload = Workload { outcome: Some(outcome), finished, ..workload.clone() };
    effects.workload(index, workload);
    effects
}

/// A Job that has ended goes after its `ttlSecondsAfterFinished`, and its Pods with it.
/// Upstream: pkg/controller/ttlafterfinished.
fn expire(world: &World, index: usize, workload: &Workload, spec: &JobSpec) -> Effects {
    let ttl = spec.ttl_seconds_after_finished.and_then(|seconds| u64::try_from(seconds).ok());
    let Some((ttl, finished)) = ttl.zip(workload.finished) else { return Effects::none() };
    let due = Millis::seconds(finished.whole_seconds().saturating_add(ttl));
    if due <= world.now() {
        return workload::delete_tree(world, index);
    }
    let mut effects = Effects::none();
    effects.at(due, Timer::Control(index));
    effects
}

fn arm_deadline(world: &World, index: usize, workload: &Workload, spec: &JobSpec, effects: &mut Effects) {
    let Some(seconds) = spec.active_deadline_seconds.and_then(|seconds| u64::try_from(seconds).ok()) else {
        return;
    };
    let due = workload.created + Millis::seconds(seconds);
    if due > world.now() {
        effects.at(due, Timer::Control(index));
    }
}

/// When a Pod's containers had ended, cut to the second. Upstream: getFinishedTime, backoff_utils.go.
fn finished(state: &PodState) -> Millis {
    let of = |status: &k8s_openapi::api::core::v1::ContainerStatus| {
        let terminated = status.state.as_ref()?.terminated.as_ref()?;
        let seconds = terminated.finished_at.as_ref()?.0.as_second() - crate::EPOCH_SECONDS;
        Some(Millis::seconds(u64::try_from(seconds).unwrap_or(0)))
    };
    let sidecar = |name: &str| {
        state.shape.containers.iter().any(|spec| spec.name == name && spec.role == Role::Sidecar)
    };
    let app = state.api.status.container_statuses.iter().flatten();
    let init = state.api.status.init_container_statuses.iter().flatten().filter(|one| sidecar(&one.name));
    let times: Option<Vec<Millis>> = app.chain(init).map(of).collect();
    let latest = times.and_then(|times| times.into_iter().max());
    latest.unwrap_or_else(|| {
        let mut conditions = state.api.status.conditions.iter().flatten();
        let ready = conditions.find(|one| one.type_ == "Ready" && one.status == "False");
        let time = ready.and_then(|one| one.last_transition_time.as_ref());
        let seconds = time.map_or(0, |time| time.0.as_second() - crate::EPOCH_SECONDS);
        Millis::seconds(u64::try_from(seconds).unwrap_or(0))
    })
}

/// When the next Pod may be made after failures at these times.
fn retry(failures: &[Millis]) -> Option<Millis> {
    let last = failures.iter().max()?;
    let doublings = u32::try_from(failures.len() - 1).unwrap_or(0).min(10);
    Some(*last + Millis(FIRST_WAIT.0 << doublings).min(LONGEST_WAIT))
}

/// Makes Pods, after the wait that follows a failure.
fn create(
    world: &World,
    index: usize,
    workload: &Workload,
    spec: &JobSpec,
    all: &[(usize, &PodState)],
    failures: &Failures,
    missing: usize,
) -> Effects {
    let mut effects = Effects::none();
    let is = |state: &PodState, phase: &str| state.api.status.phase.as_deref() == Some(phase);
    let last_success =
        all.iter().filter(|(_, state)| is(state, "Succeeded")).map(|(_, state)| finished(state)).max();
    let failed = |tag: Option<&str>| -> Vec<Millis> {
        let failed = all.iter().filter(|(_, state)| is(state, "Failed"));
        let mine = failed.filter(|(_, state)| tag.is_none_or(|tag| state.tag == tag));
        mine.map(|(_, state)| finished(state))
            .filter(|at| tag.is_some() || last_success.is_none_or(|success| *at > success))
            .collect()
    };
    let per_index = spec.backoff_limit_per_index.is_some();
    if let Some(due) = retry(&failed(None)).filter(|due| world.now() < *due && !per_index) {
        effects.at(due, Timer::Control(index));
        return effects;
    }
    let indexed = spec.completion_mode.as_deref() == Some("Indexed");
    let completions = spec.completions.and_then(|completions| usize::try_from(completions).ok());
    let end = completions.filter(|_| indexed).unwrap_or(usize::MAX);
    let mut waits = Vec::new();
    let mut taken = |number: usize| {
        let tag = number.to_string();
        if failures.indexes.contains(&tag) {
            return true;
        }
        if let Some(due) = retry(&failed(Some(&tag))).filter(|due| world.now() < *due && per_index) {
            waits.push(due);
            return true;
        }
        all.iter().any(|(_, state)| {
            state.tag == tag && (is(state, "Succeeded") || pods::is_active(state) && !state.api.removed)
        })
    };
    let free: Vec<usize> = (0..end).filter(|number| !indexed || !taken(*number)).take(missing).collect();
    for due in waits {
        effects.at(due, Timer::Control(index));
    }
    for (made, number) in free.into_iter().enumerate() {
        if !pods::room(world, made) {
            break;
        }
        let base =
            if indexed { format!("{}-{number}-", workload.name) } else { format!("{}-", workload.name) };
        let name = format!("{base}{}", pods::suffix(world, &base, made));
        let mut labels: BTreeMap<_, _> = gather([
            ("batch.kubernetes.io/job-name".to_owned(), workload.name.clone()),
            ("job-name".to_owned(), workload.name.clone()),
            ("batch.kubernetes.io/controller-uid".to_owned(), workload.uid.clone()),
            ("controller-uid".to_owned(), workload.uid.clone()),
        ]);
        let mut tag = String::new();
        if indexed {
            tag = number.to_string();
            labels.insert("batch.kubernetes.io/job-completion-index".to_owned(), tag.clone());
        }
        let naming = Naming { name: name.clone(), generate_name: Some(base), labels, tag };
        effects.and(pods::make(world, index, workload, &spec.template, naming, made));
        effects.event(workload::normal(workload, Word::SuccessfulCreate, format!("Created pod: {name}")));
    }
    effects
}
