//! k8s-openapi's types out of what was written, and into JSON.
//!
//! The types speak serde, but the code derived for it is large for a page and each kind of reader adds a copy. Here every
//! struct is a list of its fields' names and two `match`es by number (written by `build.rs` from the field table), and one
//! function walks any of them. `tests/tests/typed.rs` holds both against serde on every recorded object.

mod input;
mod scalars;
mod structs;

use crate::json;
use k8s_openapi::Resource;
use serde_json::{Map, Value};

pub(crate) use input::{Input, Lenient};

/// A value of an object: read from what was written, written as JSON.
pub trait Typed: Sized {
    /// The value that null reads as.
    fn zero() -> Self;

    /// Fills a zero in place with what is written; something else leaves it zero, which `input` notes.
    fn read(&mut self, input: Input<'_>);

    /// As JSON; null stands for a value that is not there.
    fn write(&self) -> Value;
}

/// A struct, seen as its fields by number.
trait Fields {
    /// `apiVersion` and `kind`, where JSON has them and the type does not.
    fn meta(&self) -> Option<(&'static str, &'static str)>;

    /// The names in JSON, in the order of the alphabet; also of fields that the table has and the type has not.
    fn names(&self) -> &'static [&'static str];

    fn set(&mut self, number: usize, input: Input<'_>);

    fn get(&self, number: usize) -> Value;
}

/// From JSON.
///
/// # Errors
/// The first value that its field cannot hold, in a sentence.
pub fn from_json<T: Typed>(value: &Value) -> Result<T, String> {
    let lenient = Lenient::default();
    let mut read = T::zero();
    read.read(Input::json(value, &lenient));
    lenient.outcome().map(|()| read)
}

/// An object from JSON that says its kind and version, or leaves them out.
///
/// # Errors
/// A value that its field cannot hold, or another kind or version than the type's, in a sentence.
pub fn object_from_json<T: Typed + Resource>(value: &Value) -> Result<T, String> {
    for (field, expected) in [("apiVersion", T::API_VERSION), ("kind", T::KIND)] {
        if let Some(written) = value.get(field).filter(|written| *written != expected) {
            return Err(format!("{} is not {expected}", json::text(written)));
        }
    }
    from_json(value)
}

/// Into JSON, without what is not set.
pub fn to_json<T: Typed>(value: &T) -> Value {
    value.write()
}

/// Whether two values are written alike. The types' own `==` says the same and, derived field by field, weighs kilobytes in
/// the page's engine.
pub fn is_same<T: Typed>(one: &T, other: &T) -> bool {
    one.write() == other.write()
}

fn write_fields(from: &dyn Fields) -> Value {
    let mut fields = Map::new();
    if let Some((api_version, kind)) = from.meta() {
        fields.insert("apiVersion".to_owned(), api_version.into());
        fields.insert("kind".to_owned(), kind.into());
    }
    for (number, name) in from.names().iter().enumerate() {
        let value = from.get(number);
        if !value.is_null() {
            fields.insert((*name).to_owned(), value);
        }
    }
    Value::Object(fields)
}
