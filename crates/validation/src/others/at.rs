//! A value of an object without a type, with its path: what rules of the kinds without a Pod look at.

use api::typed::{self, Typed};
use api::{FieldPath, Quantity};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use serde_json::Value;

use crate::go;

/// A value and its path. A value that is absent reads as its type's zero, as in Go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<'a> {
    pub path: FieldPath<'a>,
    value: Option<&'a Value>,
}

impl<'a> At<'a> {
    /// The object itself.
    pub fn object(value: &'a Value) -> At<'a> {
        At { path: FieldPath::object(), value: Some(value) }
    }

    /// A field.
    pub fn field<'s>(&'s self, name: &'s str) -> At<'s> {
        At { path: self.path.field(name), value: self.value.and_then(|value| value.get(name)) }
    }

    /// The value under another path, where the server names that one.
    pub fn named<'s>(&'s self, path: FieldPath<'s>) -> At<'s> {
        At { path, value: self.value }
    }

    /// Whether it is there.
    pub fn is_given(&self) -> bool {
        self.value.is_some_and(|value| !value.is_null())
    }

    /// A text; empty when there is none.
    pub fn text(&self) -> &'a str {
        self.value.and_then(Value::as_str).unwrap_or_default()
    }

    /// A text that may be empty.
    pub fn given_text(&self) -> Option<&'a str> {
        self.value.and_then(Value::as_str)
    }

    /// A whole number; zero when there is none.
    pub fn integer(&self) -> i64 {
        self.given_integer().unwrap_or_default()
    }

    /// A whole number that may be zero.
    pub fn given_integer(&self) -> Option<i64> {
        self.value.and_then(Value::as_i64)
    }

    /// Whether it is true.
    pub fn is_true(&self) -> bool {
        self.value.and_then(Value::as_bool).unwrap_or_default()
    }

    /// A number or a text.
    pub fn int_or_string(&self) -> Option<IntOrString> {
        match self.value? {
            Value::String(text) => Some(IntOrString::String(text.clone())),
            number => number.as_i64().and_then(|number| i32::try_from(number).ok()).map(IntOrString::Int),
        }
    }

    /// An amount.
    pub fn quantity(&self) -> Option<Quantity> {
        match self.value? {
            Value::String(text) => Quantity::from_json_text(text).ok(),
            number => Quantity::parse(&number.to_string()).ok(),
        }
    }

    /// The typed value; the type's zero when there is none.
    pub fn typed<T: Typed>(&self) -> T {
        self.value.and_then(|value| typed::from_json(value).ok()).unwrap_or_else(T::zero)
    }

    /// How many items or entries there are.
    pub fn len(&self) -> usize {
        match self.value {
            Some(Value::Array(items)) => items.len(),
            Some(Value::Object(entries)) => entries.len(),
            _ => 0,
        }
    }

    /// Whether there are no items or entries.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The items of a list.
    pub fn items(&self) -> impl Iterator<Item = At<'_>> {
        let items = self.value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        items.iter().enumerate().map(|(index, item)| At { path: self.path.index(index), value: Some(item) })
    }

    /// The texts of a list.
    pub fn texts(&self) -> Vec<&'a str> {
        let items = self.value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        items.iter().map(|item| item.as_str().unwrap_or_default()).collect()
    }

    /// The entries of a map, by key.
    pub fn entries(&self) -> impl Iterator<Item = (&str, At<'_>)> {
        let entries = self.value.and_then(Value::as_object).into_iter().flatten();
        entries.map(|(key, value)| (key.as_str(), At { path: self.path.key(key), value: Some(value) }))
    }

    /// An entry of a map.
    pub fn entry<'s>(&'s self, key: &'s str) -> At<'s> {
        At { path: self.path.key(key), value: self.value.and_then(|value| value.get(key)) }
    }

    /// Whether it is a map.
    pub fn is_map(&self) -> bool {
        self.value.is_some_and(Value::is_object)
    }

    /// A list of texts of this Go type, as a message prints it.
    pub fn printed_texts(&self, go_type: &'static str) -> go::Value {
        match self.value {
            Some(Value::Array(_)) => {
                go::Value::List(go_type, self.texts().into_iter().map(go::text).collect())
            }
            _ => go::nil(go_type),
        }
    }
}
