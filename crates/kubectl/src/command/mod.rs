//! A typed command line and what a terminal then shows. Upstream: staging/src/k8s.io/kubectl/pkg/cmd.
//!
//! `commands` lists the commands that are played, `flags` their flags, `arguments` reads a line. One file for each command; what it
//! needs of the cluster stands in [`Cluster`].

mod about;
mod arguments;
mod auth;
mod change;
mod commands;
mod config;
mod context;
mod delete;
mod describe;
mod events;
mod explain;
mod fields;
mod file;
mod flags;
mod get;
mod logs;
mod resource;
mod rollout;
mod sorted;
mod unplayed;
mod wait;
mod words;

pub use change::{
    Change, Done, Drain, Form, Leaving, Patch, PatchKind, Propagation, Request, Whom, bad_key, change,
    printed,
};
pub use commands::played;
pub use context::{in_context, namespace_of};
pub use file::files;
pub use logs::{LogLine, Logs, NoLogs};
pub use wait::Wait;
pub use words::split;

use crate::Word;
use api::Kubernetes;
use api::kinds::Kind;
pub(crate) use arguments::Arguments;
pub(crate) use commands::Command;
pub(crate) use get::{in_order, pretty};
use jiff::Timestamp;
use k8s_openapi::api::core::v1::{Event, Pod};
use serde_json::Value;
pub(crate) use unplayed::{FALSE, TRUE, notes};

/// The cluster that a command asks about.
#[derive(Clone, Copy)]
pub struct Cluster<'a> {
    /// The Pods as the API server sends them, in its order (by namespace and name). See [`crate::stored`].
    pub pods: &'a [Value],
    /// The objects of other kinds, likewise.
    pub workloads: &'a [Value],
    /// Whether these are all that the cluster has; if not, a kind that they lack is not called empty.
    pub whole: bool,
    /// The events in the server's order (by namespace and name).
    pub events: &'a [Event],
    /// The lines that the containers wrote.
    pub logs: &'a dyn Logs,
    /// The objects of the file that `-f` means, as they are written.
    pub file: &'a [Value],
    /// The time that ages are counted to.
    pub now: Timestamp,
    /// The release of both cluster and kubectl.
    pub kubernetes: &'a Kubernetes,
}

/// The output of a command, as a terminal shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The exit code.
    pub exit: u8,
}

impl Output {
    /// Success with this output.
    pub fn text(stdout: impl Into<String>) -> Output {
        Output { stdout: stdout.into(), ..Output::default() }
    }

    /// Success, with a word on standard error.
    pub fn note(stderr: &str) -> Output {
        Output { stderr: format!("{stderr}\n"), ..Output::default() }
    }

    /// Adds the words of a refusal, whose exit code is now that of the command.
    pub(crate) fn refuse(&mut self, refusal: &Output) {
        self.stderr.push_str(&refusal.stderr);
        self.exit = refusal.exit;
    }

    /// Failure with this message.
    pub fn failure(stderr: &str) -> Output {
        Output { stderr: format!("{stderr}\n"), exit: 1, ..Output::default() }
    }
}

/// Runs a command line such as `kubectl -n web describe pod web-0`; the word `kubectl` may be left out.
pub fn run(line: &str, cluster: &Cluster<'_>) -> Output {
    let read = Arguments::of_line(line).and_then(|arguments| file::opened(arguments, cluster));
    let arguments = match read {
        Ok(arguments) => arguments,
        Err(output) => return output,
    };
    let outcome = match arguments.command {
        Command::Get => get::run(&arguments, cluster),
        Command::Version => about::version(&arguments, cluster.kubernetes),
        Command::ApiResources => about::resources(&arguments, cluster.kubernetes),
        Command::ApiVersions => about::versions(&arguments, cluster.kubernetes),
        Command::Auth => auth::run(&arguments, cluster),
        Command::ClusterInfo => config::cluster_info(&arguments, cluster),
        Command::Config => config::run(&arguments, cluster),
        Command::Describe => describe::run(&arguments, cluster),
        Command::Events => events::run(&arguments, cluster),
        Command::Explain => explain::run(&arguments, cluster.kubernetes),
        Command::Logs => logs::run(&arguments, cluster),
        Command::Delete => delete::run(&arguments, cluster),
        Command::Rollout => rollout::run(&arguments, cluster),
        Command::Wait => wait::run(&arguments, cluster),
        // These act, see `change`, or send a file, see `apply`.
        Command::Annotate
        | Command::Apply
        | Command::Autoscale
        | Command::Cordon
        | Command::Create
        | Command::Diff
        | Command::Drain
        | Command::Expose
        | Command::Label
        | Command::Patch
        | Command::Replace
        | Command::Run
        | Command::Scale
        | Command::Set
        | Command::Taint
        | Command::Uncordon => Err(not_played(arguments.command.name())),
    };
    noted(&arguments, file::told(&arguments, outcome.unwrap_or_else(|output| output)))
}

/// The output, behind the names of the flags that are not simulated.
fn noted(arguments: &Arguments, output: Output) -> Output {
    Output { stderr: notes(arguments) + &output.stderr, ..output }
}

impl<'a> Cluster<'a> {
    /// The Pods of a namespace; of all of them for `None`.
    pub(crate) fn pods_in(&self, namespace: Option<&str>) -> impl Iterator<Item = &'a Value> {
        let namespace = namespace.map(str::to_owned);
        self.pods
            .iter()
            .filter(move |pod| namespace.as_ref().is_none_or(|name| meta(pod, "namespace") == name))
    }

    /// The events of a namespace; of all of them for `None`.
    fn events_in(&self, namespace: Option<&str>) -> Vec<&'a Event> {
        let inside = |event: &&Event| {
            let of = event.metadata.namespace.as_deref().filter(|name| !name.is_empty()).unwrap_or("default");
            namespace.is_none_or(|name| of == name)
        };
        self.events.iter().filter(inside).collect()
    }
}

/// A text of an object's metadata; the namespace is `default` where none is written.
fn meta<'a>(object: &'a Value, field: &str) -> &'a str {
    let text = object.get("metadata").and_then(|metadata| metadata.get(field)).and_then(Value::as_str);
    match text.unwrap_or_default() {
        "" if field == "namespace" => "default",
        text => text,
    }
}

fn typed(pod: &Value) -> Result<Pod, Output> {
    api::typed::from_json::<Pod>(pod)
        .map_err(|error| Output::failure(&format!("error: the Pod cannot be read: {error}")))
}

/// The answer to a command that Podlab does not play.
pub(crate) fn not_played(what: &str) -> Output {
    Output::failure(&format!("podlab: `kubectl {what}` is not played here"))
}

fn not_found(resource: &Kind, name: &str) -> Output {
    Output::failure(&format!("{}: {} \"{name}\" not found", Word::NotFound, resource.type_name()))
}

fn none_found(namespace: Option<&str>) -> Output {
    match namespace {
        Some(namespace) => Output::note(&format!("{} in {namespace} namespace.", Word::NoResources)),
        None => Output::note(Word::NoResources.text()),
    }
}

#[cfg(test)]
mod tests;
