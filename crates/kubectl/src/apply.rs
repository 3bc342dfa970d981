//! Prints `kubectl apply`, `create` and `replace` as a terminal shows them, given the server's answers.
//! Upstream: staging/src/k8s.io/kubectl/pkg/cmd/{apply/apply,create/create,replace/replace}.go.

mod refusal;
mod shown;

pub use refusal::{Doing, Invalid, Patch, Refusal};
pub use shown::Shown;

use crate::command::{Arguments, Command, FALSE, Form, Output, TRUE, notes};
use crate::selector::Selector;
use api::Kubernetes;
use api::json::quote;
use serde_json::Value;
use shown::{compared, wholes};
use std::collections::BTreeSet;

/// Which of the commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// `kubectl apply`.
    Apply,
    /// `kubectl apply --server-side`.
    ApplyServerSide,
    /// `kubectl create`.
    Create,
    /// `kubectl replace`.
    Replace,
}

impl Verb {
    /// The verb of a command line; `None` when it sends no file.
    fn of(arguments: &Arguments) -> Option<Verb> {
        match arguments.command {
            Command::Apply | Command::Diff if arguments.is_on("server-side") => Some(Verb::ApplyServerSide),
            Command::Apply | Command::Diff => Some(Verb::Apply),
            Command::Create => Some(Verb::Create),
            Command::Replace => Some(Verb::Replace),
            _ => None,
        }
    }

    /// Whether every object is read before the first is sent, and the objects are found by their names.
    pub fn applies(self) -> bool {
        matches!(self, Verb::Apply | Verb::ApplyServerSide)
    }

    /// The action that a refusal is of, where the object was not there before or is replaced.
    pub fn doing(self) -> Doing {
        match self {
            Verb::Apply | Verb::Create => Doing::Creating,
            Verb::ApplyServerSide => Doing::Nothing,
            Verb::Replace => Doing::Replacing,
        }
    }
}

/// `--dry-run`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DryRun {
    /// The objects are stored.
    None,
    /// The server is not asked.
    Client,
    /// The server answers and stores nothing.
    Server,
}

impl DryRun {
    /// The end of a line of the output.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            DryRun::None => "",
            DryRun::Client => " (dry run)",
            DryRun::Server => " (server dry run)",
        }
    }
}

/// `--validate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validation {
    /// Unknown fields are refused.
    Strict,
    /// Unknown fields are warned about.
    Warn,
    /// Unknown fields are dropped.
    Ignore,
}

/// Fields of an apply on the server's side that others set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflicts {
    /// The object is refused.
    Refused,
    /// They are taken from the others.
    Forced,
}

/// A command line of `apply`, `create` or `replace`, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// Which command.
    pub verb: Verb,
    /// Whether anything is stored.
    pub dry_run: DryRun,
    /// Whether unknown fields are refused, warned of or dropped.
    pub validation: Validation,
    /// Whether only the differences are told, as `kubectl diff` does.
    pub is_diff: bool,
    /// `--force-conflicts`.
    pub conflicts: Conflicts,
    /// `--selector`: the labels of the objects that are sent.
    pub selector: String,
    /// `--namespace`.
    pub namespace: String,
    /// Whether the command line names it; then no object may name another.
    pub names_namespace: bool,
    /// The file's name in kubectl's errors: its own, or `STDIN`.
    pub source: String,
    /// `-o name`: only the name of each object is printed.
    pub names_only: bool,
    /// The form in which the objects take the place of the lines about them.
    pub prints: Option<Form>,
    /// Flags that are not simulated, a line each.
    pub notes: String,
}

impl Submission {
    /// `kubectl apply -f FILE` without other flags.
    pub fn apply(source: &str) -> Submission {
        Submission {
            verb: Verb::Apply,
            dry_run: DryRun::None,
            validation: Validation::Strict,
            is_diff: false,
            conflicts: Conflicts::Refused,
            selector: String::new(),
            namespace: "default".to_owned(),
            names_namespace: false,
            source: source.to_owned(),
            names_only: false,
            prints: None,
            notes: String::new(),
        }
    }

    /// Whether an object with these labels is sent; the error is kubectl's.
    pub fn selects(&self, labels: Option<&Value>, kubernetes: &Kubernetes) -> Result<bool, String> {
        let wrong = |why| format!("the provided selector {} is not valid: {why}", quote(&self.selector));
        Ok(Selector::parse(&self.selector, kubernetes).map_err(wrong)?.matches(labels))
    }

