//! Flags that kubectl knows and Podlab does not obey: each is named, none is passed over.

use super::Output;
use super::arguments::Arguments;
use super::commands::Command;

/// Flags without which the answer would be the same up to this moment: there is one cluster, and nothing is waited for.
const IDLE: [&str; 16] = [
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
    "field-manager",
];

/// Flags that would change the answer, by command.
const DECISIVE: [(Command, &[&str]); 2] =
    [(Command::Rollout, &["output"]), (Command::Replace, &["force", "subresource"])];

/// Flags of every command that are not read here.
const UNREAD_OF_ALL: &str = "as as-group as-uid as-user-extra cache-dir certificate-authority client-certificate client-key disable-compression help h insecure-skip-tls-verify kuberc log-flush-frequency match-server-version password profile profile-output tls-server-name token username vmodule warnings-as-errors";

/// Flags that kubectl has and that are not read here, by command.
const UNREAD: [(Command, &str); 20] = [
    (
        Command::Get,
        "allow-missing-template-keys chunk-size k kustomize output-watch-events R raw recursive server-print subresource watch-only",
    ),
    (Command::Describe, "chunk-size k kustomize R recursive"),
    (
        Command::Diff,
        "concurrency field-manager force-conflicts k kustomize prune prune-allowlist R recursive server-side show-managed-fields",
    ),
    (Command::Delete, "A all-namespaces i interactive k kustomize R raw recursive"),
    (Command::Events, "allow-missing-template-keys chunk-size show-managed-fields template"),
    (
        Command::Scale,
        "allow-missing-template-keys k kustomize R recursive resource-version show-managed-fields template",
    ),
    (
        Command::Patch,
        "allow-missing-template-keys field-manager k kustomize local patch-file R recursive show-managed-fields template",
    ),
    (
        Command::Set,
        "allow-missing-template-keys field-manager k keys kustomize local overwrite prefix R recursive resolve serviceaccount show-managed-fields template",
    ),
    (
        Command::Label,
        "A all-namespaces allow-missing-template-keys field-manager field-selector k kustomize local R recursive resource-version show-managed-fields template",
    ),
    (
        Command::Annotate,
        "A all-namespaces allow-missing-template-keys field-manager field-selector k kustomize local R recursive resource-version show-managed-fields template",
    ),
    (
        Command::Rollout,
        "allow-missing-template-keys dry-run field-manager k kustomize R recursive show-managed-fields template",
    ),
    (
        Command::Apply,
        "all allow-missing-template-keys applyset cascade force grace-period k kustomize openapi-patch overwrite prune prune-allowlist R recursive show-managed-fields subresource template timeout wait",
    ),
    (
        Command::Create,
        "allow-missing-template-keys append-hash audience bound-object-kind bound-object-name bound-object-uid duration edit field-manager from-env-file from-file k kustomize R raw recursive show-managed-fields template windows-line-endings",
    ),
    (
        Command::Run,
        "allow-missing-template-keys attach cascade detach-keys f field-manager filename force grace-period i k kustomize leave-stdin-open override-type overrides pod-running-timeout q quiet R recursive rm save-config show-managed-fields stdin t template timeout tty wait",
    ),
    (
        Command::Expose,
        "allow-missing-template-keys external-ip field-manager k kustomize load-balancer-ip override-type overrides R recursive save-config session-affinity show-managed-fields template",
    ),
    (Command::Wait, "allow-missing-template-keys local R recursive show-managed-fields template"),
    (
        Command::Autoscale,
        "allow-missing-template-keys field-manager k kustomize R recursive save-config show-managed-fields template",
    ),
    (Command::Drain, "chunk-size skip-wait-for-delete-timeout"),
    (Command::Taint, "allow-missing-template-keys field-manager show-managed-fields template validate"),
    (
        Command::Replace,
        "allow-missing-template-keys cascade field-manager grace-period k kustomize R raw recursive show-managed-fields template timeout wait",
    ),
];

/// Flags that kubectl has and that are not read here, by subcommand.
const UNREAD_BELOW: [(&str, &str); 10] = [
    (
        "auth reconcile",
        "allow-missing-template-keys dry-run f filename k kustomize o output R recursive remove-extra-permissions remove-extra-subjects show-managed-fields template",
    ),
    (
        "cluster-info dump",
        "A all-namespaces allow-missing-template-keys namespaces o output output-directory pod-running-timeout show-managed-fields template",
    ),
    ("config set", "set-raw-bytes"),
    ("config set-cluster", "embed-certs proxy-url"),
    ("config set-context", "current"),
    (
        "config set-credentials",
        "auth-provider auth-provider-arg embed-certs exec-api-version exec-arg exec-command exec-env exec-interactive-mode exec-provide-cluster-info",
    ),
    ("config view", "allow-missing-template-keys show-managed-fields template"),
    ("set selector", "resource-version"),
    ("set subject", "group serviceaccount user"),
    ("apply set-last-applied", "create-annotation"),
];

