//! Names of resource types, and which objects a command line means.
//! Upstream: staging/src/k8s.io/cli-runtime/pkg/resource/builder.go; the API server's discovery for the names.

use super::arguments::Arguments;
use super::fields::Fields;
use super::types::{ALL, TYPES};
pub(super) use super::types::{SCALABLE, versioned};
use super::{Cluster, Output, meta};
use crate::selector::Selector;
use crate::{others, workloads};
use api::json::quote;
use api::kinds::SHORT;
use api::well_known::ENDPOINTS_DEPRECATED;
use api::{Change, Kubernetes};
use serde_json::Value;

/// The plural name, with its group, of a type in any of its forms; the server's word on a type it does not have.
pub(super) fn plural(name: &str) -> Result<&'static str, Output> {
    let lower = name.to_lowercase();
    let (short, group) = lower.split_once('.').unwrap_or((&lower, ""));
    let is_short = |kind: &str| SHORT.iter().any(|(own, of)| *own == short && of.eq_ignore_ascii_case(kind));
    let found = TYPES.iter().find(|(plural, singular)| {
        let (bare, own) = plural.split_once('.').unwrap_or((plural, ""));
        // `deployments.apps`, `deployments.v1.apps`.
        let is_group =
            group.is_empty() || group == own || group.split_once('.').is_some_and(|(_, rest)| rest == own);
        is_group && ([bare, *singular].contains(&short) || is_short(singular))
    });
    let unknown = || {
        let bare = name.split_once('.').map_or(name, |(bare, _)| bare);
        Output::failure(&format!("error: the server doesn't have a resource type \"{bare}\""))
    };
    found.map(|(plural, _)| *plural).ok_or_else(unknown)
}

/// The plural name, with its group, of a type in any of its forms: `svc`, `Deployment`, `deployments.apps`; whether it is
/// a short name.
///
/// ```
/// assert_eq!(kubectl::type_named("svc"), Some(("services", true)));
/// assert_eq!(kubectl::type_named("Deployment"), Some(("deployments.apps", false)));
/// ```
pub fn type_named(name: &str) -> Option<(&'static str, bool)> {
    let plural = plural(name).ok()?;
    let is_short = SHORT.iter().any(|(short, _)| *short == name.to_lowercase());
    Some((plural, is_short))
}

/// Whether the objects of a type are in a namespace.
pub(super) fn is_namespaced(resource: &str) -> bool {
    let kind = api::kinds::of_plural(resource);
    kind.is_some_and(|kind| !api::kinds::is_clusters(kind.api_version, kind.name))
}

/// Types of which every cluster has objects that no text names, so that a list of ours would not be the whole.
const OWN: [&str; 5] = [
    "clusterroles.rbac.authorization.k8s.io",
    "clusterrolebindings.rbac.authorization.k8s.io",
    "priorityclasses.scheduling.k8s.io",
    "csinodes.storage.k8s.io",
    "leases.coordination.k8s.io",
];

/// Whether Podlab follows the objects of a type. What stands beside Pods and workloads is known of a whole cluster only.
pub(super) fn is_played(target: &Target<'_>, cluster: &Cluster<'_>) -> bool {
    let resource = target.resource;
    let is_there = || of_type(resource, cluster).next().is_some();
    let is_listed = !cluster.whole || !OWN.contains(&resource);
    let is_known = || is_there() && (is_listed || !target.names.is_empty()) || cluster.whole && is_listed;
    let is_beside = others::heads(resource).is_some();
    matches!(resource, "pods" | "events")
        || workloads::heads(resource).is_some() && (!is_beside || is_known())
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
        let given = if word == "all" { Vec::new() } else { vec![plural(word)?] };
        let all = ALL.iter().filter(|_| word == "all").copied();
        for resource in given.into_iter().chain(all) {
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

fn resource_and_name(word: &str) -> Result<(&'static str, &str), Output> {
    let parts = word.split_once('/').filter(|(_, name)| !name.is_empty());
    let (resource, name) = parts.ok_or_else(|| Output::failure(SEPARATE))?;
    Ok((plural(resource)?, name))
}

const SEPARATE: &str = "error: there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'";

/// The target that the words after the verb name: one type, and perhaps objects of it.
pub(super) struct Target<'a> {
    pub resource: &'static str,
    pub names: Vec<&'a str>,
    /// The namespace of objects that a file names.
    pub space: Option<&'a str>,
}

/// `pod web`, `pod/web`, `pods`.
pub(super) fn target(arguments: &Arguments) -> Result<Target<'_>, Output> {
    let Some((first, rest)) = arguments.words.split_first() else {
        return Err(without_resource(arguments.verb));
    };
    if !arguments.words.iter().any(|word| word.contains('/')) {
        if first.contains(',') {
            return Err(several(arguments.verb));
        }
        let names = rest.iter().map(String::as_str).collect();
        return Ok(Target { resource: plural(first)?, names, space: None });
    }
    let mut target = Target { resource: "", names: Vec::new(), space: None };
    for word in &arguments.words {
        let (resource, name) = resource_and_name(word)?;
        if !target.resource.is_empty() && target.resource != resource {
            return Err(several(arguments.verb));
        }
        target.resource = resource;
        target.names.push(name);
    }
    Ok(target)
}

/// The answer to a command that changes objects of several types at once.
fn several(verb: &str) -> Output {
    super::not_played(&format!("{verb}` of several types at once, `kubectl {verb}"))
}

