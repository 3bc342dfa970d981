//! `kubectl get --sort-by`. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/get/sorter.go.

use crate::{jsonpath, order};
use api::Quantity;
use api::json::quote;
use serde_json::{Value, json};

/// The error of a field that neither text nor number stands in: kubectl ends there with a line of its log.
pub(super) const UNSORTABLE: &str = "";

/// The order of objects by a field, equal ones as Go's sort leaves them. The error is kubectl's.
pub(super) fn order(objects: &[&Value], field: &str) -> Result<Vec<usize>, String> {
    by(objects, &jsonpath::relaxed(field)?)
}

/// As [`order`], of the rows of a table, where a path may be several.
pub(super) fn of_rows(rows: &[&Value], field: &str) -> Result<Vec<usize>, String> {
    by(rows, &jsonpath::relaxed(field).unwrap_or_else(|_| field.to_owned()))
}

/// kubectl's error when it gets several tables, one for each type or name: it looks for the field in the tables themselves.
pub(super) fn of_tables(count: usize, field: &str) -> Result<(), String> {
    let table = json!({"apiVersion": "meta.k8s.io/v1", "kind": "Table", "metadata": {"resourceVersion": ""}});
    order(&vec![&table; count], field).map(drop)
}

fn by(objects: &[&Value], field: &str) -> Result<Vec<usize>, String> {
    let nodes = jsonpath::parse(field)?;
    let mut keyed = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        // The first value of the first pair of braces counts.
        let first = jsonpath::find(&nodes, object)?.into_iter().next();
        let key = first.and_then(|found| found.into_iter().next());
        keyed.push((key.map(std::borrow::Cow::into_owned), index));
    }
    if !keyed.is_empty() && keyed.iter().all(|(key, _)| key.is_none()) {
        return Err(format!("couldn't find any field with path {} in the list of objects", quote(field)));
    }
    let is_unsortable = |key: &Value| key.is_object() || key.is_array() || key.is_boolean();
    if keyed.len() > 1 && keyed.iter().any(|(key, _)| key.as_ref().is_some_and(is_unsortable)) {
        return Err(UNSORTABLE.to_owned());
    }
    order::sort(&mut keyed, |(one, _), (other, _)| is_less(one.as_ref(), other.as_ref()));
    Ok(keyed.into_iter().map(|(_, index)| index).collect())
}

/// An absent value comes before all others, an absent one included.
fn is_less(one: Option<&Value>, other: Option<&Value>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return one.is_none() };
    match (one, other) {
        (Value::Null, other) => !other.is_null(),
        (Value::String(one), Value::String(other)) => match (Quantity::parse(one), Quantity::parse(other)) {
            (Ok(one), Ok(other)) => one < other,
            _ => one < other,
        },
        (one, other) => one.as_f64().zip(other.as_f64()).is_some_and(|(one, other)| one < other),
    }
}
