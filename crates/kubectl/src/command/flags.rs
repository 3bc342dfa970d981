//! The flags of each command that is played. Upstream: staging/src/k8s.io/kubectl/pkg/cmd.

use super::{FALSE, TRUE, logs};
use api::json::quote;
use std::num::IntErrorKind;

/// A flag: its long name, its letter, whether it takes a value.
pub(super) struct Flag(pub &'static str, pub Option<char>, pub Takes);

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Takes {
    /// `--flag value` or `--flag=value`.
    Value,
    /// As a value, a whole number.
    Number,
    /// As a value, a length of time such as `1m30s`.
    Length,
    /// `--flag` or `--flag=false`.
    Nothing,
    /// `--flag` or `--flag=word`.
    Word,
}
use Takes::{Length, Nothing, Number, Value, Word};

impl Takes {
    /// Whether what stands behind the flag is its value.
    pub fn is_next(self) -> bool {
        matches!(self, Value | Number | Length)
    }

    /// Why the flag does not take a value, in the words of Go.
    pub fn refusal(self, value: &str) -> Option<String> {
        let shown = quote(value);
        let is_switch = || TRUE.contains(&value) || FALSE.contains(&value);
        match self {
            Number => value.parse::<i64>().err().map(|error| {
                let is_large = matches!(error.kind(), IntErrorKind::PosOverflow | IntErrorKind::NegOverflow);
                let why = if is_large { "value out of range" } else { "invalid syntax" };
                format!("strconv.ParseInt: parsing {shown}: {why}")
            }),
            Length if logs::duration(value).is_some() => None,
            Length if value.parse::<f64>().is_ok() => Some(format!("time: missing unit in duration {shown}")),
            Length => Some(format!("time: invalid duration {shown}")),
            Nothing if !is_switch() => Some(format!("strconv.ParseBool: parsing {shown}: invalid syntax")),
            Nothing | Value | Word => None,
        }
    }
}

/// Flags that every command takes.
pub(super) const GLOBAL: &[Flag] = &[
    Flag("namespace", Some('n'), Value),
    Flag("context", None, Value),
    Flag("cluster", None, Value),
    Flag("user", None, Value),
    Flag("kubeconfig", None, Value),
    Flag("server", Some('s'), Value),
    Flag("request-timeout", None, Value),
    Flag("v", Some('v'), Value),
];

const GET: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("output", Some('o'), Value),
    Flag("selector", Some('l'), Value),
    Flag("field-selector", None, Value),
    Flag("label-columns", Some('L'), Value),
    Flag("sort-by", None, Value),
    Flag("all-namespaces", Some('A'), Nothing),
    Flag("no-headers", None, Nothing),
    Flag("show-labels", None, Nothing),
    Flag("show-kind", None, Nothing),
    Flag("show-managed-fields", None, Nothing),
    Flag("ignore-not-found", None, Nothing),
    Flag("watch", Some('w'), Nothing),
];

const DESCRIBE: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("selector", Some('l'), Value),
    Flag("all-namespaces", Some('A'), Nothing),
    Flag("show-events", None, Nothing),
];

const EVENTS: &[Flag] = &[
    Flag("for", None, Value),
    Flag("types", None, Value),
    Flag("output", Some('o'), Value),
    Flag("all-namespaces", Some('A'), Nothing),
    Flag("no-headers", None, Nothing),
    Flag("watch", Some('w'), Nothing),
];

const EXPLAIN: &[Flag] = &[
    Flag("recursive", Some('R'), Nothing),
    Flag("api-version", None, Value),
    Flag("output", Some('o'), Value),
];

const VERSION: &[Flag] = &[Flag("client", None, Nothing), Flag("output", Some('o'), Value)];

const API_RESOURCES: &[Flag] = &[
    Flag("api-group", None, Value),
    Flag("cached", None, Nothing),
    Flag("categories", None, Value),
    Flag("namespaced", None, Nothing),
    Flag("no-headers", None, Nothing),
    Flag("output", Some('o'), Value),
    Flag("sort-by", None, Value),
    Flag("verbs", None, Value),
];

const AUTH: &[Flag] = &[
    Flag("all-namespaces", Some('A'), Nothing),
    Flag("list", None, Nothing),
    Flag("no-headers", None, Nothing),
    Flag("quiet", Some('q'), Nothing),
    Flag("subresource", None, Value),
    Flag("as", None, Value),
    Flag("as-group", None, Value),
];

