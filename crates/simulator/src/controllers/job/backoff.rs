//! The wait after a failure. Upstream: pkg/controller/job/backoff_utils.go.

use super::{Owned, Turn, has_phase};
use crate::Millis;
use crate::controllers::workload;
use crate::shape::Role;
use crate::world::{PodId, PodState};

/// The wait after the first failure; twice as long after each further one.
const FIRST_WAIT: Millis = Millis::seconds(10);
const LONGEST_WAIT: Millis = Millis::seconds(600);

/// When a Pod's containers had ended, cut to the second; of one that is counted before its end: when it ceased to be ready
/// or was deleted. Upstream: getFinishedTime.
fn finished(state: &PodState) -> Millis {
    let of = |status: &k8s_openapi::api::core::v1::ContainerStatus| {
        let terminated = status.state.as_ref()?.terminated.as_ref()?;
        terminated.finished_at.as_ref().map(workload::at)
    };
    let sidecar = |name: &str| {
        state.shape.containers.iter().any(|spec| spec.name == name && spec.role == Role::Sidecar)
    };
    let app = state.api.status.container_statuses.iter().flatten();
    let init = state.api.status.init_container_statuses.iter().flatten().filter(|one| sidecar(&one.name));
    let times: Option<Vec<Millis>> = app.chain(init).map(of).collect();
    let latest = times.and_then(|times| times.into_iter().max());
    let ready = || {
        let mut conditions = state.api.status.conditions.iter().flatten();
        let ready = conditions.find(|one| one.type_ == "Ready" && one.status == "False");
        ready.and_then(|one| one.last_transition_time.as_ref()).map(workload::at)
    };
    let deleted = || state.api.deletion.map(|deletion| Millis::seconds(deletion.at.whole_seconds()));
    latest.or_else(ready).or_else(deleted).unwrap_or(state.api.created)
}

impl Turn<'_> {
    /// Notes when each Pod had ended that counts from now on; a Pod is counted once.
    pub fn note_ends(&mut self) {
        for (pod, state) in self.all.clone() {
            let failed = self.has_failed((pod, state));
            if failed || has_phase(state, "Succeeded") {
                self.count_end(pod, state, failed);
            }
        }
    }

    /// Counts a Pod, unless it has been counted.
    pub fn count_end(&mut self, pod: PodId, state: &PodState, failed: bool) {
        self.ends.update(pod, || (finished(state), failed), |_| ());
    }

    fn ended(&self, (pod, state): &Owned<'_>) -> Millis {
        self.ends.get(pod).map_or_else(|| finished(state), |(at, _)| *at)
    }

    /// When the next Pod may be made: after the failures since the last success, or after those of one index.
    pub fn retry(&self, index: Option<&str>) -> Option<Millis> {
        let is_mine = |(_, state): &&Owned<'_>| index.is_none_or(|index| state.tag == index);
        let succeeded = self.all.iter().filter(|one| self.has_succeeded(one));
        let last_success = succeeded.map(|one| self.ended(one)).max().filter(|_| index.is_none());
        let failed = self.all.iter().filter(is_mine).filter(|one| self.has_failed(**one));
        let failed: Vec<Millis> = failed
            .map(|one| self.ended(one))
            .filter(|at| last_success.is_none_or(|success| *at > success))
            .collect();
        let last = failed.iter().max()?;
        let doublings = u32::try_from(failed.len() - 1).unwrap_or(0).min(10);
        Some(*last + Millis(FIRST_WAIT.0 << doublings).min(LONGEST_WAIT))
    }
}
