//! Jobs: Pods until enough have succeeded or too many have failed. Upstream: pkg/controller/job/job_controller.go.

use super::Workload;
use super::pods::{self, Naming};
use crate::Millis;
use crate::cluster::deed;
use crate::trace::EventType;
use crate::world::{Effect, Effects, PodState, Timer, World};
use k8s_openapi::api::batch::v1::{Job, JobSpec};
use std::collections::BTreeMap;

/// Changes of Pods are gathered for so long.
pub(super) const BATCH: Millis = Millis(1000);
/// The wait after the first failure; twice as long after each further one.
const FIRST_WAIT: Millis = Millis::seconds(10);
const LONGEST_WAIT: Millis = Millis::seconds(600);

/// What a Job has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Its Pods are being deleted, then it fails for this reason.
    Failing(&'static str, &'static str),
    Failed,
    Complete,
}

const BACKOFF: Outcome =
    Outcome::Failing("BackoffLimitExceeded", "Job has reached the specified backoff limit");
const DEADLINE: Outcome =
    Outcome::Failing("DeadlineExceeded", "Job was active longer than specified deadline");

/// One turn.
pub(super) fn control(world: &World, index: usize, workload: &Workload, object: &Job) -> Effects {
    let mut effects = Effects::none();
    let Some(spec) = &object.spec else { return effects };
    if matches!(workload.outcome, Some(Outcome::Complete | Outcome::Failed)) {
        return effects;
    }
    let all: Vec<_> = world.pods.iter().enumerate().filter(|(_, state)| state.owner == Some(index)).collect();
    let phase = |wanted: &str| {
        all.iter().filter(|(_, state)| state.api.status.phase.as_deref() == Some(wanted)).count()
    };
    let (succeeded, failed) = (phase("Succeeded"), phase("Failed"));
    let active: Vec<_> =
        all.iter().copied().filter(|(_, state)| !state.api.removed && pods::is_active(state)).collect();
    let terminating = all.iter().any(|(_, state)| !state.api.removed && !state.is_terminal());
    let count = |value: Option<i32>, default: i32| usize::try_from(value.unwrap_or(default)).unwrap_or(0);
    let failing = workload.outcome.or_else(|| verdict(world, workload, spec, failed, &active));
    if let Some(Outcome::Failing(reason, message)) = failing {
        for (pod, state) in &active {
            effects.and(deed::delete(world, *pod, None));
            effects.push(workload.normal("SuccessfulDelete", format!("Deleted pod: {}", state.name)));
        }
        let outcome = if terminating { failing } else { Some(Outcome::Failed) };
        if !terminating {
            effects.push(workload.event(EventType::Warning, reason, message.to_owned()));
            effects.push(Effect::Told(workload.name.clone(), format!("Job failed: {message}")));
            effects.and(super::wake(world, workload.owner));
        }
        effects.push(Effect::Workload(index, Box::new(Workload { outcome, ..workload.clone() })));
        return effects;
    }
    let completions = spec.completions.map(|completions| usize::try_from(completions).unwrap_or(0));
    let complete =
        completions.map_or(succeeded > 0 && active.is_empty() && !terminating, |wanted| succeeded >= wanted);
    if complete {
        for (pod, _) in &active {
            effects.and(deed::delete(world, *pod, None));
        }
        effects.push(workload.normal("Completed", "Job completed".to_owned()));
        effects.push(Effect::Told(workload.name.clone(), "Job completed".to_owned()));
        let done = Workload { outcome: Some(Outcome::Complete), ..workload.clone() };
        effects.push(Effect::Workload(index, Box::new(done)));
        effects.and(super::wake(world, workload.owner));
        return effects;
    }
    let parallelism = count(spec.parallelism, 1);
    let wanted = match completions {
        None if succeeded > 0 => active.len(),
        None => parallelism,
        Some(completions) => parallelism.min(completions - succeeded),
    };
    let wanted = if spec.suspend == Some(true) { 0 } else { wanted };
    if active.len() > wanted {
        let mut surplus = active.clone();
        pods::rank_for_deletion(&mut surplus);
        for (pod, state) in surplus.into_iter().take(active.len() - wanted) {
            effects.and(deed::delete(world, pod, None));
            effects.push(workload.normal("SuccessfulDelete", format!("Deleted pod: {}", state.name)));
        }
        return effects;
    }
    if wanted > active.len() {
        effects.and(create(world, index, workload, spec, &all, wanted - active.len()));
    }
    arm_deadline(world, index, workload, spec, &mut effects);
    effects
}

