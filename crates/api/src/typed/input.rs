//! The input of a typed value: a node of a text, or JSON.

use super::Fields;
use crate::fields::{Field, Shape};
use crate::json;
use crate::read::{Step, Strict, Trail};
use serde_json::{Map, Value};
use source::{Kind, Node, Scalar, print};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// State of one reading of JSON. Fields that a type does not know are left out.
#[derive(Default)]
pub(crate) struct Lenient {
    error: RefCell<Option<String>>,
}

impl Lenient {
    /// The first value that did not fit.
    pub(crate) fn outcome(self) -> Result<(), String> {
        self.error.into_inner().map_or(Ok(()), Err)
    }
}

#[derive(Clone, Copy)]
enum Written<'a> {
    /// A node that fits the shape it should have, as far as can be seen without going into it.
    Node(Node<'a>, &'a Trail<'a>, &'a Strict<'a>),
    Json(&'a Value, &'a Lenient),
    /// Something that does not fit; it counts as null.
    Unfit,
}

/// A value to read. Null is each type's zero, as in Go.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    written: Written<'a>,
}

impl<'a> Input<'a> {
    /// A node that was found to fit, at the end of a trail.
    pub(crate) fn node(node: Node<'a>, trail: &'a Trail<'a>, strict: &'a Strict<'a>) -> Self {
        Input { written: Written::Node(node, trail, strict) }
    }

    pub(crate) fn json(value: &'a Value, lenient: &'a Lenient) -> Self {
        Input { written: Written::Json(value, lenient) }
    }

    pub(super) fn is_null(&self) -> bool {
        match self.written {
            Written::Node(node, ..) => node.is_null(),
            Written::Json(value, _) => value.is_null(),
            Written::Unfit => true,
        }
    }

    pub(super) fn boolean(&self) -> bool {
        let found = match self.written {
            Written::Node(node, ..) => match node.kind() {
                Kind::Scalar(Scalar::Bool(value), _) => Some(value),
                _ => None,
            },
            Written::Json(value, _) => value.as_bool(),
            Written::Unfit => None,
        };
        self.expect(found, "true or false")
    }

    pub(super) fn integer(&self) -> i64 {
        self.expect(self.whole_number(), "a whole number")
    }

    pub(super) fn whole_number(&self) -> Option<i64> {
        match self.written {
            Written::Node(node, ..) => match node.kind() {
                Kind::Scalar(Scalar::Int(value), _) => Some(value),
                Kind::Scalar(Scalar::Float(_), _) => print::number_text(node).parse().ok(),
                _ => None,
            },
            Written::Json(value, _) => value.as_i64(),
            Written::Unfit => None,
        }
    }

