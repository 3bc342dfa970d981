//! Commands that change the cluster: what they print, and what they ask the server for.
//! Upstream: staging/src/k8s.io/kubectl/pkg/cmd/{delete,scale,patch,set,rollout,create}.

use super::arguments::Arguments;
use super::commands::Command;
use super::{Cluster, Output, delete, file, meta, noted, resource, rollout};
use crate::apply::DryRun;
use api::kinds::Kind;
use api::well_known::NO_RESOURCE;
use serde_json::{Value, json};

mod autoscale;
mod cordon;
pub(super) mod create;
mod done;
mod drain;
mod expose;
mod make;
mod marks;
mod run;
mod set;
mod taint;
mod typed_json;

pub use create::bad_key;
pub use done::{Done, Patch, PatchKind, Propagation, Request, Whom};
pub use drain::{Drain, Leaving};
pub use make::{Form, printed};

/// The effect of a command.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// The output.
    pub output: Output,
    /// The requests to the server, in order.
    pub done: Vec<Done>,
    /// Whether the server is to answer them and do nothing.
    pub dry: bool,
    /// Whether kubectl itself does it to the objects that are there, for they are only to be printed.
    pub is_local: bool,
    /// Whether a refusal ends the command and leaves nothing of its output.
    pub stops: bool,
    /// The form in which the objects that the server answers with take the place of the lines about them.
    pub prints: Option<Form>,
    /// The Pods that have to go when all of this is done.
    pub drain: Option<Drain>,
}

/// Says what a command line does to the cluster; `None` when it only asks.
pub fn change(line: &str, cluster: &Cluster<'_>) -> Option<Change> {
    let read = Arguments::of_line(line).and_then(|arguments| file::opened(arguments, cluster));
    let arguments = match read {
        Ok(arguments) => arguments,
        Err(output) => return Some(Change { output, ..Change::default() }),
    };
    let change = match arguments.command {
        Command::Delete => delete::deletion(&arguments, cluster),
        Command::Scale => scale(&arguments, cluster),
        Command::Patch => patch(&arguments, cluster),
        Command::Set => set::set(&arguments, cluster),
        Command::Label | Command::Annotate => marks::mark(&arguments, cluster),
        Command::Rollout => rollout::change(&arguments, cluster)?,
        Command::Autoscale => autoscale::autoscale(&arguments, cluster),
        Command::Create => create::create(&arguments, cluster),
        Command::Run => run::run(&arguments),
        Command::Expose => expose::expose(&arguments, cluster),
        Command::Cordon | Command::Uncordon => cordon::cordon(&arguments, cluster),
        Command::Drain => drain::drain(&arguments, cluster),
        Command::Taint => taint::taint(&arguments, cluster),
        Command::ApiResources
        | Command::ApiVersions
        | Command::Apply
        | Command::Auth
        | Command::ClusterInfo
        | Command::Config
        | Command::Describe
        | Command::Diff
        | Command::Events
        | Command::Explain
        | Command::Get
        | Command::Logs
        | Command::Replace
        | Command::Version
        | Command::Wait => return None,
    };
    let is_made =
        matches!(arguments.command, Command::Autoscale | Command::Create | Command::Run | Command::Expose);
    let change = change.and_then(|change| if is_made { Ok(change) } else { told(&arguments, change) });
    let change = change.unwrap_or_else(|output| Change { output, ..Change::default() });
    Some(Change { output: noted(&arguments, file::told(&arguments, change.output)), ..change })
}

