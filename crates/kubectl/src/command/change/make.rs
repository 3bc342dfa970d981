//! Objects that a command makes of its flags: what all of `create`, `run` and `expose` have in common.

use super::{Change, Done};
use crate::apply::DryRun;
use crate::command::arguments::Arguments;
use crate::command::resource::{self, singular};
use crate::command::{Cluster, Output, meta, not_found, not_played};
use crate::yaml;
use serde_json::{Map, Value, json};

/// An object that is made, and what stands before the server's refusal of it: `failed to create deployment: `.
pub(super) struct Made {
    pub object: Value,
    pub frame: &'static str,
}

impl Made {
    /// An object whose refusal is told as the server words it.
    pub(super) fn bare(object: Value) -> Made {
        Made { object, frame: "" }
    }
}

/// Prints the objects and asks the server for them, as `--dry-run` and `-o` have it. `word` is what is said to be done.
pub(super) fn make(
    arguments: &Arguments,
    cluster: &Cluster<'_>,
    made: Vec<Made>,
    word: &str,
) -> Result<Change, Output> {
    let dry_run = crate::apply::dry_run(arguments)?;
    let format = arguments.value("output").unwrap_or_default();
    if !matches!(format, "" | "name") && (format, dry_run) != ("yaml", DryRun::Client) {
        return Err(not_played(&format!("{} --output={format}", arguments.verb)));
    }
    let mut change = Change { dry: dry_run == DryRun::Server, ..Change::default() };
    for Made { mut object, frame } in made {
        let plural = resource::plural(super::kind(&object))?;
        if let (Some(namespace), true) = (arguments.value("namespace"), resource::is_namespaced(plural))
            && let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut)
        {
            metadata.insert("namespace".to_owned(), namespace.into());
        }
        if dry_run != DryRun::Client
            && let Some(refusal) = taken(&object, plural, arguments, cluster)
        {
            change.output.stderr.push_str(&framed(frame, &refusal));
            change.output.exit = 1;
            return Ok(change);
        }
        let own = format!("{}/{}", singular(plural), meta(&object, "name"));
        let out = &mut change.output.stdout;
        match format {
            "yaml" => {
                out.push_str(if out.is_empty() { "" } else { "---\n" });
                out.push_str(&yaml::print(&object));
            }
            "name" => out.extend([own.as_str(), "\n"]),
            _ => out.extend([own.as_str(), " ", word, dry_run.suffix(), "\n"]),
        }
        if dry_run != DryRun::Client {
            sparse(&mut object);
            change.done.push(Done::Create { object, frame });
        }
    }
    Ok(change)
}

/// Writes a field of an object.
pub(super) fn put(object: &mut Value, field: &str, value: impl Into<Value>) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(field.to_owned(), value.into());
    }
}

/// A refusal of the server's as a command tells it that puts words of its own before it.
fn framed(frame: &str, refusal: &str) -> String {
    match refusal.split_once("): ").filter(|_| !frame.is_empty()) {
        Some((_, words)) => format!("error: {frame}{words}"),
        None => refusal.to_owned(),
    }
}

/// The server's word on a name that is taken or a namespace that is not there.
fn taken(
    object: &Value,
    plural: &'static str,
    arguments: &Arguments,
    cluster: &Cluster<'_>,
) -> Option<String> {
    let name = meta(object, "name");
    let namespace = arguments.namespace();
    let is_inside = resource::is_namespaced(plural);
    let has = |plural: &'static str, name: &str| {
        resource::of_type(plural, cluster).any(|one| {
            meta(one, "name") == name
                && (!resource::is_namespaced(plural) || meta(one, "namespace") == namespace)
        })
    };
    if is_inside && cluster.whole && namespace != "default" && !has("namespaces", namespace) {
        return Some(not_found("namespaces", namespace).stderr);
    }
    let is_own = name == "default" && matches!(plural, "serviceaccounts" | "namespaces");
    (is_own || has(plural, name))
        .then(|| format!("Error from server (AlreadyExists): {plural} \"{name}\" already exists\n"))
}

/// Takes out the empty maps that Go prints, which say nothing to the server.
fn sparse(value: &mut Value) {
    let Some(fields) = value.as_object_mut() else {
        return value.as_array_mut().into_iter().flatten().for_each(sparse);
    };
    fields.values_mut().for_each(sparse);
    fields.retain(|_, value| value.as_object().is_none_or(|fields| !fields.is_empty()));
}

/// Labels as they are typed: `app=web,tier=front`.
pub(super) fn labels(text: &str) -> Result<Map<String, Value>, Output> {
    let pairs = text.split(',').filter(|pair| !pair.is_empty());
    let pair = |pair: &str| {
        let (key, value) =
            pair.split_once('=').filter(|(key, value)| !key.is_empty() && !value.contains('='))?;
        Some((key.to_owned(), Value::from(value)))
    };
    pairs
        .map(|text| {
            pair(text).ok_or_else(|| Output::failure(&format!("error: unexpected label spec: {text}")))
        })
        .collect()
}

/// A number as Go reads it.
pub(super) fn number(text: &str) -> Result<i64, Output> {
    let failure = || Output::failure(&format!("error: strconv.Atoi: parsing \"{text}\": invalid syntax"));
    text.parse().map_err(|_| failure())
}

/// A port of a container, if one is asked for.
pub(super) fn container_ports(arguments: &Arguments) -> Result<Option<Value>, Output> {
    let text = arguments.value("port").filter(|text| !text.is_empty());
    text.map(|text| number(text).map(|port| json!([{"containerPort": port}]))).transpose()
}
