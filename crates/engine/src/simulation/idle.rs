//! Workloads that make no Pod when the run begins: CronJobs before their first time, what is suspended or wants no replica.

use api::Object;
use serde_json::Value;
use simulator::Millis;
use view::{clock, float};

use crate::manifest::Manifest;

/// The sentences about them, and the time at which the first Pod can come.
pub(super) struct Idle {
    /// When the first CronJob makes its first Job, where nothing else makes a Pod; else 0.
    pub begins: Millis,
    /// The sentence for as long as there is no Pod.
    pub before: String,
    /// Each workload that makes no Pod before a time, or ever, with what is said of it.
    all: Vec<(Option<Millis>, String)>,
}

impl Idle {
    /// The workloads of a text that wait, and for how long.
    pub(super) fn of(manifest: &Manifest) -> Idle {
        let makers = || manifest.objects().filter(|object| object.pod_spec().is_some());
        let all: Vec<(Option<Millis>, String)> = makers().filter_map(idle).collect();
        let alone = all.len() == makers().count();
        let (begins, before) =
            all.iter().min_by_key(|(at, _)| at.unwrap_or(Millis(u64::MAX))).cloned().unzip();
        Idle {
            begins: begins.flatten().filter(|_| alone).unwrap_or(Millis::ZERO),
            before: format!("There is no Pod yet. {}", before.unwrap_or_default()).trim_end().to_owned(),
            all,
        }
    }

    /// The sentences about those that make no Pod in the time that is played.
    pub(super) fn later(self, until: Millis) -> impl Iterator<Item = String> {
        self.all.into_iter().filter(move |(at, _)| at.is_none_or(|at| at > until)).map(|(_, why)| why)
    }
}

/// The time from which a workload makes Pods, and a sentence about it; `None` of one that makes them at once.
fn idle(object: &Object) -> Option<(Option<Millis>, String)> {
    let name = object.metadata()?.name.as_deref().unwrap_or_default();
    let name = format!("The {} `{name}`", object.kind());
    let spec = object.to_json();
    let spec = spec.get("spec")?;
    if spec.get("suspend") == Some(&Value::Bool(true)) {
        return Some((None, format!("{name} is suspended.")));
    }
    if spec.get("replicas").and_then(Value::as_i64) == Some(0) {
        return Some((None, format!("{name} wants 0 replicas.")));
    }
    let Object::CronJob(cron) = object else { return None };
    let schedule = &cron.spec.schedule;
    let Some(at) = simulator::first_job(cron) else {
        return Some((None, format!("{name} never makes a Job: no time is on its schedule `{schedule}`.")));
    };
    let zone = if cron.spec.time_zone.is_some() { ", whatever the timeZone" } else { "" };
    let words = format!(
        "{name} makes its first Job at {}, by its schedule `{schedule}`: the run begins on 2026-01-01 at midnight UTC{zone}.",
        clock(float(at.0))
    );
    Some((Some(at), words))
}
