//! Names of resource types, and which objects a command line means.
//! Upstream: staging/src/k8s.io/cli-runtime/pkg/resource/builder.go; the API server's discovery for the names.

use super::arguments::Arguments;
use super::commands::Command;
use super::fields::Fields;
use super::{Cluster, Output, meta};
use crate::selector::Selector;
use crate::{others, printers};
use api::json::quote;
use api::kinds::{self, Kind};
use api::well_known::ENDPOINTS_DEPRECATED;
use api::{Change, Kubernetes};
use serde_json::Value;

/// The kind of a type in any of its names; the server's word on a type it does not have.
pub(super) fn kind(name: &str) -> Result<&'static Kind, Output> {
    let unknown = || {
        let bare = name.split_once('.').map_or(name, |(bare, _)| bare);
        Output::failure(&format!("error: the server doesn't have a resource type \"{bare}\""))
    };
    kinds::of_type(name).ok_or_else(unknown)
}

/// The kinds whose objects can be scaled.
pub(super) const SCALABLE: [&str; 4] = ["Deployment", "ReplicaSet", "StatefulSet", "ReplicationController"];

/// Kinds of which every cluster has objects that no text names, so that a list of ours would not be the whole.
const OWN: [&str; 5] = ["ClusterRole", "ClusterRoleBinding", "PriorityClass", "CSINode", "Lease"];

/// Whether Podlab follows the objects of a type. What stands beside Pods and workloads is known of a whole cluster only.
pub(super) fn is_played(target: &Target<'_>, cluster: &Cluster<'_>) -> bool {
    let resource = target.resource.name;
    let is_there = || of_kind(resource, cluster).next().is_some();
    let is_listed = !cluster.whole || !OWN.contains(&resource);
    let is_known = || is_there() && (is_listed || !target.names.is_empty()) || cluster.whole && is_listed;
    let is_beside = others::has(resource);
    matches!(resource, "Pod" | "Event") || printers::of(resource).is_some() && (!is_beside || is_known())
}

/// The targets of a command that takes several types: `pods,jobs`, `all`, `pod/web job/batch`.
pub(super) fn targets(arguments: &Arguments) -> Result<Vec<Target<'_>>, Output> {
    if !arguments.file.is_empty() {
        return super::file::targets(arguments);
    }
    let first = arguments.words.first().filter(|first| !first.contains('/'));
    let Some(types) = first.filter(|first| first.contains(',') || *first == "all") else {
        return by_name(arguments);
    };
    let names: Vec<&str> = arguments.words.iter().skip(1).map(String::as_str).collect();
    if names.iter().any(|name| name.contains('/')) {
        return Err(Output::failure(SEPARATE));
    }
    let mut targets: Vec<Target<'_>> = Vec::new();
    for word in types.split(',') {
        let kinds = match word {
            "all" => kinds::CATEGORY_ALL.into_iter().filter_map(kinds::like).collect(),
            _ => vec![kind(word)?],
        };
        for resource in kinds {
            if targets.iter().all(|target| target.resource != resource) {
                targets.push(Target { resource, names: names.clone(), space: None });
            }
        }
    }
    Ok(targets)
}

/// One target, or with `pod/web job/batch` one for each type.
fn by_name(arguments: &Arguments) -> Result<Vec<Target<'_>>, Output> {
    let mut targets: Vec<Target<'_>> = Vec::new();
    if !arguments.words.iter().all(|word| word.contains('/')) || arguments.words.is_empty() {
        return target(arguments).map(|target| vec![target]);
    }
    for word in &arguments.words {
        let (resource, name) = resource_and_name(word)?;
        match targets.last_mut().filter(|target| target.resource == resource) {
            Some(target) => target.names.push(name),
            None => targets.push(Target { resource, names: vec![name], space: None }),
        }
    }
    Ok(targets)
}

fn resource_and_name(word: &str) -> Result<(&'static Kind, &str), Output> {
    let (resource, name) = word.split_once('/').ok_or_else(|| Output::failure(SEPARATE))?;
    if name.contains('/') {
        return Err(Output::failure(
            "error: arguments in resource/name form may not have more than one slash",
        ));
    }
    if resource.is_empty() || name.is_empty() || resource.contains(',') {
        return Err(Output::failure(SINGLE));
    }
    Ok((kind(resource)?, name))
}