/// The reasons for which some flags are not read.
const WHY: [(&str, &str); 2] = [
    ("from-file from-env-file patch-file k kustomize R recursive edit", "the terminal has no files"),
    ("i stdin t tty rm attach leave-stdin-open", "no program runs in the containers of Podlab"),
];

/// The reason for which a flag is not read, behind a colon.
pub(super) fn why(flag: &str) -> String {
    let why = WHY.iter().find(|(flags, _)| flags.split(' ').any(|one| one == flag));
    why.map(|(_, why)| format!(": {why}")).unwrap_or_default()
}

/// Whether kubectl has a flag, by its name or its letter, that is not read here. The path is that of the command with its
/// subcommand.
pub(super) fn is_unread(command: Option<Command>, path: &str, flag: &str) -> bool {
    let own = UNREAD.iter().filter(|(of, _)| Some(*of) == command).map(|(_, flags)| *flags);
    is_below(path, flag)
        || own.chain([UNREAD_OF_ALL]).flat_map(|flags| flags.split(' ')).any(|one| one == flag)
}

/// Whether the subcommand itself has a flag that is not read here.
pub(super) fn is_below(path: &str, flag: &str) -> bool {
    let below = UNREAD_BELOW.iter().filter(|(of, _)| *of == path);
    below.flat_map(|(_, flags)| flags.split(' ')).any(|one| one == flag)
}

/// The refusal of a command whose answer would not be the one that was asked for.
pub(super) fn refuse(arguments: &Arguments) -> Result<(), Output> {
    let decisive = DECISIVE.iter().filter(|(of, _)| *of == arguments.command).flat_map(|(_, flags)| *flags);
    let usual = |flag: &str, value: &str| match flag {
        "force" => value == "false",
        _ => value.is_empty(),
    };
    for flag in decisive {
        if arguments.value(flag).is_some_and(|value| !usual(flag, value)) {
            return Err(super::not_played(&format!("{} --{flag}", arguments.command.name())));
        }
    }
    let formats: &[&str] = match (arguments.command, arguments.words.first()) {
        (Command::Delete | Command::Wait, _) => &["", "name"],
        (Command::Create, None)
        | (
            Command::Apply
            | Command::Replace
            | Command::Scale
            | Command::Patch
            | Command::Label
            | Command::Annotate
            | Command::Taint,
            _,
        ) => &["", "name", "yaml", "json"],
        // Its JSON is in the order of Go's types, which is not known of a status.
        (Command::Set, _) => &["", "name", "yaml"],
        _ => return Ok(()),
    };
    match arguments.value("output") {
        Some(format) if !formats.contains(&format) && arguments.command == Command::Delete => {
            let only = "We only support '-o name'";
            Err(Output::failure(&format!("error: unexpected -o output mode: {format}. {only}")))
        }
        Some(format) if !formats.contains(&format) => {
            Err(super::not_played(&format!("{} --output={format}", arguments.command.name())))
        }
        Some(_) | None => Ok(()),
    }
}

/// The words for false and for true, as Go reads them.
pub(crate) const FALSE: [&str; 6] = ["0", "f", "F", "false", "FALSE", "False"];
pub(crate) const TRUE: [&str; 6] = ["1", "t", "T", "true", "TRUE", "True"];

/// A line for each flag that is given and does nothing here.
pub(crate) fn notes(arguments: &Arguments) -> String {
    // Some commands have a flag of this name that means something.
    let is_idle = |flag: &&&str| match **flag {
        "timeout" => !matches!(arguments.command, Command::Wait | Command::Drain),
        "user" => arguments.command != Command::Create,
        _ => true,
    };
    let idle = IDLE.iter().filter(is_idle);
    let idle = idle.filter(|flag| arguments.value(flag).is_some_and(|value| value != "false"));
    let mut notes: String = idle.flat_map(|flag| ["podlab: --", flag, " is not simulated\n"]).collect();
    // A line of kubectl's log begins with the time and the number of its process, which are chance.
    let (given, of_bool, new) = match arguments.value("dry-run").unwrap_or("none") {
        "unchanged" => (String::new(), "", "client"),
        given if FALSE.contains(&given) => (format!("={given}"), " (boolean value)", "none"),
        given if TRUE.contains(&given) => (format!("={given}"), " (boolean value)", "client"),
        _ => return notes,
    };
    let text = format!("--dry-run{given} is deprecated{of_bool} and can be replaced with --dry-run={new}.");
    notes.extend(["podlab: kubectl logs: ", &text, "\n"]);
    notes
}
