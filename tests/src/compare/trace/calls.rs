//! The calls of the runtime: for each container its creations, starts, exits and stops; across containers the starts.

use super::{Bad, Of, field, fork, list, note, seconds, text};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
struct Calls {
    /// The calls by container; the sandbox has no name.
    each: BTreeMap<String, Vec<String>>,
    starts: Vec<String>,
}

pub(super) fn compare(bad: &mut Bad, real: Of<'_>, mine: Of<'_>, end: f64, retries: bool) {
    let (recorded, simulated) = (calls(real, end), calls(mine, end));
    let containers: BTreeSet<&String> = recorded.each.keys().chain(simulated.each.keys()).collect();
    for container in containers {
        let of = |calls: &Calls| calls.each.get(container).cloned().unwrap_or_default();
        let (a, b) = (of(&recorded), of(&simulated));
        if let Some(at) = fork(&a, &b) {
            let call = |calls: &[String]| calls.get(at).cloned().unwrap_or_default();
            note(bad, "cri", || {
                format!("{}/{container}: call {at}: recorded {}, simulated {}", real.1, call(&a), call(&b))
            });
        } else if let Some(next) = a.get(b.len()).filter(|_| !retries) {
            note(bad, "cri", || format!("{}/{container}: recorded {next} not simulated", real.1));
        }
    }
    if let Some(at) = fork(&recorded.starts, &simulated.starts) {
        let start = |calls: &Calls| calls.starts.get(at).cloned().unwrap_or_default();
        note(bad, "order", || {
            format!("{}: start {at}: recorded {}, simulated {}", real.1, start(&recorded), start(&simulated))
        });
    }
}

fn calls((trace, pod): Of<'_>, end: f64) -> Calls {
    let mut calls = Calls::default();
    for entry in list(trace, "cri") {
        if text(entry, "pod") != pod || seconds(entry, "t") > end {
            continue;
        }
        let (call, container) = (text(entry, "call"), text(entry, "container"));
        let (container, detail) = match call {
            "CreateContainer" | "StartContainer" => (container, Some("attempt")),
            "Exited" => (container, Some("exitCode")),
            "StopContainer" => (container, Some("timeout")),
            "RunPodSandbox" | "StopPodSandbox" => ("", None),
            _ => continue,
        };
        let words =
            detail.map_or_else(|| call.to_owned(), |detail| format!("{call} {}", field(entry, detail)));
        calls.each.entry(container.to_owned()).or_default().push(words);
        if call == "StartContainer" {
            calls.starts.push(format!("{container} {}", field(entry, "attempt")));
        }
    }
    calls
}
