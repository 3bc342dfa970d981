//! The value that stood at the field, printed as the API server prints it.
//!
//! From 1.34 a plain Go string prints with `%q`, plain numbers and booleans bare, everything else as JSON.
//! Before, everything else printed as a Go literal (`%#v`). So a value knows its Go type.
//! Upstream: Error.ErrorBody, apimachinery/pkg/util/validation/field/errors.go.

use api::{Change, Kubernetes};
use serde_json::Value;

use crate::go;
use api::json::quote_into;

/// The refused value with as much of its Go type as printing needs.
#[derive(Clone, Debug, PartialEq)]
pub enum BadValue {
    /// A plain Go string.
    Text(String),
    /// A string of a named Go type (`core.Protocol`): JSON.
    Word(String),
    /// A string of a named Go type that knows how to print itself (`core.ResourceName`).
    Name(String),
    /// Any Go integer.
    Integer(i64),
    /// A Go bool.
    Bool(bool),
    /// A struct, list, map, quantity or pointer.
    Go(go::Value),
    /// Not shown at all.
    Omitted,
}

/// A string of a named Go type, such as a protocol or a policy.
pub fn word(value: impl Into<String>) -> BadValue {
    BadValue::Word(value.into())
}

/// A resource name, or another named string with a `String` method.
pub fn name(value: impl Into<String>) -> BadValue {
    BadValue::Name(value.into())
}

/// A nil pointer.
pub fn null() -> BadValue {
    BadValue::null()
}

/// A value that the API server keeps out of the message.
pub fn omitted() -> BadValue {
    BadValue::Omitted
}

impl BadValue {
    /// A nil pointer.
    pub fn null() -> BadValue {
        BadValue::Go(go::Value::Nil("any"))
    }

    /// As it stands in the JSON of an error.
    pub fn to_json(&self) -> Value {
        match self {
            BadValue::Text(text) | BadValue::Word(text) | BadValue::Name(text) => Value::String(text.clone()),
            BadValue::Integer(number) => Value::from(*number),
            BadValue::Bool(value) => Value::Bool(*value),
            BadValue::Go(value) => value.to_json(),
            BadValue::Omitted => Value::Object(serde_json::Map::new()),
        }
    }

    /// Appends the value as it stands in a message.
    pub(crate) fn print(&self, kubernetes: &Kubernetes, out: &mut String) {
        let as_json = kubernetes.has(Change::BadValuesAsJson);
        match self {
            BadValue::Integer(number) => out.push_str(&number.to_string()),
            BadValue::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            BadValue::Word(text) | BadValue::Name(text) if as_json => {
                out.push_str(&json_text(&Value::String(text.clone())));
            }
            BadValue::Text(text) | BadValue::Word(text) => quote_into(text, out),
            BadValue::Name(text) => out.push_str(text),
            BadValue::Go(value) if as_json => out.push_str(&json_text(&value.to_json())),
            BadValue::Go(value) => value.print_literal(out),
            BadValue::Omitted => {}
        }
    }
}

impl From<&str> for BadValue {
    fn from(value: &str) -> Self {
        BadValue::Text(value.to_owned())
    }
}

impl From<&String> for BadValue {
    fn from(value: &String) -> Self {
        BadValue::Text(value.clone())
    }
}

impl From<String> for BadValue {
    fn from(value: String) -> Self {
        BadValue::Text(value)
    }
}

impl From<i32> for BadValue {
    fn from(value: i32) -> Self {
        BadValue::Integer(value.into())
    }
}

impl From<i64> for BadValue {
    fn from(value: i64) -> Self {
        BadValue::Integer(value)
    }
}

impl From<bool> for BadValue {
    fn from(value: bool) -> Self {
        BadValue::Bool(value)
    }
}

impl From<go::Value> for BadValue {
    fn from(value: go::Value) -> Self {
        BadValue::Go(value)
    }
}

/// JSON as Go's encoder writes it: no spaces, `<`, `>`, `&` and two line separators escaped.
pub(crate) fn json_text(value: &Value) -> String {
    api::json::html_safe(&value.to_string())
}
