//! What a typed value is read from: a node of a text, or JSON.

use serde_json::Value;
use source::{Kind, Node, NodeId, Scalar, print};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// What is common to all values of one reading.
pub(crate) struct Reading<'a> {
    skip: Option<&'a BTreeSet<NodeId>>,
    error: RefCell<Option<String>>,
}

impl<'a> Reading<'a> {
    /// Nodes in `skip` count as not written.
    pub(crate) fn without(skip: &'a BTreeSet<NodeId>) -> Self {
        Reading { skip: Some(skip).filter(|skip| !skip.is_empty()), error: RefCell::new(None) }
    }

    pub(crate) fn lenient() -> Self {
        Reading { skip: None, error: RefCell::new(None) }
    }

    /// The first value that did not fit.
    pub(crate) fn outcome(self) -> Result<(), String> {
        self.error.into_inner().map_or(Ok(()), Err)
    }
}

#[derive(Clone, Copy)]
enum Written<'a> {
    Node(Node<'a>),
    Json(&'a Value),
}

/// A value to read. Null is each type's zero, as in Go.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    written: Written<'a>,
    reading: &'a Reading<'a>,
}

impl<'a> Input<'a> {
    pub(crate) fn node(node: Node<'a>, reading: &'a Reading<'a>) -> Self {
        Input { written: Written::Node(node), reading }
    }

    pub(crate) fn json(value: &'a Value, reading: &'a Reading<'a>) -> Self {
        Input { written: Written::Json(value), reading }
    }

    fn skipped(&self, node: Node<'_>) -> bool {
        self.reading.skip.is_some_and(|skip| skip.contains(&node.id()))
    }

    pub(super) fn is_null(&self) -> bool {
        match self.written {
            Written::Node(node) => node.is_null() || self.skipped(node),
            Written::Json(value) => value.is_null(),
        }
    }

    pub(super) fn boolean(&self) -> bool {
        let found = match self.written {
            Written::Node(node) => match node.kind() {
                Kind::Scalar(Scalar::Bool(value), _) => Some(value),
                _ => None,
            },
            Written::Json(value) => value.as_bool(),
        };
        self.expect(found, "true or false")
    }

    pub(super) fn integer(&self) -> i64 {
        self.expect(self.whole_number(), "a whole number")
    }

    pub(super) fn whole_number(&self) -> Option<i64> {
        match self.written {
            Written::Node(node) => match node.kind() {
                Kind::Scalar(Scalar::Int(value), _) => Some(value),
                Kind::Scalar(Scalar::Float(_), _) => print::number_text(node).parse().ok(),
                _ => None,
            },
            Written::Json(value) => value.as_i64(),
        }
    }

    /// A string; also a number where `numbers` says that it is taken for its text.
    pub(super) fn text(&self, numbers: bool) -> Cow<'a, str> {
        let found = match self.written {
            Written::Node(node) => match node.kind() {
                Kind::Scalar(Scalar::String, text) => Some(Cow::Borrowed(text)),
                Kind::Scalar(Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_), _) if numbers => {
                    Some(Cow::Owned(print::number_text(node)))
                }
                _ => None,
            },
            Written::Json(Value::String(text)) => Some(Cow::Borrowed(text.as_str())),
            Written::Json(Value::Number(number)) if numbers => Some(Cow::Owned(number.to_string())),
            Written::Json(_) => None,
        };
        self.expect(found, "a string")
    }

    /// Whatever is written, as JSON.
    pub(super) fn any(&self) -> Value {
        match self.written {
            Written::Node(node) => json(node),
            Written::Json(value) => value.clone(),
        }
    }

    /// Calls `each` with every key and its value.
    pub(super) fn entries(&self, each: &mut dyn FnMut(&str, Input<'a>)) {
        let reading = self.reading;
        match self.written {
            // A skipped map hides what is in it.
            _ if self.is_null() => {}
            Written::Node(node) if matches!(node.kind(), Kind::Mapping) => {
                for entry in node.entries().filter(|entry| !self.skipped(entry.value)) {
                    each(entry.key, Input::node(entry.value, reading));
                }
            }
            Written::Json(Value::Object(fields)) => {
                for (key, value) in fields {
                    each(key, Input::json(value, reading));
                }
            }
            _ => self.expect(None, "a map"),
        }
    }

    /// Calls `each` with every item.
    pub(super) fn items(&self, each: &mut dyn FnMut(Input<'a>)) {
        let reading = self.reading;
        match self.written {
            _ if self.is_null() => {}
            Written::Node(node) if matches!(node.kind(), Kind::Sequence) => {
                node.items().for_each(|item| each(Input::node(item, reading)));
            }
            Written::Json(Value::Array(items)) => {
                for item in items {
                    each(Input::json(item, reading));
                }
            }
            _ => self.expect(None, "a list"),
        }
    }

    /// The value found; where there is none and something is written, the type's zero and an error.
    pub(super) fn expect<T: Default>(&self, found: Option<T>, wanted: &str) -> T {
        if found.is_none() && !self.is_null() {
            self.note(wanted);
        }
        found.unwrap_or_default()
    }

    fn note(&self, wanted: &str) {
        let written = self.any();
        self.reading.error.borrow_mut().get_or_insert_with(|| format!("{written} is not {wanted}"));
    }
}

/// Any node as JSON.
pub(crate) fn json(node: Node<'_>) -> Value {
    match node.kind() {
        Kind::Scalar(Scalar::Null, _) => Value::Null,
        Kind::Scalar(Scalar::Bool(value), _) => value.into(),
        Kind::Scalar(Scalar::Int(value), _) => value.into(),
        Kind::Scalar(Scalar::Uint(value), _) => value.into(),
        Kind::Scalar(Scalar::Float(value), _) => {
            print::number_text(node).parse::<i64>().map_or_else(|_| value.into(), Value::from)
        }
        Kind::Scalar(Scalar::String, text) => text.into(),
        Kind::Sequence => node.items().map(json).collect(),
        Kind::Mapping => {
            let entries = node.entries().map(|entry| (entry.key.to_owned(), json(entry.value)));
            Value::Object(entries.collect())
        }
    }
}
