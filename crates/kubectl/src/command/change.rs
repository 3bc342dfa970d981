//! Commands that change the cluster: what they print, and what they ask the server for.
//! Upstream: staging/src/k8s.io/kubectl/pkg/cmd/{delete,scale,patch,set,rollout,create}.

use super::arguments::Arguments;
use super::resource::singular;
use super::{Cluster, Output, delete, meta, not_found, not_played, noted, resource, rollout, split};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// The effect of a command.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// The output.
    pub output: Output,
    /// The requests to the server, in order.
    pub done: Vec<Done>,
}

/// One request to the server.
#[derive(Clone, Debug, PartialEq)]
pub enum Done {
    /// An object is deleted.
    Delete {
        /// Its name.
        name: String,
        /// `gracePeriodSeconds`.
        grace: Option<i64>,
    },
    /// An object is patched.
    Patch {
        /// Its name.
        name: String,
        /// `strategic`, `merge`, `json`.
        kind: &'static str,
        /// `scale`, `resize`.
        subresource: Option<String>,
        /// The patch.
        patch: Value,
    },
    /// An object is created.
    Create(Value),
}

/// Says what a command line does to the cluster, beside whose Pods these `objects` were applied; `None` when it only asks.
/// `read` makes a value of JSON or YAML, null of anything else.
pub fn change(
    line: &str,
    cluster: &Cluster<'_>,
    objects: &[Value],
    read: &dyn Fn(&str) -> Value,
) -> Option<Change> {
    let words = split(line).ok()?;
    let words = words.strip_prefix(["kubectl".to_owned()].as_slice()).unwrap_or(&words);
    let arguments = match Arguments::parse(words) {
        Ok(arguments) => arguments,
        Err(output) => return Some(Change { output, done: Vec::new() }),
    };
    let change = match arguments.verb {
        "delete" => deletion(&arguments, cluster, objects),
        "scale" => scale(&arguments, objects),
        "patch" => patch(&arguments, cluster, objects, read),
        "set" => set_image(&arguments, cluster, objects),
        "rollout" => rollout::change(&arguments, cluster, objects)?,
        "create" => create(&arguments),
        _ => return None,
    };
    let change = change.unwrap_or_else(|output| Change { output, done: Vec::new() });
    Some(Change { output: noted(&arguments, change.output), ..change })
}

fn deletion(arguments: &Arguments, cluster: &Cluster<'_>, objects: &[Value]) -> Result<Change, Output> {
    let target = resource::target(arguments)?;
    let grace = match arguments.value("grace-period") {
        Some(text) => Some(text.parse().map_err(|_| {
            let text = format!("invalid argument \"{text}\" for \"--grace-period\" flag: strconv.ParseInt: parsing \"{text}\": invalid syntax");
            Output::failure(&format!("error: {text}\nSee 'kubectl delete --help' for usage."))
        })?),
        None if arguments.is_on("force") => Some(0),
        None if arguments.is_on("now") => Some(1),
        None => None,
    };
    let grace = grace.filter(|grace: &i64| *grace >= 0);
    if target.resource == "pods" {
        let output = delete::run(arguments, cluster)?;
        let (pods, _) = resource::pods(arguments, &target, cluster)?;
        let done = pods.iter().map(|pod| Done::Delete { name: meta(pod, "name").to_owned(), grace });
        return Ok(Change { output, done: done.collect() });
    }
    let mut change = Change::default();
    for name in &target.names {
        find(objects, target.resource, name)?;
        let bare = singular(target.resource);
        let _ = writeln!(
            change.output.stdout,
            "{bare} \"{name}\" deleted from {} namespace",
            arguments.namespace()
        );
        change.done.push(Done::Delete { name: (*name).to_owned(), grace });
    }
    if target.names.is_empty() {
        Err(not_played("delete` without names of such objects, `kubectl delete"))
    } else {
        Ok(change)
    }
}

fn scale(arguments: &Arguments, objects: &[Value]) -> Result<Change, Output> {
    let missing = || Output::failure("error: required flag(s) \"replicas\" not set");
    let text = arguments.value("replicas").ok_or_else(missing)?;
    let replicas: i64 = text.parse().map_err(|_| {
        let text = format!("invalid argument \"{text}\" for \"--replicas\" flag: strconv.ParseInt: parsing \"{text}\": invalid syntax");
        Output::failure(&format!("error: {text}\nSee 'kubectl scale --help' for usage."))
    })?;
    let target = resource::target(arguments)?;
    let scalable = ["deployments.apps", "replicasets.apps", "statefulsets.apps", "replicationcontrollers"];
    if !scalable.contains(&target.resource) {
        return Err(not_played("scale` of this type, `kubectl scale"));
    }
    each(&target, objects, "scaled", |_| {
        Ok(("strategic", Some("scale".to_owned()), json!({"spec": {"replicas": replicas}})))
    })
}

