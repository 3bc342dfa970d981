//! `kubectl describe`. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/describe/describe.go.

use super::arguments::Arguments;
use super::{Cluster, Output, meta, none_found, resource, typed};
use k8s_openapi::api::core::v1::Event;
use serde_json::Value;

pub(super) fn run(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Output, Output> {
    let target = resource::target(arguments)?;
    if target.resource != "pods" {
        return Err(super::not_played(&format!("describe {}", target.resource)));
    }
    let (mut pods, mut missing) = resource::pods(arguments, &target, cluster)?;
    // A name that no Pod has may be the beginning of the names of some.
    if let ([name], false) = (target.names.as_slice(), missing.is_empty()) {
        let alike = cluster.pods_in(arguments.scope()).filter(|pod| meta(pod, "name").starts_with(name));
        pods.extend(alike);
        if !pods.is_empty() {
            missing.clear();
        }
    }
    if pods.is_empty() && missing.is_empty() {
        return Ok(none_found(arguments.scope()));
    }
    let show_events = arguments.value("show-events").is_none() || arguments.is_on("show-events");
    let mut out = Output::default();
    for pod in pods {
        let events = about(pod, cluster);
        let events = show_events.then_some(events.as_slice());
        if !out.stdout.is_empty() {
            out.stdout.push_str("\n\n");
        }
        out.stdout.push_str(&crate::describe(&typed(pod)?, events, cluster.now, cluster.kubernetes));
    }
    for refusal in missing {
        out.stderr.push_str(&refusal.stderr);
        out.exit = refusal.exit;
    }
    Ok(out)
}

/// The events about a Pod: by name, and by identity where both have one.
pub(super) fn about<'a>(pod: &Value, cluster: &Cluster<'a>) -> Vec<&'a Event> {
    let uid = meta(pod, "uid");
    let mut events = cluster.events_in(Some(meta(pod, "namespace")));
    events.retain(|event| {
        let object = &event.involved_object;
        let same =
            object.uid.as_deref().is_none_or(|other| uid.is_empty() || other.is_empty() || other == uid);
        object.name.as_deref() == Some(meta(pod, "name")) && same
    });
    events
}
