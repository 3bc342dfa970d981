//! Which failures of its Pods a Job counts, and when it fails for them.
//! Upstream: pkg/controller/job/pod_failure_policy.go, indexed_job_utils.go and job_controller.go.

use super::{Owned, Turn};
use crate::Word;
use crate::world::{JobOutcome, PodId, PodState};
use api::collections::Map;
use k8s_openapi::api::batch::v1::{JobSpec, PodFailurePolicyOnExitCodesRequirement, PodFailurePolicyRule};
use k8s_openapi::api::core::v1::ContainerStatus;
use std::collections::BTreeSet;

/// The failures of a Job's Pods as its policies count them.
#[derive(Default)]
pub(super) struct Failures {
    /// The ones that count towards `backoffLimit`.
    counted: usize,
    /// The message of the policy when one of them fails the Job.
    job: Option<String>,
    /// The indexes that have failed for good, of a Job with `backoffLimitPerIndex`.
    pub indexes: BTreeSet<String>,
}

impl Failures {
    /// Goes through the failed Pods, in the order of their creation.
    pub fn of(turn: &Turn<'_>) -> Failures {
        let spec = turn.spec;
        let mut failures = Failures::default();
        let mut of_index: Map<&str, i32> = Map::new();
        // The Pods that a failing Job deletes do not fail their indexes.
        let is_spared = |state: &PodState| turn.outcome.is_some() && state.api.deletion.is_some();
        for (_, state) in turn.all.iter().filter(|one| turn.has_failed(**one)) {
            match action(spec, state) {
                Some(("Ignore", _)) => continue,
                Some(("FailJob", why)) => failures.job = failures.job.or(Some(why)),
                Some(("FailIndex", _)) if spec.backoff_limit_per_index.is_some() => {
                    failures.indexes.insert(state.tag.clone());
                }
                _ => {}
            }
            failures.counted += 1;
            if is_spared(state) {
                continue;
            }
            let so_far = of_index.update(state.tag.as_str(), i32::default, |count| {
                *count += 1;
                *count
            });
            if spec.backoff_limit_per_index.is_some_and(|limit| so_far > limit) {
                failures.indexes.insert(state.tag.clone());
            }
        }
        failures
    }

    /// Why the Job fails, when it does.
    pub fn verdict(&self, turn: &Turn<'_>, succeeded: usize) -> Option<JobOutcome> {
        let spec = turn.spec;
        let failing = |reason, message: &str| Some(JobOutcome::Failing(reason, message.to_owned()));
        if let Some(why) = &self.job {
            return failing(Word::PodFailurePolicy, why);
        }
        let limit = usize::try_from(spec.backoff_limit.unwrap_or(6)).unwrap_or(0);
        if self.counted > limit || restarted_too_often(spec, limit, &turn.active) {
            return failing(Word::BackoffLimitExceeded, "Job has reached the specified backoff limit");
        }
        if turn.deadline().is_some_and(|due| turn.world.now() >= due) && !turn.is_suspended() {
            return failing(Word::DeadlineExceeded, "Job was active longer than specified deadline");
        }
        let most = spec.max_failed_indexes.and_then(|most| usize::try_from(most).ok());
        if most.is_some_and(|most| self.indexes.len() > most) {
            let message = "Job has exceeded the specified maximal number of failed indexes";
            return failing(Word::MaxFailedIndexesExceeded, message);
        }
        let completions = spec.completions.and_then(|completions| usize::try_from(completions).ok());
        let all_done = completions.is_some_and(|wanted| succeeded + self.indexes.len() >= wanted);
        if !self.indexes.is_empty() && all_done {
            return failing(Word::FailedIndexes, "Job has failed indexes");
        }
        None
    }
}

impl Failures {
    /// How many of them the status tells: a failure of an index that is to be tried again is told when it is.
    pub fn told(&self, turn: &Turn<'_>) -> usize {
        if turn.spec.backoff_limit_per_index.is_none() {
            return self.counted;
        }
        let failed = turn.all.iter().enumerate().filter(|(_, one)| turn.has_failed(**one));
        let is_told = |at: usize, (_, state): Owned<'_>| {
            turn.outcome.is_some()
                || self.indexes.contains(&state.tag)
                || turn.all.iter().skip(at + 1).any(|(_, other)| other.tag == state.tag)
        };
        failed.filter(|(at, one)| is_told(*at, **one)).count()
    }
}

/// Pods that restart their containers in place count as failures too.
fn restarted_too_often(spec: &JobSpec, limit: usize, active: &[(PodId, &PodState)]) -> bool {
    let policy = spec.template.spec.as_ref().and_then(|spec| spec.restart_policy.as_deref());
    if policy != Some("OnFailure") {
        return false;
    }
    let restarts = |state: &PodState| {
        let init = state.api.status.init_container_statuses.iter().flatten();
        let app = state.api.status.container_statuses.iter().flatten();
        init.chain(app).map(|status| usize::try_from(status.restart_count).unwrap_or(0)).sum::<usize>()
    };
    let total: usize = active.iter().map(|(_, state)| restarts(state)).sum();
    if limit == 0 { total > 0 } else { total >= limit }
}

/// The action of the first rule that matches a failed Pod, and the controller's message about it.
fn action<'a>(spec: &'a JobSpec, state: &PodState) -> Option<(&'a str, String)> {
    let rules = spec.pod_failure_policy.iter().flat_map(|policy| &policy.rules).enumerate();
    rules.into_iter().find_map(|(number, rule)| {
        let what = matched(rule, state)?;
        Some((rule.action.as_str(), format!("{what} matching {} rule at index {number}", rule.action)))
    })
}

fn matched(rule: &PodFailurePolicyRule, state: &PodState) -> Option<String> {
    let pod = format!("{}/{}", state.namespace, state.name);
    if let Some(asked) = &rule.on_exit_codes {
        let app = state.api.status.container_statuses.iter().flatten();
        let init = state.api.status.init_container_statuses.iter().flatten();
        let (name, code) = app.chain(init).find_map(|status| exit_code(asked, status))?;
        return Some(format!("Container {name} for pod {pod} failed with exit code {code}"));
    }
    let asked = rule.on_pod_conditions.iter().flatten();
    let mut met = asked.filter(|asked| {
        let mut conditions = state.api.status.conditions.iter().flatten();
        conditions
            .any(|one| one.type_ == asked.type_ && one.status == asked.status.as_deref().unwrap_or("True"))
    });
    met.next().map(|asked| format!("Pod {pod} has condition {}", asked.type_))
}

fn exit_code<'a>(
    asked: &PodFailurePolicyOnExitCodesRequirement,
    status: &'a ContainerStatus,
) -> Option<(&'a str, i32)> {
    let code = status.state.as_ref()?.terminated.as_ref()?.exit_code;
    let is_meant = asked.container_name.as_ref().is_none_or(|name| *name == status.name);
    let among = asked.values.contains(&code);
    let is_met = match asked.operator.as_str() {
        "In" => among,
        "NotIn" => !among,
        _ => false,
    };
    (code != 0 && is_meant && is_met).then_some((status.name.as_str(), code))
}
