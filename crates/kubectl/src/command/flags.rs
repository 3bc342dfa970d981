//! The flags of each command that is played. Upstream: staging/src/k8s.io/kubectl/pkg/cmd.

use super::{FALSE, TRUE, logs};
use api::json::quote;
use std::num::IntErrorKind;

/// The commands and subcommands with their flags, each as [`Flag::read`] reads it. What stands beside a command that has
/// subcommands is taken by all of them; `create -f` is `create` of a file.
const TABLE: &[(&str, &str)] = &[
    (
        "get",
        "f/filename o/output template l/selector field-selector L/label-columns sort-by A/all-namespaces! no-headers! show-labels! show-kind! show-managed-fields! ignore-not-found! w/watch!",
    ),
    ("describe", "f/filename l/selector A/all-namespaces! show-events!"),
    ("diff", "f/filename l/selector show-secrets!"),
    ("events", "for types o/output A/all-namespaces! no-headers! w/watch!"),
    ("explain", "R/recursive! api-version o/output"),
    ("version", "client! o/output"),
    ("api-resources", "api-group cached! categories namespaced! no-headers! o/output sort-by verbs"),
    ("api-versions", ""),
    ("auth", "A/all-namespaces! list! no-headers! q/quiet! subresource as as-group"),
    ("auth can-i", ""),
    ("auth reconcile", ""),
    ("auth whoami", "o/output"),
    ("cluster-info", ""),
    ("cluster-info dump", ""),
    ("config", ""),
    ("config current-context", ""),
    ("config get-clusters", ""),
    ("config get-contexts", "o/output no-headers!"),
    ("config get-users", ""),
    ("config set", ""),
    ("config set-cluster", ""),
    ("config set-context", ""),
    ("config set-credentials", ""),
    ("config use-context", ""),
    ("config view", "o/output flatten! merge! minify! raw!"),
    (
        "logs",
        "c/container l/selector tail# since~ since-time limit-bytes# max-log-requests# pod-running-timeout~ p/previous! f/follow! timestamps! all-containers! all-pods! prefix! ignore-errors! insecure-skip-tls-verify-backend!",
    ),
    (
        "delete",
        "f/filename dry-run? grace-period# l/selector field-selector o/output timeout~ cascade? force! now! wait! all! ignore-not-found!",
    ),
    ("scale", "f/filename dry-run? replicas# current-replicas# l/selector all! timeout~ o/output"),
    ("patch", "f/filename dry-run? p/patch type subresource o/output"),
    ("set", "f/filename dry-run? all! o/output"),
    ("set env", "l/selector c/containers e/env from list!"),
    ("set image", "l/selector"),
    ("set selector", ""),
    ("set subject", "l/selector"),
    ("set resources", "l/selector c/containers limits requests"),
    ("set serviceaccount", ""),
    ("label", "f/filename dry-run? overwrite! list! l/selector all! o/output"),
    ("annotate", "f/filename dry-run? overwrite! list! l/selector all! o/output"),
    ("rollout", "f/filename l/selector"),
    ("rollout history", "revision# o/output"),
    ("rollout pause", "o/output"),
    ("rollout restart", "o/output"),
    ("rollout resume", "o/output"),
    ("rollout status", "revision# timeout~ w/watch!"),
    ("rollout undo", "to-revision# o/output"),
    (
        "apply",
        "f/filename validate? dry-run? o/output server-side! force-conflicts! field-manager l/selector",
    ),
    ("apply edit-last-applied", ""),
    ("apply set-last-applied", ""),
    ("apply view-last-applied", ""),
    ("create", "validate? dry-run? o/output save-config!"),
    ("create -f", "f/filename l/selector"),
    ("create clusterrole", "verb resource resource-name non-resource-url aggregation-rule"),
    ("create clusterrolebinding", "clusterrole group serviceaccount"),
    ("create configmap", "from-literal"),
    ("create cronjob", "image schedule restart"),
    ("create deployment", "image port# r/replicas#"),
    ("create ingress", "class rule default-backend annotation"),
    ("create job", "image from"),
    ("create namespace", ""),
    ("create poddisruptionbudget", "selector min-available max-unavailable"),
    ("create priorityclass", "value# global-default! description preemption-policy"),
    ("create quota", "hard scopes"),
    ("create role", "verb resource resource-name"),
    ("create rolebinding", "clusterrole role group serviceaccount"),
    ("create secret docker-registry", "docker-server docker-username docker-password docker-email"),
    ("create secret generic", "from-literal type"),
    ("create secret tls", "cert key"),
    ("create service clusterip", "tcp clusterip"),
    ("create service externalname", "tcp external-name"),
    ("create service loadbalancer", "tcp"),
    ("create service nodeport", "tcp node-port#"),
    ("create serviceaccount", ""),
    ("replace", "f/filename validate? dry-run? o/output force! subresource save-config!"),
    (
        "run",
        "image port env l/labels annotations restart image-pull-policy command! privileged! expose! dry-run? o/output",
    ),
    (
        "expose",
        "f/filename port target-port name type selector l/labels protocol cluster-ip dry-run? o/output",
    ),
    ("wait", "f/filename for l/selector field-selector all! A/all-namespaces! timeout~ o/output"),
    ("autoscale", "f/filename max# min# cpu memory cpu-percent# name dry-run? o/output"),
    ("cordon", "l/selector dry-run?"),
    ("uncordon", "l/selector dry-run?"),
    (
        "drain",
        "l/selector dry-run? force! ignore-daemonsets! delete-emptydir-data! disable-eviction! grace-period# timeout~ pod-selector",
    ),
    ("taint", "f/filename dry-run? overwrite! l/selector all! o/output"),
];

