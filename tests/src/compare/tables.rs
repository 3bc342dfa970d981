//! Compares recorded tables: each compared field must be equal.

use super::{Difference, field, picked};
use serde_json::Value;

/// The request of a row.
pub(super) fn request(row: &Value) -> Value {
    picked(row, |key| ["id", "pod", "now", "options"].contains(&key))
}

/// The first of `fields` in which `got` differs.
pub(super) fn differences(fields: &[&'static str], row: &Value, got: &Value) -> Vec<Difference> {
    let wrong = fields.iter().find(|key| field(row, key) != field(got, key));
    wrong.map(|key| Difference::new(key, field(row, key), field(got, key))).into_iter().collect()
}
