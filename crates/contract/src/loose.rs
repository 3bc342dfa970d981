//! Reads the fields of a request: one with a wrong type counts as absent, so that every line gets an answer.

use serde::de::DeserializeOwned;
use serde::{Deserialize as _, Deserializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// A group of fields; absent when it is no object.
pub(crate) fn object<T: DeserializeOwned + Default>(written: Value) -> T {
    // From a list, serde would fill the fields by position.
    if written.is_object() { serde_json::from_value(written).unwrap_or_default() } else { T::default() }
}

/// A field that is a group of fields.
pub(crate) fn group<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    field: D,
) -> Result<T, D::Error> {
    Value::deserialize(field).map(object)
}

/// A field that is one value, or a list of any values.
pub(crate) fn value<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    field: D,
) -> Result<T, D::Error> {
    Value::deserialize(field).map(|written| serde_json::from_value(written).unwrap_or_default())
}

/// A field that counts as given whenever it is written, even as `null`.
pub(crate) fn given<'de, D: Deserializer<'de>>(field: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(field).map(Some)
}

/// A list of texts; items that are no texts are left out.
pub(crate) fn texts<'de, D: Deserializer<'de>>(field: D) -> Result<Vec<String>, D::Error> {
    let written: Vec<Value> = value(field)?;
    Ok(written.into_iter().filter_map(text).collect())
}

/// Texts by name; values that are no texts are left out.
pub(crate) fn pairs<'de, D: Deserializer<'de>>(field: D) -> Result<BTreeMap<String, String>, D::Error> {
    let written: BTreeMap<String, Value> = value(field)?;
    Ok(written.into_iter().filter_map(|(name, value)| Some((name, text(value)?))).collect())
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::object;
    use serde::Deserialize;
    use serde_json::{Value, json};

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Request {
        #[serde(deserialize_with = "super::value")]
        name: String,
        #[serde(deserialize_with = "super::texts")]
        list: Vec<String>,
        #[serde(deserialize_with = "super::given")]
        given: Option<Value>,
    }

    #[test]
    fn what_has_another_type_is_absent() {
        let read: Request = object(json!({"name": 5, "list": ["a", 1, "b"], "given": null, "more": true}));
        let list = vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(read, Request { name: String::new(), list, given: Some(Value::Null) });
        for other in [json!(null), json!(5), json!(["name", ["list"], 1])] {
            assert_eq!(object::<Request>(other), Request::default());
        }
    }
}