const SINGLE: &str = "error: arguments in resource/name form must have a single resource and name";

const SEPARATE: &str = "error: there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'";

/// The target that the words after the verb name: one type, and perhaps objects of it.
pub(super) struct Target<'a> {
    pub resource: &'static Kind,
    pub names: Vec<&'a str>,
    /// The namespace of objects that a file names.
    pub space: Option<&'a str>,
}

/// `pod web`, `pod/web`, `pods`.
pub(super) fn target(arguments: &Arguments) -> Result<Target<'_>, Output> {
    let Some((first, rest)) = arguments.words.split_first() else {
        return Err(without_resource(arguments.command));
    };
    if !arguments.words.iter().any(|word| word.contains('/')) {
        if first.contains(',') {
            return Err(several(arguments.command));
        }
        let names = rest.iter().map(String::as_str).collect();
        return Ok(Target { resource: kind(first)?, names, space: None });
    }
    if !arguments.words.iter().all(|word| word.contains('/')) {
        return Err(Output::failure(SEPARATE));
    }
    let (resource, _) = resource_and_name(first)?;
    let mut names = Vec::new();
    for word in &arguments.words {
        let (other, name) = resource_and_name(word)?;
        if other != resource {
            return Err(several(arguments.command));
        }
        names.push(name);
    }
    Ok(Target { resource, names, space: None })
}

/// The answer to a command that changes objects of several types at once.
fn several(command: Command) -> Output {
    let verb = command.name();
    super::not_played(&format!("{verb}` of several types at once, `kubectl {verb}"))
}

/// The refusal of a command that names no type.
fn without_resource(command: Command) -> Output {
    let verb = command.name();
    let types = format!(
        "You must specify the type of resource to {verb}. Use \"kubectl api-resources\" for a complete list of supported resources."
    );
    let text = match command {
        Command::Get => format!(
            "{types}\n\nerror: Required resource not specified.\nUse \"kubectl explain <resource>\" for a detailed description of that resource (e.g. kubectl explain pods).\nSee 'kubectl get -h' for help and examples"
        ),
        Command::Rollout => "error: required resource not specified".to_owned(),
        Command::Label | Command::Annotate => {
            "error: one or more resources must be specified as <resource> <name> or <resource>/<name>".to_owned()
        }
        Command::Autoscale
        | Command::Delete
        | Command::Expose
        | Command::Patch
        | Command::Scale
        | Command::Set
        | Command::Wait => {
            "error: You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'".to_owned()
        }
        _ => format!("error: {types}"),
    };
    Output::failure(&text)
}

/// The objects of the target's type that a command line names or selects; those named that are not there come as
/// refusals.
pub(super) fn objects<'a>(
    arguments: &Arguments,
    target: &Target<'_>,
    cluster: &Cluster<'a>,
) -> Result<(Vec<&'a Value>, Vec<Output>), Output> {
    let wanted: Vec<&'a Value> = of_kind(target.resource.name, cluster).collect();
    pick(arguments, target, &wanted, cluster)
}

/// The objects of a kind.
pub(super) fn of_kind<'a>(kind: &'static str, cluster: &Cluster<'a>) -> impl Iterator<Item = &'a Value> {
    let all = if kind == "Pod" { cluster.pods } else { cluster.workloads };
    // Pods come without their kind.
    all.iter().filter(move |object| kind == "Pod" || object.get("kind").and_then(Value::as_str) == Some(kind))
}

/// The objects of the target's type whose names begin so.
pub(super) fn alike<'a>(
    arguments: &Arguments,
    target: &Target<'_>,
    name: &str,
    cluster: &Cluster<'a>,
) -> Vec<&'a Value> {
    let scope = arguments.scope().filter(|_| target.resource.namespaced);
    let inside = |object: &&'a Value| scope.is_none_or(|name| meta(object, "namespace") == name);
    let all = of_kind(target.resource.name, cluster).filter(inside);
    all.filter(|object| meta(object, "name").starts_with(name)).collect()
}

