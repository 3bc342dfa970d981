//! `kubectl rollout`: status, history, restart, pause, resume, undo.
//! Upstream: staging/src/k8s.io/kubectl/pkg/{cmd/rollout,polymorphichelpers/{rollout_status,history,rollback}.go}.

use super::arguments::Arguments;
use super::change::{Change, Patch, each, find};
use super::resource::{self, Target, of_type};
use super::{Cluster, Output, meta, not_played};
use crate::describe::objects::number;
use crate::others::{items, text};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The annotation with the number of a Deployment's template.
const REVISION: &str = "/metadata/annotations/deployment.kubernetes.io~1revision";
const CAUSE: &str = "/metadata/annotations/kubernetes.io~1change-cause";

/// The types whose Pods a rollout replaces.
const ROLLED_OUT: [&str; 3] = ["deployments.apps", "statefulsets.apps", "daemonsets.apps"];

/// The command that changes something; `None` when it only asks.
pub(super) fn change(
    arguments: &Arguments,
    cluster: &Cluster<'_>,
    objects: &[Value],
) -> Option<Result<Change, Output>> {
    let (what, rest) = arguments.words.split_first()?;
    let words = arguments.behind(rest);
    let target = || resource::target(&words);
    Some(match what.as_str() {
        "restart" => target().and_then(|target| restart(&target, cluster, objects)),
        "pause" => target().and_then(|target| pause(&target, cluster, objects, true)),
        "resume" => target().and_then(|target| pause(&target, cluster, objects, false)),
        "undo" => target().and_then(|target| undo(&words, &target, cluster, objects)),
        _ => return None,
    })
}