/// Why the Job fails, when it does.
fn verdict(
    world: &World,
    workload: &Workload,
    spec: &JobSpec,
    failed: usize,
    active: &[(usize, &PodState)],
) -> Option<Outcome> {
    let limit = usize::try_from(spec.backoff_limit.unwrap_or(6)).unwrap_or(0);
    if failed > limit {
        return Some(BACKOFF);
    }
    let policy = spec.template.spec.as_ref().and_then(|spec| spec.restart_policy.as_deref());
    if policy == Some("OnFailure") {
        let restarts = |state: &PodState| {
            let init = state.api.status.init_container_statuses.iter().flatten();
            let app = state.api.status.container_statuses.iter().flatten();
            init.chain(app).map(|status| usize::try_from(status.restart_count).unwrap_or(0)).sum::<usize>()
        };
        let total: usize = active.iter().map(|(_, state)| restarts(state)).sum();
        if (limit == 0 && total > 0) || (limit > 0 && total >= limit) {
            return Some(BACKOFF);
        }
    }
    let deadline = spec.active_deadline_seconds.and_then(|seconds| u64::try_from(seconds).ok());
    let passed = deadline.is_some_and(|seconds| world.now >= workload.created + Millis::seconds(seconds));
    passed.then_some(DEADLINE)
}

fn arm_deadline(world: &World, index: usize, workload: &Workload, spec: &JobSpec, effects: &mut Effects) {
    let Some(seconds) = spec.active_deadline_seconds.and_then(|seconds| u64::try_from(seconds).ok()) else {
        return;
    };
    let due = workload.created + Millis::seconds(seconds);
    if due > world.now {
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
        state
            .shape
            .containers
            .iter()
            .any(|spec| spec.name == name && spec.role == crate::world::Role::Sidecar)
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

/// Makes Pods, after the wait that follows a failure.
fn create(
    world: &World,
    index: usize,
    workload: &Workload,
    spec: &JobSpec,
    all: &[(usize, &PodState)],
    missing: usize,
) -> Effects {
    let mut effects = Effects::none();
    let is = |state: &PodState, phase: &str| state.api.status.phase.as_deref() == Some(phase);
    let last_success =
        all.iter().filter(|(_, state)| is(state, "Succeeded")).map(|(_, state)| finished(state)).max();
    let failures: Vec<Millis> = all
        .iter()
        .filter(|(_, state)| is(state, "Failed"))
        .map(|(_, state)| finished(state))
        .filter(|at| last_success.is_none_or(|success| *at > success))
        .collect();
    if let Some(last) = failures.iter().max() {
        let doublings = u32::try_from(failures.len() - 1).unwrap_or(0).min(10);
        let wait = Millis(FIRST_WAIT.0 << doublings).min(LONGEST_WAIT);
        if world.now < *last + wait {
            effects.at(*last + wait, Timer::Control(index));
            return effects;
        }
    }
    let indexed = spec.completion_mode.as_deref() == Some("Indexed");
    let taken = |number: usize| {
        let tag = number.to_string();
        all.iter().any(|(_, state)| {
            state.tag == tag && (is(state, "Succeeded") || pods::is_active(state) && !state.api.removed)
        })
    };
    let free = (0..).filter(|number| !indexed || !taken(*number)).take(missing);
    for (made, number) in free.enumerate() {
        if !pods::room(world, made) {
            break;
        }
        let base =
            if indexed { format!("{}-{number}-", workload.name) } else { format!("{}-", workload.name) };
        let name = format!("{base}{}", pods::suffix(world, &base, made));
        let mut labels = BTreeMap::from([
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
        effects.push(workload.normal("SuccessfulCreate", format!("Created pod: {name}")));
    }
    effects
}
