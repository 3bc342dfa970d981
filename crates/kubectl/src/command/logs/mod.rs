//! `kubectl logs`. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/logs/logs.go;
//! logsForObjectWithClient, pkg/polymorphichelpers/logsforobject.go.

mod options;
mod server;
mod source;

use super::arguments::Arguments;
use super::{Cluster, Output, meta, none_found, resource, typed};
use crate::Word;
use crate::selector::Selector;
use api::json::quote;
use api::kinds::{self, Kind};
use jiff::Timestamp;
use k8s_openapi::api::core::v1::{Pod, PodSpec};
use options::Options;
pub(super) use options::duration;
use serde_json::Value;

/// Names the container that `logs` and `exec` take when none is asked for.
const DEFAULT_CONTAINER: &str = "kubectl.kubernetes.io/default-container";

/// A line that a container wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// When.
    pub at: Timestamp,
    /// Without its line break.
    pub text: String,
}

/// The lines that the containers wrote.
pub trait Logs {
    /// The lines of one run of a container; the first run is 0.
    fn lines(&self, pod: &Pod, container: &str, run: i32) -> Vec<LogLine>;

    /// Whether the lines are known. Where they are not, a real container may have written some.
    fn are_known(&self) -> bool {
        true
    }
}

/// Containers of which nobody knows what they write.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoLogs;

impl Logs for NoLogs {
    fn lines(&self, _pod: &Pod, _container: &str, _run: i32) -> Vec<LogLine> {
        Vec::new()
    }

    fn are_known(&self) -> bool {
        false
    }
}

/// The word on a program's lines that nobody knows.
const UNKNOWN: &str = "podlab: what programs print is not simulated\n";

pub(super) fn run(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Output, Output> {
    let (target, inline) = words(arguments)?;
    let options = Options::read(arguments, inline, cluster.now)?;
    let mut out = Output::default();
    let found = if let Some(target) = target {
        source::find(target, arguments, cluster)?
    } else {
        let selector = Selector::parse(arguments.value("selector").unwrap_or_default(), cluster.kubernetes);
        let selector = selector.map_err(|error| Output::failure(&format!("error: {error}")))?;
        let labels = |pod: &Value| selector.matches(pod.get("metadata").and_then(|meta| meta.get("labels")));
        let pods = cluster.pods_in(Some(arguments.namespace())).filter(|pod| labels(pod)).collect();
        source::Found { pods, word: None }
    };
    if found.pods.is_empty() {
        out = none_found(Some(arguments.namespace()));
    }
    options.validate(arguments)?;
    out.stderr.extend(found.word.filter(|_| !options.all_pods).map(|word| word + "\n"));
    let used = if options.all_pods || target.is_none() { found.pods.len() } else { 1 };
    for pod in found.pods.into_iter().take(used) {
        let pod = typed(pod)?;
        let failure = match containers(&pod, &options, &mut out) {
            Ok(names) => names.iter().find_map(|name| read(&pod, name, &options, cluster, &mut out).err()),
            Err(error) => Some(format!("error: {error}")),
        };
        if let Some(failure) = failure {
            out.stderr.push_str(&failure);
            out.stderr.push('\n');
            out.exit = 1;
            break;
        }
    }
    Ok(out)
}

/// The object asked about, and the container that may be named behind it.
fn words(arguments: &Arguments) -> Result<(Option<&str>, Option<&str>), Output> {
    let usage =
        |text: &str| Output::failure(&format!("error: {text}\nSee 'kubectl logs -h' for help and examples"));
    let expected = "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";
    let selected = arguments.value("selector").is_some_and(|selector| !selector.is_empty());
    match arguments.words.as_slice() {
        [] if selected => Ok((None, None)),
        [_] if selected => Err(usage("only a selector (-l) or a POD name is allowed")),
        [object] => Ok((Some(object), None)),
        [object, container] => Ok((Some(object), Some(container))),
        _ => Err(usage(expected)),
    }
}

/// The names of the containers to read, with kubectl's word on which one it picked.
fn containers(pod: &Pod, options: &Options, out: &mut Output) -> Result<Vec<String>, String> {
    let none = PodSpec::default();
    let spec = pod.spec.as_ref().unwrap_or(&none);
    let init = spec.init_containers.iter().flatten().map(|container| &container.name);
    let apps = spec.containers.iter().map(|container| &container.name);
    let ephemeral = spec.ephemeral_containers.iter().flatten().map(|container| &container.name);
    if options.all_containers {
        return Ok(init.chain(apps).chain(ephemeral).cloned().collect());
    }
    let name = pod.metadata.name.as_deref().unwrap_or_default();
    let is_there =
        |wanted: &str| init.clone().chain(apps.clone()).chain(ephemeral.clone()).any(|own| own == wanted);
    let all = || {
        let apps = apps.clone().cloned();
        let ephemeral = ephemeral.clone().map(|name| format!("{name} (ephem)"));
        let init = init.clone().map(|name| format!("{name} (init)"));
        apps.chain(ephemeral).chain(init).collect::<Vec<_>>().join(", ")
    };
    let annotation = pod.metadata.annotations.as_ref().and_then(|notes| notes.get(DEFAULT_CONTAINER));
    let mut wanted = options.container.clone();
    if let (None, Some(default)) = (&wanted, annotation.filter(|default| !default.is_empty())) {
        if is_there(default) {
            wanted = Some(default.clone());
        } else {
            let text = format!("Default container name {} not found in pod {name}\n", quote(default));
            out.stderr.push_str(&text);
        }
    }
    let container = wanted.unwrap_or_else(|| {
        let first = apps.clone().next().cloned().unwrap_or_default();
        if init.clone().count() + apps.clone().count() + ephemeral.clone().count() > 1 && !options.all_pods {
            let text = format!("{} {} out of: {}\n", Word::DefaultedContainer, quote(&first), all());
            out.stderr.push_str(&text);
        }
        first
    });
    if !is_there(&container) {
        return Err(format!("container {container} {} {name} out of: {}", Word::NotValidForPod, all()));
    }
    Ok(vec![container])
}

/// Appends what one container wrote, or says why there is nothing to read.
fn read(
    pod: &Pod,
    container: &str,
    options: &Options,
    cluster: &Cluster<'_>,
    out: &mut Output,
) -> Result<(), String> {
    let prefix = if options.prefix || options.all_pods {
        format!("[pod/{}/{container}] ", pod.metadata.name.as_deref().unwrap_or_default())
    } else {
        String::new()
    };
    let text = match server::answer(pod, container, options.previous) {
        Ok(server::Answer::Nothing) => return Ok(()),
        Ok(server::Answer::Text(text)) => text,
        Ok(server::Answer::Run(run)) => {
            if !cluster.logs.are_known() && !out.stderr.contains(UNKNOWN) {
                out.stderr.push_str(UNKNOWN);
            }
            options.select(&cluster.logs.lines(pod, container, run))
        }
        Err(error) if options.ignore_errors => format!("error: {error}\n"),
        Err(error) => return Err(format!("Error from server (BadRequest): {error}")),
    };
    for line in text.split_inclusive('\n') {
        out.stdout.push_str(&prefix);
        out.stdout.push_str(line);
    }
    Ok(())
}

/// The name of an object of a JSON list.
fn name_of(pod: &Value) -> &str {
    meta(pod, "name")
}

/// The kind of the type before the slash, or Pods.
fn split(target: &str) -> Result<(&'static Kind, &str), Output> {
    match target.split_once('/') {
        Some((kind, name)) => Ok((resource::kind(kind)?, name)),
        None => Ok((&kinds::POD, target)),
    }
}