    /// A string.
    pub(super) fn text(&self) -> Cow<'a, str> {
        self.expect(self.string().map(Cow::Borrowed), "a string")
    }

    /// A string, or a number as its text.
    pub(super) fn text_or_number(&self) -> Cow<'a, str> {
        let text = self.string().map(Cow::Borrowed);
        self.expect(text.or_else(|| self.number_text().map(Cow::Owned)), "a string")
    }

    fn string(&self) -> Option<&'a str> {
        match self.written {
            Written::Node(node, ..) => match node.kind() {
                Kind::Scalar(Scalar::String, text) => Some(text),
                _ => None,
            },
            Written::Json(value, _) => value.as_str(),
            Written::Unfit => None,
        }
    }

    fn number_text(&self) -> Option<String> {
        match self.written {
            Written::Node(node, ..) => match node.kind() {
                Kind::Scalar(Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_), _) => {
                    Some(print::number_text(node))
                }
                _ => None,
            },
            Written::Json(value, _) => value.as_number().map(json::number_text),
            Written::Unfit => None,
        }
    }

    /// The value as it is written, as JSON.
    pub(super) fn any(&self) -> Value {
        match self.written {
            Written::Node(node, ..) => json::of(node),
            Written::Json(value, _) => value.clone(),
            Written::Unfit => Value::Null,
        }
    }

    /// Sets every field that is written.
    pub(super) fn fields(&self, into: &mut dyn Fields) {
        let Written::Node(node, trail, strict) = self.written else {
            let names = into.names();
            return self.entries(&mut |key, value| {
                if let Ok(number) = names.binary_search(&key) {
                    into.set(number, value);
                }
            });
        };
        each_field(node, trail, strict, &mut |field, value| into.set(field.number.into(), value));
    }

    /// The value as JSON, without what does not fit the field table.
    pub(crate) fn value(&self) -> Value {
        let Written::Node(node, trail, strict) = self.written else { return self.any() };
        match trail.shape {
            Shape::Struct(_) => {
                let mut fields = Map::new();
                each_field(node, trail, strict, &mut |field, value| {
                    // A field that is null is as one that is not written.
                    if !value.is_null() {
                        fields.insert(field.name.to_owned(), value.value());
                    }
                });
                Value::Object(fields)
            }
            Shape::Map(..) => {
                let mut entries = Map::new();
                self.entries(&mut |key, value| drop(entries.insert(key.to_owned(), value.value())));
                Value::Object(entries)
            }
            Shape::List(_) => {
                let mut items = Vec::new();
                self.items(&mut |item| items.push(item.value()));
                Value::Array(items)
            }
            Shape::String(_) | Shape::Bytes if node.is_null() => Value::from(""),
            Shape::Int32 | Shape::Int64 | Shape::Float | Shape::Quantity if node.is_null() => Value::from(0),
            _ => json::of(node),
        }
    }

    /// Calls `each` with every key of a map and its value.
    pub(super) fn entries(&self, each: &mut dyn FnMut(&str, Input<'_>)) {
        match self.written {
            Written::Node(node, trail, strict) => {
                let Shape::Map(_, shape) = trail.shape else { return };
                let mut seen = strict.may_have_duplicates(node).then(BTreeSet::new);
                for entry in node.entries() {
                    if seen.as_mut().is_some_and(|seen| !seen.insert(entry.key)) {
                        strict.duplicate(entry.key, trail);
                    }
                    let trail = trail.child(Step::Key(entry.key), shape);
                    if strict.fits(entry.value, &trail) {
                        each(entry.key, Input::node(entry.value, &trail, strict));
                    }
                }
            }
            Written::Json(Value::Object(fields), lenient) => {
                for (key, value) in fields {
                    each(key, Input::json(value, lenient));
                }
            }
            _ => self.expect(None, "a map"),
        }
    }

    /// How many items there are.
    pub(super) fn length(&self) -> usize {
        match self.written {
            Written::Node(node, ..) => node.items().len(),
            Written::Json(value, _) => value.as_array().map_or(0, Vec::len),
            Written::Unfit => 0,
        }
    }

    /// Calls `each` with every item.
    pub(super) fn items(&self, each: &mut dyn FnMut(Input<'_>)) {
        match self.written {
            Written::Node(node, trail, strict) => {
                let Shape::List(shape) = trail.shape else { return };
                for (index, item) in node.items().enumerate() {
                    let trail = trail.child(Step::Index(index), shape);
                    let fits = strict.fits(item, &trail);
                    let item = Input::node(item, &trail, strict);
                    each(if fits { item } else { Input { written: Written::Unfit } });
                }
            }
            Written::Json(Value::Array(items), lenient) => {
                for item in items {
                    each(Input::json(item, lenient));
                }
            }
            _ => self.expect(None, "a list"),
        }
    }

    /// Checks what no type has a place for: fields that the newest release has no longer.
    pub(super) fn pass(&self) {
        let Written::Node(_, trail, _) = self.written else { return };
        match trail.shape {
            Shape::Struct(_) => self.fields(&mut Nothing),
            Shape::List(_) => self.items(&mut |item| item.pass()),
            Shape::Map(..) => self.entries(&mut |_, value| value.pass()),
            _ => {}
        }
    }

    /// The value found; where there is none and something is written, the type's zero and an error.
    pub(super) fn expect<T: Default>(&self, found: Option<T>, wanted: &str) -> T {
        if found.is_none() {
            self.note(wanted);
        }
        found.unwrap_or_default()
    }

    #[cold]
    fn note(&self, wanted: &str) {
        if let Written::Json(written, lenient) = self.written
            && !written.is_null()
        {
            lenient
                .error
                .borrow_mut()
                .get_or_insert_with(|| format!("{} is not {wanted}", json::text(written)));
        }
    }
}

/// Calls `each` with every field that is written, known and of the right type.
fn each_field(
    node: Node<'_>,
    trail: &Trail<'_>,
    strict: &Strict<'_>,
    each: &mut dyn FnMut(&'static Field, Input<'_>),
) {
    let Some(structure) = trail.structure() else { return };
    let mut seen = 0;
    for entry in node.entries() {
        let Some(field) = strict.field(entry.key, structure, &mut seen, trail) else { continue };
        let trail = trail.child(Step::Field(field, structure), &field.shape);
        if strict.fits(entry.value, &trail) {
            each(field, Input::node(entry.value, &trail, strict));
        }
    }
}

/// A struct that no type is for.
struct Nothing;

impl Fields for Nothing {
    fn meta(&self) -> Option<(&'static str, &'static str)> {
        None
    }

    fn names(&self) -> &'static [&'static str] {
        &[]
    }

    fn set(&mut self, _: usize, input: Input<'_>) {
        input.pass();
    }

    fn get(&self, _: usize) -> Value {
        Value::Null
    }
}
