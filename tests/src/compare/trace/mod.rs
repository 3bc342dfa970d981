//! A kubelet's work compared without times: a real kubelet polls its runtime each second and adds jitter to back-off.
//!
//! A dimension agrees when it agrees with one of the recorded runs. The dimensions: rows of `kubectl get pod` that lasted,
//! in order · events of each object and container · runtime calls of each container · starts across containers ·
//! the status behind each lasting row · where they were recorded, the addresses behind Services and the states of workloads.

mod calls;
mod events;
mod rows;
mod states;
mod status;

use super::{Difference, field, list, text};
use rows::Key;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const DIMENSIONS: [&str; 7] = ["rows", "events", "cri", "order", "status", "endpoints", "objects"];

type Bad = BTreeMap<&'static str, String>;

/// The request of a recorded run.
pub(super) fn request(run: &Value) -> Value {
    json!({
        "id": run.get("name"),
        "manifest": run.get("manifest"),
        "until": run.get("observedSeconds"),
        "scenario": {"behaviours": run.get("behaviours"), "actions": run.get("actions")},
    })
}

/// The dimensions in which `got` agrees with none of the runs.
pub(super) fn nearest(runs: &[Value], got: &Value) -> Vec<Difference> {
    let all =
        |words: &str| DIMENSIONS.map(|dimension| Difference { dimension, words: words.to_owned() }).to_vec();
    if got.get("rows").is_none() {
        return all("no answer");
    }
    let found: Vec<Bad> = runs.iter().map(|run| compare(run, got)).collect();
    let everywhere = |dimension: &&str| found.iter().all(|bad| bad.contains_key(dimension));
    let words = |dimension: &'static str| {
        found.first().and_then(|bad| bad.get(dimension)).cloned().unwrap_or_default()
    };
    DIMENSIONS
        .into_iter()
        .filter(everywhere)
        .map(|dimension| Difference { dimension, words: words(dimension) })
        .collect()
}

/// The first difference in each dimension that disagrees.
fn compare(run: &Value, got: &Value) -> Bad {
    let mut bad = Bad::new();
    let end = seconds(run, "observedSeconds");
    let (real, mine) = (pods(run), pods(got));
    if real.len() != mine.len() {
        let words = format!("{} pods, recorded {}", mine.len(), real.len());
        return DIMENSIONS.into_iter().map(|dimension| (dimension, words.clone())).collect();
    }
    let retries = has_backoff(run);
    for (real, mine) in real.iter().zip(&mine) {
        rows::compare(&mut bad, (run, real), (got, mine), end, trusted(end, retries));
        calls::compare(&mut bad, (run, real), (got, mine), end, retries);
        status::compare(&mut bad, (run, real), (got, mine), end, retries);
    }
    states::compare(&mut bad, (run, &real), (got, &mine), end, trusted(end, retries));
    events::compare(&mut bad, (run, &real), (got, &mine), end, retries);
    bad
}

/// The time up to which the recording must hold all that a simulator without jitter does.
fn trusted(end: f64, retries: bool) -> f64 {
    if retries { (end - 16.0) / 1.5 } else { end - 4.0 }
}

fn has_backoff(run: &Value) -> bool {
    list(run, "rows").iter().any(|row| text(row, "status").contains("ackOff"))
        || list(run, "events").iter().any(|event| text(event, "reason") == "BackOff")
}

/// The Pods of a trace, in the order of their first rows.
fn pods(trace: &Value) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for row in list(trace, "rows") {
        let pod = text(row, "pod");
        if !seen.iter().any(|seen| seen == pod) {
            seen.push(pod.to_owned());
        }
    }
    seen
}

fn seconds(value: &Value, key: &str) -> f64 {
    field(value, key).as_f64().unwrap_or_default()
}

/// The index of the first difference of two lists, as far as both go.
fn fork<T: PartialEq>(a: &[T], b: &[T]) -> Option<usize> {
    a.iter().zip(b).position(|(a, b)| a != b)
}

/// Notes a difference unless its dimension has one already.
fn note(bad: &mut Bad, dimension: &'static str, words: impl FnOnce() -> String) {
    bad.entry(dimension).or_insert_with(words);
}

/// A Pod of a trace.
type Of<'a> = (&'a Value, &'a str);
