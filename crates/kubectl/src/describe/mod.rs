//! `kubectl describe pod`. Upstream: describePod, staging/src/k8s.io/kubectl/pkg/describe/describe.go.
//!
//! One file for each section, in the order in which they are printed.

mod access;
mod autoscaler;
mod claim;
mod classes;
mod config;
mod containers;
mod cron_job;
mod env;
mod events;
mod generic;
mod header;
mod ingress;
mod mounts;
mod namespace;
mod network;
mod network_policy;
mod node;
pub(crate) mod objects;
mod policy;
mod probe;
mod scheduling;
pub(crate) mod selector;
mod state;
mod template;
mod volume;
mod volumes;
mod workload;
mod writer;

use api::Kubernetes;
use jiff::{Timestamp, tz::Offset};
use k8s_openapi::api::core::v1::{Event, Pod, PodSpec, PodStatus};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;
use std::collections::BTreeMap;
use writer::Writer;

/// The description of `pod` at `now`. `events` are those about this Pod, in the order in which the server lists
/// them (by name); `None` leaves the section out, as `--show-events=false` does.
pub fn describe(pod: &Pod, events: Option<&[&Event]>, now: Timestamp, kubernetes: &Kubernetes) -> String {
    let (no_spec, no_status) = (PodSpec::default(), PodStatus::default());
    let spec = pod.spec.as_ref().unwrap_or(&no_spec);
    let status = pod.status.as_ref().unwrap_or(&no_status);
    let mut w = Writer::default();
    header::write(&mut w, pod, spec, status, now);
    containers::write(&mut w, pod, spec, status, kubernetes, "");
    conditions(&mut w, spec, status);
    volumes::write(&mut w, spec.volumes.as_deref().unwrap_or_default(), "");
    w.field(0, "QoS Class", text(status.qos_class.as_ref()));
    w.list(0, "Node-Selectors", &pairs(spec.node_selector.as_ref()));
    scheduling::write(&mut w, spec);
    match events {
        None => w.aligned(),
        Some([]) => {
            w.field(0, "Events", "<none>");
            w.aligned()
        }
        // The table of events does not share its widths with what stands above it.
        Some(events) => w.aligned() + &events::table(events, now, kubernetes),
    }
}

/// The description of a Pod template by itself, whose columns kubectl does not align.
pub(crate) fn template(template: &serde_json::Value, kubernetes: &Kubernetes) -> String {
    let mut w = Writer::default();
    self::template::write(&mut w, Some(template), kubernetes);
    w.raw()
}

fn conditions(w: &mut Writer, spec: &PodSpec, status: &PodStatus) {
    let conditions = status.conditions.as_deref().unwrap_or_default();
    let gates = spec.readiness_gates.as_deref().unwrap_or_default();
    if !gates.is_empty() {
        w.line(0, "Readiness Gates:\n  Type\tStatus");
    }
    for gate in gates {
        let met = conditions.iter().find(|condition| condition.type_ == gate.condition_type);
        let status = met.map_or("<none>", |condition| &*condition.status);
        w.line(1, &format!("{} \t{status} ", gate.condition_type));
    }
    if !conditions.is_empty() {
        w.line(0, "Conditions:\n  Type\tStatus");
    }
    for condition in conditions {
        w.line(1, &format!("{} \t{} ", condition.type_, condition.status));
    }
}

/// A field that may be absent; Go's empty string then.
fn text(field: Option<&String>) -> &str {
    field.map_or("", String::as_str)
}

/// Go's `%v` of a boolean that may be absent.
fn yes(field: Option<bool>) -> &'static str {
    if field == Some(true) { "true" } else { "false" }
}

/// `key=value` of each entry; the map is sorted.
fn pairs(map: Option<&BTreeMap<String, String>>) -> Vec<String> {
    map.into_iter().flatten().map(|(key, value)| format!("{key}={value}")).collect()
}

/// Go's RFC 1123 form with a numeric zone, in UTC: `Fri, 20 Nov 2026 20:06:28 +0000`. A time never set is year 1.
fn date(time: Option<&Time>) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let Some(time) = time else { return "Mon, 01 Jan 0001 00:00:00 +0000".to_owned() };
    let at = Offset::UTC.to_datetime(time.0);
    let name = |names: &'static [&'static str], one: i8| {
        usize::try_from(one - 1).ok().and_then(|index| names.get(index)).copied().unwrap_or_default()
    };
    let day = name(&DAYS, at.weekday().to_monday_one_offset());
    let month = name(&MONTHS, at.month());
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    format!("{day}, {:02} {month} {:04} {hour:02}:{minute:02}:{second:02} +0000", at.day(), at.year())
}

#[cfg(test)]
mod tests;
