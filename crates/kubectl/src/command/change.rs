//! Commands that change the cluster: what they print, and what they ask the server for.
//! Upstream: staging/src/k8s.io/kubectl/pkg/cmd/{delete,scale,patch,set,rollout,create}.

use super::arguments::Arguments;
use super::resource::singular;
use super::{Cluster, Output, delete, meta, not_found, not_played, noted, resource, rollout, split};
use api::well_known::NO_RESOURCE;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

mod marks;

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
        /// Its kind: `Pod`, `ConfigMap`.
        of: String,
        /// Its name.
        name: String,
        /// `gracePeriodSeconds`.
        grace: Option<i64>,
    },
    /// An object is patched.
    Patch {
        /// Its kind.
        of: String,
        /// Its name.
        name: String,
        /// `strategic`, `merge`, `json`.
        kind: &'static str,
        /// `scale`, `resize`.
        subresource: Option<String>,
        /// The patch.
        patch: Value,
        /// The line of the output, and the one in its place when nothing changes.
        lines: [String; 2],
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
        "label" | "annotate" => marks::mark(&arguments, cluster, objects),
        "rollout" => rollout::change(&arguments, cluster, objects)?,
        "create" => create(&arguments, objects),
        _ => return None,
    };
    let change = change.unwrap_or_else(|output| Change { output, done: Vec::new() });
    Some(Change { output: noted(&arguments, change.output), ..change })
}

fn deletion(arguments: &Arguments, cluster: &Cluster<'_>, objects: &[Value]) -> Result<Change, Output> {
    let target = resource::target(arguments)?;
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
        let named = |pod: &Value| meta(pod, "name").to_owned();
        let done = pods.iter().map(|pod| Done::Delete { of: "Pod".to_owned(), name: named(pod), grace });
        return Ok(Change { output, done: done.collect() });
    }
    let mut change = Change::default();
    for name in &target.names {
        let object = find(objects, target.resource, name)?;
        let bare = singular(target.resource);
        let is_forced = grace == Some(0) && arguments.is_on("force");
        let how = if is_forced { "force deleted" } else { "deleted" };
        let place = format!(" from {} namespace", arguments.namespace());
        let place = Some(place).filter(|_| resource::is_namespaced(target.resource)).unwrap_or_default();
        let _ = writeln!(change.output.stdout, "{bare} \"{name}\" {how}{place}");
        change.done.push(Done::Delete { of: kind(object).to_owned(), name: (*name).to_owned(), grace });
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
    if replicas < 0 {
        return Err(Output::failure(
            "error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0",
        ));
    }
    let target = resource::target(arguments)?;
    let scalable = ["deployments.apps", "replicasets.apps", "statefulsets.apps", "replicationcontrollers"];
    if !scalable.contains(&target.resource) {
        return Err(Output::failure(&format!("{}: {NO_RESOURCE}", crate::Word::NotFound)));
    }
    each(&target, objects, ["scaled", "scaled"], |_| {
        Ok(("strategic", Some("scale".to_owned()), json!({"spec": {"replicas": replicas}})))
    })
}

/// The subresources that take a patch.
const SUBRESOURCES: [&str; 4] = ["ephemeralcontainers", "resize", "scale", "status"];

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
    let kind = match arguments.value("type").unwrap_or("strategic").to_lowercase().as_str() {
        "strategic" => "strategic",
        "merge" => "merge",
        "json" => "json",
        other => {
            let known = "[json merge strategic]";
            return Err(Output::failure(&format!("error: --type must be one of {known}, not \"{other}\"")));
        }
    };
    let patch = read(text);
    let target = resource::target(arguments)?;
    let objects = with_pods(cluster, objects);
    let subresource = arguments.value("subresource").map(str::to_owned);
    if subresource.as_ref().is_some_and(|name| !SUBRESOURCES.contains(&name.as_str())) {
        return Err(Output::failure(&format!("{}: {NO_RESOURCE}", crate::Word::NotFound)));
    }
    let words = ["patched", "patched (no change)"];
    each(&target, &objects, words, |_| {
        if patch.is_array() == (kind == "json") && (patch.is_object() || patch.is_array()) {
            return Ok((kind, subresource.clone(), patch.clone()));
        }
        let word = match &patch {
            Value::Null => {
                let open = "Error from server (BadRequest): unexpected end of JSON input";
                return Err(Output::failure(open));
            }
            Value::Object(_) => "object",
            Value::Array(_) => "array",
            Value::String(_) => "string",
            Value::Bool(_) => "bool",
            Value::Number(_) => "number",
        };
        let words = match kind {
            "json" => format!(
                "error decoding patch: json: cannot unmarshal {word} into Go value of type []handlers.jsonPatchOp"
            ),
            _ => api::json::no_object(word),
        };
        Err(Output::failure(&format!("Error from server (BadRequest): {words}")))
    })
}

