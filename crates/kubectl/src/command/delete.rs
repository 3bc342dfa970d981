//! `kubectl delete`: what it prints, and what it asks the server for.
//! Upstream: staging/src/k8s.io/kubectl/pkg/cmd/delete/delete.go.

use super::arguments::Arguments;
use super::change::{Change, Propagation, Request, create};
use super::resource::{self, Target};
use super::{Cluster, Output, file, meta};
use crate::Word;
use crate::others::{items, text};
use serde_json::Value;
use std::fmt::Write;

/// The warning of a deletion that does not wait for the kubelet.
const IMMEDIATE: &str = "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.";

/// The warning that a namespace was named in vain.
const CLUSTERS: &str = "Warning: deleting cluster-scoped resources, not scoped to the provided namespace";

/// The output alone; nothing is deleted.
pub(super) fn run(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Output, Output> {
    deletion(arguments, cluster).map(|change| change.output)
}

/// The output and the deletions.
pub(super) fn deletion(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Change, Output> {
    let given = |flag: &str| arguments.value(flag).is_some_and(|text| !text.is_empty());
    let is_selected = given("selector") || given("field-selector");
    let selects = is_selected || arguments.is_on("all");
    if arguments.words.is_empty() && selects && arguments.file.is_empty() {
        return Err(Output::failure("error: at least one resource must be specified to use a selector"));
    }
    let targets = resource::targets(arguments)?;
    let grace = grace(arguments)?;
    if is_selected && arguments.is_on("all") {
        let clash = "setting 'all' parameter but found a non empty selector. ";
        return Err(Output::failure(&format!("error: {clash}")));
    }
    if !selects && targets.iter().any(|target| target.names.is_empty()) {
        return Err(Output::failure("error: resource(s) were provided, but no name was specified"));
    }
    let mut change = Change::default();
    let mut refused = Output::default();
    if arguments.is_on("force") && grace == Some(0) {
        change.output.stderr = format!("{IMMEDIATE}\n");
    }
    if let Some((value, new)) = former_cascade(arguments) {
        let _ = writeln!(
            change.output.stderr,
            "warning: --cascade={value} is deprecated (boolean value) and can be replaced with --cascade={new}."
        );
    }
    for target in &targets {
        let (found, missing) = resource::objects(arguments, target, cluster)?;
        let is_warned = arguments.value("namespace").is_some()
            && !target.resource.namespaced
            && !(found.is_empty() && missing.is_empty());
        if is_warned && !change.output.stderr.contains(CLUSTERS) {
            change.output.stderr.extend([CLUSTERS, "\n"]);
        }
        for object in found {
            let said = line(arguments, target, object, grace);
            // An object that a controller made goes with its owner.
            if items(object, "/metadata/ownerReferences").any(|owner| is_gone(&change, owner, object)) {
                change.output.stdout.push_str(&said);
                continue;
            }
            let request = Request::Delete { grace, propagation: propagation(arguments) };
            change.ask(target.resource, object, request, "", [said.clone(), said]);
        }
        // An object that is not there is none of all.
        let is_wanted = !arguments.is_on("ignore-not-found") && !arguments.is_on("all");
        for refusal in missing.iter().filter(|_| is_wanted) {
            refused.stderr.push_str(&file::deleting(arguments, &refusal.stderr));
            refused.exit = refusal.exit;
        }
    }
    if change.output.stdout.is_empty() && selects && arguments.file.is_empty() {
        change.output.stdout = format!("{}\n", Word::NoResources.text());
    }
    change.output.refuse(&refused);
    Ok(change)
}

/// Whether the owner of an object is deleted before it.
fn is_gone(change: &Change, owner: &Value, object: &Value) -> bool {
    change.done.iter().map(|done| &done.whom).any(|gone| {
        gone.kind == text(owner, "/kind")
            && gone.name == text(owner, "/name")
            && gone.namespace == meta(object, "namespace")
    })
}

fn line(arguments: &Arguments, target: &Target<'_>, object: &Value, grace: Option<i64>) -> String {
    let (bare, name) = (target.resource.singular(), meta(object, "name"));
    if arguments.value("output") == Some("name") {
        return format!("{bare}/{name}\n");
    }
    let how = if grace == Some(0) && arguments.is_on("force") { "force deleted" } else { "deleted" };
    if target.resource.namespaced {
        return format!("{bare} \"{name}\" {how} from {} namespace\n", meta(object, "namespace"));
    }
    format!("{bare} \"{name}\" {how}\n")
}

/// A value of `--cascade` from before 1.20, with the one in its place.
fn former_cascade(arguments: &Arguments) -> Option<(&'static str, &'static str)> {
    match arguments.value("cascade")? {
        "true" => Some(("true", "background")),
        "false" => Some(("false", "orphan")),
        _ => None,
    }
}

/// The policy that `--cascade` asks for.
fn propagation(arguments: &Arguments) -> Propagation {
    match arguments.value("cascade") {
        Some("foreground") => Propagation::Foreground,
        Some("orphan" | "false") => Propagation::Orphan,
        _ => Propagation::Background,
    }
}

/// The seconds that the command line grants; `None` where it leaves them to the object.
fn grace(arguments: &Arguments) -> Result<Option<i64>, Output> {
    let cascade = arguments.value("cascade").unwrap_or("background");
    if !["background", "foreground", "orphan", "true", "false"].contains(&cascade) {
        return Err(Output::failure(&format!(
            "error: invalid cascade value ({cascade}). Must be \"background\", \"foreground\", or \"orphan\""
        )));
    }
    let period: i64 = arguments.value("grace-period").and_then(|text| text.parse().ok()).unwrap_or(-1);
    let clash = match (arguments.is_on("now"), arguments.is_on("force")) {
        (true, _) if period >= 0 => "--now and --grace-period cannot be specified together",
        (_, true) if period > 0 => "--force and --grace-period greater than 0 cannot be specified together",
        _ => "",
    };
    if !clash.is_empty() {
        return Err(Output::failure(&format!("error: {clash}")));
    }
    let grace = match create::whole(arguments, "grace-period", "--grace-period")? {
        Some(grace) => Some(grace),
        None if arguments.is_on("force") => Some(0),
        None if arguments.is_on("now") => Some(1),
        None => None,
    };
    Ok(grace.filter(|grace: &i64| *grace >= 0))
}
