//! `kubectl rollout`: status, history, restart, pause, resume, undo.
//! Upstream: staging/src/k8s.io/kubectl/pkg/{cmd/rollout,polymorphichelpers/{rollout_status,history,rollback}.go}.

use super::arguments::Arguments;
use super::change::{Change, Patch, PatchKind, each, named};
use super::resource::{self, of_kind};
use super::{Cluster, Output, meta, not_played};
use crate::describe::objects::number;
use crate::others::{items, text};
use api::kinds::Kind;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The annotation with the number of a Deployment's template.
const REVISION: &str = "/metadata/annotations/deployment.kubernetes.io~1revision";
const CAUSE: &str = "/metadata/annotations/kubernetes.io~1change-cause";

/// The kinds whose Pods a rollout replaces.
const ROLLED_OUT: [&str; 3] = ["Deployment", "StatefulSet", "DaemonSet"];

/// The command that changes something; `None` when it only asks.
pub(super) fn change(arguments: &Arguments, cluster: &Cluster<'_>) -> Option<Result<Change, Output>> {
    let (what, rest) = arguments.words.split_first()?;
    let words = arguments.behind(rest);
    if !["restart", "pause", "resume", "undo"].contains(&what.as_str()) {
        return None;
    }
    if rest.is_empty() && words.file.is_empty() {
        return Some(Err(Output::failure("error: required resource not specified")));
    }
    Some(match what.as_str() {
        "restart" => restart(&words, cluster),
        "undo" => undo(&words, cluster),
        what => pause(&words, cluster, what == "pause"),
    })
}

