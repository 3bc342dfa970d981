//! CronJobs. Upstream: describeCronJob, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::objects::{dated, identity, marks};
use super::writer::Writer;
use super::{selector, template};
use crate::Cluster;
use crate::others::{items, text};
use serde_json::Value;

/// The word for a field that nobody set.
const UNSET: &str = "<unset>";

pub(super) fn write(w: &mut Writer, object: &Value, cluster: &Cluster<'_>) {
    identity(w, object);
    marks(w, object);
    w.field(0, "Schedule", text(object, "/spec/schedule"));
    w.field(0, "Concurrency Policy", text(object, "/spec/concurrencyPolicy"));
    let suspended = object.pointer("/spec/suspend").and_then(Value::as_bool);
    w.field(0, "Suspend", suspended.map_or(UNSET, |on| if on { "True" } else { "False" }));
    w.field(0, "Time Zone", object.pointer("/spec/timeZone").and_then(Value::as_str).unwrap_or(UNSET));
    let spec = |field: &str| object.pointer(&format!("/spec/{field}")).and_then(Value::as_i64);
    w.field(0, "Successful Job History Limit", &number(spec("successfulJobsHistoryLimit"), ""));
    w.field(0, "Failed Job History Limit", &number(spec("failedJobsHistoryLimit"), ""));
    w.field(0, "Starting Deadline Seconds", &number(spec("startingDeadlineSeconds"), "s"));
    jobs(w, object, cluster);
    let ran = object.pointer("/status/lastScheduleTime").is_some();
    let last = if ran { dated(object, "/status/lastScheduleTime") } else { UNSET.to_owned() };
    w.field(0, "Last Schedule Time", &last);
    let active: Vec<&str> = items(object, "/status/active").map(|job| text(job, "/name")).collect();
    w.field(0, "Active Jobs", &if active.is_empty() { "<none>".to_owned() } else { active.join(", ") });
}

/// The Jobs that it makes.
fn jobs(w: &mut Writer, object: &Value, cluster: &Cluster<'_>) {
    let spec = object.pointer("/spec/jobTemplate/spec").cloned().unwrap_or_default();
    let selected = spec.get("selector").and_then(|selector| api::typed::from_json(selector).ok());
    w.field(0, "Selector", &selected.map_or_else(|| UNSET.to_owned(), |selected| selector::print(&selected)));
    let count = |field: &str| spec.get(field).and_then(Value::as_i64);
    w.field(0, "Parallelism", &number(count("parallelism"), ""));
    w.field(0, "Completions", &number(count("completions"), ""));
    if let Some(seconds) = count("activeDeadlineSeconds") {
        w.field(0, "Active Deadline Seconds", &number(Some(seconds), "s"));
    }
    template::write(w, spec.get("template"), cluster.kubernetes);
}

fn number(number: Option<i64>, unit: &str) -> String {
    number.map_or_else(|| UNSET.to_owned(), |number| format!("{number}{unit}"))
}
