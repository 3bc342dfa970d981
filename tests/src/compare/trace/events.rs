//! Events of each object and container, repeats in a row merged; UIDs, addresses, durations and generated names replaced.

use super::{Bad, Value, fork, list, note, seconds, text};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

type Key = (String, String);

/// Type, reason, message.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Event(String, String, String);

const NORMAL: [(&str, &str); 7] = [
    ("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID"),
    (r"in [0-9.]+m?s \([0-9.]+m?s including waiting\)", "in T (T including waiting)"),
    (r"\b10\.\d+\.\d+\.\d+\b", "IP"),
    (r"Image size: \d+ bytes", "Image size: N bytes"),
    (r"^Successfully assigned [^/ ]+/(\S+) to \S+$", "Successfully assigned NAMESPACE/$1 to NODE"),
    (r"(\S+?)_[^(\s]+\(<?UID>?\)", "${1}_NAMESPACE(UID)"),
    (r"(replica set \S+?)-[0-9a-f]{8,10}\b", "$1-HASH"),
];

static PATTERNS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    NORMAL.iter().filter_map(|(pattern, plain)| Some((Regex::new(pattern).ok()?, *plain))).collect()
});
static POD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"POD\d+").ok());
static REPLICA_SET: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("^(ReplicaSet/\\S+)-[0-9a-f]{8,10}$").ok());

pub(super) fn compare(
    bad: &mut Bad,
    real: (&Value, &[String]),
    mine: (&Value, &[String]),
    end: f64,
    retries: bool,
) {
    let (recorded, simulated) = (events(real, end), events(mine, end));
    let keys: BTreeSet<&Key> = recorded.keys().chain(simulated.keys()).collect();
    for key in keys {
        let of = |events: &BTreeMap<Key, Vec<Event>>| events.get(key).cloned().unwrap_or_default();
        let (a, b) = (of(&recorded), of(&simulated));
        if let Some(at) = fork(&a, &b) {
            note(bad, "events", || {
                format!("{key:?}: event {at}: recorded {:?}, simulated {:?}", a.get(at), b.get(at))
            });
        } else if retries {
            // The number of times that a back-off repeats while it is watched is chance.
        } else if let Some(next) = a.get(b.len()) {
            note(bad, "events", || format!("{key:?}: recorded {next:?} not simulated"));
        } else if let Some(next) = b.get(a.len()) {
            note(bad, "events", || format!("{key:?}: simulated {next:?} not recorded"));
        }
    }
}

fn events((trace, pods): (&Value, &[String]), end: f64) -> BTreeMap<Key, Vec<Event>> {
    let mut sorted: Vec<&Value> =
        list(trace, "events").iter().filter(|event| seconds(event, "t") <= end).collect();
    sorted.sort_by(|a, b| seconds(a, "t").total_cmp(&seconds(b, "t")));
    let mut events: BTreeMap<Key, Vec<Event>> = BTreeMap::new();
    for event in sorted {
        let mut message = plain(text(event, "message"), pods);
        // Each `ImagePullBackOff` comes as two events; only the other one counts.
        if message == "Error: ImagePullBackOff" {
            continue;
        }
        let object = text(event, "object");
        if !object.starts_with("Pod/") {
            // Among several equal Pods, a controller takes one by chance.
            message =
                POD.as_ref().map_or(message.clone(), |pod| pod.replace_all(&message, "POD").into_owned());
        }
        let object = REPLICA_SET.as_ref().map_or(object.into(), |pattern| pattern.replace(object, "$1-HASH"));
        let key = (unnamed(&object, pods), text(event, "field").to_owned());
        let event = Event(text(event, "type").to_owned(), text(event, "reason").to_owned(), message);
        let seen = events.entry(key).or_default();
        let known = event.1 == "FailedScheduling" && seen.contains(&event);
        if !known && seen.last() != Some(&event) {
            seen.push(event);
        }
    }
    events
}

/// A text in which each Pod's number stands in place of its name.
fn unnamed(text: &str, pods: &[String]) -> String {
    let named = pods.iter().enumerate().filter(|(_, pod)| !pod.is_empty());
    named.fold(text.to_owned(), |text, (number, pod)| text.replace(pod.as_str(), &format!("POD{number}")))
}

pub(super) fn plain(message: &str, pods: &[String]) -> String {
    let replaced = PATTERNS.iter().fold(unnamed(message, pods), |message, (pattern, plain)| {
        pattern.replace_all(&message, *plain).into_owned()
    });
    replaced.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_chance_decides_is_replaced() {
        let pods = ["web-5d8f7c9b4-abcde".to_owned()];
        let say = |message| plain(message, &pods);
        assert_eq!(
            say("Successfully assigned default/web-5d8f7c9b4-abcde to node-1"),
            "Successfully assigned NAMESPACE/POD0 to NODE"
        );
        assert_eq!(
            say("Pulled in 6.01s (6.01s including waiting). Image size: 12 bytes."),
            "Pulled in T (T including waiting). Image size: N bytes."
        );
        assert_eq!(say("pod POD0_default(12345678-1234-1234-1234-123456789abc)"), "pod POD0_NAMESPACE(UID)");
        assert_eq!(
            say("Scaled up replica set web-5d8f7c9b44 from 0 to 1"),
            "Scaled up replica set web-HASH from 0 to 1"
        );
    }
}
