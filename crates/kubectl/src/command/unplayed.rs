//! Flags that kubectl knows and Podlab does not obey: each is named, none is passed over.

use super::Output;
use super::arguments::Arguments;

/// Flags without which the answer would be the same up to this moment: there is one cluster, and nothing is waited for.
const IDLE: [&str; 18] = [
    "context",
    "cluster",
    "user",
    "kubeconfig",
    "server",
    "request-timeout",
    "v",
    "watch",
    "follow",
    "timeout",
    "wait",
    "pod-running-timeout",
    "max-log-requests",
    "insecure-skip-tls-verify-backend",
    "show-managed-fields",
    "save-config",
    "field-manager",
    "force-conflicts",
];

/// Flags that would change the answer, by command.
const DECISIVE: [(&str, &[&str]); 8] = [
    ("get", &["field-selector", "sort-by", "show-kind"]),
    ("events", &["output"]),
    ("scale", &["output", "current-replicas"]),
    ("patch", &["output"]),
    ("set", &["output"]),
    ("rollout", &["output"]),
    ("delete", &["cascade"]),
    ("replace", &["force", "subresource"]),
];

/// The refusal of a command whose answer would not be the one that was asked for.
pub(super) fn refuse(arguments: &Arguments) -> Result<(), Output> {
    let decisive = DECISIVE.iter().filter(|(verb, _)| *verb == arguments.verb).flat_map(|(_, flags)| *flags);
    let usual = |flag: &str, value: &str| match flag {
        "cascade" => matches!(value, "background" | "true"),
        "show-kind" | "force" => value == "false",
        _ => value.is_empty(),
    };
    for flag in decisive {
        if arguments.value(flag).is_some_and(|value| !usual(flag, value)) {
            return Err(super::not_played(&format!("{} --{flag}", arguments.verb)));
        }
    }
    let formats: &[&str] = match (arguments.verb, arguments.words.first().map(String::as_str)) {
        ("delete" | "apply" | "replace", _) | ("create", None) => &["", "name"],
        ("create", Some(_)) => &[""],
        ("get", Some("event" | "events" | "ev")) => &["", "wide"],
        _ => return Ok(()),
    };
    match arguments.value("output") {
        Some(format) if !formats.contains(&format) => {
            Err(super::not_played(&format!("{} --output={format}", arguments.verb)))
        }
        Some(_) | None => Ok(()),
    }
}

/// A line for each flag that is given and does nothing here.
pub(crate) fn notes(arguments: &Arguments) -> String {
    let idle = IDLE.iter().filter(|flag| arguments.value(flag).is_some_and(|value| value != "false"));
    idle.flat_map(|flag| ["podlab: --", flag, " is not simulated\n"]).collect()
}
