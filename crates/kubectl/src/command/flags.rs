//! The flags of each command that is played. Upstream: staging/src/k8s.io/kubectl/pkg/cmd.

/// A flag: its long name, its letter, whether it takes a value.
pub(super) struct Flag(pub &'static str, pub Option<char>, pub Takes);

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Takes {
    /// `--flag value` or `--flag=value`.
    Value,
    /// `--flag` or `--flag=false`.
    Nothing,
}
use Takes::{Nothing, Value};

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

const LOGS: &[Flag] = &[
    Flag("container", Some('c'), Value),
    Flag("selector", Some('l'), Value),
    Flag("tail", None, Value),
    Flag("since", None, Value),
    Flag("since-time", None, Value),
    Flag("limit-bytes", None, Value),
    Flag("max-log-requests", None, Value),
    Flag("pod-running-timeout", None, Value),
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
    Flag("dry-run", None, Nothing),
    Flag("grace-period", None, Value),
    Flag("selector", Some('l'), Value),
    Flag("field-selector", None, Value),
    Flag("output", Some('o'), Value),
    Flag("timeout", None, Value),
    Flag("cascade", None, Nothing),
    Flag("force", None, Nothing),
    Flag("now", None, Nothing),
    Flag("wait", None, Nothing),
    Flag("all", None, Nothing),
    Flag("ignore-not-found", None, Nothing),
];

const SCALE: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("dry-run", None, Nothing),
    Flag("replicas", None, Value),
    Flag("current-replicas", None, Value),
    Flag("selector", Some('l'), Value),
    Flag("all", None, Nothing),
    Flag("timeout", None, Value),
    Flag("output", Some('o'), Value),
];

const PATCH: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("dry-run", None, Nothing),
    Flag("patch", Some('p'), Value),
    Flag("type", None, Value),
    Flag("subresource", None, Value),
    Flag("output", Some('o'), Value),
];

const LABEL: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("dry-run", None, Nothing),
    Flag("overwrite", None, Nothing),
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
    Flag("dry-run", None, Nothing),
    Flag("selector", Some('l'), Value),
    Flag("all", None, Nothing),
    Flag("output", Some('o'), Value),
];

const ROLLOUT: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("output", Some('o'), Value),
    Flag("selector", Some('l'), Value),
    Flag("revision", None, Value),
    Flag("to-revision", None, Value),
    Flag("timeout", None, Value),
    Flag("watch", Some('w'), Nothing),
];

/// The flags of `create`. `--validate` and `--dry-run` take a value behind an equals sign only.
const CREATE: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("validate", None, Nothing),
    Flag("dry-run", None, Nothing),
    Flag("output", Some('o'), Value),
    Flag("save-config", None, Nothing),
    Flag("from-literal", None, Value),
    Flag("type", None, Value),
    Flag("image", None, Value),
    Flag("port", None, Value),
    Flag("replicas", Some('r'), Value),
    Flag("restart", None, Value),
    Flag("schedule", None, Value),
    Flag("from", None, Value),
    Flag("cert", None, Value),
    Flag("key", None, Value),
    Flag("tcp", None, Value),
    Flag("node-port", None, Value),
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
    Flag("role", None, Value),
    Flag("clusterrole", None, Value),
    Flag("group", None, Value),
    Flag("serviceaccount", None, Value),
    Flag("value", None, Value),
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
    Flag("validate", None, Nothing),
    Flag("dry-run", None, Nothing),
    Flag("output", Some('o'), Value),
    Flag("server-side", None, Nothing),
    Flag("force-conflicts", None, Nothing),
    Flag("field-manager", None, Value),
];

const REPLACE: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("validate", None, Nothing),
    Flag("dry-run", None, Nothing),
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
    Flag("dry-run", None, Nothing),
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
    Flag("dry-run", None, Nothing),
    Flag("output", Some('o'), Value),
];

const WAIT: &[Flag] = &[
    Flag("for", None, Value),
    Flag("selector", Some('l'), Value),
    Flag("field-selector", None, Value),
    Flag("all", None, Nothing),
    Flag("all-namespaces", Some('A'), Nothing),
    Flag("timeout", None, Value),
    Flag("output", Some('o'), Value),
];

const AUTOSCALE: &[Flag] = &[
    Flag("filename", Some('f'), Value),
    Flag("max", None, Value),
    Flag("min", None, Value),
    Flag("cpu", None, Value),
    Flag("memory", None, Value),
    Flag("cpu-percent", None, Value),
    Flag("name", None, Value),
    Flag("dry-run", None, Nothing),
    Flag("output", Some('o'), Value),
];

const CORDON: &[Flag] = &[Flag("selector", Some('l'), Value), Flag("dry-run", None, Nothing)];

const DRAIN: &[Flag] = &[
    Flag("selector", Some('l'), Value),
    Flag("dry-run", None, Nothing),
    Flag("force", None, Nothing),
    Flag("ignore-daemonsets", None, Nothing),
    Flag("delete-emptydir-data", None, Nothing),
    Flag("disable-eviction", None, Nothing),
    Flag("grace-period", None, Value),
    Flag("timeout", None, Value),
    Flag("pod-selector", None, Value),
];

/// The flags of a command, by its name or another of its names.
pub(super) fn flags_of(verb: &str) -> Option<(&'static str, &'static [Flag])> {
    Some(match verb {
        "get" => ("get", GET),
        "describe" => ("describe", DESCRIBE),
        "events" => ("events", EVENTS),
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
