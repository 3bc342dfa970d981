//! Names of resource types, and which objects a command line means.
//! Upstream: staging/src/k8s.io/cli-runtime/pkg/resource/builder.go; the API server's discovery for the names.

use super::arguments::Arguments;
use super::{Cluster, Output, meta};
use crate::selector::Selector;
use serde_json::Value;

/// Plural name with group, singular, short names. Those of a stock cluster that people ask for beside Pods.
const TYPES: &[(&str, &str, &[&str])] = &[
    ("pods", "pod", &["po"]),
    ("events", "event", &["ev"]),
    ("services", "service", &["svc"]),
    ("deployments.apps", "deployment", &["deploy"]),
    ("replicasets.apps", "replicaset", &["rs"]),
    ("statefulsets.apps", "statefulset", &["sts"]),
    ("daemonsets.apps", "daemonset", &["ds"]),
    ("jobs.batch", "job", &[]),
    ("cronjobs.batch", "cronjob", &["cj"]),
    ("replicationcontrollers", "replicationcontroller", &["rc"]),
    ("podtemplates", "podtemplate", &[]),
    ("configmaps", "configmap", &["cm"]),
    ("secrets", "secret", &[]),
    ("serviceaccounts", "serviceaccount", &["sa"]),
    ("persistentvolumeclaims", "persistentvolumeclaim", &["pvc"]),
    ("persistentvolumes", "persistentvolume", &["pv"]),
    ("limitranges", "limitrange", &["limits"]),
    ("resourcequotas", "resourcequota", &["quota"]),
    ("endpoints", "endpoint", &["ep"]),
    ("nodes", "node", &["no"]),
    ("namespaces", "namespace", &["ns"]),
    ("ingresses.networking.k8s.io", "ingress", &["ing"]),
    ("poddisruptionbudgets.policy", "poddisruptionbudget", &["pdb"]),
    ("horizontalpodautoscalers.autoscaling", "horizontalpodautoscaler", &["hpa"]),
];

/// The plural name, with its group, of a type in any of its forms; the server's word on a type it does not have.
pub(super) fn plural(name: &str) -> Result<&'static str, Output> {
    let lower = name.to_lowercase();
    let short = lower.split('.').next().unwrap_or_default();
    let found = TYPES.iter().find(|(plural, singular, shorts)| {
        let bare = plural.split('.').next().unwrap_or_default();
        *plural == lower || [bare, *singular].contains(&short) || shorts.contains(&short)
    });
    let unknown = || Output::failure(&format!("error: the server doesn't have a resource type \"{name}\""));
    found.map(|(plural, ..)| *plural).ok_or_else(unknown)
}

/// The target that the words after the verb name: one type, and perhaps objects of it.
pub(super) struct Target<'a> {
    pub resource: &'static str,
    pub names: Vec<&'a str>,
}

/// `pod web`, `pod/web`, `pods`.
pub(super) fn target(arguments: &Arguments) -> Result<Target<'_>, Output> {
    let Some((first, rest)) = arguments.words.split_first() else {
        let verb = arguments.verb;
        let text = format!(
            "error: You must specify the type of resource to {verb}. Use \"kubectl api-resources\" for a complete list of supported resources.\n"
        );
        return Err(Output::failure(text.trim_end()));
    };
    if !arguments.words.iter().any(|word| word.contains('/')) {
        let names = rest.iter().map(String::as_str).collect();
        return Ok(Target { resource: plural(first)?, names });
    }
    let mut target = Target { resource: "", names: Vec::new() };
    for word in &arguments.words {
        let Some((resource, name)) = word.split_once('/').filter(|(_, name)| !name.is_empty()) else {
            return Err(Output::failure(
                "error: there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
            ));
        };
        target.resource = plural(resource)?;
        target.names.push(name);
    }
    Ok(target)
}

/// The objects of the target's type that a command line names or selects; those named that are not there come as
/// refusals.
pub(super) fn objects<'a>(
    arguments: &Arguments,
    target: &Target<'_>,
    cluster: &Cluster<'a>,
) -> Result<(Vec<&'a Value>, Vec<Output>), Output> {
    let is_it = |object: &&Value| {
        let kind = object.get("kind").and_then(Value::as_str).unwrap_or_default();
        plural(kind).ok() == Some(target.resource)
    };
    let all = if target.resource == "pods" { cluster.pods } else { cluster.workloads };
    let wanted: Vec<&'a Value> =
        all.iter().filter(|object| target.resource == "pods" || is_it(object)).collect();
    pick(arguments, target, &wanted)
}

/// The Pods that a command line names or selects; those named that are not there come as refusals.
pub(super) fn pods<'a>(
    arguments: &Arguments,
    target: &Target<'_>,
    cluster: &Cluster<'a>,
) -> Result<(Vec<&'a Value>, Vec<Output>), Output> {
    let wanted: Vec<&'a Value> = if target.resource == "pods" || target.names.is_empty() {
        cluster.pods.iter().collect()
    } else {
        Vec::new()
    };
    pick(arguments, target, &wanted)
}

fn pick<'a>(
    arguments: &Arguments,
    target: &Target<'_>,
    all: &[&'a Value],
) -> Result<(Vec<&'a Value>, Vec<Output>), Output> {
    let scope = arguments.scope();
    let inside = || {
        let inside = move |object: &&'a Value| scope.is_none_or(|name| meta(object, "namespace") == name);
        all.iter().copied().filter(inside)
    };
    if target.names.is_empty() {
        let selector = match arguments.value("selector") {
            Some(text) => {
                Selector::parse(text).map_err(|error| Output::failure(&format!("error: {error}")))?
            }
            None => Selector::default(),
        };
        let selected =
            |pod: &&Value| selector.matches(pod.get("metadata").and_then(|meta| meta.get("labels")));
        return Ok((inside().filter(selected).collect(), Vec::new()));
    }
    if arguments.value("selector").is_some() {
        return Err(Output::failure("error: name cannot be provided when a selector is specified"));
    }
    if scope.is_none() {
        return Err(Output::failure("error: a resource cannot be retrieved by name across all namespaces"));
    }
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for name in &target.names {
        match inside().find(|object| meta(object, "name") == *name) {
            Some(pod) => found.push(pod),
            None => missing.push(super::not_found(target.resource, name)),
        }
    }
    Ok((found, missing))
}

/// `deployment.apps` of `deployments.apps`.
pub(super) fn singular(plural: &str) -> String {
    let (bare, group) = plural.split_once('.').map_or((plural, ""), |(bare, group)| (bare, group));
    let bare = bare.strip_suffix('s').unwrap_or(bare);
    if group.is_empty() { bare.to_owned() } else { format!("{bare}.{group}") }
}