/// A change as `--dry-run` and `-o name` have it told and done.
fn told(arguments: &Arguments, mut change: Change) -> Result<Change, Output> {
    let dry_run = crate::apply::dry_run(arguments)?;
    let is_named = arguments.value("output") == Some("name");
    // Two commands say nothing of it.
    let suffix = match arguments.command {
        Command::Patch | Command::Taint => "",
        _ => dry_run.suffix(),
    };
    let line = |line: &str| match line.split_once(' ') {
        Some((name, _)) if is_named => format!("{name}\n"),
        _ if is_named || line == crate::Word::NoResources.text() => format!("{line}\n"),
        _ => format!("{line}{suffix}\n"),
    };
    let all = |text: &str| text.lines().map(line).collect::<String>();
    change.output.stdout = all(&change.output.stdout);
    for done in &mut change.done {
        done.lines = done.lines.each_ref().map(|text| all(text));
    }
    change.prints = match arguments.value("output") {
        Some("yaml") if matches!(arguments.command, Command::Label | Command::Patch) => {
            Some(Form::YamlTogether)
        }
        Some("yaml") => Some(Form::Yaml),
        Some("json") => Some(Form::Json),
        _ => None,
    };
    change.is_local = change.prints.is_some() && dry_run == DryRun::Client;
    change.dry = dry_run == DryRun::Server || change.is_local;
    if dry_run == DryRun::Client && !change.is_local {
        change.done.clear();
    }
    Ok(change)
}