/// The command that asks.
pub(super) fn run(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Output, Output> {
    let (what, rest) = arguments.words.split_first().ok_or_else(|| not_played("rollout"))?;
    let words = arguments.behind(rest);
    let show = match what.as_str() {
        "status" => status,
        "history" => history,
        other => return Err(arguments.misused(&format!("unknown command \"{other}\""))),
    };
    if rest.is_empty() {
        return Err(Output::failure("error: required resource not specified"));
    }
    let target = resource::target(&words)?;
    if !ROLLED_OUT.contains(&target.resource) {
        let what = if what == "status" { "status viewer" } else { "history viewer" };
        let kind = api::kinds::of_plural(target.resource).map_or(target.resource, |kind| kind.name);
        let kind = if what == "status viewer" { kind.to_owned() } else { format!("\"{kind}\"") };
        return Err(Output::failure(&format!("error: no {what} has been implemented for {kind}")));
    }
    let (found, missing) = resource::objects(&words, &target, cluster)?;
    if let Some(refusal) = missing.into_iter().next() {
        return Err(refusal);
    }
    let mut out = Output::default();
    for object in found {
        out.stdout.push_str(&show(&words, object, cluster)?);
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
    let holders = if kind == "Deployment" { "replicasets.apps" } else { "controllerrevisions.apps" };
    let number = |one: &Value| match one.get("revision") {
        Some(number) => number.as_i64(),
        None => text(one, REVISION).parse().ok(),
    };
    let all = of_type(holders, cluster).filter(its);
    let mut all: Vec<(i64, &Value)> = all.filter_map(|one| Some((number(one)?, one))).collect();
    api::collections::sort_by(&mut all, |one, other| one.0.cmp(&other.0));
    all
}

fn restart(target: &Target<'_>, cluster: &Cluster<'_>, objects: &[Value]) -> Result<Change, Output> {
    if !ROLLED_OUT.contains(&target.resource) {
        return Err(unsupported(target, "restarting"));
    }
    let now = api::time::text(cluster.now);
    let annotations = json!({"kubectl.kubernetes.io/restartedAt": now});
    each(target, objects, ["restarted"; 2], |object| {
        if is_paused(object, cluster) {
            let advice = "can't restart paused deployment (run rollout resume first)";
            return Err(named(target, object, advice));
        }
        Ok(("strategic", None, json!({"spec": {"template": {"metadata": {"annotations": annotations}}}})))
    })
}

fn pause(
    target: &Target<'_>,
    cluster: &Cluster<'_>,
    objects: &[Value],
    pause: bool,
) -> Result<Change, Output> {
    if target.resource != "deployments.apps" {
        return Err(unsupported(target, if pause { "pausing" } else { "resuming" }));
    }
    each(target, objects, [if pause { "paused" } else { "resumed" }; 2], |object| {
        match (is_paused(object, cluster), pause) {
            (true, true) => Err(named(target, object, "is already paused")),
            (false, false) => Err(named(target, object, "is not paused")),
            _ => Ok(("strategic", None, json!({"spec": {"paused": pause}}))),
        }
    })
}

fn undo(
    words: &Arguments,
    target: &Target<'_>,
    cluster: &Cluster<'_>,
    objects: &[Value],
) -> Result<Change, Output> {
    if target.resource != "deployments.apps" {
        return Err(not_played("rollout undo` of anything but a Deployment, `kubectl rollout undo"));
    }
    let wanted: i64 = words.value("to-revision").unwrap_or("0").parse().unwrap_or_default();
    for name in &target.names {
        let written = find(objects, target.resource, name)?;
        if let Some((revision, _)) = former(written, wanted, cluster)?.filter(|(_, same)| *same) {
            let skipped = format!("skipped rollback (current template already matches revision {revision})");
            return Ok(Change {
                output: Output::text(format!("deployment.apps/{name} {skipped}\n")),
                done: Vec::new(),
            });
        }
    }
    each(target, objects, ["rolled back"; 2], |written| rollback(written, wanted, cluster))
}

/// The number of the template that is wanted, and whether the Deployment has it now.
fn former(written: &Value, wanted: i64, cluster: &Cluster<'_>) -> Result<Option<(i64, bool)>, Output> {
    let all = revisions(written, cluster);
    let now = all.last().map(|(revision, _)| *revision);
    if wanted == 0 {
        let no = || {
            let name = meta(written, "name");
            Output::failure(&format!("error: no rollout history found for deployment \"{name}\""))
        };
        return all.iter().rev().nth(1).map(|(revision, _)| Some((*revision, false))).ok_or_else(no);
    }
    let missing =
        || Output::failure(&format!("error: unable to find specified revision {wanted} in history"));
    let found = all.iter().find(|(revision, _)| *revision == wanted).ok_or_else(missing)?;
    Ok(Some((found.0, Some(found.0) == now)))
}

/// The patch that puts a former template in the place of the present one.
fn rollback(written: &Value, wanted: i64, cluster: &Cluster<'_>) -> Result<Patch, Output> {
    if is_paused(written, cluster) {
        return Err(Output::failure(
            "error: you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
        ));
    }
    let revision = former(written, wanted, cluster)?.map(|(revision, _)| revision);
    let all = revisions(written, cluster);
    let set = all.iter().find(|(number, _)| Some(*number) == revision).map(|(_, set)| *set);
    let mut template = set.and_then(|set| set.pointer("/spec/template")).cloned().unwrap_or_default();
    if let Some(labels) = template.pointer_mut("/metadata/labels").and_then(Value::as_object_mut) {
        labels.remove("pod-template-hash");
    }
    Ok(("json", None, json!([{"op": "replace", "path": "/spec/template", "value": template}])))
}

/// Whether a Deployment is paused now, or was written so.
fn is_paused(written: &Value, cluster: &Cluster<'_>) -> bool {
    let same = |object: &&Value| {
        meta(object, "name") == meta(written, "name")
            && meta(object, "namespace") == meta(written, "namespace")
    };
    let now = of_type("deployments.apps", cluster).find(same).unwrap_or(written);
    now.pointer("/spec/paused").and_then(Value::as_bool).unwrap_or_default()
}

fn named(target: &Target<'_>, object: &Value, what: &str) -> Output {
    Output::failure(&format!("error: {} \"{}\" {what}", target.resource, meta(object, "name")))
}

fn unsupported(target: &Target<'_>, what: &str) -> Output {
    Output::failure(&format!(
        "error: {} \"{}\" {what} is not supported",
        target.resource,
        target.names.concat()
    ))
}
