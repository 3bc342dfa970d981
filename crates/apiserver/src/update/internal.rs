//! A spec as the API server's internal types print it, which is what its messages show.
//! Upstream: the field names and their order in pkg/apis/core/types.go; Go's encoding/json.

use api::Quantity;
use serde::Serialize as _;
use serde_json::ser::{PrettyFormatter, Serializer};
use serde_json::{Map, Value, json};

/// A type a block: its name, then a field a line with its internal name, its name in manifests and its shape.
///
/// Shapes: `s` text, `i` number, `b` boolean, `a` either, `q` quantity, `{` map, `{q` map of
/// quantities, `j` as it is, a type's name;
/// before these `*` may be absent, `[` list.
const TABLE: &str = include_str!("internal_fields.txt");

/// Fields that stand in the spec itself in manifests.
const HOST_FIELDS: [&str; 5] = ["hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers"];

/// The lines of the indented JSON text.
pub(super) fn printed(value: &Value) -> Vec<String> {
    let mut text = Vec::new();
    let mut out = Serializer::with_formatter(&mut text, PrettyFormatter::with_indent(b" "));
    // Writing into memory cannot fail.
    drop(value.serialize(&mut out));
    let text = String::from_utf8_lossy(&text);
    api::json::html_safe(&text).lines().map(str::to_owned).collect()
}

/// The spec in the server's own types.
pub(super) fn spec(spec: &Value) -> Value {
    let mut spec = spec.clone();
    let host: Vec<(&str, Value)> =
        HOST_FIELDS.into_iter().filter_map(|field| Some((field, spec.get(field)?.clone()))).collect();
    if let Some(context) = spec.get_mut("securityContext").and_then(Value::as_object_mut) {
        context.extend(host.into_iter().map(|(field, value)| (field.to_owned(), value)));
    }
    let mut spec = structure("PodSpec", Some(&spec));
    // Our types cannot tell an empty list from none; none is what people leave out.
    if let Some(containers) = spec.get_mut("Containers").filter(|list| **list == json!([])) {
        *containers = Value::Null;
    }
    spec
}

/// A template in the server's own types: the fields of its metadata, then its spec.
pub(super) fn template(metadata: Option<&Value>, spec: Value) -> Value {
    const ORDER: [&str; 6] = ["name", "generateName", "namespace", "labels", "annotations", "finalizers"];
    let given = |name: &str| metadata?.get(name).filter(|value| !value.is_null()).cloned();
    let fields = ORDER.into_iter().filter_map(|name| Some((name.to_owned(), given(name)?)));
    Value::Object(fields.chain([("Spec".to_owned(), spec)]).collect())
}

/// A value in the server's type of this name.
pub(super) fn structure(name: &str, value: Option<&Value>) -> Value {
    let mut lines = TABLE.lines().skip_while(|line| *line != name).skip(1);
    let mut out = Map::new();
    while let Some([internal, field, shape]) = lines.next().and_then(parts) {
        out.insert(internal.to_owned(), shaped(shape, value.and_then(|value| value.get(field))));
    }
    Value::Object(out)
}

/// The parts of a field's line; a type's name is none.
fn parts(line: &str) -> Option<[&str; 3]> {
    let mut parts = line.strip_prefix(' ')?.split(' ');
    Some([parts.next()?, parts.next()?, parts.next()?])
}

/// A value in the server's form of this shape.
pub(super) fn shaped(shape: &str, value: Option<&Value>) -> Value {
    let value = value.filter(|value| !value.is_null());
    if let Some(inner) = shape.strip_prefix('*') {
        return value.map_or(Value::Null, |value| shaped(inner, Some(value)));
    }
    if let Some(inner) = shape.strip_prefix('[') {
        let items = value.and_then(Value::as_array);
        return items
            .map_or(Value::Null, |items| items.iter().map(|item| shaped(inner, Some(item))).collect());
    }
    let zero = match shape {
        "s" => json!(""),
        "q" => json!("0"),
        "i" | "a" => json!(0),
        "b" => json!(false),
        "{" | "{q" => Value::Null,
        "j" => json!({}),
        "LabelSelector" => return selector(value),
        "ResourceClaimTemplateSpec" => {
            let inner = structure("ResourceClaimSpec", value.and_then(|value| value.get("spec")));
            return template(value.and_then(|value| value.get("metadata")), inner);
        }
        name => return structure(name, value),
    };
    match (shape, value) {
        (_, None) => zero,
        ("q", Some(amount)) => canonical(amount),
        ("{q", Some(Value::Object(amounts))) => {
            amounts.iter().map(|(name, amount)| (name.clone(), canonical(amount))).collect()
        }
        (_, Some(value)) => value.clone(),
    }
}

/// An amount in the one form in which the server stores it.
fn canonical(amount: &Value) -> Value {
    let read = amount.as_str().and_then(|text| Quantity::parse(text).ok());
    read.map_or_else(|| amount.clone(), |read| read.to_string().into())
}

/// A selector has names of its own for JSON, in this order, and leaves out what is empty.
fn selector(value: Option<&Value>) -> Value {
    let is_given = |value: &&Value| !is_empty(value) && **value != json!({});
    let given = |field: &str| value?.get(field).filter(is_given).cloned();
    let fields = ["matchLabels", "matchExpressions"].into_iter();
    fields.filter_map(|field| Some((field.to_owned(), given(field)?))).collect()
}

/// Whether the server takes two values for the same: an empty list is none.
pub(super) fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(fields), Value::Object(others)) => {
            let is_there = |name: &str| one.get(name).is_some_and(|value| !is_empty(value));
            fields.iter().all(|(name, value)| is_same(value, others.get(name).unwrap_or(&Value::Null)))
                && others.iter().all(|(name, value)| is_empty(value) || is_there(name))
        }
        (Value::Array(items), Value::Array(others)) => {
            items.len() == others.len() && items.iter().zip(others).all(|(item, other)| is_same(item, other))
        }
        _ => one == other || is_empty(one) && is_empty(other),
    }
}

/// Whether there is nothing in it.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}