const LOGS: &[Flag] = &[
    Flag("container", Some('c'), Value),
    Flag("selector", Some('l'), Value),
    Flag("tail", None, Number),
    Flag("since", None, Length),
    Flag("since-time", None, Value),
    Flag("limit-bytes", None, Number),
    Flag("max-log-requests", None, Number),
    Flag("pod-running-timeout", None, Length),
    Flag("previous", Some('p'), Nothing),
    Flag("follow", Some('f'), Nothing),
    Flag("timestamps", None, Nothing),
    Flag("all-containers", None, Nothing),
    Flag("all-pods", None, Nothing),
    Flag("prefix", None, Nothing),
    Flag("ignore-errors", None, Nothing),
    Flag("insecure-skip-tls-verify-backend", None, Nothing),
];

const DELETE: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("dry-run", None, Word),
    Flag("grace-period", None, Number),
    Flag("selector", Some('l'), Value),
    Flag("field-selector", None, Value),
    Flag("output", Some('o'), Value),
    Flag("timeout", None, Length),
    Flag("cascade", None, Word),
    Flag("force", None, Nothing),
    Flag("now", None, Nothing),
    Flag("wait", None, Nothing),
    Flag("all", None, Nothing),
    Flag("ignore-not-found", None, Nothing),
];

const SCALE: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("dry-run", None, Word),
    Flag("replicas", None, Number),
    Flag("current-replicas", None, Number),
    Flag("selector", Some('l'), Value),
    Flag("all", None, Nothing),
    Flag("timeout", None, Length),
    Flag("output", Some('o'), Value),
];

const PATCH: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("dry-run", None, Word),
    Flag("patch", Some('p'), Value),
    Flag("type", None, Value),
    Flag("subresource", None, Value),
    Flag("output", Some('o'), Value),
];

const LABEL: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("dry-run", None, Word),
    Flag("overwrite", None, Nothing),
    Flag("list", None, Nothing),
    Flag("selector", Some('l'), Value),
    Flag("all", None, Nothing),
    Flag("output", Some('o'), Value),
];

const SET: &[Flag] = &[
    Flag("containers", Some('c'), Value),
    Flag("env", Some('e'), Value),
    Flag("from", None, Value),
    Flag("limits", None, Value),
    Flag("requests", None, Value),
    Flag("list", None, Nothing),
    Flag("filename", Some('f'), Value),
    Flag("dry-run", None, Word),
    Flag("selector", Some('l'), Value),
    Flag("all", None, Nothing),
    Flag("output", Some('o'), Value),
];

const ROLLOUT: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("output", Some('o'), Value),
    Flag("selector", Some('l'), Value),
    Flag("revision", None, Number),
    Flag("to-revision", None, Number),
    Flag("timeout", None, Length),
    Flag("watch", Some('w'), Nothing),
];

/// The flags of `create`. `--validate` and `--dry-run` take a value behind an equals sign only.
const CREATE: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("validate", None, Word),
    Flag("dry-run", None, Word),
    Flag("output", Some('o'), Value),
    Flag("save-config", None, Nothing),
    Flag("from-literal", None, Value),
    Flag("type", None, Value),
    Flag("image", None, Value),
    Flag("port", None, Number),
    Flag("replicas", Some('r'), Number),
    Flag("restart", None, Value),
    Flag("schedule", None, Value),
    Flag("from", None, Value),
    Flag("cert", None, Value),
    Flag("key", None, Value),
    Flag("tcp", None, Value),
    Flag("node-port", None, Number),
    Flag("external-name", None, Value),
    Flag("clusterip", None, Value),
    Flag("rule", None, Value),
    Flag("class", None, Value),
    Flag("default-backend", None, Value),
    Flag("annotation", None, Value),
    Flag("hard", None, Value),
    Flag("scopes", None, Value),
    Flag("selector", None, Value),
    Flag("min-available", None, Value),
    Flag("max-unavailable", None, Value),
    Flag("verb", None, Value),
    Flag("resource", None, Value),
    Flag("resource-name", None, Value),
    Flag("non-resource-url", None, Value),
    Flag("aggregation-rule", None, Value),
    Flag("role", None, Value),
    Flag("clusterrole", None, Value),
    Flag("group", None, Value),
    Flag("serviceaccount", None, Value),
    Flag("value", None, Number),
    Flag("description", None, Value),
    Flag("preemption-policy", None, Value),
    Flag("global-default", None, Nothing),
    Flag("docker-server", None, Value),
    Flag("docker-username", None, Value),
    Flag("docker-password", None, Value),
    Flag("docker-email", None, Value),
];