/// A look at one object.
type Show = fn(&Arguments, &Value, &Cluster<'_>) -> Result<String, Output>;

/// The command that asks.
pub(super) fn run(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Output, Output> {
    let (what, rest) = arguments.words.split_first().ok_or_else(|| not_played("rollout"))?;
    let words = arguments.behind(rest);
    let show: Show = match what.as_str() {
        "status" => status,
        "history" => history,
        other => return Err(arguments.misused(&format!("unknown command \"{other}\""))),
    };
    if rest.is_empty() && words.file.is_empty() {
        return Err(Output::failure("error: required resource not specified"));
    }
    if let Some(revision) = words.value("revision").filter(|text| text.starts_with('-')) {
        return Err(Output::failure(&format!("error: revision must be a positive integer: {revision}")));
    }
    if words.file.is_empty() {
        return shown(&words, &resource::target(&words)?, what, show, cluster);
    }
    let mut out = Output::default();
    let mut refusals = Vec::new();
    for target in &resource::targets(&words)? {
        match shown(&words, target, what, show, cluster) {
            Ok(one) => out.stdout.push_str(&one.stdout),
            Err(refusal) => refusals.push(refusal.stderr),
        }
    }
    out.exit = u8::from(!refusals.is_empty());
    // kubectl tells several errors without its word for one.
    let is_alone = refusals.len() == 1;
    let told = |text: &String| match text.strip_prefix("error: ") {
        Some(rest) if !is_alone => rest.to_owned(),
        _ => text.clone(),
    };
    out.stderr = refusals.iter().map(told).collect();
    Ok(out)
}

/// The output about the objects of one type.
fn shown(
    words: &Arguments,
    target: &resource::Target<'_>,
    what: &str,
    show: Show,
    cluster: &Cluster<'_>,
) -> Result<Output, Output> {
    if !ROLLED_OUT.contains(&target.resource.name) {
        let what = if what == "status" { "status viewer" } else { "history viewer" };
        let kind = format!("{}{}", target.resource.name, target.resource.suffix());
        let kind = if what == "status viewer" { kind } else { format!("\"{kind}\"") };
        return Err(Output::failure(&format!("error: no {what} has been implemented for {kind}")));
    }
    let (found, missing) = resource::objects(words, target, cluster)?;
    if let Some(refusal) = missing.into_iter().next() {
        return Err(refusal);
    }
    let mut out = Output::default();
    for object in found {
        out.stdout.push_str(&show(words, object, cluster)?);
    }
    Ok(out)
}

/// The line of `rollout status` at this moment; kubectl would go on until the last one has come.
fn status(_: &Arguments, object: &Value, _: &Cluster<'_>) -> Result<String, Output> {
    let kind = text(object, "/kind");
    let strategy = text(object, "/spec/updateStrategy/type");
    if kind != "Deployment" && strategy != "RollingUpdate" {
        return Err(Output::failure(
            "error: rollout status is only available for RollingUpdate strategy type",
        ));
    }
    let count = |pointer: &str| number(object, pointer);
    let seen = count("/status/observedGeneration") >= count("/metadata/generation").max(1);
    let line = match kind {
        "Deployment" if seen => of_deployment(object)?,
        "Deployment" => "Waiting for deployment spec update to be observed...".to_owned(),
        "DaemonSet" if seen => of_daemon_set(object),
        "DaemonSet" => "Waiting for daemon set spec update to be observed...".to_owned(),
        _ if seen => of_stateful_set(object),
        _ => "Waiting for statefulset spec update to be observed...".to_owned(),
    };
    Ok(line + "\n")
}

fn of_deployment(object: &Value) -> Result<String, Output> {
    let name = meta(object, "name");
    let count = |field: &str| number(object, &format!("/status/{field}"));
    let wanted = number(object, "/spec/replicas");
    let late = items(object, "/status/conditions").any(|condition| {
        text(condition, "/type") == "Progressing" && text(condition, "/reason") == "ProgressDeadlineExceeded"
    });
    let (all, updated, available) = (count("replicas"), count("updatedReplicas"), count("availableReplicas"));
    let waits = format!("Waiting for deployment \"{name}\" rollout to finish:");
    Ok(if late {
        let late = format!("error: deployment \"{name}\" exceeded its progress deadline");
        return Err(Output::failure(&late));
    } else if updated < wanted {
        format!("{waits} {updated} out of {wanted} new replicas have been updated...")
    } else if all > updated {
        format!("{waits} {} old replicas are pending termination...", all - updated)
    } else if available < updated {
        format!("{waits} {available} of {updated} updated replicas are available...")
    } else {
        format!("deployment \"{name}\" successfully rolled out")
    })
}

fn of_daemon_set(object: &Value) -> String {
    let name = meta(object, "name");
    let count = |field: &str| number(object, &format!("/status/{field}"));
    let (wanted, updated, available) =
        (count("desiredNumberScheduled"), count("updatedNumberScheduled"), count("numberAvailable"));
    let waits = format!("Waiting for daemon set \"{name}\" rollout to finish:");
    if updated < wanted {
        format!("{waits} {updated} out of {wanted} new pods have been updated...")
    } else if available < wanted {
        format!("{waits} {available} of {wanted} updated pods are available...")
    } else {
        format!("daemon set \"{name}\" successfully rolled out")
    }
}

fn of_stateful_set(object: &Value) -> String {
    let wanted = number(object, "/spec/replicas");
    let (ready, updated) =
        (number(object, "/status/readyReplicas"), number(object, "/status/updatedReplicas"));
    let of_them = wanted - number(object, "/spec/updateStrategy/rollingUpdate/partition");
    if ready < wanted {
        format!("Waiting for {} pods to be ready...", wanted - ready)
    } else if updated < of_them {
        // The server writes a partition, 0 where there is none, so each rollout is called partitioned.
        format!(
            "Waiting for partitioned roll out to finish: {updated} out of {of_them} new pods have been updated..."
        )
    } else {
        format!("partitioned roll out complete: {updated} new pods have been updated...")
    }
}

fn history(words: &Arguments, object: &Value, cluster: &Cluster<'_>) -> Result<String, Output> {
    let wanted: i64 = words.value("revision").unwrap_or("0").parse().unwrap_or_default();
    let all = revisions(object, cluster);
    let kind = text(object, "/kind").to_lowercase();
    let behind = if wanted > 0 { format!("with revision #{wanted}") } else { String::new() };
    let head = format!("{kind}.apps/{} {behind}", meta(object, "name"));
    if all.is_empty() {
        return Ok(format!("{head}\nNo rollout history found.\n"));
    }
    if wanted > 0 {
        let found = all.iter().find(|(revision, _)| *revision == wanted).map(|(_, of)| template_of(of));
        let missing = || Output::failure("error: unable to find the specified revision");
        let shown = crate::describe::template(&found.ok_or_else(missing)?, cluster.kubernetes);
        return Ok(format!("{head}\n{shown}\n"));
    }
    let mut out = format!("{head}\nREVISION  CHANGE-CAUSE\n");
    for (revision, of) in all {
        let cause = text(of, CAUSE);
        let _ = writeln!(out, "{revision:<8}  {}", if cause.is_empty() { "<none>" } else { cause });
    }
    Ok(out + "\n")
}

/// The template that a ReplicaSet or a ControllerRevision holds, with the cause of the change.
fn template_of(revision: &Value) -> Value {
    let held =
        ["/spec/template", "/data/spec/template"].into_iter().find_map(|place| revision.pointer(place));
    let mut template = held.cloned().unwrap_or_default();
    let cause = text(revision, CAUSE);
    if !cause.is_empty()
        && let Some(metadata) = template.get_mut("metadata").and_then(Value::as_object_mut)
        && let Some(notes) = metadata.entry("annotations").or_insert_with(|| json!({})).as_object_mut()
    {
        notes.insert("kubernetes.io/change-cause".to_owned(), cause.into());
    }
    template
}

/// The ReplicaSets of a Deployment, or the ControllerRevisions of another, with their numbers, the oldest first.
fn revisions<'a>(workload: &Value, cluster: &Cluster<'a>) -> Vec<(i64, &'a Value)> {
    let kind = text(workload, "/kind");
    let its = |one: &&'a Value| {
        meta(one, "namespace") == meta(workload, "namespace")
            && items(one, "/metadata/ownerReferences")
                .any(|owner| text(owner, "/kind") == kind && text(owner, "/name") == meta(workload, "name"))
    };
    let holders = if kind == "Deployment" { "ReplicaSet" } else { "ControllerRevision" };
    let number = |one: &Value| match one.get("revision") {
        Some(number) => number.as_i64(),
        None => text(one, REVISION).parse().ok(),
    };
    let all = of_kind(holders, cluster).filter(its);
    let mut all: Vec<(i64, &Value)> = all.filter_map(|one| Some((number(one)?, one))).collect();
    api::collections::sort_by(&mut all, |one, other| one.0.cmp(&other.0));
    all
}