    /// Reads the command line of one that sends a file; `None` when it is another.
    pub fn of_file(line: &str) -> Option<Result<Submission, Output>> {
        let arguments = Arguments::of_line(line).ok()?;
        let is_of_file = arguments.command != Command::Create || arguments.value("filename").is_some();
        Verb::of(&arguments).filter(|_| is_of_file).map(|verb| read(verb, &arguments))
    }

    /// Reads a command line; `None` when it is another command, the error when its flags are wrong.
    pub fn parse(line: &str) -> Option<Result<Submission, Output>> {
        match Arguments::of_line(line) {
            Ok(arguments) => Verb::of(&arguments).map(|verb| read(verb, &arguments)),
            Err(output) => Some(Err(output)),
        }
    }
}

/// The value of `--dry-run`. Upstream: GetDryRunStrategy, kubectl/pkg/cmd/util/helpers.go.
pub(crate) fn dry_run(arguments: &Arguments) -> Result<DryRun, Output> {
    // The forms of old are logged, see `notes`.
    match arguments.value("dry-run").unwrap_or("none") {
        word if word == "none" || FALSE.contains(&word) => Ok(DryRun::None),
        word if ["client", "unchanged"].contains(&word) || TRUE.contains(&word) => Ok(DryRun::Client),
        "server" => Ok(DryRun::Server),
        other => Err(Output::failure(&format!(
            "error: Invalid dry-run value ({other}). Must be \"none\", \"server\", or \"client\"."
        ))),
    }
}

fn read(verb: Verb, arguments: &Arguments) -> Result<Submission, Output> {
    let validation = match arguments.value("validate").unwrap_or("strict") {
        "strict" | "true" => Validation::Strict,
        "warn" => Validation::Warn,
        "ignore" | "false" => Validation::Ignore,
        other => {
            return Err(Output::failure(&format!(
                "error: invalid - validate option \"{other}\"; must be one of: strict (or true), warn, ignore (or false)"
            )));
        }
    };
    let is_diff = arguments.command == Command::Diff;
    // A comparison says nothing of the fields that the server does not know, which so warns of them.
    let validation = if is_diff { Validation::Warn } else { validation };
    let dry_run = if is_diff { DryRun::Server } else { dry_run(arguments)? };
    if !arguments.words.is_empty() && verb != Verb::Replace {
        return Err(arguments.misused(&format!("Unexpected args: [{}]", arguments.words.join(" "))));
    }
    if verb == Verb::ApplyServerSide && dry_run == DryRun::Client {
        return Err(Output::failure(
            "error: --dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)",
        ));
    }
    if verb == Verb::Apply && arguments.is_on("force-conflicts") {
        return Err(Output::failure("error: --force-conflicts only works with --server-side"));
    }
    let Some(file) = arguments.value("filename") else {
        return Err(Output::failure("error: must specify one of -f and -k"));
    };
    let source = if file == "-" { "STDIN" } else { file }.to_owned();
    let names_only = arguments.value("output") == Some("name");
    let prints = match arguments.value("output") {
        Some("yaml") => Some(Form::Yaml),
        Some("json") => Some(Form::Json),
        _ => None,
    };
    let (namespace, notes) = (arguments.namespace().to_owned(), notes(arguments));
    let names_namespace = arguments.named_namespace().is_some();
    Ok(Submission {
        verb,
        dry_run,
        validation,
        is_diff,
        conflicts: if arguments.is_on("force-conflicts") { Conflicts::Forced } else { Conflicts::Refused },
        selector: arguments.value("selector").unwrap_or_default().to_owned(),
        namespace,
        names_namespace,
        source,
        names_only,
        prints,
        notes,
    })
}

/// Why an object of a file is not taken that names another namespace than the command line.
/// Upstream: RequireNamespace, cli-runtime/pkg/resource/visitor.go.
pub fn other_namespace(own: &str, given: &str) -> String {
    let (of_object, of_line) = (quote(own), quote(given));
    format!(
        "the namespace from the provided object {of_object} does not match the namespace {of_line}. You must pass '--namespace={own}' to perform this operation."
    )
}

/// The beginning of a warning of kubectl's own, in front of which there is nothing else.
pub const OWN_WARNING: &str = "warning: ";

/// The beginning of other warnings; one that kubectl tells by itself is given with it.
pub const WARNING: &str = "Warning: ";

