//! `kubectl describe`. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/describe/describe.go.

use super::arguments::Arguments;
use super::{Cluster, Output, meta, none_found, resource, typed};
use crate::describe::objects;
use api::Change;
use k8s_openapi::api::core::v1::Event;
use serde_json::Value;

pub(super) fn run(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Output, Output> {
    let targets = resource::targets(arguments)?;
    let all_inside = targets.iter().all(|target| target.resource.namespaced);
    let mut out = Output::default();
    let mut is_none = true;
    let mut found = 0;
    for target in targets.iter().filter(|_| targets.len() > 1) {
        found += resource::objects(arguments, target, cluster)?.0.len();
    }
    for target in &targets {
        let Some(one) = of_type(target, arguments, cluster, found > 1)? else { continue };
        is_none = false;
        if !out.stdout.is_empty() && !one.stdout.is_empty() {
            out.stdout.push_str("\n\n");
        }
        out.stdout.push_str(&one.stdout);
        out.stderr.push_str(&one.stderr);
        out.exit = out.exit.max(one.exit);
    }
    Ok(if is_none { none_found(arguments.scope().filter(|_| all_inside)) } else { out })
}

/// The objects of one type; `None` when there is none and none was named.
fn of_type(
    target: &resource::Target<'_>,
    arguments: &Arguments,
    cluster: &Cluster<'_>,
    is_among: bool,
) -> Result<Option<Output>, Output> {
    let describer = objects::describer(target.resource.name);
    let is_there = || cluster.whole || resource::of_kind(target.resource.name, cluster).next().is_some();
    let is_played = target.resource.name == "Pod" || describer.is_some() && is_there();
    if !is_played || !resource::is_played(target, cluster) {
        return Err(super::not_played(&format!("describe {}", target.resource.type_name())));
    }
    let (mut found, mut missing) = resource::objects(arguments, target, cluster)?;
    let mut is_many = is_among || found.len() > 1 || !missing.is_empty();
    // A name that no object has may be the beginning of the names of some.
    if let ([name], false) = (target.names.as_slice(), missing.is_empty())
        && !name.is_empty()
    {
        found = resource::alike(arguments, target, name, cluster);
        if !found.is_empty() {
            missing.clear();
        }
    }
    if found.is_empty() && missing.is_empty() {
        return Ok(None);
    }
    is_many &= cluster.kubernetes.has(Change::DescribeManyWithoutEvents);
    let show_events =
        if arguments.value("show-events").is_some() { arguments.is_on("show-events") } else { !is_many };
    let mut out = Output { stderr: resource::warning(target.resource, cluster), ..Output::default() };
    for object in found {
        let events = about(object, cluster);
        let events = show_events.then_some(events.as_slice());
        if !out.stdout.is_empty() {
            out.stdout.push_str("\n\n");
        }
        out.stdout.push_str(&match describer {
            Some(describer) => objects::describe(describer, object, cluster, events),
            None => crate::describe(&typed(object)?, events, cluster.now, cluster.kubernetes),
        });
    }
    for refusal in missing {
        out.refuse(&refusal);
    }
    Ok(Some(out))
}

/// The events about an object: by kind and name, and by identity where both have one.
pub(super) fn about<'a>(about: &Value, cluster: &Cluster<'a>) -> Vec<&'a Event> {
    let (kind, uid) = (about.get("kind").and_then(Value::as_str), meta(about, "uid"));
    let mut events = cluster.events_in(Some(meta(about, "namespace")));
    events.retain(|event| {
        let object = &event.involved_object;
        let same =
            object.uid.as_deref().is_none_or(|other| uid.is_empty() || other.is_empty() || other == uid);
        let same_kind = kind.is_none() || object.kind.is_none() || object.kind.as_deref() == kind;
        object.name.as_deref() == Some(meta(about, "name")) && same && same_kind
    });
    events
}
