//! `-f FILE`: the objects of the text that is open, whichever name is typed.
//! Upstream: Builder.visitByPaths, staging/src/k8s.io/cli-runtime/pkg/resource/builder.go.

use super::arguments::Arguments;
use super::commands::Command;
use super::resource::{self, Target};
use super::{Cluster, Output, not_played};
use api::json::quote;
use api::kinds::Kind;
use serde_json::Value;

/// The files that a command line names by `-f`: `logs -f` names none.
///
/// ```
/// assert_eq!(kubectl::files("kubectl apply -f web.yaml --filename=db.yaml"), ["web.yaml", "db.yaml"]);
/// assert!(kubectl::files("kubectl logs -f web").is_empty());
/// ```
pub fn files(line: &str) -> Vec<String> {
    let values = |arguments: Arguments| arguments.values("filename").map(str::to_owned).collect();
    Arguments::of_line(line).map(values).unwrap_or_default()
}

/// An object that a file names.
#[derive(Clone)]
pub(crate) struct Filed {
    resource: &'static Kind,
    space: String,
    name: String,
}

/// The command line with the objects of its file, if it has one.
pub(super) fn opened(arguments: Arguments, cluster: &Cluster<'_>) -> Result<Arguments, Output> {
    // These look at more of a file than the names of its objects.
    let is_other =
        matches!(arguments.command, Command::Apply | Command::Create | Command::Logs | Command::Replace);
    let Some(file) = arguments.value("filename").filter(|_| !is_other) else {
        return Ok(arguments);
    };
    if cluster.file.is_empty() || file.contains("://") {
        return Err(not_played(&format!("{} -f", arguments.command.name())));
    }
    let (mut fit, mut unfit) = (Vec::new(), Vec::new());
    for object in cluster.file {
        match filed(object, &arguments, file) {
            Ok(object) => fit.push(object),
            Err(why) => unfit.push(why),
        }
    }
    if !unfit.is_empty() && (fit.is_empty() || !GOING_ON.contains(&arguments.command)) {
        return Err(with(&unfit, Output::default()));
    }
    let mut arguments = arguments;
    (arguments.file, arguments.unfit) = (fit, unfit);
    Ok(arguments)
}

/// The commands that do with the other objects of a file what they cannot do with one.
const GOING_ON: [Command; 6] =
    [Command::Annotate, Command::Delete, Command::Describe, Command::Get, Command::Label, Command::Patch];

/// The output with the objects of the file that kubectl does not take.
pub(super) fn told(arguments: &Arguments, output: Output) -> Output {
    with(&arguments.unfit, output)
}

/// One error is told otherwise than several.
fn with(unfit: &[String], mut output: Output) -> Output {
    let lead = if unfit.len() == 1 && output.exit == 0 { "error: " } else { "" };
    for why in unfit {
        output.refuse(&Output::failure(&format!("{lead}{why}")));
    }
    output
}

/// The place of an object; the error is kubectl's.
fn filed(object: &Value, arguments: &Arguments, file: &str) -> Result<Filed, String> {
    let text = |field: &str| object.get(field).and_then(Value::as_str).unwrap_or_default();
    let own = |field: &str| {
        let value = object.get("metadata").and_then(|metadata| metadata.get(field));
        value.and_then(Value::as_str).unwrap_or_default()
    };
    let (kind, version, name, namespace) = (text("kind"), text("apiVersion"), own("name"), own("namespace"));
    let unknown = || {
        format!(
            "resource mapping not found for name: {} namespace: {} from {}: no matches for kind {} in version {}\nensure CRDs are installed first",
            quote(name),
            quote(namespace),
            quote(file),
            quote(kind),
            quote(version)
        )
    };
    let resource = resource::kind(kind).map_err(|_| unknown())?;
    let is_other = |given: &&str| resource.namespaced && !["", *given].contains(&namespace);
    if let Some(given) = arguments.named_namespace().filter(is_other) {
        return Err(crate::apply::other_namespace(namespace, given));
    }
    let space = if namespace.is_empty() { arguments.namespace() } else { namespace }.to_owned();
    Ok(Filed { resource, space, name: name.to_owned() })
}

/// The objects of a file in its order, those of one type and namespace beside each other together.
pub(super) fn targets(arguments: &Arguments) -> Result<Vec<Target<'_>>, Output> {
    if !arguments.words.is_empty() {
        let words =
            "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well";
        return Err(Output::failure(&format!("error: {words}")));
    }
    let mut targets: Vec<Target<'_>> = Vec::new();
    for Filed { resource, space, name } in &arguments.file {
        let is_like = |last: &&mut Target<'_>| last.resource == *resource && last.space == Some(space);
        match targets.last_mut().filter(is_like) {
            Some(target) => target.names.push(name),
            None => targets.push(Target { resource, names: vec![name], space: Some(space) }),
        }
    }
    Ok(targets)
}

/// Whether a selector leaves an object that a file names. The rows of a table have no labels.
pub(super) fn is_selected(arguments: &Arguments, object: &Value, cluster: &Cluster<'_>) -> bool {
    let text = arguments.value("selector").unwrap_or_default();
    if text.is_empty() {
        return true;
    }
    let is_table =
        arguments.command == Command::Get && matches!(arguments.value("output"), None | Some("" | "wide"));
    let labels = object.get("metadata").and_then(|metadata| metadata.get("labels")).filter(|_| !is_table);
    crate::selector::Selector::parse(text, cluster.kubernetes).is_ok_and(|selector| selector.matches(labels))
}

/// The refusal of a deletion, which tells from where the object came.
pub(super) fn deleting(arguments: &Arguments, refusal: &str) -> String {
    let file = arguments.value("filename").filter(|_| !arguments.file.is_empty());
    match (file, refusal.split_once("): ")) {
        (Some(file), Some((reason, rest))) => {
            format!("{reason}): error when deleting {}: {rest}", quote(file))
        }
        _ => refusal.to_owned(),
    }
}