fn restart(words: &Arguments, cluster: &Cluster<'_>) -> Result<Change, Output> {
    let now = api::time::text(cluster.now);
    let annotations = json!({"kubectl.kubernetes.io/restartedAt": now});
    each(words, cluster, ["restarted"; 2], |resource, object| {
        if !ROLLED_OUT.contains(&resource.name) {
            return Err(refused(resource, object, "restarting is not supported"));
        }
        if is_paused(object) {
            let advice = "can't restart paused deployment (run rollout resume first)";
            return Err(refused(resource, object, advice));
        }
        let template = json!({"metadata": {"annotations": annotations}});
        Ok(Patch::of(PatchKind::Strategic, json!({"spec": {"template": template}})))
    })
}

fn pause(words: &Arguments, cluster: &Cluster<'_>, pause: bool) -> Result<Change, Output> {
    each(words, cluster, [if pause { "paused" } else { "resumed" }; 2], |resource, object| {
        let why = match (is_paused(object), pause) {
            (_, true) if resource.name != "Deployment" => "pausing is not supported",
            (_, false) if resource.name != "Deployment" => "resuming is not supported",
            (true, true) => "is already paused",
            (false, false) => "is not paused",
            _ => return Ok(Patch::of(PatchKind::Strategic, json!({"spec": {"paused": pause}}))),
        };
        Err(refused(resource, object, why))
    })
}

/// The rest of the warning about an object that was applied, as all of a text are.
const APPLIED: &str = " was previously managed with 'kubectl apply'. Rolling back will not update the kubectl.kubernetes.io/last-applied-configuration annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\n";