/// One object of the text, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// kubectl could not make an object of it.
    Unread(String),
    /// kubectl could not read its metadata, for a reason in the words of the reader.
    Undecoded(String),
    /// A limit of ours, which kubectl does not have, keeps the text from being read.
    Limit(String),
    /// An object that was sent.
    Sent {
        /// As kubectl names it: `pod/web`, `deployment.apps/web`.
        name: String,
        /// The server's warnings.
        warnings: Vec<String>,
        /// The server's answer.
        outcome: Result<Done, Refusal>,
        /// The object, where it is to be printed or compared.
        object: Option<Shown>,
    },
}

/// A write that the server took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// It was not there before.
    Created,
    /// It was changed.
    Configured,
    /// It was as it should be.
    Unchanged,
    /// It took the place of the one before.
    Replaced,
    /// The server merged it.
    ServerSideApplied,
}

/// The terminal after the command.
pub fn render(items: &[Item], submission: &Submission) -> Output {
    let mut out = Output { stderr: submission.notes.clone(), ..Output::default() };
    if items.is_empty() && !submission.is_diff {
        return match submission.verb {
            Verb::Apply | Verb::ApplyServerSide => Output::failure("error: no objects passed to apply"),
            Verb::Create => Output::failure("error: no objects passed to create"),
            Verb::Replace => out,
        };
    }
    let (mut errors, mut unread) = (Vec::new(), Vec::new());
    let mut limits = String::new();
    // A warning of the server that was shown once is not shown again.
    let mut warned = BTreeSet::new();
    let mut shown = Vec::new();
    for item in items {
        let refusal = match item {
            Item::Unread(error) => Refusal::Client(error.clone()),
            Item::Undecoded(why) => {
                Refusal::Client(format!("unable to decode \"{}\": {why}", submission.source))
            }
            Item::Limit(why) => {
                limits.extend(["podlab: ", why, "; kubectl has no such limit\n"]);
                continue;
            }
            Item::Sent { name, warnings, outcome, object } => {
                for warning in warnings {
                    let is_own = [OWN_WARNING, WARNING].iter().any(|start| warning.starts_with(start));
                    if is_own || warned.insert(warning.as_str()) {
                        out.stderr.extend([if is_own { "" } else { WARNING }, warning, "\n"]);
                    }
                }
                match outcome {
                    Ok(_) if let Some(object) = object => shown.push(object),
                    Ok(_) if submission.is_diff => {}
                    Ok(_) if submission.names_only => out.stdout.extend([name, "\n"]),
                    Ok(done) => out.stdout.push_str(&line(name, *done, submission.dry_run)),
                    Err(refusal) => errors.push(refusal.clone()),
                }
                continue;
            }
        };
        unread.push(refusal);
    }
    if submission.is_diff {
        out.stderr.push_str(&limits);
        return compared(out, &shown, unread.into_iter().chain(errors).next(), submission);
    }
    out.stdout.push_str(&wholes(&shown, submission));
    if unread.len() > 1 && !errors.is_empty() {
        unread = vec![Refusal::Client(one_of(&unread))];
    }
    // `apply` reads every object before it sends the first; the others hear of those that they cannot read at the end.
    if submission.verb.applies() {
        unread.extend(errors);
    } else {
        unread.splice(0..0, errors);
    }
    match unread.as_slice() {
        [one] if !matches!(one, Refusal::Status { .. }) => out.stderr.push_str(&one.alone()),
        several => {
            let lines = several.iter().map(|refusal| refusal.among(&submission.source) + "\n");
            out.stderr.extend(lines);
        }
    }
    out.stderr.push_str(&limits);
    out.exit = u8::from(!unread.is_empty() || !limits.is_empty());
    out
}

/// The errors of reading as one, each once. Upstream: aggregate.Error, apimachinery/pkg/util/errors/errors.go.
fn one_of(errors: &[Refusal]) -> String {
    let mut seen = BTreeSet::new();
    let messages = errors.iter().map(Refusal::message).filter(|message| seen.insert(message.clone()));
    match messages.collect::<Vec<_>>().as_slice() {
        [one] => one.clone(),
        several => format!("[{}]", several.join(", ")),
    }
}

fn line(name: &str, done: Done, dry_run: DryRun) -> String {
    let done = match done {
        Done::Created => "created",
        Done::Configured => "configured",
        Done::Unchanged => "unchanged",
        Done::Replaced => "replaced",
        Done::ServerSideApplied => "serverside-applied",
    };
    let how = match dry_run {
        DryRun::None => "",
        DryRun::Client => " (dry run)",
        DryRun::Server => " (server dry run)",
    };
    format!("{name} {done}{how}\n")
}

#[cfg(test)]
mod tests;