const APPLY: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("validate", None, Word),
    Flag("dry-run", None, Word),
    Flag("output", Some('o'), Value),
    Flag("server-side", None, Nothing),
    Flag("force-conflicts", None, Nothing),
    Flag("field-manager", None, Value),
];

const REPLACE: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("validate", None, Word),
    Flag("dry-run", None, Word),
    Flag("output", Some('o'), Value),
    Flag("force", None, Nothing),
    Flag("subresource", None, Value),
    Flag("save-config", None, Nothing),
];

/// Flags of what makes an object of flags, `create` aside.
const RUN: &[Flag] = &[
    Flag("image", None, Value),
    Flag("port", None, Value),
    Flag("env", None, Value),
    Flag("labels", Some('l'), Value),
    Flag("annotations", None, Value),
    Flag("restart", None, Value),
    Flag("image-pull-policy", None, Value),
    Flag("command", None, Nothing),
    Flag("privileged", None, Nothing),
    Flag("expose", None, Nothing),
    Flag("dry-run", None, Word),
    Flag("output", Some('o'), Value),
];

const EXPOSE: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("port", None, Value),
    Flag("target-port", None, Value),
    Flag("name", None, Value),
    Flag("type", None, Value),
    Flag("selector", None, Value),
    Flag("labels", Some('l'), Value),
    Flag("protocol", None, Value),
    Flag("cluster-ip", None, Value),
    Flag("dry-run", None, Word),
    Flag("output", Some('o'), Value),
];

const WAIT: &[Flag] = &[
    Flag("for", None, Value),
    Flag("selector", Some('l'), Value),
    Flag("field-selector", None, Value),
    Flag("all", None, Nothing),
    Flag("all-namespaces", Some('A'), Nothing),
    Flag("timeout", None, Length),
    Flag("output", Some('o'), Value),
];

const AUTOSCALE: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("max", None, Number),
    Flag("min", None, Number),
    Flag("cpu", None, Value),
    Flag("memory", None, Value),
    Flag("cpu-percent", None, Number),
    Flag("name", None, Value),
    Flag("dry-run", None, Word),
    Flag("output", Some('o'), Value),
];

const CORDON: &[Flag] = &[Flag("selector", Some('l'), Value), Flag("dry-run", None, Word)];

const DRAIN: &[Flag] = &[
    Flag("selector", Some('l'), Value),
    Flag("dry-run", None, Word),
    Flag("force", None, Nothing),
    Flag("ignore-daemonsets", None, Nothing),
    Flag("delete-emptydir-data", None, Nothing),
    Flag("disable-eviction", None, Nothing),
    Flag("grace-period", None, Number),
    Flag("timeout", None, Length),
    Flag("pod-selector", None, Value),
];

/// The flags of a command, by its name or another of its names.
pub(super) fn flags_of(verb: &str) -> Option<(&'static str, &'static [Flag])> {
    Some(match verb {
        "get" => ("get", GET),
        "describe" => ("describe", DESCRIBE),
        "events" => ("events", EVENTS),
        "explain" => ("explain", EXPLAIN),
        "version" => ("version", VERSION),
        "api-resources" => ("api-resources", API_RESOURCES),
        "api-versions" => ("api-versions", &[]),
        "auth" => ("auth", AUTH),
        "logs" | "log" => ("logs", LOGS),
        "delete" => ("delete", DELETE),
        "scale" => ("scale", SCALE),
        "patch" => ("patch", PATCH),
        "set" => ("set", SET),
        "label" => ("label", LABEL),
        "annotate" => ("annotate", LABEL),
        "rollout" => ("rollout", ROLLOUT),
        "apply" => ("apply", APPLY),
        "create" => ("create", CREATE),
        "replace" => ("replace", REPLACE),
        "run" => ("run", RUN),
        "expose" => ("expose", EXPOSE),
        "wait" => ("wait", WAIT),
        "autoscale" => ("autoscale", AUTOSCALE),
        "cordon" => ("cordon", CORDON),
        "uncordon" => ("uncordon", CORDON),
        "drain" => ("drain", DRAIN),
        "taint" => ("taint", LABEL),
        _ => return None,
    })
}