fn undo(words: &Arguments, cluster: &Cluster<'_>) -> Result<Change, Output> {
    let wanted: i64 = words.value("to-revision").unwrap_or("0").parse().unwrap_or_default();
    let mut skipped = Vec::new();
    for (resource, object) in named(words, cluster)? {
        let Ok(object) = object else { continue };
        if ROLLED_OUT.contains(&resource.name) && former(object, wanted, cluster).is_ok_and(|(_, same)| same)
        {
            let (kind, name) = (resource.singular(), meta(object, "name"));
            let why = format!("(current template already matches revision {wanted})");
            skipped.push((
                format!("{kind}/{name} rolled back\n"),
                format!("{kind}/{name} skipped rollback {why}\n"),
            ));
        }
    }
    let mut change = each(words, cluster, ["rolled back"; 2], |resource, written| {
        if ROLLED_OUT.contains(&resource.name) {
            return rollback(written, wanted, cluster);
        }
        let (kind, group) = (resource.name, resource.suffix());
        Err(Output::failure(&format!("error: no rollbacker has been implemented for \"{kind}{group}\"")))
    })?;
    let mut warnings = String::new();
    for (resource, object) in named(words, cluster)? {
        if let Some(name) =
            object.ok().filter(|_| ROLLED_OUT.contains(&resource.name)).map(|object| meta(object, "name"))
        {
            warnings = warnings + "Warning: resource " + resource.plural + "/" + name + APPLIED;
        }
    }
    change.output.stderr.insert_str(0, &warnings);
    for (said, told) in skipped {
        change.output.stdout = change.output.stdout.replace(&said, &told);
        change.done.retain(|done| !done.lines.contains(&said));
    }
    Ok(change)
}

/// The number of the template that is wanted, the last but one for 0, and whether the object has it now.
fn former(written: &Value, wanted: i64, cluster: &Cluster<'_>) -> Result<(i64, bool), Output> {
    let all = revisions(written, cluster);
    let now = all.last().map(|(revision, _)| *revision);
    if wanted == 0 {
        let no = || {
            let name = meta(written, "name");
            Output::failure(&match text(written, "/kind") {
                "Deployment" => format!("error: no rollout history found for deployment \"{name}\""),
                _ => "error: no last revision to roll back to".to_owned(),
            })
        };
        return all.iter().rev().nth(1).map(|(revision, _)| (*revision, false)).ok_or_else(no);
    }
    let missing =
        || Output::failure(&format!("error: unable to find specified revision {wanted} in history"));
    let found = all.iter().find(|(revision, _)| *revision == wanted).ok_or_else(missing)?;
    Ok((found.0, Some(found.0) == now))
}

/// The patch that puts a former template in the place of the present one.
fn rollback(written: &Value, wanted: i64, cluster: &Cluster<'_>) -> Result<Patch, Output> {
    if is_paused(written) {
        return Err(Output::failure(
            "error: you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
        ));
    }
    let (revision, _) = former(written, wanted, cluster)?;
    let all = revisions(written, cluster);
    let holder = all.iter().find(|(number, _)| *number == revision).map(|(_, holder)| *holder);
    let held = |holder: &Value| {
        ["/spec/template", "/data/spec/template"].iter().find_map(|place| holder.pointer(place).cloned())
    };
    let mut template = holder.and_then(held).unwrap_or_default();
    if let Some(labels) = template.pointer_mut("/metadata/labels").and_then(Value::as_object_mut) {
        labels.remove("pod-template-hash");
    }
    let patch = json!([{"op": "replace", "path": "/spec/template", "value": template}]);
    Ok(Patch::of(PatchKind::Json, patch))
}

fn is_paused(workload: &Value) -> bool {
    workload.pointer("/spec/paused").and_then(Value::as_bool).unwrap_or_default()
}

fn refused(resource: &Kind, object: &Value, what: &str) -> Output {
    let (type_name, name) = (resource.type_name(), meta(object, "name"));
    Output::failure(&format!("error: {type_name} \"{name}\" {what}"))
}
