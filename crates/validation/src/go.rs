//! Values of Go's internal types, for the messages that print a whole struct, list or map.
//! From 1.34 they print as JSON, before as Go literals (`%#v`).

use std::fmt::Write as _;

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use serde_json::{Map, Value as Json};

use api::json::quote_into;

/// A Go value with the names that printing it needs.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A nil pointer, slice or map of this type (`*core.Lifecycle`, `[]string`).
    Nil(&'static str),
    /// A string, plain or named.
    Text(String),
    /// Any integer.
    Integer(i64),
    /// A bool.
    Bool(bool),
    /// A struct of this type (`core.SeccompProfile`) with its fields in order.
    Struct(&'static str, Vec<Field>),
    /// A slice of this type (`[]string`).
    List(&'static str, Vec<Value>),
    /// A map of this type, sorted by key.
    Map(&'static str, Vec<(String, Value)>),
    /// The value behind a pointer. JSON shows the value; a literal shows an address, which no text can foretell.
    Pointer(Box<Value>),
    /// Something whose literal is not its JSON (a quantity).
    Special {
        /// The JSON form.
        json: Json,
        /// The `%#v` form.
        literal: String,
    },
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name in Go.
    pub name: &'static str,
    /// The name in JSON: the Go name for internal types; `None` where `omitempty` leaves it out.
    pub json: Option<&'static str>,
    /// The entries.
    pub value: Value,
}

/// A nil pointer, slice or map of the type.
pub fn nil(go_type: &'static str) -> Value {
    Value::Nil(go_type)
}

/// A string.
pub fn text(value: impl Into<String>) -> Value {
    Value::Text(value.into())
}

/// A pointer to what `value` holds, or nil of `go_type` (`*int64`).
pub fn pointer<T>(value: Option<T>, go_type: &'static str, wrap: impl FnOnce(T) -> Value) -> Value {
    value.map_or(Value::Nil(go_type), |value| Value::Pointer(Box::new(wrap(value))))
}

/// An internal struct: JSON uses Go's names and leaves nothing out.
pub fn structure(go_type: &'static str, fields: Vec<(&'static str, Value)>) -> Value {
    let fields = fields.into_iter().map(|(name, value)| Field { name, json: Some(name), value });
    Value::Struct(go_type, fields.collect())
}

/// A slice of strings; nil when it is not given.
pub fn texts<'a>(values: Option<impl IntoIterator<Item = &'a String>>) -> Value {
    match values {
        None => Value::Nil("[]string"),
        Some(values) => {
            Value::List("[]string", values.into_iter().map(|value| Value::Text(value.clone())).collect())
        }
    }
}

/// A map of strings; nil when it is not given.
pub fn text_map<'a>(entries: Option<impl IntoIterator<Item = (&'a String, &'a String)>>) -> Value {
    match entries {
        None => Value::Nil("map[string]string"),
        Some(entries) => {
            let entries = entries.into_iter().map(|(key, value)| (key.clone(), Value::Text(value.clone())));
            Value::Map("map[string]string", entries.collect())
        }
    }
}

/// A quantity as it was written; a literal shows what it is made of.
pub fn quantity(written: &Quantity) -> Value {
    let text = api::Quantity::of(written).to_string();
    Value::Special { json: Json::String(text), literal: api::quantity::literal(&written.0) }
}

impl Value {
    /// As `encoding/json` writes it.
    pub fn to_json(&self) -> Json {
        match self {
            Value::Nil(_) => Json::Null,
            Value::Text(text) => Json::String(text.clone()),
            Value::Integer(number) => Json::from(*number),
            Value::Bool(value) => Json::Bool(*value),
            Value::Struct(_, fields) => {
                let fields = fields
                    .iter()
                    .filter_map(|field| field.json.map(|name| (name.to_owned(), field.value.to_json())));
                Json::Object(fields.collect::<Map<_, _>>())
            }
            Value::List(_, items) => Json::Array(items.iter().map(Value::to_json).collect()),
            Value::Map(_, entries) => {
                let entries = entries.iter().map(|(key, value)| (key.clone(), value.to_json()));
                Json::Object(entries.collect::<Map<_, _>>())
            }
            Value::Pointer(value) => value.to_json(),
            Value::Special { json, .. } => json.clone(),
        }
    }

    /// Appends the value as `%#v` prints it; a pointer at the top is followed once.
    pub(crate) fn print_literal(&self, out: &mut String) {
        match self {
            Value::Pointer(value) => value.literal(out),
            // A nil goes through `%q` of the text `null`.
            Value::Nil(go_type) if go_type.starts_with('*') || *go_type == "any" => out.push_str("\"null\""),
            other => other.literal(out),
        }
    }

    fn literal(&self, out: &mut String) {
        match self {
            Value::Nil(go_type) if go_type.starts_with('*') => drop(write!(out, "({go_type})(nil)")),
            Value::Nil(go_type) => drop(write!(out, "{go_type}(nil)")),
            Value::Text(text) => quote_into(text, out),
            Value::Integer(number) => drop(write!(out, "{number}")),
            Value::Bool(value) => drop(write!(out, "{value}")),
            Value::Struct(go_type, fields) => {
                braces(go_type, fields, out, |field, out| {
                    out.push_str(field.name);
                    out.push(':');
                    field.value.literal(out);
                });
            }
            Value::List(go_type, items) => braces(go_type, items, out, Value::literal),
            Value::Map(go_type, entries) => {
                braces(go_type, entries, out, |(key, value), out| {
                    quote_into(key, out);
                    out.push(':');
                    value.literal(out);
                });
            }
            Value::Pointer(_) => out.push_str("0xc000000000"),
            Value::Special { literal, .. } => out.push_str(literal),
        }
    }
}

fn braces<T>(go_type: &str, items: &[T], out: &mut String, mut each: impl FnMut(&T, &mut String)) {
    out.push_str(go_type);
    out.push('{');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        each(item, out);
    }
    out.push('}');
}
