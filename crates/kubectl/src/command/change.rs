//! Commands that change the cluster: what they print, and what they ask the server for.
//! Upstream: staging/src/k8s.io/kubectl/pkg/cmd/{delete,scale,patch,set,rollout,create}.

use super::arguments::Arguments;
use super::resource::singular;
use super::{Cluster, Output, delete, meta, not_played, noted, resource, rollout, split};
use crate::apply::DryRun;
use api::well_known::NO_RESOURCE;
use serde_json::{Map, Value, json};

mod cordon;
mod create;
mod done;
mod expose;
mod make;
mod marks;
mod run;

pub use create::bad_key;
pub use done::{Done, Patcher};

/// The effect of a command.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// The output.
    pub output: Output,
    /// The requests to the server, in order.
    pub done: Vec<Done>,
    /// Whether the server is to answer them and do nothing.
    pub dry: bool,
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
        Err(output) => return Some(Change { output, ..Change::default() }),
    };
    let change = match arguments.verb {
        "delete" => delete::deletion(&arguments, cluster, objects),
        "scale" => scale(&arguments, cluster, objects),
        "patch" => patch(&arguments, cluster, objects, read),
        "set" => set_image(&arguments, cluster, objects),
        "label" | "annotate" => marks::mark(&arguments, cluster, objects),
        "rollout" => rollout::change(&arguments, cluster, objects)?,
        "create" => create::create(&arguments, cluster),
        "run" => run::run(&arguments, cluster),
        "expose" => expose::expose(&arguments, cluster, objects),
        "cordon" | "uncordon" => cordon::cordon(&arguments, cluster),
        _ => return None,
    };
    let is_made = matches!(arguments.verb, "create" | "run" | "expose");
    let change = change.and_then(|change| if is_made { Ok(change) } else { told(&arguments, change) });
    let change = change.unwrap_or_else(|output| Change { output, ..Change::default() });
    Some(Change { output: noted(&arguments, change.output), ..change })
}

/// A change as `--dry-run` and `-o name` have it told and done.
fn told(arguments: &Arguments, mut change: Change) -> Result<Change, Output> {
    let dry_run = crate::apply::dry_run(arguments)?;
    let is_named = arguments.value("output") == Some("name");
    // `kubectl patch` says nothing of it.
    let suffix = if arguments.verb == "patch" { "" } else { dry_run.suffix() };
    let line = |line: &str| match line.split_once(' ') {
        Some((name, _)) if is_named => format!("{name}\n"),
        _ if is_named => format!("{line}\n"),
        _ => format!("{line}{suffix}\n"),
    };
    let all = |text: &str| text.lines().map(line).collect::<String>();
    change.output.stdout = all(&change.output.stdout);
    for done in &mut change.done {
        if let Done::Patch { lines, .. } = done {
            *lines = lines.each_ref().map(|text| all(text));
        }
    }
    change.dry = dry_run == DryRun::Server;
    if dry_run == DryRun::Client {
        change.done.clear();
    }
    Ok(change)
}