/// The flags that every command takes.
pub(super) const GLOBAL: &str = "n/namespace context cluster user kubeconfig s/server request-timeout v/v";

/// A flag: its long name, its letter, whether it takes a value.
pub(super) struct Flag {
    pub long: &'static str,
    pub letter: Option<char>,
    pub takes: Takes,
}

impl Flag {
    /// Reads `f/filename`: the letter, if there is one, the name, and the sign of what it takes.
    fn read(text: &'static str) -> Flag {
        let (letter, name) = text.split_once('/').unwrap_or(("", text));
        let long = name.trim_end_matches(['#', '~', '!', '?']);
        let takes = match name.get(long.len()..) {
            Some("#") => Number,
            Some("~") => Length,
            Some("!") => Nothing,
            Some("?") => Word,
            _ => Value,
        };
        Flag { long, letter: letter.chars().next(), takes }
    }
}

/// The flags of a text of the table.
pub(super) fn listed(flags: &'static str) -> impl Iterator<Item = Flag> {
    flags.split(' ').filter(|text| !text.is_empty()).map(Flag::read)
}

/// The flags of a command such as `create service nodeport`; those of all its subcommands where the table does not tell
/// them apart, or where the subcommand is not yet typed.
pub(super) fn of(path: &str) -> impl Iterator<Item = Flag> {
    let command = path.split(' ').next().unwrap_or_default();
    let is_told_apart = path != command && is_known(path);
    let is_meant = move |row: &&(&str, &str)| {
        let is_below = || row.0.strip_prefix(command).is_some_and(|rest| rest.starts_with(' '));
        row.0 == command || if is_told_apart { row.0 == path } else { is_below() }
    };
    TABLE.iter().filter(is_meant).flat_map(|(_, flags)| listed(flags))
}

/// Whether the table has a command.
pub(super) fn is_known(path: &str) -> bool {
    TABLE.iter().any(|(of, _)| *of == path)
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Takes {
    /// `--flag value` or `--flag=value`; it has no sign.
    Value,
    /// As a value, a whole number: `#`.
    Number,
    /// As a value, a length of time such as `1m30s`: `~`.
    Length,
    /// `--flag` or `--flag=false`: `!`.
    Nothing,
    /// `--flag` or `--flag=word`, which must stand behind an equals sign: `?`.
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

#[cfg(test)]
mod tests {
    use super::{TABLE, Takes, is_known, listed, of};
    use crate::command::commands::Command;

    #[test]
    fn every_command_has_its_row_once() {
        for command in Command::ALL {
            assert!(is_known(command.name()), "{command:?}");
        }
        for (path, _) in TABLE {
            assert_eq!(TABLE.iter().filter(|(of, _)| of == path).count(), 1, "{path}");
            let command = path.split(' ').next().unwrap_or_default();
            assert!(Command::named(command).is_some(), "{path}");
        }
    }

    #[test]
    fn a_flag_is_read_with_its_letter_and_its_type() {
        let read = |text| {
            let flag = listed(text).next().unwrap();
            (flag.long, flag.letter, flag.takes)
        };
        assert!(read("f/filename") == ("filename", Some('f'), Takes::Value));
        assert!(read("to-revision#") == ("to-revision", None, Takes::Number));
        assert!(read("w/watch!") == ("watch", Some('w'), Takes::Nothing));
        assert_eq!(listed("").count(), 0);
    }

    #[test]
    fn a_subcommand_takes_its_own_flags_and_those_of_its_command() {
        let names = |path| of(path).map(|flag| flag.long).collect::<Vec<_>>();
        assert_eq!(names("set image"), ["filename", "dry-run", "all", "output", "selector"]);
        assert_eq!(names("get"), names("get pods"), "words that are no subcommand change nothing");
        assert!(names("create").contains(&"from-literal") && names("create secret").contains(&"cert"));
    }
}