/// The server's warning that goes with each answer about a type.
pub(super) fn warning(resource: &Kind, cluster: &Cluster<'_>) -> String {
    if resource.name == "Endpoints" && cluster.kubernetes.has(Change::EndpointsDeprecated) {
        return format!("Warning: {ENDPOINTS_DEPRECATED}\n");
    }
    String::new()
}

/// Those of the objects that a command line names or selects, and refusals of those named that are not there.
pub(super) fn pick<'a>(
    arguments: &Arguments,
    target: &Target<'_>,
    all: &[&'a Value],
    cluster: &Cluster<'_>,
) -> Result<(Vec<&'a Value>, Vec<Output>), Output> {
    let scope = target.space.or(arguments.scope()).filter(|_| target.resource.namespaced);
    let inside = || {
        let inside = move |object: &&'a Value| scope.is_none_or(|name| meta(object, "namespace") == name);
        all.iter().copied().filter(inside)
    };
    if target.names.is_empty() {
        let (labels, fields) = selectors(arguments, target.resource, cluster.kubernetes)?;
        let selected = |object: &&Value| {
            labels.matches(object.get("metadata").and_then(|meta| meta.get("labels")))
                && fields.matches(object)
        };
        return Ok((inside().filter(selected).collect(), Vec::new()));
    }
    let given = |flag: &str| arguments.value(flag).is_some_and(|text| !text.is_empty());
    let is_filed = target.space.is_some();
    let selects = given("selector") || given("field-selector");
    if !is_filed && (selects || arguments.command == Command::Delete && arguments.is_on("all")) {
        return Err(Output::failure("error: name cannot be provided when a selector is specified"));
    }
    if scope.is_none() && target.resource.namespaced {
        return Err(Output::failure("error: a resource cannot be retrieved by name across all namespaces"));
    }
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for name in &target.names {
        if name.is_empty() {
            missing.push(Output::failure("error: resource name may not be empty"));
            continue;
        }
        match inside().find(|object| meta(object, "name") == *name) {
            Some(object) if is_filed && !super::file::is_selected(arguments, object, cluster) => {}
            Some(object) => found.push(object),
            // A deletion does not look first.
            None if arguments.command == Command::Delete => {
                missing.push(super::not_found(target.resource, name));
            }
            None => missing.push(not_there(scope, target.resource, name, cluster)),
        }
    }
    Ok((found, missing))
}

/// The labels and the fields by which a command line selects.
fn selectors(
    arguments: &Arguments,
    resource: &Kind,
    kubernetes: &Kubernetes,
) -> Result<(Selector, Fields), Output> {
    let text = |flag: &str| arguments.value(flag).unwrap_or_default();
    let refused = |error: String| unselectable(resource, text("selector"), text("field-selector"), &error);
    let labels = Selector::parse(text("selector"), kubernetes).map_err(refused)?;
    Ok((labels, Fields::parse(text("field-selector"), resource.name).map_err(refused)?))
}

/// The refusal of a name that no object has; kubectl asks whether it is the namespace that is missing.
/// Upstream: Info.Get, staging/src/k8s.io/cli-runtime/pkg/resource/visitor.go.
pub(super) fn not_there(scope: Option<&str>, resource: &Kind, name: &str, cluster: &Cluster<'_>) -> Output {
    let is_there = |namespace: &str| {
        namespace == "default" || of_kind("Namespace", cluster).any(|one| meta(one, "name") == namespace)
    };
    match scope {
        Some(namespace) if cluster.whole && !is_there(namespace) => {
            super::not_found(&kinds::NAMESPACE, namespace)
        }
        _ => super::not_found(resource, name),
    }
}

/// The server's refusal of a selector that it cannot read. Upstream: Selector.Visit, cli-runtime/pkg/resource/selector.go.
fn unselectable(resource: &Kind, labels: &str, fields: &str, why: &str) -> Output {
    Output::failure(&format!(
        "Error from server (BadRequest): Unable to find \"{}\" that match label selector {}, field selector {}: {why}",
        resource.versioned(),
        quote(labels),
        quote(fields)
    ))
}