/// The refusal of a command that names no type.
fn without_resource(verb: &str) -> Output {
    let types = format!(
        "You must specify the type of resource to {verb}. Use \"kubectl api-resources\" for a complete list of supported resources."
    );
    let text = match verb {
        "get" => format!(
            "{types}\n\nerror: Required resource not specified.\nUse \"kubectl explain <resource>\" for a detailed description of that resource (e.g. kubectl explain pods).\nSee 'kubectl get -h' for help and examples"
        ),
        "rollout" => "error: required resource not specified".to_owned(),
        "label" | "annotate" => {
            "error: one or more resources must be specified as <resource> <name> or <resource>/<name>".to_owned()
        }
        "autoscale" | "delete" | "patch" | "scale" | "set" | "expose" | "wait" => {
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
    let wanted: Vec<&'a Value> = of_type(target.resource, cluster).collect();
    pick(arguments, target, &wanted, cluster)
}

/// The objects of a type.
pub(super) fn of_type<'a>(resource: &'static str, cluster: &Cluster<'a>) -> impl Iterator<Item = &'a Value> {
    let all = if resource == "pods" { cluster.pods } else { cluster.workloads };
    // Pods come without their kind.
    let is_it = is_of(resource);
    all.iter().filter(move |object| resource == "pods" || is_it(object))
}

/// Whether an object is of a type.
pub(super) fn is_of(resource: &'static str) -> impl Fn(&Value) -> bool {
    let singular = TYPES.iter().find(|(plural, _)| *plural == resource).map(|(_, singular)| *singular);
    move |object| {
        let kind = object.get("kind").and_then(Value::as_str);
        singular.zip(kind).is_some_and(|(singular, kind)| kind.eq_ignore_ascii_case(singular))
    }
}

/// The objects of the target's type whose names begin so.
pub(super) fn alike<'a>(
    arguments: &Arguments,
    target: &Target<'_>,
    name: &str,
    cluster: &Cluster<'a>,
) -> Vec<&'a Value> {
    let scope = arguments.scope().filter(|_| is_namespaced(target.resource));
    let inside = |object: &&'a Value| scope.is_none_or(|name| meta(object, "namespace") == name);
    let all = of_type(target.resource, cluster).filter(inside);
    all.filter(|object| meta(object, "name").starts_with(name)).collect()
}

/// The server's warning that goes with each answer about a type.
pub(super) fn warning(resource: &str, cluster: &Cluster<'_>) -> String {
    if resource == "endpoints" && cluster.kubernetes.has(Change::EndpointsDeprecated) {
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
    let scope = target.space.or(arguments.scope()).filter(|_| is_namespaced(target.resource));
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
    if !is_filed && (selects || arguments.verb == "delete" && arguments.is_on("all")) {
        return Err(Output::failure("error: name cannot be provided when a selector is specified"));
    }
    if scope.is_none() && is_namespaced(target.resource) {
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
            None if arguments.verb == "delete" => missing.push(super::not_found(target.resource, name)),
            None => missing.push(not_there(scope, target.resource, name, cluster)),
        }
    }
    Ok((found, missing))
}

/// The labels and the fields by which a command line selects.
fn selectors(
    arguments: &Arguments,
    resource: &str,
    kubernetes: &Kubernetes,
) -> Result<(Selector, Fields), Output> {
    let text = |flag: &str| arguments.value(flag).unwrap_or_default();
    let refused = |error: String| unselectable(resource, text("selector"), text("field-selector"), &error);
    let labels = Selector::parse(text("selector"), kubernetes).map_err(refused)?;
    Ok((labels, Fields::parse(text("field-selector"), resource).map_err(refused)?))
}

/// The refusal of a name that no object has; kubectl asks whether it is the namespace that is missing.
/// Upstream: Info.Get, staging/src/k8s.io/cli-runtime/pkg/resource/visitor.go.
pub(super) fn not_there(scope: Option<&str>, resource: &str, name: &str, cluster: &Cluster<'_>) -> Output {
    let is_there = |namespace: &str| {
        namespace == "default" || of_type("namespaces", cluster).any(|one| meta(one, "name") == namespace)
    };
    match scope {
        Some(namespace) if cluster.whole && !is_there(namespace) => super::not_found("namespaces", namespace),
        _ => super::not_found(resource, name),
    }
}

/// The server's refusal of a selector that it cannot read. Upstream: Selector.Visit, cli-runtime/pkg/resource/selector.go.
fn unselectable(resource: &str, labels: &str, fields: &str, why: &str) -> Output {
    let (plural, group) = resource.split_once('.').unwrap_or((resource, ""));
    let version = api::kinds::of_plural(resource).map_or("v1", |kind| kind.api_version);
    let number = version.rsplit('/').next().unwrap_or_default();
    Output::failure(&format!(
        "Error from server (BadRequest): Unable to find \"{group}/{number}, Resource={plural}\" that match label selector {}, field selector {}: {why}",
        quote(labels),
        quote(fields)
    ))
}

/// `deployment.apps` of `deployments.apps`.
pub(super) fn singular(plural: &str) -> String {
    let bare = TYPES.iter().find(|(name, _)| *name == plural).map_or(plural, |(_, singular)| *singular);
    match plural.split_once('.') {
        Some((_, group)) => format!("{bare}.{group}"),
        None => bare.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{SHORT, TYPES, is_namespaced, type_named};

    #[test]
    fn each_type_is_a_kind_and_each_short_name_is_one_of_a_type() {
        for (plural, singular) in TYPES.iter().filter(|(plural, _)| *plural != "componentstatuses") {
            let kind = api::kinds::of_plural(plural).map(|kind| kind.name.to_lowercase());
            assert_eq!(kind.as_deref(), Some(*singular), "{plural}");
        }
        for (short, kind) in SHORT {
            assert_eq!(type_named(short), type_named(kind).map(|(plural, _)| (plural, true)), "{short}");
        }
        let inside = ["pods", "leases.coordination.k8s.io", "nodes", "componentstatuses"].map(is_namespaced);
        assert_eq!(inside, [true, true, false, false]);
    }
}