fn set_image(arguments: &Arguments, cluster: &Cluster<'_>, objects: &[Value]) -> Result<Change, Output> {
    let rest = match arguments.words.split_first() {
        Some((what, rest)) if what == "image" => rest,
        Some((what, _))
            if !["env", "resources", "selector", "serviceaccount", "sa", "subject"]
                .contains(&what.as_str()) =>
        {
            return Err(arguments.misused(&format!("unknown command \"{what}\"")));
        }
        _ => return Err(not_played("set` of anything but `image`, `kubectl set")),
    };
    let (images, rest): (Vec<String>, Vec<String>) =
        rest.iter().cloned().partition(|word| word.contains('='));
    let target = Arguments::of("set", rest);
    let target = resource::target(&target)?;
    if images.is_empty() {
        return Err(Output::failure("error: at least one image update is required"));
    }
    let objects = with_pods(cluster, objects);
    each(&target, &objects, ["image updated", ""], |object| {
        let has_template = object.pointer("/spec/template").is_some();
        if !has_template && kind(object) != "Pod" {
            let (plural, _) = target.resource.split_once('.').unwrap_or((target.resource, ""));
            let (name, kind) = (meta(object, "name"), kind(object));
            return Err(Output::failure(&format!(
                "error: {plural}/{name} the object is not a pod or does not have a pod template: *v1.{kind}"
            )));
        }
        let place = if has_template { "/spec/template/spec" } else { "/spec" };
        let spec = object.pointer(place).cloned().unwrap_or_default();
        let mut lists = Map::new();
        for pair in &images {
            let (name, image) = pair.split_once('=').unwrap_or_default();
            let mut is_found = false;
            for list in ["initContainers", "containers"] {
                let all = spec.get(list).and_then(Value::as_array).into_iter().flatten();
                let names = all.filter_map(|one| one.get("name").and_then(Value::as_str));
                for own in names.filter(|own| name == "*" || *own == name) {
                    is_found = true;
                    let list = lists.entry(list).or_insert_with(|| json!([]));
                    let item = json!({"name": own, "image": image});
                    list.as_array_mut().into_iter().for_each(|list| list.push(item.clone()));
                }
            }
            if !is_found {
                return Err(Output::failure(&format!("error: unable to find container named \"{name}\"")));
            }
        }
        let spec = json!({"spec": lists});
        let patch = if place == "/spec" { spec } else { json!({"spec": {"template": spec}}) };
        Ok(("strategic", None, patch))
    })
}

/// The words that may stand behind `create`.
const CREATABLE: [&str; 24] = [
    "clusterrole",
    "clusterrolebinding",
    "configmap",
    "cm",
    "cronjob",
    "cj",
    "deployment",
    "deploy",
    "ingress",
    "ing",
    "job",
    "namespace",
    "ns",
    "poddisruptionbudget",
    "pdb",
    "priorityclass",
    "pc",
    "quota",
    "role",
    "rolebinding",
    "secret",
    "service",
    "serviceaccount",
    "sa",
];

/// `create secret generic NAME` and `create configmap NAME`, with literals.
fn create(arguments: &Arguments, objects: &[Value]) -> Result<Change, Output> {
    for flag in ["dry-run", "validate", "filename"] {
        if arguments.value(flag).is_some_and(|value| value != "none") {
            return Err(not_played(&format!("create --{flag}")));
        }
    }
    let words: Vec<&str> = arguments.words.iter().map(String::as_str).collect();
    let (kind, field, name) = match words.as_slice() {
        ["secret", "generic", name] => ("Secret", "stringData", *name),
        ["configmap" | "cm", name] => ("ConfigMap", "data", *name),
        ["secret", "generic", names @ ..] | ["configmap" | "cm", names @ ..] => {
            return Err(arguments.misused(&format!("exactly one NAME is required, got {}", names.len())));
        }
        [] => return Err(Output::failure("error: must specify one of -f and -k")),
        [what, ..] if !CREATABLE.contains(what) => {
            return Err(arguments.misused(&format!("Unexpected args: [{}]", words.join(" "))));
        }
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
        let (key, value) = pair.split_once('=').filter(|(key, _)| !key.is_empty()).ok_or_else(invalid)?;
        if data.insert(key.to_owned(), value.into()).is_some() {
            return Err(Output::failure(&format!(
                "error: cannot add key \"{key}\", another key by that name already exists in Data for {kind} \"{name}\""
            )));
        }
    }
    let object = json!({"apiVersion": "v1", "kind": kind, "metadata": {"name": name}, field: data});
    let lower = kind.to_lowercase();
    let is_there = |object: &&Value| self::kind(object) == kind && meta(object, "name") == name;
    if objects.iter().any(|object| is_there(&object)) {
        let colon = if kind == "ConfigMap" { ":" } else { "" };
        return Err(Output::failure(&format!(
            "error: failed to create {lower}{colon} {lower}s \"{name}\" already exists"
        )));
    }
    let output = Output::text(format!("{lower}/{name} created\n"));
    Ok(Change { output, done: vec![Done::Create(object)] })
}

/// A patch of one object: its kind, the subresource, the patch.
pub(super) type Patch = (&'static str, Option<String>, Value);

/// Patches each named object.
pub(super) fn each(
    target: &resource::Target<'_>,
    objects: &[Value],
    words: [&str; 2],
    patch: impl Fn(&Value) -> Result<Patch, Output>,
) -> Result<Change, Output> {
    if target.names.is_empty() {
        return Err(Output::failure("error: resource(s) were provided, but no name was specified"));
    }
    let mut change = Change::default();
    for name in &target.names {
        let object = find(objects, target.resource, name)?;
        let (kind, subresource, patch) = patch(object)?;
        // A subresource is called by its own type.
        let kind_name = match subresource.as_deref() {
            Some("scale") if words == ["patched", "patched (no change)"] => "scale.autoscaling".to_owned(),
            _ => singular(target.resource),
        };
        let line = |word: &str| {
            if word.is_empty() { String::new() } else { format!("{kind_name}/{name} {word}\n") }
        };
        let lines = words.map(line);
        let [said, _] = &lines;
        change.output.stdout.push_str(said);
        let (of, name) = (self::kind(object).to_owned(), (*name).to_owned());
        change.done.push(Done::Patch { of, name, kind, subresource, patch, lines });
    }
    Ok(change)
}

pub(super) fn with_pods(cluster: &Cluster<'_>, objects: &[Value]) -> Vec<Value> {
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
