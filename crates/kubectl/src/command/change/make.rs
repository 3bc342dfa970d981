//! Objects that a command makes of its flags: what all of `create`, `run` and `expose` have in common.

use super::{Change, Request, typed_json};
use crate::apply::DryRun;
use crate::command::arguments::Arguments;
use crate::command::resource;
use crate::command::{Output, meta, not_played, pretty};
use crate::others::text;
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
pub(super) fn make(arguments: &Arguments, made: Vec<Made>, word: &str) -> Result<Change, Output> {
    let dry_run = crate::apply::dry_run(arguments)?;
    let format = arguments.value("output").unwrap_or_default();
    let prints = match format {
        "yaml" => Some(Form::Yaml),
        "json" => Some(Form::TypedJson),
        _ => None,
    };
    if !matches!(format, "" | "name") && prints.is_none() {
        return Err(not_played(&format!("{} --output={format}", arguments.command.name())));
    }
    let mut change = Change { dry: dry_run == DryRun::Server, prints, ..Change::default() };
    for Made { mut object, frame } in made {
        let kind = resource::kind(text(&object, "/kind"))?;
        if let (Some(namespace), true) = (arguments.value("namespace"), kind.namespaced)
            && let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut)
        {
            metadata.insert("namespace".to_owned(), namespace.into());
        }
        let own = format!("{}/{}", kind.singular(), meta(&object, "name"));
        let said = match (format, prints.filter(|_| dry_run == DryRun::Client)) {
            (_, Some(form)) => printed(form, &object, change.output.stdout.is_empty()),
            ("name", _) => own + "\n",
            _ => own + " " + word + dry_run.suffix() + "\n",
        };
        if dry_run == DryRun::Client {
            change.output.stdout.push_str(&said);
            continue;
        }
        object.as_object_mut().map(|fields| fields.remove("status"));
        sparse(&mut object);
        change.ask(kind, &object, Request::Create(object.clone()), frame, [said.clone(), said]);
    }
    Ok(change)
}

/// An object that a command made or changed, as `-o` prints it, the first one or one behind others.
pub fn printed(form: Form, object: &Value, is_first: bool) -> String {
    match form {
        Form::Json => pretty(object.clone()),
        Form::TypedJson => typed_json::print(object),
        Form::Yaml if !is_first => "---\n".to_owned() + &yaml::print(object),
        Form::Yaml | Form::YamlTogether => yaml::print(object),
    }
}

/// A form in which objects are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// YAML, with a line between two objects.
    Yaml,
    /// YAML without such lines.
    YamlTogether,
    /// JSON in the order of names.
    Json,
    /// JSON in the order of Go's types.
    TypedJson,
}

/// Writes a field of an object.
pub(super) fn put(object: &mut Value, field: &str, value: impl Into<Value>) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(field.to_owned(), value.into());
    }
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