fn patch(
    arguments: &Arguments,
    cluster: &Cluster<'_>,
    objects: &[Value],
    read: &dyn Fn(&str) -> Value,
) -> Result<Change, Output> {
    let missing = || {
        Output::failure("error: must specify --patch or --patch-file containing the contents of the patch")
    };
    let text = arguments.value("patch").ok_or_else(missing)?;
    let kind = match arguments.value("type").unwrap_or("strategic") {
        "strategic" => "strategic",
        "merge" => "merge",
        "json" => "json",
        other => return Err(not_played(&format!("patch --type={other}"))),
    };
    let patch = read(text);
    if !patch.is_object() && !patch.is_array() {
        return Err(Output::failure(&format!(
            "error: unable to parse \"{text}\": it is neither JSON nor YAML of a patch"
        )));
    }
    let target = resource::target(arguments)?;
    let objects = with_pods(cluster, objects);
    let subresource = arguments.value("subresource").map(str::to_owned);
    each(&target, &objects, "patched", |_| Ok((kind, subresource.clone(), patch.clone())))
}

fn set_image(arguments: &Arguments, cluster: &Cluster<'_>, objects: &[Value]) -> Result<Change, Output> {
    let (Some("image"), Some(rest)) = (arguments.words.first().map(String::as_str), arguments.words.get(1..))
    else {
        return Err(not_played("set` of anything but `image`, `kubectl set"));
    };
    let (images, rest): (Vec<String>, Vec<String>) =
        rest.iter().cloned().partition(|word| word.contains('='));
    if images.is_empty() {
        return Err(Output::failure("error: at least one image update is required"));
    }
    let target = Arguments::of("set", rest);
    let target = resource::target(&target)?;
    let objects = with_pods(cluster, objects);
    each(&target, &objects, "image updated", |object| {
        let place = if object.pointer("/spec/template").is_some() { "/spec/template/spec" } else { "/spec" };
        let spec = object.pointer(place).cloned().unwrap_or_default();
        let mut lists = Map::new();
        for pair in &images {
            let (name, image) = pair.split_once('=').unwrap_or_default();
            let named = |list: &&str| {
                let list = spec.get(*list).and_then(Value::as_array);
                list.into_iter().flatten().any(|one| one.get("name").and_then(Value::as_str) == Some(name))
            };
            let found = ["containers", "initContainers"].into_iter().find(|list| named(list));
            let unknown = || Output::failure(&format!("error: unable to find container named \"{name}\""));
            let list = lists.entry(found.ok_or_else(unknown)?).or_insert_with(|| json!([]));
            list.as_array_mut().into_iter().for_each(|list| list.push(json!({"name": name, "image": image})));
        }
        let spec = json!({"spec": lists});
        let patch = if place == "/spec" { spec } else { json!({"spec": {"template": spec}}) };
        Ok(("strategic", None, patch))
    })
}

/// `create secret generic NAME` and `create configmap NAME`, with literals.
fn create(arguments: &Arguments) -> Result<Change, Output> {
    for flag in ["dry-run", "validate", "filename"] {
        if arguments.value(flag).is_some_and(|value| value != "none") {
            return Err(not_played(&format!("create --{flag}")));
        }
    }
    let words: Vec<&str> = arguments.words.iter().map(String::as_str).collect();
    let (kind, field, name) = match words.as_slice() {
        ["secret", "generic", name] => ("Secret", "stringData", *name),
        ["configmap" | "cm", name] => ("ConfigMap", "data", *name),
        _ => {
            return Err(not_played(
                "create` of anything but `secret generic` and `configmap`, `kubectl create",
            ));
        }
    };
    let mut data = Map::new();
    for pair in arguments.values("from-literal") {
        let invalid =
            || Output::failure(&format!("error: invalid literal source {pair}, expected key=value"));
        let (key, value) = pair.split_once('=').ok_or_else(invalid)?;
        data.insert(key.to_owned(), value.into());
    }
    let object = json!({"apiVersion": "v1", "kind": kind, "metadata": {"name": name}, field: data});
    let output = Output::text(format!("{}/{name} created\n", kind.to_lowercase()));
    Ok(Change { output, done: vec![Done::Create(object)] })
}

/// A patch of one object: its kind, the subresource, the patch.
pub(super) type Patch = (&'static str, Option<String>, Value);

/// Patches each named object.
pub(super) fn each(
    target: &resource::Target<'_>,
    objects: &[Value],
    word: &str,
    patch: impl Fn(&Value) -> Result<Patch, Output>,
) -> Result<Change, Output> {
    if target.names.is_empty() {
        return Err(Output::failure("error: resource(s) were provided, but no name was specified"));
    }
    let mut change = Change::default();
    for name in &target.names {
        let object = find(objects, target.resource, name)?;
        let (kind, subresource, patch) = patch(object)?;
        let _ = writeln!(change.output.stdout, "{}/{name} {word}", singular(target.resource));
        change.done.push(Done::Patch { name: (*name).to_owned(), kind, subresource, patch });
    }
    Ok(change)
}

fn with_pods(cluster: &Cluster<'_>, objects: &[Value]) -> Vec<Value> {
    let written = objects.iter().filter(|object| kind(object) != "Pod").cloned();
    let pods = cluster.pods.iter().map(|pod| {
        let mut pod = pod.clone();
        pod.as_object_mut().into_iter().for_each(|pod| drop(pod.insert("kind".to_owned(), "Pod".into())));
        pod
    });
    written.chain(pods).collect()
}

fn kind(object: &Value) -> &str {
    object.get("kind").and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn find<'o>(objects: &'o [Value], resource: &str, name: &str) -> Result<&'o Value, Output> {
    let same = |object: &&Value| {
        meta(object, "name") == name && resource::plural(kind(object)).ok() == Some(resource)
    };
    objects.iter().find(same).ok_or_else(|| not_found(resource, name))
}
