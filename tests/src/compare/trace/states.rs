//! Addresses behind Services and states of workloads: each that lasted must occur in the other trace, in order.

use super::events::plain;
use super::{Bad, Value, field, list, note, seconds, text};
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A state shorter than this may be missed by an observer.
const FIRM: f64 = 1.1;

/// The states of each thing, with their times.
type States = BTreeMap<(String, String), Vec<(String, f64, f64)>>;

const COUNTS: [&str; 24] = [
    "replicas",
    "readyReplicas",
    "availableReplicas",
    "updatedReplicas",
    "unavailableReplicas",
    "currentReplicas",
    "currentNumberScheduled",
    "desiredNumberScheduled",
    "numberReady",
    "numberAvailable",
    "numberUnavailable",
    "updatedNumberScheduled",
    "active",
    "ready",
    "succeeded",
    "failed",
    "completedIndexes",
    "failedIndexes",
    "phase",
    "used",
    "currentHealthy",
    "desiredHealthy",
    "disruptionsAllowed",
    "expectedPods",
];

static HASH: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"-[a-z0-9]{8,10}\b").ok());
static OF_CRON_JOB: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"-\d{8}$").ok());

pub(super) fn compare(
    bad: &mut Bad,
    real: (&Value, &[String]),
    mine: (&Value, &[String]),
    end: f64,
    trusted: f64,
) {
    if real.0.get("endpoints").is_some() {
        differ(bad, "endpoints", &endpoints(real, end), &endpoints(mine, end), trusted);
    }
    if real.0.get("objects").is_some() {
        differ(bad, "objects", &objects(real, end), &objects(mine, end), trusted);
    }
}

fn differ(bad: &mut Bad, dimension: &'static str, real: &States, mine: &States, trusted: f64) {
    let empty = Vec::new();
    let lasted = |(key, from, until): &&(String, f64, f64)| is_end(key) || until - from >= FIRM;
    for thing in real.keys().chain(mine.keys()) {
        let (a, b) = (real.get(thing).unwrap_or(&empty), mine.get(thing).unwrap_or(&empty));
        if let Some(gone) = missing(a.iter().filter(lasted), b) {
            note(bad, dimension, || format!("{thing:?}: recorded {gone} not simulated"));
        }
        let early = b.iter().filter(|(_, from, until)| *from <= trusted && until - from >= FIRM);
        if let Some(extra) = missing(early, a) {
            note(bad, dimension, || format!("{thing:?}: simulated {extra} not recorded"));
        }
    }
}

fn is_end(key: &str) -> bool {
    matches!(key, "removed" | "deleted")
}

/// The first of `needles` that does not follow, in order, in `hay`.
fn missing<'a>(
    needles: impl Iterator<Item = &'a (String, f64, f64)>,
    hay: &[(String, f64, f64)],
) -> Option<&'a str> {
    let mut rest = hay.iter();
    needles.map(|(key, ..)| key.as_str()).find(|key| !rest.any(|(other, ..)| other == key))
}

/// Adds a state that begins at `at`.
fn push(states: &mut States, thing: (String, String), key: String, at: f64, end: f64) {
    let known = states.entry(thing).or_default();
    if known.last().is_some_and(|(last, ..)| *last == key) {
        return;
    }
    if let Some((.., until)) = known.last_mut() {
        *until = at;
    }
    known.push((key, at, end));
}

fn sorted<'a>(trace: &'a Value, name: &str, end: f64) -> Vec<&'a Value> {
    let mut all: Vec<&Value> = list(trace, name).iter().filter(|one| seconds(one, "t") <= end).collect();
    all.sort_by(|a, b| seconds(a, "t").total_cmp(&seconds(b, "t")));
    all
}

fn endpoints((trace, pods): (&Value, &[String]), end: f64) -> States {
    let mut states = States::new();
    for one in sorted(trace, "endpoints", end).into_iter().filter(|one| one.get("pod").is_some()) {
        let pod = text(one, "pod");
        let number = pods.iter().position(|known| known == pod);
        let pod = number.map_or_else(|| pod.to_owned(), |number| format!("POD{number}"));
        let key = if super::super::truthy(one, "removed") {
            "removed".to_owned()
        } else {
            format!("{} {} {}", field(one, "ready"), field(one, "serving"), field(one, "terminating"))
        };
        push(&mut states, (text(one, "service").to_owned(), pod), key, seconds(one, "t"), end);
    }
    states
}

/// The states of workloads. ReplicaSets and a CronJob's Jobs, whose names are generated, go by order of appearance.
fn objects((trace, pods): (&Value, &[String]), end: f64) -> States {
    let mut states = States::new();
    let mut numbers: BTreeMap<(String, String), usize> = BTreeMap::new();
    for one in sorted(trace, "objects", end) {
        let (kind, mut name) = (text(one, "kind").to_owned(), text(one, "name").to_owned());
        let numbered = kind == "ReplicaSet"
            || kind == "Job" && OF_CRON_JOB.as_ref().is_some_and(|pattern| pattern.is_match(&name));
        if numbered {
            let next = numbers.keys().filter(|(other, _)| *other == kind).count();
            let number = numbers.entry((kind.clone(), name.clone())).or_insert(next);
            let base = name.rsplit_once('-').map_or(name.as_str(), |(base, _)| base);
            name = format!("{base}-{number}");
        }
        let key = if super::super::truthy(one, "deleted") { "deleted".to_owned() } else { key(one, pods) };
        push(&mut states, (kind, name), key, seconds(one, "t"), end);
    }
    states
}

/// An object's state as a text: the fields of its spec that count, its counts and its conditions.
fn key(object: &Value, pods: &[String]) -> String {
    let nothing = |value: &&Value| value.is_null() || **value == 0 || **value == "" || **value == false;
    let known =
        |of: &Value, name: &str| of.get(name).filter(|value| !nothing(value)).map(|v| format!("{name}={v}"));
    let asked = ["replicas", "paused", "suspend", "parallelism"].into_iter();
    let asked = asked.filter_map(|name| known(object, name));
    let status = field(object, "status");
    let counts = COUNTS.iter().filter_map(|name| known(status, name));
    let mut conditions: Vec<String> = list(status, "conditions")
        .iter()
        .map(|one| {
            let message = plain(text(one, "message"), pods);
            let message = HASH
                .as_ref()
                .map_or(message.clone(), |hash| hash.replace_all(&message, "-HASH").into_owned());
            format!("{} {} {} {message}", text(one, "type"), text(one, "status"), text(one, "reason"))
        })
        .collect();
    conditions.sort();
    let parts: [Vec<String>; 3] = [asked.collect(), counts.collect(), conditions];
    parts.map(|part| part.join(", ")).join(" | ")
}