fn scale(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Change, Output> {
    arguments.required(&["replicas"])?;
    let replicas = create::whole(arguments, "replicas", "--replicas")?.unwrap_or(-1);
    if replicas < 0 {
        return Err(Output::failure(
            "error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0",
        ));
    }
    let expected = create::whole(arguments, "current-replicas", "--current-replicas")?;
    if expected.is_some_and(|expected| expected < -1) {
        return Err(Output::failure(
            "error: The --current-replicas must specify an integer of -1 or greater",
        ));
    }
    let change = each(arguments, cluster, ["scaled"; 2], |resource, object| {
        if !resource::SCALABLE.contains(&resource.name) {
            return Err(Output::failure(&format!("{}: {NO_RESOURCE}", crate::Word::NotFound)));
        }
        let now = object.pointer("/spec/replicas").and_then(Value::as_i64).unwrap_or(1);
        if let Some(expected) = expected.filter(|expected| *expected >= 0 && *expected != now) {
            return Err(Output::failure(&format!("error: Expected replicas to be {expected}, was {now}")));
        }
        let patch = Patch::of(PatchKind::Strategic, json!({"spec": {"replicas": replicas}}));
        Ok(Patch { subresource: Some("scale".to_owned()), ..patch })
    })?;
    if change == Change::default() {
        return Err(Output::failure("error: no objects passed to scale"));
    }
    Ok(change)
}

/// The subresources that take a patch.
const SUBRESOURCES: [&str; 4] = ["ephemeralcontainers", "resize", "scale", "status"];

fn patch(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Change, Output> {
    let missing = || {
        Output::failure("error: must specify --patch or --patch-file containing the contents of the patch")
    };
    let text = arguments.value("patch").filter(|text| !text.is_empty()).ok_or_else(missing)?;
    let word = arguments.value("type").unwrap_or("strategic").to_lowercase();
    let Some(kind) = PatchKind::ALL.into_iter().find(|kind| kind.name() == word) else {
        let known = PatchKind::ALL.map(PatchKind::name).join(" ");
        return Err(Output::failure(&format!("error: --type must be one of [{known}], not \"{word}\"")));
    };
    // JSON is sent as it is, so it is the server that cannot read it.
    let is_sent = text.trim_start().starts_with('{');
    let refusal = is_sent.then(|| api::json::refusal(text.as_bytes())).flatten();
    let unread = |why: &str| format!("error: unable to parse {}: {why}", api::json::quote(text));
    let patch = match refusal {
        Some(why) => Err(why),
        None => match api::json::read(text) {
            Ok(patch) => sent(patch, kind),
            Err(problem) => return Err(Output::failure(&unread(&problem.message))),
        },
    };
    let subresource = arguments.value("subresource").map(str::to_owned);
    if subresource.as_ref().is_some_and(|name| !SUBRESOURCES.contains(&name.as_str())) {
        return Err(Output::failure(&format!("{}: {NO_RESOURCE}", crate::Word::NotFound)));
    }
    let is_printed = matches!(arguments.value("output"), Some("yaml" | "json"));
    if is_printed && subresource.as_deref() == Some("scale") {
        return Err(super::not_played("patch --subresource=scale --output"));
    }
    let words = ["patched", "patched (no change)"];
    let warnings = if is_sent { api::json::twice(text) } else { Vec::new() };
    each(arguments, cluster, words, |_, _| match &patch {
        Ok(patch) => Ok(Patch {
            kind,
            subresource: subresource.clone(),
            patch: patch.clone(),
            warnings: warnings.clone(),
        }),
        Err(why) => {
            let decoding = if kind == PatchKind::Strategic { "" } else { "error decoding patch: " };
            Err(Output::failure(&format!("Error from server (BadRequest): {decoding}{why}")))
        }
    })
}

/// The patch as the server reads it, or its words about one that is of another shape.
fn sent(patch: Value, kind: PatchKind) -> Result<Value, String> {
    let is_json = kind == PatchKind::Json;
    let word = match &patch {
        Value::Null => return Ok(if is_json { json!([]) } else { json!({}) }),
        Value::Object(_) if !is_json => return Ok(patch),
        Value::Array(_) if is_json => return Ok(patch),
        Value::Object(_) => "object",
        Value::Array(_) => "array",
        Value::String(_) => "string",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
    };
    let of_list = || format!("json: cannot unmarshal {word} into Go value of type []handlers.jsonPatchOp");
    Err(if is_json { of_list() } else { api::json::no_object(word) })
}

/// Patches each object that the command line names or selects; what cannot be done stops none of the others.
pub(super) fn each(
    arguments: &Arguments,
    cluster: &Cluster<'_>,
    words: [&str; 2],
    mut patch: impl FnMut(&'static Kind, &Value) -> Result<Patch, Output>,
) -> Result<Change, Output> {
    let mut change = Change::default();
    for (resource, found) in named(arguments, cluster)? {
        let patched = found.and_then(|object| patch(resource, object).map(|patch| (object, patch)));
        let (object, patch) = match patched {
            Ok(patched) => patched,
            Err(refusal) => {
                change.output.refuse(&refusal);
                // The first object that cannot be scaled is the last that is looked at.
                if arguments.command == Command::Scale && !arguments.file.is_empty() {
                    break;
                }
                continue;
            }
        };
        let name = meta(object, "name");
        // A subresource is called by its own type.
        let kind_name = match patch.subresource.as_deref() {
            Some("scale") if arguments.command == Command::Patch => "scale.autoscaling".to_owned(),
            _ => resource.singular(),
        };
        let line = |word: &str| {
            if word.is_empty() { String::new() } else { format!("{kind_name}/{name} {word}\n") }
        };
        let frame = if arguments.command == Command::Set {
            "failed to patch image update to pod template: "
        } else {
            ""
        };
        change.ask(resource, object, Request::Patch(patch), frame, words.map(line));
    }
    Ok(change)
}

impl Change {
    /// Sends a request about an object of a type, and says so.
    pub(super) fn ask(
        &mut self,
        resource: &Kind,
        object: &Value,
        request: Request,
        frame: &'static str,
        lines: [String; 2],
    ) {
        let [said, _] = &lines;
        self.output.stdout.push_str(said);
        let namespace = if resource.namespaced { meta(object, "namespace") } else { "" }.to_owned();
        let (kind, name) = (resource.name.to_owned(), meta(object, "name").to_owned());
        self.done.push(Done { whom: Whom { kind, namespace, name }, request, frame, lines });
    }
}

/// An object with its type, or the refusal of a name that no object has.
pub(super) type Named<'o> = Vec<(&'static Kind, Result<&'o Value, Output>)>;

/// The objects that a command line names or selects.
pub(super) fn named<'o>(arguments: &Arguments, cluster: &Cluster<'o>) -> Result<Named<'o>, Output> {
    let selects = arguments.value("selector").is_some_and(|text| !text.is_empty()) || arguments.is_on("all");
    let mut all = Vec::new();
    for target in resource::targets(arguments)? {
        // A rollout of a type alone means all of its objects.
        if target.names.is_empty() && !selects && arguments.command != Command::Rollout {
            return Err(Output::failure("error: resource(s) were provided, but no name was specified"));
        }
        let (found, missing) = resource::objects(arguments, &target, cluster)?;
        all.extend(found.into_iter().map(|object| (target.resource, Ok(object))));
        all.extend(missing.into_iter().map(|refusal| (target.resource, Err(refusal))));
    }
    Ok(all)
}