fn scale(arguments: &Arguments, cluster: &Cluster<'_>, objects: &[Value]) -> Result<Change, Output> {
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
    let scalable = ["deployments.apps", "replicasets.apps", "statefulsets.apps", "replicationcontrollers"];
    let expected: Option<i64> = arguments.value("current-replicas").and_then(|text| text.parse().ok());
    each(arguments, cluster, objects, ["scaled", "scaled"], |resource, object| {
        if !scalable.contains(&resource) {
            return Err(Output::failure(&format!("{}: {NO_RESOURCE}", crate::Word::NotFound)));
        }
        let now = resource::of_type(resource, cluster).find(|now| {
            meta(now, "name") == meta(object, "name") && meta(now, "namespace") == meta(object, "namespace")
        });
        let now = now.unwrap_or(object).pointer("/spec/replicas").and_then(Value::as_i64).unwrap_or(1);
        if let Some(expected) = expected.filter(|expected| *expected >= 0 && *expected != now) {
            return Err(Output::failure(&format!("error: Expected replicas to be {expected}, was {now}")));
        }
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
    let text = arguments.value("patch").filter(|text| !text.is_empty()).ok_or_else(missing)?;
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
    let objects = with_pods(cluster, objects);
    let subresource = arguments.value("subresource").map(str::to_owned);
    if subresource.as_ref().is_some_and(|name| !SUBRESOURCES.contains(&name.as_str())) {
        return Err(Output::failure(&format!("{}: {NO_RESOURCE}", crate::Word::NotFound)));
    }
    let words = ["patched", "patched (no change)"];
    each(arguments, cluster, &objects, words, |_, _| {
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
    let words = arguments.behind(&rest);
    resource::targets(&words)?;
    if images.is_empty() {
        return Err(Output::failure("error: at least one image update is required"));
    }
    let objects = with_pods(cluster, objects);
    let absent = std::cell::RefCell::new(String::new());
    let mut change = each(&words, cluster, &objects, ["image updated", ""], |resource, object| {
        let templates = ["/spec/template/spec", "/spec/jobTemplate/spec/template/spec"];
        let template = templates.into_iter().find(|place| object.pointer(place).is_some());
        if template.is_none() && kind(object) != "Pod" {
            let (plural, _) = resource.split_once('.').unwrap_or((resource, ""));
            let (name, kind) = (meta(object, "name"), kind(object));
            return Err(Output::failure(&format!(
                "error: {plural}/{name} the object is not a pod or does not have a pod template: *v1.{kind}"
            )));
        }
        let place = template.unwrap_or("/spec");
        let spec = object.pointer(place).cloned().unwrap_or_default();
        let mut lists = Map::new();
        let mut unfound = String::new();
        for pair in &images {
            let (name, image) = pair.split_once('=').unwrap_or_default();
            let mut is_found = false;
            for list in ["initContainers", "containers"] {
                let all = spec.get(list).and_then(Value::as_array).into_iter().flatten();
                let own_names = all.filter_map(|one| one.get("name").and_then(Value::as_str));
                for own in own_names.filter(|own| name == "*" || *own == name) {
                    is_found = true;
                    let list = lists.entry(list).or_insert_with(|| json!([]));
                    let item = json!({"name": own, "image": image});
                    list.as_array_mut().into_iter().for_each(|list| list.push(item.clone()));
                }
            }
            if !is_found {
                unfound = unfound + "error: unable to find container named \"" + name + "\"\n";
            }
        }
        if lists.is_empty() {
            return Err(Output { stderr: unfound, exit: 1, ..Output::default() });
        }
        // The other containers get their images nonetheless.
        absent.borrow_mut().push_str(&unfound);
        let patch = place.rsplit('/').filter(|field| !field.is_empty());
        let patch = patch.fold(Value::Object(lists), |inner, field| json!({field: inner}));
        Ok(("strategic", None, patch))
    })?;
    let absent = absent.into_inner();
    if !absent.is_empty() {
        change.output.stderr.push_str(&absent);
        change.output.exit = 1;
    }
    Ok(change)
}

/// A patch of one object: its kind, the subresource, the patch.
pub(super) type Patch = (&'static str, Option<String>, Value);

/// Patches each object that the command line names or selects; what cannot be done stops none of the others.
pub(super) fn each(
    arguments: &Arguments,
    cluster: &Cluster<'_>,
    objects: &[Value],
    words: [&str; 2],
    patch: impl Fn(&'static str, &Value) -> Result<Patch, Output>,
) -> Result<Change, Output> {
    let by = Patcher::of(arguments.verb);
    let mut change = Change::default();
    let mut refused = Output::default();
    for (resource, found) in named(arguments, cluster, objects)? {
        let patched = found.and_then(|object| patch(resource, object).map(|patch| (object, patch)));
        let (object, (kind, subresource, patch)) = match patched {
            Ok(patched) => patched,
            Err(refusal) => {
                refused.stderr.push_str(&refusal.stderr);
                refused.exit = refusal.exit;
                continue;
            }
        };
        let name = meta(object, "name");
        // A subresource is called by its own type.
        let kind_name = match subresource.as_deref() {
            Some("scale") if by == Patcher::Patch => "scale.autoscaling".to_owned(),
            _ => singular(resource),
        };
        let line = |word: &str| {
            if word.is_empty() { String::new() } else { format!("{kind_name}/{name} {word}\n") }
        };
        let lines = words.map(line);
        let [said, _] = &lines;
        change.output.stdout.push_str(said);
        let (of, name) = (self::kind(object).to_owned(), name.to_owned());
        change.done.push(Done::Patch { of, name, kind, subresource, patch, by, lines });
    }
    change.output.stderr.push_str(&refused.stderr);
    change.output.exit = refused.exit;
    Ok(change)
}

/// An object with its type, or the refusal of a name that no object has.
pub(super) type Named<'o> = Vec<(&'static str, Result<&'o Value, Output>)>;

/// The objects that a command line names or selects.
pub(super) fn named<'o>(
    arguments: &Arguments,
    cluster: &Cluster<'_>,
    objects: &'o [Value],
) -> Result<Named<'o>, Output> {
    let selector = arguments.value("selector").filter(|text| !text.is_empty());
    let mut all = Vec::new();
    for target in resource::targets(arguments)? {
        let resource = target.resource;
        let is_of_type = resource::is_of(resource);
        let is_inside = |object: &Value| {
            !resource::is_namespaced(resource)
                || ["", arguments.namespace()].contains(&meta(object, "namespace"))
        };
        let is_meant = |object: &&Value| is_of_type(object) && is_inside(object);
        if !target.names.is_empty() {
            let found = target.names.iter().map(|name| {
                let found = objects.iter().find(|object| is_meant(object) && meta(object, "name") == *name);
                let missing = || resource::not_there(arguments.scope(), resource, name, cluster);
                (resource, found.ok_or_else(missing))
            });
            all.extend(found);
            continue;
        }
        // A rollout of a type alone means all of its objects.
        if selector.is_none() && !arguments.is_on("all") && arguments.verb != "rollout" {
            return Err(Output::failure("error: resource(s) were provided, but no name was specified"));
        }
        let there: Vec<&Value> = objects.iter().filter(is_meant).collect();
        let (mut found, _) = resource::pick(arguments, &target, &there, cluster)?;
        api::collections::sort_by(&mut found, |one, other| meta(one, "name").cmp(meta(other, "name")));
        all.extend(found.into_iter().map(|object| (resource, Ok(object))));
    }
    Ok(all)
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
