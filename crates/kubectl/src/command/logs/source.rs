//! Whose logs: a Pod, or the Pods of a workload. Upstream: GetFirstPod and SelectorsForObject,
//! staging/src/k8s.io/kubectl/pkg/polymorphichelpers/{helpers,logsforobject}.go.

use super::super::arguments::Arguments;
use super::super::{Cluster, Output, meta, resource};
use super::{name_of, split};
use api::collections::gather;
use serde_json::Value;
use std::collections::BTreeSet;

/// The Pods to read, first the one that kubectl takes, and its sentence when it chose among several.
pub(super) struct Found<'a> {
    pub pods: Vec<&'a Value>,
    pub word: Option<String>,
}

/// The kinds that kubectl finds the Pods of, but Pods.
const SELECTING: [&str; 7] =
    ["DaemonSet", "Deployment", "Job", "ReplicaSet", "ReplicationController", "Service", "StatefulSet"];

pub(super) fn find<'a>(
    target: &str,
    arguments: &Arguments,
    cluster: &Cluster<'a>,
) -> Result<Found<'a>, Output> {
    let (type_of, name) = split(target)?;
    let namespace = arguments.namespace();
    let missing = || {
        let refusal = resource::not_there(Some(namespace), type_of, name, cluster).stderr;
        let what = refusal.trim_end().trim_start_matches("Error ");
        Output::failure(&format!("error: error {what} in namespace \"{namespace}\""))
    };
    let scope = cluster.pods_in(Some(namespace));
    let mut all = resource::of_kind(type_of.name, cluster);
    let object = all.find(|one| name_of(one) == name && meta(one, "namespace") == namespace);
    let pods: Vec<&Value> = match (type_of.name, object) {
        ("Pod", _) => scope.filter(|pod| name_of(pod) == name).collect(),
        ("Service", Some(service)) => {
            let selector = service.pointer("/spec/selector").and_then(Value::as_object);
            let Some(selector) = selector.filter(|selector| !selector.is_empty()) else {
                let why = format!("invalid service \"{name}\": Service is defined without a selector");
                return Err(Output::failure(&format!("error: cannot get the logs from *v1.Service: {why}")));
            };
            let has = |pod: &&Value| {
                let labels = pod.pointer("/metadata/labels");
                selector.iter().all(|(key, value)| labels.and_then(|labels| labels.get(key)) == Some(value))
            };
            scope.filter(has).collect()
        }
        (_, Some(_)) if !SELECTING.contains(&type_of.name) => {
            let kind = type_of.name;
            let why = format!("selector for *v1.{kind} not implemented");
            return Err(Output::failure(&format!("error: cannot get the logs from *v1.{kind}: {why}")));
        }
        _ => scope.filter(|pod| is_made_by(pod, type_of.name, name)).collect(),
    };
    let first = pods.first().ok_or_else(missing)?;
    let known = match type_of.name {
        "Pod" => 1,
        "Service" => pods.len(),
        _ => siblings(&pods, cluster),
    };
    let word = (known > 1).then(|| format!("Found {known} pods, using pod/{}", name_of(first)));
    Ok(Found { pods, word })
}

/// Whether the Pod's controller is this workload, or for a Deployment one of its ReplicaSets.
fn is_made_by(pod: &Value, maker: &str, name: &str) -> bool {
    let owners =
        pod.get("metadata").and_then(|metadata| metadata.get("ownerReferences")).and_then(Value::as_array);
    let mut owners = owners.into_iter().flatten();
    owners.any(|owner| {
        let text = |field: &str| owner.get(field).and_then(Value::as_str).unwrap_or_default();
        let (kind, owner) = (text("kind"), text("name"));
        match (maker, kind) {
            ("Deployment", "ReplicaSet") => owner.rsplit_once('-').is_some_and(|(head, _)| head == name),
            (_, kind) => kind == maker && owner == name,
        }
    })
}

/// How many Pods of the same maker are known, be it only from events about them.
fn siblings(pods: &[&Value], cluster: &Cluster<'_>) -> usize {
    let mut names: BTreeSet<&str> = gather(pods.iter().map(|pod| name_of(pod)));
    for pod in pods {
        let stem = name_of(pod).rsplit_once('-').map_or("", |(stem, _)| stem);
        let events = cluster.events_in(Some(meta(pod, "namespace")));
        let objects = events.into_iter().map(|event| &event.involved_object);
        let of_pods = objects.filter(|object| object.kind.as_deref() == Some("Pod"));
        let alike = of_pods.filter_map(|object| object.name.as_deref());
        names
            .extend(alike.filter(|name| {
                !stem.is_empty() && name.rsplit_once('-').is_some_and(|(own, _)| own == stem)
            }));
    }
    names.len()
}
